"""Names of disks in a Linux that do not last: where they stand, and what can stand there instead.

Source: fstab(5), crypttab(5), the kernel's "root=" and "resume=", resume(7) of initramfs-tools,
GRUB's manual ("The GRUB environment block"), extlinux's and systemd-boot's configuration, Arch's
dm-crypt/System configuration, genkernel(8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.guest.linux.installation import UNSTABLE, Installation, Tree

_FILES_LIMIT = 64
_NAME = UNSTABLE.pattern
_FSTAB = re.compile(rf"^[ \t]*({_NAME})(?=[ \t])", re.MULTILINE)
_CRYPTTAB = re.compile(rf"^[ \t]*[^#\s]\S*[ \t]+({_NAME})(?=\s|$)", re.MULTILINE)
#: Also Arch's cryptdevice= and those of Gentoo's genkernel, which take UUIDs too.
_ARGUMENT = re.compile(
    rf"\b(?:(?:real_)?(?:root|resume)|swap|cryptdevice|crypt_(?:root|swap))"
    rf"[ \t]*=[ \t]*[\"']?({_NAME})"
)
_RESUME = re.compile(rf"^[ \t]*RESUME=[\"']?({_NAME})", re.MULTILINE)
_OF_DISK = re.compile(r"/dev/(?:(?:sd|hd|vd|xvd)([a-z])|nvme(\d)n1p?)(\d*)")
_OF_PART = re.compile(r"/dev/disk/by-(?:id|path)/\S*-part(\d+)")
#: What initramfs-tools reads, in the guest and in the start-up image.
RESUME_FILES = ("/etc/initramfs-tools/conf.d/resume", "conf/conf.d/resume")
_LOADER_FILES = (
    "/boot/grub2/grub.cfg", "/boot/grub/grub.cfg", "/boot/grub/menu.lst", "/boot/grub/grub.conf",
    "/boot/grub2/grubenv", "/boot/grub/grubenv", "/boot/extlinux/extlinux.conf",
    "/boot/syslinux/syslinux.cfg", "/boot/extlinux.conf", "/etc/default/grub",
    "/etc/kernel/cmdline", "/etc/default/extlinux", "/etc/lilo.conf",
)  # fmt: skip
#: What ends an environment block of GRUB, whose size is fixed.
_PADDING = "#"

#: The UUID of each partition of a disk by its number.
Uuids = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DiskName:
    """A place where a disk is named in a way that does not last."""

    path: str
    device: str  #: as written
    lasting: str  #: what could stand there instead, such as ``UUID=…``; empty if unknown


def find(own: Installation, prefix: str) -> tuple[DiskName, ...]:
    """Names of disks that are others where disks begin with ``prefix``, each once for each file."""
    found: dict[tuple[str, str], DiskName] = {}
    uuids = (uuids_of(own),)
    for path in files(own.tree):
        for match in _pattern(path).finditer(own.tree.text(path)):
            device = match[1]
            if not device.startswith(f"/dev/{prefix}"):
                found.setdefault((path, device), DiskName(path, device, lasting(device, uuids)))
    return tuple(found.values())


def files(tree: Tree) -> Iterator[str]:
    """The files in which disks may be named; not all of them are there."""
    yield from ("/etc/fstab", "/etc/crypttab", *_LOADER_FILES, RESUME_FILES[0])
    for folder in ("/boot/loader/entries", "/etc/default/grub.d"):
        for name in tree.list(folder)[:_FILES_LIMIT]:
            yield f"{folder}/{name}"


def uuids_of(own: Installation) -> Uuids:
    """The UUIDs on the disk that an installation is on."""
    return {each.name: each.file_system.uuid for each in own.devices if each.name.isdecimal()}


def lasting(device: str, disks: Sequence[Uuids]) -> str:
    """What can stand for ``device`` for ever, by the machine's disks in order; empty if unknown."""
    if match := _OF_DISK.fullmatch(device):
        number = int(match[2]) if match[2] else ord(match[1] or "a") - ord("a")
        uuid = disks[number].get(match[3], "") if number < len(disks) else ""
    else:
        part = _OF_PART.fullmatch(device)
        uuid = disks[0].get(part[1], "") if part and len(disks) == 1 else ""
    copies = sum(uuid in disk.values() for disk in disks)
    return f"UUID={uuid}" if uuid and copies == 1 else ""


def rewritten(path: str, text: str, disks: Sequence[Uuids]) -> str:
    """The file ``path`` with all names that are known to last; the same if there are none."""

    def replace(match: re.Match[str]) -> str:
        name = lasting(match[1], disks)
        start, stop = match.start(1) - match.start(), match.end(1) - match.start()
        return match[0][:start] + name + match[0][stop:] if name else match[0]

    new = _pattern(path).sub(replace, text)
    return _padded(new, text) if path.endswith("/grubenv") else new


def _pattern(path: str) -> re.Pattern[str]:
    if path in RESUME_FILES:
        return _RESUME
    return {"fstab": _FSTAB, "crypttab": _CRYPTTAB}.get(path.rpartition("/")[2], _ARGUMENT)


def _padded(block: str, before: str) -> str:
    """An environment block of the size it had ``before``; that one where it does not fit any more.

    GRUB writes into its blocks on the disk, so it must not get longer.
    """
    bare = block.rstrip(_PADDING)
    return bare.ljust(len(before), _PADDING) if len(bare) <= len(before) else before
