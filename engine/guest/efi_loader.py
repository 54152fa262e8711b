r"""The loader that any UEFI firmware starts, \EFI\BOOT\BOOTX64.EFI: missed, and put in its place.

VMware keeps a guest's boot entries in a file of its own, which Xen's firmware does not have: it
starts that loader. What is put there is what the guest itself starts with. Sources: UEFI
specification, 3.5.1.1; shim, README.fallback (what lies beside a shim); Microsoft, bcdboot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.disk.edits.overlay import Overlay
from engine.findings import Finding, Refusal, finding
from engine.guest.partitions import Partition, PartitionTable
from engine.guest.volumes import fat
from engine.guest.volumes.guest_files import GuestFiles
from engine.guest.volumes.open_volume import PROGRAM, folders, open_files
from engine.guest.windows import pe_version
from engine.guest.windows.changes import FileChange
from engine.phrase import Phrase

LOADER = r"\EFI\BOOT\BOOTX64.EFI"
_EFI, _BOOT = r"\EFI", r"\EFI\BOOT"
_ANY = ("bootx64.efi", "bootia32.efi", "bootaa64.efi")
_FOLDERS_LIMIT = 100
#: The loaders of a folder below \EFI, the first that is there, with what it loads from beside it.
_KINDS = (
    (r"boot\bootmgfw.efi", ()),
    ("shimx64.efi", ("grubx64.efi", "grub.cfg")),
    ("shim.efi", ("grub.efi", "grub.cfg")),
    ("grubx64.efi", ("grub.cfg",)),
    ("systemd-bootx64.efi", ()),
)


@dataclass(frozen=True, slots=True)
class Put:
    """What was put onto EFI system partitions, and what is to be said of it."""

    changes: tuple[FileChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    mended: tuple[Finding, ...] = ()


def is_missing(files: GuestFiles) -> bool:
    """Whether a volume has loaders, but none that any firmware starts; refuses E631."""
    if not files.kind.startswith("fat") or files.find(_EFI) is None:
        return False
    return not {each.name.lower() for each in files.list(_BOOT)}.intersection(_ANY)


def missing(number: int) -> Finding:
    """W827 for the partition of that number."""
    return finding("W827", number=number)


def put(overlay: Overlay, table: PartitionTable) -> Put:
    """Put the guest's own loader where it is missing, in ``overlay``; W970 where it cannot be."""
    found = Put()
    for partition in table.partitions:
        if not partition.file_system.kind.startswith("fat"):
            continue
        try:
            changes = tuple(_put(overlay, partition))
        except (LookupError, Refusal) as error:
            reason = error.findings[0].message if isinstance(error, Refusal) else error
            note = finding("W970", number=partition.number, reason=reason)
            found = Put(found.changes, (*found.findings, note), found.mended)
            continue
        mended = (missing(partition.number),) if changes else ()
        found = Put(found.changes + changes, found.findings, found.mended + mended)
    return found


def _put(overlay: Overlay, partition: Partition) -> Iterator[FileChange]:
    """Put files onto one volume, all or none; refuses as the volume does, raises LookupError."""
    files = open_files(overlay, partition)
    if not is_missing(files):
        return
    new = _loader(files)
    with fat.edit(overlay, partition.offset, partition.size) as volume:
        if volume.find(_BOOT) is None:
            volume.create_folder(_BOOT)
        for path, (source, content) in new.items():
            volume.create(path, content, source)
    for path, (source, content) in new.items():
        yield FileChange(path, None, len(content), Phrase("a copy of {path}", path=source))


def _loader(files: GuestFiles) -> dict[str, tuple[str, bytes]]:
    """The new files by their paths: of what they are copies, and what they hold.

    Raises LookupError where it is not certain which loader the guest starts with.
    """
    found = [paths for folder in _vendors(files) if (paths := _of_folder(files, folder))]
    if not found:
        raise LookupError(Phrase("it holds no loader that is known here"))
    if len(found) > 1:
        names = ", ".join(loader for loader, *_ in found)
        raise LookupError(Phrase("the guest may start by any of {names}", names=names))
    loader, *beside = found[0]
    content = files.read(loader, PROGRAM)
    program = pe_version.read(content)
    if program is None or program.machine != "x64":
        raise LookupError(Phrase("{path} is no program for x64", path=loader))
    new = {LOADER: (loader, content)}
    for path in beside:
        name = path.rpartition("\\")[2]
        own = rf"{_BOOT}\{name}"
        if files.find(own) is None:
            new[own] = path, files.read(path, PROGRAM)
    return new


def _vendors(files: GuestFiles) -> list[str]:
    found = [rf"{_EFI}\{each.name}" for each in folders(files, _EFI)[:_FOLDERS_LIMIT]]
    return [path for path in found if path.upper() != _BOOT]


def _of_folder(files: GuestFiles, folder: str) -> tuple[str, ...]:
    """The paths of a folder's loader and of what goes with it; none if there is none."""
    for name, beside in _KINDS:
        loader = rf"{folder}\{name}"
        if files.find(loader) is not None:
            others = (rf"{folder}\{each}" for each in beside)
            return (loader, *(path for path in others if files.find(path) is not None))
    return ()
