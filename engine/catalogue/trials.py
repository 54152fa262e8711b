"""Findings about a guest that was started: what was seen of it: code, sentence, remedy."""

FINDINGS = {
    "E730": (
        "The boot sector starts nothing: {text}.",
        "Check that the disk with the guest is the first, that its partition is active, and that "
        "the image was verified (verify).",
    ),
    "E731": (
        "The loader of Windows does not start: {text}.",
        "Check that boot disk and partition are as they were. The number of heads that the boot "
        "sector counts with is set by a conversion; then repair it with the Windows medium "
        "(fixboot, bootrec).",
    ),
    "E732": (
        "Windows does not find or cannot load {file}.",
        "Look at boot.ini: it names the disk, the partition and perhaps another HAL (/HAL=). "
        "Take the change of the HAL back ({do_undo}), or choose one that is there "
        "({do_hal}).",
    ),
    "E733": (
        "Windows stops with STOP {stop}: {meaning}.",
        "{help}",
    ),
    "E960": (
        "Windows stops with its screen “{text}”, but the name of the stop code could not be read.",
        "Look at the screen ({do_screenshot}): it names the stop code. That is often a driver for "
        "the disk that is not started: have it enabled ({do_storage}).",
    ),
    "E734": (
        "The boot manager of Windows cannot start it: status {status} ({file}).",
        "0xc000000e and 0xc0000225 are a disk that it no longer finds: keep the disk's place "
        "and its bus ({do_set_hdtype}), or run bcdboot or bootrec from the Windows medium. "
        "0xc000000f and 0xc0000098 are a damaged boot configuration (bootrec /rebuildbcd), "
        "0xc0000428 is a signature, 0xc0000221 a damaged file.",
    ),
    "E735": (
        "The boot loader does not find what it starts from: {text}.",
        "Keep the disk as the first, and the firmware that the guest was installed with (BIOS or "
        "UEFI); else install the loader anew from a rescue system (grub-install, lilo, extlinux).",
    ),
    "E736": (
        "Linux does not come to its root file system, or gives up: {text}.",
        "Have the drivers for Xen's disks put into the initramfs before ({do_show_linux_commands} "
        "shows how), and let fstab and the boot loader name disks by UUID.",
    ),
    "E737": (
        "Linux fell into its rescue shell: {text}.",
        "Something in fstab or of the root file system was not found. Have the drivers for "
        "Xen's disks put into the initramfs ({do_show_linux_commands}), and let fstab name disks "
        "by UUID.",
    ),
    "E738": (
        "The firmware starts its own shell, for it finds no boot loader: {text}.",
        r"Copy the guest's boot loader to \EFI\BOOT\BOOTX64.EFI, where UEFI looks without an "
        "entry, or choose BIOS if the guest was installed with it.",
    ),
    "E740": (
        "The guest hangs: its processors have halted for good, {last}.",
        "That is often a HAL for another machine: choose another one ({do_hal}), or other "
        "flags (“trials” finds out which fit).",
    ),
    "E741": (
        "The guest hangs: nothing has happened for {seconds} s, {last}.",
        "Look at the screen ({do_screenshot}). If it waits for a key, start it with a "
        "window; otherwise choose another HAL ({do_hal}) or have its drivers enabled "
        "({do_storage}).",
    ),
    "E742": (
        "The guest restarts again and again: {count} times in {seconds} s its processor "
        "failed while it handled a failure.",
        "That is a kernel or HAL for another machine: choose another one ({do_hal}), or "
        "other flags (“trials” finds out which fit).",
    ),
    "E743": (
        "The guest is running after {seconds} s, but nothing tells that it has started: {last}.",
        "Give it more time ({do_seconds}), look at the screen ({do_screenshot}), or let it "
        "say something on its serial port.",
    ),
    "E744": (
        "The guest has shut itself down before it came to a login: {last}.",
        "Look at its own log. A guest that is set up for the first time may do so once.",
    ),
    "E745": (
        "The processor's own virtualization ({accelerator}) cannot be used: {reason}.",
        "Allow virtualization in the firmware; on Linux be a member of the group kvm, on Windows "
        "turn the Windows Hypervisor Platform on. Or emulate ({do_emulate}).",
    ),
    "E746": (
        "The processor of this computer cannot run the guest ({accelerator}).",
        "Emulate it ({do_emulate}).",
    ),
    "E748": (
        "None of {count} combinations of HAL and flags brought the guest to a login.",
        "Look at what each of them showed ({path}), and have the drivers of Xen's disk enabled "
        "first ({do_storage}).",
    ),
    "E749": (
        "{name} is no combination that there is.",
        "Name one as they are listed: {known}.",
    ),
    "E750": (
        "There is not enough free memory on {host}: {free} MiB, the guest needs {needed}.",
        "Shut a domain down there, give dom0 less memory (xl mem-set), or give the guest less for "
        "trials (flags memory=…).",
    ),
    "E751": (
        "Xen ended the guest: its processor failed while it handled a failure, {last}.",
        "That is a kernel or HAL for another machine: choose another one (hal), or other flags.",
    ),
    "E752": (
        "{host} does not start the guest: {reason}.",
        "Look at what xl says there (xl create), and whether it is the toolstack of this Xen.",
    ),
    "W975": (
        "QEMU has no platform device of Xen's: with xen_platform_pci=0 and with 1 a guest finds "
        "the same here, emulated disks and cards alone.",
        "Try both on a Xen server ({do_try_on}); there PV drivers find what they need.",
    ),
    "W731": (
        "{cell} is used, but it is derived that it does not start on the Xen it is for: {reason}",
        "Try it on that server, or choose another combination.",
    ),
    "W730": (
        "{cell}: what was tried and what is derived do not agree: derived was “{kind}”, and seen: "
        "{seen}.",
        "Trust what was seen. It can be exported as rows without names, for the developers of "
        "this program.",
    ),
    "E747": (
        "The loader of Windows does not find the disk or partition that boot.ini names.",
        "Look at boot.ini (inspect shows it): the partitions have to be in the same order, and the "
        "disk of Windows has to be the one it names.",
    ),
}
