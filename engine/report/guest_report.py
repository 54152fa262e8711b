"""A guest as text: what ``inspect`` and ``hal`` say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from engine.guest.inspect import Guest
from engine.guest.linux.linux_system import Linux
from engine.guest.windows import changes, hal_change
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.changes import (
    Change,
    EntryChange,
    FileChange,
    RegistryChange,
    SectorChange,
    SignatureChange,
)
from engine.guest.windows.hal import Identification, all_hals
from engine.guest.windows.install_files import best
from engine.guest.windows.storage import NAMES, Bus
from engine.guest.windows.windows_system import Windows
from engine.phrase import Phrase
from engine.report import prospect
from engine.sizes import binary
from engine.translate import xen_guest


def as_text(guest: Guest) -> Iterator[str]:
    """What is on a disk: lines of a tree."""
    yield f"Partitions ({guest.table.scheme})"
    for part in guest.table.partitions:
        kind = part.file_system.kind or "unknown"
        active = ", active" if part.active else ""
        yield f"  {part.number}  {binary(part.size)} at byte {part.offset}, {kind}{active}"
    for windows in guest.windows:
        yield from windows_text(windows)
    for linux in guest.linux:
        yield from _linux_text(linux)


def windows_text(windows: Windows) -> Iterator[str]:
    """One installation of Windows."""
    words = (windows.name, windows.service_pack, windows.architecture, f"build {windows.build}")
    yield f"{' '.join(filter(None, words))} in {windows.root}"
    if windows.hal:
        yield f"  HAL: {windows.hal.hal or 'unknown'}  {windows.hal.computer} {windows.hal.version}"
        for each in windows.hal.evidence:
            yield f"    {each.text}"
    for kernel in windows.kernels:
        kinds = {None: "", True: ", for several processors", False: ", for one processor"}
        yield (
            f"  Kernel {kernel.file}: {kernel.original_name} {kernel.version}"
            f"{kinds[kernel.multiprocessor]}"
        )
    for address in windows.addresses:
        yield f"  Fixed address: {address.text} on {address.card}"
    if windows.boot_entry:
        yield f"  Boot menu: {_entry_text(windows.boot_entry)}"
    for storage in windows.storage:
        state = "starts" if storage.is_ready else f"does not start ({'; '.join(storage.missing)})"
        yield f"  From {NAMES[storage.bus]}: {state}"
    yield f"  {prospect.of_windows(windows)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: something in the guest, as it is and as it will be."""

    what: str
    now: str
    after: str = ""


def windows_rows(windows: Windows, mended: Collection[Bus] = ()) -> Iterator[Row]:
    """What matters of a Windows, as a table; ``mended``: what it starts from afterwards."""
    words = (windows.product or windows.name, windows.service_pack, windows.architecture)
    yield Row(windows.root, " ".join(filter(None, words)))
    yield Row(Phrase("Under Xen"), prospect.of_windows(windows))
    if windows.hal:
        yield Row("HAL", _hal(windows.hal))
        for each in windows.hal.evidence:
            yield Row(Phrase.joined("", ("    ", each.source)), each.detail)
    for kernel in windows.kernels:
        yield Row(
            Phrase("Kernel {name}", name=kernel.file), f"{kernel.original_name} {kernel.version}"
        )
    for address in windows.addresses:
        yield Row(Phrase("Fixed address"), Phrase.joined(", ", (address.text, address.card)))
    for storage in windows.storage:
        lack = Phrase("does not start: {missing}", missing=Phrase.joined("; ", storage.missing))
        starts = Phrase("starts")
        state = starts if storage.is_ready else lack
        after = starts if storage.bus in mended and not storage.is_ready else ""
        yield Row(Phrase("From {bus}", bus=NAMES[storage.bus]), state, after)


def _hal(found: Identification) -> str:
    return f"{found.hal}.dll: {found.computer}" if found.hal else Phrase("unknown")


def linux_rows(linux: Linux) -> Iterator[Row]:
    """What matters of a Linux, as a table."""
    loader = linux.boot_loader or Phrase("unknown")
    found = Phrase("{system}, boot loader {loader}", system=linux.file_system, loader=loader)
    yield Row(linux.device, found)
    yield Row(Phrase("Under Xen"), prospect.of_linux(linux))
    for kernel in linux.kernels:
        if kernel.is_newest:
            served = Phrase.joined(
                ", ", (Phrase.joined(": ", each) for each in kernel.drivers.items())
            )
            yield Row(Phrase("Kernel {name}", name=kernel.version), served)
    for command in linux.commands:
        yield Row(Phrase("To run in the guest"), command)


