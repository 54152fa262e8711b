"""What to type in a Linux that is not mended: commands that are enough, for all of Xen's disks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping

from engine.guest.linux.disk_names import DiskName
from engine.guest.linux.installation import Tree
from engine.guest.linux.kernels import Kernel

#: Where the modules are named that every later start-up image is to hold.
INITRAMFS_TOOLS = "/etc/initramfs-tools/modules"
DRACUT = "/etc/dracut.conf.d/xen.conf"


_MKINITRAMFS = ("/sbin/mkinitramfs", "/usr/sbin/mkinitramfs")
_DRACUT = ("/usr/lib/dracut", "/usr/share/dracut", "/etc/dracut.conf")
_MKINITRD = ("/sbin/mkinitrd", "/usr/sbin/mkinitrd", "/usr/bin/mkinitrd")


def tool(tree: Tree) -> str:
    """The tool for start-up images: initramfs-tools, dracut, mkinitcpio, suse, mkinitrd or cpio."""
    if any(map(tree.exists, _DRACUT)) and not any(map(tree.exists, _MKINITRAMFS)):
        return "dracut"  # even if the configuration of initramfs-tools was left, when that went
    if tree.exists("/etc/initramfs-tools"):
        return "initramfs-tools"
    if tree.exists("/etc/mkinitcpio.conf"):
        return "mkinitcpio"
    if tree.exists("/etc/sysconfig/kernel") and tree.exists("/etc/SuSE-release"):
        return "suse"
    return "mkinitrd" if any(map(tree.exists, _MKINITRD)) else "cpio"


def image(kind: str, kernel: Kernel, modules: Iterable[str]) -> str:
    """How a start-up image is made anew with ``modules`` in it, for good.

    Where the guest has nothing that makes one, how its own modules are appended.
    """
    names = " ".join(modules)
    path, version = shlex.quote(kernel.image_path), shlex.quote(kernel.version)
    if kind == "initramfs-tools":
        return f"printf '%s\\n' {names} >> {INITRAMFS_TOOLS} && update-initramfs -u -k all"
    if kind == "dracut":
        keep = f"echo 'add_drivers+=\" {names} \"' > {DRACUT}"
        return f"{keep} && dracut -f {path} {version}"
    if kind == "mkinitcpio":
        return f"sed -i 's/^MODULES=(/&{names} /' /etc/mkinitcpio.conf && mkinitcpio -P"
    if kind == "suse":
        return f"sed -i 's/^INITRD_MODULES=\"/&{names} /' /etc/sysconfig/kernel && mkinitrd"
    if kind == "cpio":
        return f"{_archive(kernel, modules)} >> {path}"
    options = " ".join(f"--with={name}" for name in modules)
    return f"mkinitrd -f {options} {path} {version}"


def _archive(kernel: Kernel, modules: Iterable[str]) -> str:
    """How an archive is made of modules, of all that they need, and of their folders."""
    wanted = "|".join(re.sub("[-_]", "[-_]", name) for name in modules)
    needed = (
        f"grep -E '/({wanted})[.]ko[^:]*:' $m/modules.dep | tr -d : | sed \"s|[^ ]*[.]ko|$m/&|g\""
    )
    upwards = "while [ $f != ${m%%/*} ]; do echo $f; f=${f%/*}; done"
    folder = shlex.quote(kernel.modules.folder[1:])
    return (
        f"(cd /; m={folder}; for f in $m/modules.* $({needed}); do {upwards}; done | sort -u | "
        "cpio -o -H newc | gzip)"
    )


def rename(name: DiskName) -> str:
    """How a name of a disk becomes one that lasts; where it is not known, the guest is asked."""
    if not name.lasting:
        asked = f"uuid=$(blkid -o value -s UUID {name.device})"
        return f'{asked} && sed -i "s|{name.device}\\b|UUID=$uuid|g" {name.path}'
    return f"sed -i 's|{name.device}\\b|{name.lasting}|g' {name.path}"


def pin(nic: str, address: str = "") -> str:
    """How systemd gives a card its name by its address; for every kind of configuration.

    Without an address it is asked of the card, in the guest while it runs in VMware.
    """
    text = r"[Match]\nMACAddress=%s\n[Link]\nName=" + nic + r"\n"
    own = address or f'"$(cat /sys/class/net/{nic}/address)"'
    return f"printf '{text}' {own} > /etc/systemd/network/10-{nic}.link"


def with_addresses(commands: Iterable[str], addresses: Mapping[str, str]) -> tuple[str, ...]:
    """The commands with the addresses of cards, by their names, written out where known."""
    known = {pin(nic): pin(nic, address) for nic, address in addresses.items()}
    return tuple(dict.fromkeys(known.get(each, each) for each in commands))
