"""Texts of systems that do not start, as each writes them: on text screens, drawn, and serial."""

from __future__ import annotations

import pytest
from boot.screen.rom_font import drawn, rom

from engine.boot import verdict
from engine.boot.console import plain
from engine.boot.look import Look, Seen
from engine.boot.runner import Runner
from engine.boot.screen import fonts, reading, text_mode
from engine.boot.screen.fonts import Font

#: By who writes it: the code that is right, and the screen.
SCREENS = {
    "dracut, Fedora and Alma": (
        "E737",
        'Generating "/run/initramfs/rdsosreport.txt"\n\n'
        "Entering emergency mode. Exit the shell to continue.\n"
        'Type "journalctl" to view system logs.\n\ndracut:/# ',
    ),
    "dracut at another stage": ("E737", "sh-5.1\npre-mount:/# "),
    "dracut of RHEL 6": ("E737", "No root device found\nDropping to debug shell.\n\ndracut:/# "),
    "dracut without a shell": ("E737", "dracut Warning: Boot has failed, sleeping forever."),
    "systemd asks for a password": (
        "E737",
        'You are in emergency mode. After logging in, type "journalctl -xb" to view\n'
        "system logs.\nGive root password for maintenance\n(or press Control-D to continue): ",
    ),
    "systemd of 2013": ("E737", 'Welcome to emergency mode! After logging in, type "journalctl"'),
    "systemd by its targets": ("E737", "[  OK  ] Reached target Emergency Mode."),
    "sulogin of SUSE": ("E737", "Give root password for login: "),
    "sulogin without a password": ("E737", "Press Enter for login: "),
    "sulogin of sysvinit": (
        "E737",
        "Give root password for maintenance\n(or type Control-D to continue): ",
    ),
    "sulogin of BusyBox": ("E737", "Give root password for system maintenance"),
    "sulogin with root locked": (
        "E737",
        "Cannot open access to console, the root account is locked.",
    ),
    "systemd with root locked": (
        "E737",
        'You are in emergency mode. After logging in, type "journalctl -xb" to view\n'
        "system logs.\n\nCannot open access to console, the root account is locked.\n"
        "See sulogin(8) man page for more details.\n\nPress Enter to continue.\n",
    ),
    "initramfs of Debian": (
        "E736",
        "Gave up waiting for root file system device.  Common problems:\n"
        " - Boot args (cat /proc/cmdline)\n"
        "ALERT!  UUID=6cbbeb2a does not exist.  Dropping to a shell!\n\n(initramfs) ",
    ),
    "initramfs of Ubuntu": (
        "E737",
        "BusyBox v1.30.1 (Ubuntu 1:1.30.1-4ubuntu6) built-in shell (ash)\n"
        "Enter 'help' for a list of built-in commands.\n\n(initramfs) ",
    ),
    "mkinitcpio of Arch": (
        "E736",
        "ERROR: Unable to find root device 'UUID=718ed077'.\n"
        "You are being dropped to a recovery shell\n[ramfs /]# ",
    ),
    "mkinitcpio of today": ("E737", "sh: can't access tty; job control turned off\n[rootfs ]# "),
    "mkinitfs of Alpine": (
        "E737",
        "Mounting boot media: failed.\n"
        "initramfs emergency recovery shell launched. Type 'exit' to continue boot\n~ # ",
    ),
    "nash of Red Hat": ("E736", "mount: could not find filesystem '/dev/root'"),
    "mkinitrd of SUSE": ("E736", "/dev/sda2: not found -- exiting to /bin/sh\n$ "),
    "genkernel of Gentoo": ("E736", "!! Could not find the root block device in UUID=1."),
    "NixOS": ("E736", "An error occurred in stage 1 of the boot process, which must mount"),
    "Linux 2.4": ("E736", "Kernel panic: VFS: Unable to mount root fs on 08:01"),
    "Linux 6": (
        "E736",
        "---[ end Kernel panic - not syncing: VFS: Unable to mount root fs on\n"
        "unknown-block(0,0) ]---",
    ),
    "Linux for another processor": (
        "E736",
        "This kernel requires an x86-64 CPU, but only detected an i686 CPU.\n"
        "Unable to boot - please use a kernel appropriate for your CPU.",
    ),
    "Linux that does not unpack": ("E736", "crc error\n\n -- System halted"),
    "systemd gives up": ("E736", "[!!!!!!] Failed to mount API filesystems, freezing."),
    "fsck of Red Hat": (
        "E737",
        "*** An error occurred during the file system check.\n"
        "*** Dropping you to a shell; the system will reboot\n"
        "(Repair filesystem) 1 # ",
    ),
    "mountall of Ubuntu": (
        "E737",
        "Continue to wait, or Press S to skip mounting or M for manual recovery",
    ),
    "GRUB 2": ("E735", "error: no such partition.\nEntering rescue mode...\ngrub rescue> "),
    "GRUB 2 by its menu": ("E735", "error: you need to load the kernel first.\n\nPress any key"),
    "GRUB 2.06": ("E735", "error: ../../grub-core/kern/disk.c:236:disk `hd0,gpt2' not found."),
    "GRUB legacy": ("E735", "  Booting 'CentOS'\n\nError 15: File not found\n\nPress any key"),
    "GRUB legacy, stage 1.5": ("E735", "GRUB Loading stage1.5.\n\nGRUB loading\nError 17"),
    "GRUB legacy, stage 1": ("E735", "GRUB Hard Disk Error"),
    "LILO": ("E735", "L 99 99 99 99 99 99 99 99"),
    "LILO, half of it": ("E735", "LIL-"),
    "SYSLINUX": ("E735", "Could not find kernel image: linux\nboot: "),
    "EXTLINUX without its file": ("E735", "No DEFAULT or UI configuration directive found!\nboot:"),
    "systemd-boot": ("E735", r"Error loading \vmlinuz-linux: Not found"),
    "shim": ("E735", "start_image() returned Not Found"),
    "NTLDR": ("E731", "NTLDR is missing\nPress any key to restart"),
    "boot sector of Windows NT": ("E731", "Boot: Couldn't find NTLDR\nPlease insert another disk"),
    "BOOTMGR": ("E731", "BOOTMGR image is corrupt.  The system cannot boot."),
    "Windows 7": ("E730", "A disk read error occurred\nPress Ctrl+Alt+Del to restart"),
    "Windows 10": ("E730", "An operating system wasn't found. Try disconnecting any drives"),
    "Windows NT 4": (
        "E732",
        "Windows NT could not start because the following file is missing or corrupt:\n\n"
        "\\winnt root\\system32\\ntoskrnl.exe.",
    ),
    "Windows 2000": (
        "E747",
        "Windows 2000 could not start because of a computer disk hardware\nconfiguration problem.",
    ),
    "bootmgr, no configuration": (
        "E734",
        "Windows failed to start. A recent hardware or software change might be the\n"
        "cause.\n    File: \\Boot\\BCD\n\n    Status: 0xc000000f\n",
    ),
    "bootmgr, no device": ("E734", "    Status: 0xc0000225\n\n    Info: The boot selection failed"),
    "SeaBIOS": ("E721", "Boot failed: not a bootable disk\n\nNo bootable device."),
    "BIOS of Xen 3": ("E721", "FATAL: No bootable device."),
    "UEFI shell": ("E738", "UEFI Interactive Shell v2.2\nPress ESC in 5 seconds to skip startup"),
}
#: What is said on the way, with nothing wrong, or with something that a start gets over.
ON_THE_WAY = [
    "Gave up waiting for suspend/resume device",
    "dracut-initqueue[320]: Warning: dracut-initqueue timeout - starting timeout scripts",
    "error: no such device: 5a2e.\n\nPress any key to continue...",
    "error: file `/boot/grub/locale/de.gz' not found.",
    "LI",
    "UEFI Interactive Shell v2.2\nPress ESC in 5 seconds to skip startup.nsh",
    "systemd[1]: Dependency failed for /home",
    "Press any key to boot from CD or DVD....",
    "[   12.3] EXT4-fs error (device sda1): no such partition",
    "mount: /dev/sda2",
]
LOGIN = "Welcome to Debian\n\nguest login: "


