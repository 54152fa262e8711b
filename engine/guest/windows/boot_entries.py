"""What a Windows boot menu offers: boot.ini of NT 5, the BCD store of Vista and later.

Sources: Microsoft KB289022 and KB102873 (boot.ini and its ARC paths); Microsoft, "Boot
Configuration Data Reference" (element types); the layout of a device element as written by
github.com/jpz4085/BCD-SYS.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from engine.guest.hives.hive_reader import Hive
from engine.guest.partitions import Partition, PartitionTable

BOOT_INI_LIMIT = 64 << 10
_ENTRIES_LIMIT = 100
_END_OF_TEXT = b"\x1a"


@dataclass(frozen=True, slots=True)
class BootEntry:
    """One line of a boot menu that starts a Windows."""

    title: str
    store: str  #: boot.ini or BCD
    store_partition: int  #: index of the partition that the store is on
    place: str  #: the disk and partition as the menu names them
    partition: int | None  #: its index in the table; None if it is not on this disk
    root: str  #: ``\WINDOWS``
    options: str
    is_default: bool

    def option(self, name: str) -> str | None:
        """The value of the option ``/NAME=value``, empty for ``/NAME``; None without it."""
        for word in self.options.split():
            key, _, value = word.lstrip("/").partition("=")
            if key.lower() == name:
                return value
        return None

    @property
    def names_controller(self) -> bool:
        """Whether the loader would read the disk through NTBOOTDD.SYS, the controller's driver."""
        return self.store == "boot.ini" and not self.place.lower().startswith("multi(")

    @property
    def wants_pae(self) -> bool:
        """Whether the loader takes the kernel for physical address extension where it can."""
        if self.option("pae") is not None:
            return True
        return (self.option("noexecute") or "alwaysoff").lower() != "alwaysoff"


_ARC = re.compile(
    r"(multi|scsi|signature)\((\w+)\)"
    r"disk\((\d{1,9})\)rdisk\((\d{1,9})\)partition\((\d{1,9})\)(\\[^=\"]*)",
    re.IGNORECASE,
)
_LINE = re.compile(r"\s*([^=]+?)\s*=\s*\"?([^\"]*)\"?\s*(.*)")


def from_boot_ini(data: bytes, table: PartitionTable, own: int) -> tuple[BootEntry, ...]:
    """The entries that name a partition, as the loader reads them.

    The file is on the partition of index ``own``.
    """
    text = data[:BOOT_INI_LIMIT].partition(_END_OF_TEXT)[0].decode("cp1252", "replace")
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip().startswith("["):
            lines = sections.setdefault(line.strip().strip("[]").lower(), [])
        else:
            lines.append(line)
    settings = (line.partition("=") for line in sections.get("boot loader", []))
    default = {key.strip().lower(): value.strip() for key, _, value in settings}.get("default", "")
    entries = sections.get("operating systems", [])[:_ENTRIES_LIMIT]
    found = [entry for line in entries if (entry := _boot_ini_entry(line, table, own))]
    first = next((e for e in found if (e.place + e.root).lower() == default.lower()), None)
    return tuple(replace(entry, is_default=entry is first) for entry in found)


def _boot_ini_entry(line: str, table: PartitionTable, own: int) -> BootEntry | None:
    match = _LINE.match(line)
    arc = _ARC.match(match[1]) if match else None
    if match is None or arc is None:
        return None
    place, root = arc[0].removesuffix(arc[6]), arc[6].rstrip()
    partition = _by_arc(arc, table)
    return BootEntry(match[2], "boot.ini", own, place, partition, root, match[3], False)


def _by_arc(arc: re.Match[str], table: PartitionTable) -> int | None:
    """The index of the partition; boot.ini counts from 1, primary ones first.

    The disk that boot.ini is on is the first one of the BIOS.
    """
    kind, first, rdisk, number = arc[1].lower(), arc[2], int(arc[4]), int(arc[5])
    if kind == "signature" and first.lower().lstrip("0") != table.id.lstrip("0"):
        return None
    if kind == "multi" and rdisk != 0:
        return None
    return number - 1 if 1 <= number <= len(table.partitions) else None


_BOOT_MANAGER = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}"
_DEVICE, _PATH, _TITLE = "11000001", "12000002", "12000004"
_OS_DEVICE, _SYSTEM_ROOT, _DEFAULT = "21000001", "22000002", "23000003"
_FLAGS = {"26000010": "detecthal"}
_TEXTS = {"22000011": "kernel", "22000012": "hal"}
_DEVICE_HEAD = struct.Struct("<16xI4xI4x16sII16s")
_BOOT_DEVICE, _PARTITION_DEVICE = 5, 6
_GPT = 0


def from_bcd(store: Hive, table: PartitionTable, own: int) -> tuple[BootEntry, ...]:
    """The entries with a Windows loader; the store is on the partition of index ``own``.

    Refuses E622.
    """
    objects = store.key("Objects")
    if objects is None:
        return ()
    default = store.text(rf"Objects\{_BOOT_MANAGER}\Elements\{_DEFAULT}", "Element").lower()
    found = []
    for key in objects.subkeys[: 10 * _ENTRIES_LIMIT]:
        elements = rf"Objects\{key.name}\Elements"
        loader = store.text(rf"{elements}\{_PATH}", "Element").lower()
        if not loader.endswith((r"\winload.exe", r"\winload.efi")):
            continue
        device = store.value(rf"{elements}\{_OS_DEVICE}", "Element")
        place, partition = _by_device(device, table, own)
        found.append(
            BootEntry(
                store.text(rf"{elements}\{_TITLE}", "Element"),
                "BCD",
                own,
                place,
                partition,
                store.text(rf"{elements}\{_SYSTEM_ROOT}", "Element") or r"\Windows",
                " ".join(_bcd_options(store, elements)),
                key.name.lower() == default,
            )
        )
    return tuple(found[:_ENTRIES_LIMIT])


def _bcd_options(store: Hive, elements: str) -> Iterator[str]:
    for id, option in _FLAGS.items():
        flag = store.value(rf"{elements}\{id}", "Element")
        if isinstance(flag, bytes) and any(flag):
            yield option
    for id, option in _TEXTS.items():
        if text := store.text(rf"{elements}\{id}", "Element"):
            yield f"{option}={text}"


def _by_device(device: object, table: PartitionTable, own: int) -> tuple[str, int | None]:
    """The partition a device element means: how it names it, and its index."""
    if not isinstance(device, bytes) or len(device) < _DEVICE_HEAD.size:
        return "unknown", None
    kind, _, part, _, style, disk = _DEVICE_HEAD.unpack_from(device)
    if kind == _BOOT_DEVICE:
        return "boot", own
    if kind != _PARTITION_DEVICE:
        return f"device of kind {kind}", None
    if style == _GPT:
        id = str(UUID(bytes_le=part))
        return f"partition {id}", _index(table, lambda each: each.uuid == id)
    signature, offset = (
        f"{int.from_bytes(disk[:4], 'little'):08x}",
        int.from_bytes(part[:8], "little"),
    )
    place = f"disk {signature}, byte {offset}"
    if signature != table.id:
        return place, None
    return place, _index(table, lambda each: each.offset == offset)


def _index(table: PartitionTable, matches: Callable[[Partition], bool]) -> int | None:
    return next((i for i, each in enumerate(table.partitions) if matches(each)), None)
