"""What is known, but is no VMware disk that can be read: each by its name, with its way out."""

from __future__ import annotations

import re
from pathlib import Path

from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.source.packed import check_plain
from engine.vmware.descriptor import Extent

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_PLAIN_DISK = re.compile(rb"^(DRIVETYPE|ACCESS|#vm\|VERSION)[ \t]", re.MULTILINE)
#: How images of other programs begin. Their bytes are not those of the disk.
_OTHERS = (
    (b"QFI\xfb", "qcow2"),
    (b"conectix", "VHD"),
    (b"vhdxfile", "VHDX"),
    (b"<<< Oracle VM VirtualBox Disk Image", "VDI"),
    (b"<<< Sun VirtualBox Disk Image", "VDI"),
    (b"WithoutFreeSpace", "Parallels"),
    (b"WithouFreSpacExt", "Parallels"),
    (b"MSWIM\0\0\0", "WIM"),
    (b"EVF\x09\r\n\xff\0", "EWF"),
)

_RAW_DEVICE = ("VMFSRDM", "VMFSRAW", "VMFSPASSTHROUGHRAWDEVICEMAP", "RAW")
_OBJECT = re.compile(r"([a-z][a-z0-9+.-]{1,20})://", re.IGNORECASE)
_OBJECT_CODES = {"vsan": "E213", "vvol": "E214"}


def check_known(path: Path, head: bytes) -> None:
    """Refuse (E120, E203, E217, E218) a file whose first bytes are those of something else."""
    check_fetched(path, head)
    check_plain(path, head)
    if b"\0" not in head and _PLAIN_DISK.search(head):
        raise refuse("E218", path=path, name=path.name)
    for magic, kind in _OTHERS:
        if head.startswith(magic):
            raise refuse("E203", path=path, reason=Phrase("it is of the format {kind}", kind=kind))


def check_fetched(path: Path, head: bytes) -> None:
    """Refuse (E217) what Git LFS left in the place of a file that it did not fetch."""
    if head.startswith(_LFS_POINTER):
        raise refuse("E217", path=path, name=path.name)


def elsewhere(extent: Extent, owner: Path) -> Refusal | None:
    """The refusal of an extent whose data is in no file: on a device, in a storage of objects.

    The codes are E205, E206, E213, E214 and E215. None for one in a file.
    """
    if extent.kind in _RAW_DEVICE:
        return refuse("E205", path=owner, kind=extent.kind, name=owner.name)
    if is_device(extent.file):
        return refuse("E215", path=owner, device=extent.file)
    if match := _OBJECT.match(extent.file):
        if code := _OBJECT_CODES.get(match[1].lower()):
            return refuse(code, path=owner, name=owner.name)
        what = Phrase("an extent at {scheme}://", scheme=match[1])
        return refuse("E206", path=owner, what=what, name=owner.name)
    return None


def is_device(name: str) -> bool:
    """Whether the name is that of a device of Linux, ESXi or Windows."""
    return name.startswith(("/dev/", "/vmfs/devices/", "\\\\.\\"))
