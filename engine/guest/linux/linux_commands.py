"""What to type in a Linux that is not mended: commands that are enough, for all of Xen's disks."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from engine.guest.linux.disk_names import DiskName
from engine.guest.linux.installation import Tree
from engine.guest.linux.kernels import Kernel

#: Where the modules are named that every later start-up image is to hold.
INITRAMFS_TOOLS = "/etc/initramfs-tools/modules"
DRACUT = "/etc/dracut.conf.d/xen.conf"


def tool(tree: Tree) -> str:
    """What makes start-up images: initramfs-tools, dracut, mkinitcpio, suse or mkinitrd."""
    if tree.exists("/etc/initramfs-tools"):
        return "initramfs-tools"
    if any(map(tree.exists, ("/usr/lib/dracut", "/usr/share/dracut", "/etc/dracut.conf"))):
        return "dracut"
    if tree.exists("/etc/mkinitcpio.conf"):
        return "mkinitcpio"
    if tree.exists("/etc/sysconfig/kernel") and tree.exists("/etc/SuSE-release"):
        return "suse"
    return "mkinitrd"


def image(kind: str, kernel: Kernel, modules: Iterable[str]) -> str:
    """How a start-up image is made anew with ``modules`` in it, for good."""
    names = " ".join(modules)
    path, version = shlex.quote(kernel.image_path), shlex.quote(kernel.version)
    if kind == "initramfs-tools":
        return f"printf '%s\\n' {names} >> {INITRAMFS_TOOLS} && update-initramfs -u -k {version}"
    if kind == "dracut":
        keep = f"echo 'add_drivers+=\" {names} \"' > {DRACUT}"
        return f"{keep} && dracut -f {path} {version}"
    if kind == "mkinitcpio":
        return f"sed -i 's/^MODULES=(/&{names} /' /etc/mkinitcpio.conf && mkinitcpio -P"
    if kind == "suse":
        return f"sed -i 's/^INITRD_MODULES=\"/&{names} /' /etc/sysconfig/kernel && mkinitrd"
    options = " ".join(f"--with={name}" for name in modules)
    return f"mkinitrd -f {options} {path} {version}"


def rename(name: DiskName) -> str:
    """How a name of a disk becomes one that lasts."""
    if not name.lasting:
        uuid = f"$(blkid -o value -s UUID {name.device})"
        return f'echo "{name.path}: instead of {name.device} write UUID={uuid}"'
    return f"sed -i 's|{name.device}\\b|{name.lasting}|' {name.path}"


def pin(nic: str) -> str:
    """How systemd gives a card its name by its address; for every kind of configuration."""
    text = r"[Match]\nMACAddress=%s\n[Link]\nName=" + nic + r"\n"
    address = f'"$(cat /sys/class/net/{nic}/address)"'
    return f"printf '{text}' {address} > /etc/systemd/network/10-{nic}.link"
