"""The Windows installations on a disk: by its boot menus, and by the folders of its volumes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, Refusal, finding
from engine.guest.partitions import PartitionTable
from engine.guest.volumes.open_volume import folders, read_if_there
from engine.guest.volumes.volume_stream import refusing
from engine.guest.windows import boot_entries, hive_files, windows_findings, windows_reader
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.windows_system import Volume, Windows
from engine.phrase import Phrase

_FOLDERS_LIMIT = 256


def find(volumes: tuple[Volume, ...], table: PartitionTable) -> tuple[list[Windows], list[Finding]]:
    """Every Windows on ``volumes``, those of the boot menu first, and what is to be said of them.

    Damage to one is a finding (W822) and hides no other.
    """
    notes: list[Finding] = []
    entries = _boot_entries(volumes, table, notes)
    found: list[Windows] = []
    unread: set[tuple[int | None, str]] = set()
    for volume, root, entry in _places(volumes, entries):
        try:
            with refusing(root):
                windows = windows_reader.read(volume, root, entry, table)
        except Refusal as refusal:
            reason = refusal.findings[0].message
            notes.append(finding("W822", root=root, number=volume.number, reason=reason))
            unread.add((volume.index, root.lower()))
            continue
        found.append(windows)
    notes += _not_here(entries, {*_roots(found), *unread}, volumes)
    for windows in found:
        volume = next(each for each in volumes if each.index == windows.partition)
        notes += windows_findings.of(windows, volume)
    if len(found) > 1:
        named = Phrase.joined(
            ", ", (Phrase("{name} in {path}", name=each.name, path=each.root) for each in found)
        )
        notes.append(finding("W640", count=len(found), windows=named))
    return found, notes


def _boot_entries(
    volumes: tuple[Volume, ...], table: PartitionTable, notes: list[Finding]
) -> list[BootEntry]:
    found: list[BootEntry] = []
    for volume in volumes:
        try:
            with refusing(Phrase("the boot menu")):
                found += _menu_of(volume, table)
        except Refusal as refusal:
            reason = refusal.findings[0].message
            notes.append(
                finding("W631", number=volume.number, kind=volume.files.kind, reason=reason)
            )
    return sorted(found, key=lambda entry: not entry.is_default)


def _menu_of(volume: Volume, table: PartitionTable) -> Iterator[BootEntry]:
    if content := read_if_there(volume.files, r"\boot.ini"):
        yield from boot_entries.from_boot_ini(content, table, volume.index)
    for path in (r"\Boot\BCD", r"\EFI\Microsoft\Boot\BCD"):
        if entry := volume.files.find(path):
            store, _ = hive_files.opened(volume.files, path, entry.size)
            yield from boot_entries.from_bcd(store, table, volume.index)


def _places(
    volumes: tuple[Volume, ...], entries: list[BootEntry]
) -> Iterator[tuple[Volume, str, BootEntry | None]]:
    """Where a Windows is: by the menu, then by looking into the folders of each volume."""
    by_index = {volume.index: volume for volume in volumes}
    seen: set[tuple[int, str]] = set()
    for entry in entries:
        volume = by_index.get(entry.partition) if entry.partition is not None else None
        if (
            volume
            and (volume.index, entry.root.lower()) not in seen
            and _is_root(volume, entry.root)
        ):
            seen.add((volume.index, entry.root.lower()))
            yield volume, entry.root, entry
    for volume in volumes:
        for folder in _folders(volume):
            root = rf"\{folder}"
            if (volume.index, root.lower()) not in seen and _is_root(volume, root):
                yield volume, root, None


def _folders(volume: Volume) -> list[str]:
    try:
        return [entry.name for entry in folders(volume.files)][:_FOLDERS_LIMIT]
    except Refusal:
        return []


def _is_root(volume: Volume, root: str) -> bool:
    try:
        return volume.files.find(rf"{root}\system32\config\SYSTEM") is not None
    except Refusal:
        return False


def _roots(found: list[Windows]) -> Iterator[tuple[int | None, str]]:
    """Where each installation is: the index of its partition, and its folder."""
    return ((each.partition, each.root.lower()) for each in found)


def _not_here(
    entries: list[BootEntry], known: set[tuple[int | None, str]], volumes: tuple[Volume, ...]
) -> Iterator[Finding]:
    """Entries of the menu that lead to another disk, to nothing, or to what is no Windows."""
    by_index = {volume.index: volume for volume in volumes}
    for entry in entries:
        if entry.partition is None:
            yield finding("W641", title=entry.title, place=entry.place, root=entry.root)
        elif (entry.partition, entry.root.lower()) not in known:
            volume = by_index.get(entry.partition)
            reason = _obstacle(volume, entry.root) if volume else None
            if volume is None or reason is None:
                yield finding("W642", title=entry.title, place=entry.place, root=entry.root)
            else:
                yield finding("W822", root=entry.root, number=volume.number, reason=reason)


def _obstacle(volume: Volume, root: str) -> Phrase | None:
    """Why a folder that is there is no Windows; None if there is no such folder."""
    try:
        return Phrase("It has no registry.") if volume.files.find(root) else None
    except Refusal as refusal:
        return refusal.findings[0].message