def seen(text: str, quiet: float = 0) -> Seen:
    return Seen(Runner("tcg"), look=Look(text=text), seconds=60.0, quiet=quiet)


@pytest.fixture(scope="module")
def font() -> Font:
    [found] = fonts.in_rom(rom({}))
    return found


@pytest.mark.parametrize("who", SCREENS)
def test_each_is_read_and_told(who: str, font: Font) -> None:
    code, text = SCREENS[who]
    lines = text.split("\n")
    memory = "".join(line.ljust(80) for line in lines).encode("cp437")
    cells = b"".join(bytes((letter, 0x1F)) for letter in memory)
    picture = drawn(font, lines, b"\xaa\xaa\xaa", b"\x00\x00\x00")
    shown = {
        "text mode": text_mode.text(cells.ljust(text_mode.LENGTH, b"\0")),
        "graphics": reading.text(picture, [font]) or text,  # a word alone is no text there
        "serial port": plain(text.replace("\n", "\r\n").encode()),
    }
    told = {where: verdict.last(seen(each), 60).finding for where, each in shown.items()}
    assert {where: found and found.code for where, found in told.items()} == dict.fromkeys(
        shown, code
    )


@pytest.mark.parametrize("text", ON_THE_WAY)
def test_what_a_start_gets_over_is_no_verdict(text: str) -> None:
    assert verdict.early(seen(text), 90) is None
    login = verdict.early(seen(text + "\n" + LOGIN), 90)
    assert login is not None
    assert login.outcome == "reached"


@pytest.mark.parametrize("who", ["systemd with root locked", "systemd asks for a password"])
def test_the_mode_is_named_and_not_what_follows_it(who: str) -> None:
    found = verdict.early(seen(SCREENS[who][1]), 90)
    assert found is not None
    assert found.finding is not None
    assert found.finding.message.endswith(": You are in emergency mode.")


def test_once_nothing_happens_it_is_the_verdict() -> None:
    text = "error: no such device: 5a2e.\n\nPress any key to continue..."
    assert verdict.early(seen(text, quiet=5), 90) is None
    found = verdict.early(seen(text, quiet=25), 90)
    assert found is not None
    assert found.finding is not None
    assert found.finding.code == "E735"
    assert "no such device: 5a2e" in found.finding.message