def change_groups(found: Iterable[Change]) -> dict[str, list[Row]]:
    """Changes of a guest as tables: files, each control set of the registry, boot sectors."""
    groups: dict[str, list[Row]] = {}
    for each in found:
        group, row = _change_row(each)
        groups.setdefault(group, []).append(row)
    return groups


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How much of a guest is changed."""

    files: int  #: and names of files
    entries: int  #: of the registry
    fields: int  #: of boot sectors


def change_counts(found: Iterable[Change]) -> ChangeCounts:
    """How many changes of each kind there are."""
    kinds = Counter(type(each) for each in found)
    files = kinds[FileChange] + kinds[EntryChange]
    fields = kinds[SectorChange] + kinds[SignatureChange]
    return ChangeCounts(files, kinds[RegistryChange], fields)


def _change_row(change: Change) -> tuple[str, Row]:
    if isinstance(change, FileChange):
        before = "" if change.before is None else _bytes(change.before)
        after = _bytes(change.after)
        if change.note:
            after = Phrase("{size}, {note}", size=after, note=change.note)
        return Phrase("Files"), Row(change.path, before, after)
    if isinstance(change, EntryChange):
        return Phrase("Files"), Row(change.path, change.before, change.after)
    if isinstance(change, RegistryChange):
        control_set, _, key = change.key.partition("\\")
        name = key
        if change.value is not None:
            name = Phrase.joined(": ", (key, change.value or Phrase("(default)")))
        return f"{change.hive}, {control_set}", Row(name, change.before, change.after)
    if isinstance(change, SignatureChange):
        return Phrase("Boot sector"), Row(Phrase("Signature"), change.before, change.after)
    what = Phrase("Partition {number}: {field}", number=change.partition, field=change.field)
    return Phrase("Boot sector"), Row(what, str(change.before), str(change.after))


def _bytes(count: int) -> Phrase:
    return Phrase("{count} bytes", count=count)


def _entry_text(entry: BootEntry) -> str:
    """The line of the menu, and which kernel the loader takes for it."""
    words = filter(None, (f'"{entry.title}"', entry.options))
    pae = ", the kernel for PAE" if entry.store == "boot.ini" and entry.wants_pae else ""
    return f"{entry.store} {' '.join(words)}{pae}"


def _linux_text(linux: Linux) -> Iterator[str]:
    yield f"{linux.distribution or 'Linux'} on {linux.device} ({linux.file_system})"
    yield f"  fstab by {linux.fstab or 'nothing'}, boot loader {linux.boot_loader or 'unknown'}"
    for kernel in linux.kernels:
        served = ", ".join(f"{bus}: {by}" for bus, by in kernel.drivers.items() if by)
        if kernel.is_newest:
            yield f"  Kernel {kernel.version}  {served}"
    yield f"  {prospect.of_linux(linux)}"
    for command in linux.commands:
        yield f"  To run in the guest if it is not mended: {command}"


def hal_choices(windows: Windows) -> list[dict[str, Any]]:
    """Every HAL that could be chosen for ``windows``: what it means, and where its file is.

    ``verdict``: same, offered or forced (see :class:`engine.guest.windows.hal_change.Transition`).
    """
    if windows.hal is None or not windows.hal.hal:
        return []
    rows = []
    for hal in all_hals().values():
        if not hal.may_become:
            continue
        found = hal_change.transition(windows.hal.hal, hal.name)
        file = best(windows.hal_candidates, hal.file)
        rows.append(
            {
                "hal": hal.name,
                "computer": hal.computer,
                "verdict": found.verdict,
                "reason": found.reason,
                "swaps_kernels": found.swaps_kernels,
                "xen": xen_guest.flags_text(windows, hal.name),
                "file": file.place if file else "",
                "version": file.version_text if file else "",
            }
        )
    return rows


def windows_json(windows: Windows) -> dict[str, Any]:
    """An installation, the HALs it could have, and which is recommended; plain data."""
    return {
        "hal": windows.hal.hal if windows.hal else "",
        "windows": asdict(windows),
        "choices": hal_choices(windows),
        "recommended": asdict(hal_change.recommendation(windows)),
    }


def changes_json(found: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes of a guest as plain data."""
    return [changes.as_json(each) for each in found]


def hal_rows(guest: Guest) -> list[dict[str, Any]]:
    """:func:`hal_choices` of the Windows that starts; none where there is no such choice."""
    return hal_choices(guest.windows[0]) if guest.windows else []


def choices_text(windows: Windows) -> Iterator[str]:
    """The same for people, with what is recommended."""
    rows = hal_choices(windows)
    if rows:
        yield "  HALs it could have"
    for row in rows:
        kernels = " with other kernels" if row["swaps_kernels"] else ""
        where = f"{row['file']} {row['version']}" if row["file"] else "not in the guest"
        yield f"    {row['hal']:9} {row['verdict']:8} {row['computer']}{kernels}: {where}"
        yield f"    {'':18} under Xen with {row['xen']}"
    advice = hal_change.recommendation(windows)
    yield f"  Recommended: {advice.hal or 'nothing to change'}. {advice.reason}"
