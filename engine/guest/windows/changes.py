"""What a fitting changes in a guest: the list that a dry run shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from engine.guest.hives import registry
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that gets other content, or is new."""

    path: str
    before: int | None  #: bytes; None if there was none
    after: int
    note: str = ""  #: what it becomes, or the lines that are new

    def __str__(self) -> str:
        sizes = "new" if self.before is None else f"{self.before} →"
        return f"{self.path}: {sizes} {self.after} bytes{f', {self.note}' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A name in a folder: a file that gets another one, or a link that is new."""

    path: str
    before: str  #: empty if there was none
    after: str

    def __str__(self) -> str:
        return f"{self.path}: {self.before or 'new'} → {self.after}"


@dataclass(frozen=True, slots=True)
class RegistryChange:
    """A key or a value of a hive, before and after; empty where there is none."""

    hive: str
    key: str
    value: str | None  #: its name; None if it is the key itself that is made or removed
    before: str
    after: str

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.hive}: {'+' if self.after else '-'} [{self.key}]"
        name = self.value or "(default)"
        before, after = self.before or "(none)", self.after or "(none)"
        return f"{self.hive}: [{self.key}] {name}: {before} → {after}"


@dataclass(frozen=True, slots=True)
class SectorChange:
    """A field of a boot sector."""

    partition: int  #: its number
    field: str
    before: int
    after: int

    def __str__(self) -> str:
        return (
            f"Boot sector of partition {self.partition}: {self.field}: {self.before} → {self.after}"
        )


@dataclass(frozen=True, slots=True)
class SignatureChange:
    """The signature of an MBR disk, in eight hex digits."""

    before: str
    after: str

    def __str__(self) -> str:
        return f"Signature of the disk: {self.before} → {self.after}"


_KEY = Phrase("key")

Change = FileChange | EntryChange | RegistryChange | SectorChange | SignatureChange


def of_hive(hive: str, change: registry.Change) -> RegistryChange:
    """A change of ``hive`` for the list."""
    if isinstance(change, registry.KeyChange):
        before, after = ("", _KEY) if change.added else (_KEY, "")
        return RegistryChange(hive, change.key, None, before, after)
    before, after = ("" if v is None else str(v) for v in (change.before, change.after))
    return RegistryChange(hive, change.key, change.name, before, after)


def summary(found: Iterable[Change]) -> str:
    """How much changes, in a few words."""
    kinds = Counter(type(change) for change in found)
    words = (
        (kinds[FileChange], "file"),
        (kinds[EntryChange], "name of a file"),
        (kinds[RegistryChange], "entry of the registry"),
        (kinds[SectorChange] + kinds[SignatureChange], "field of the boot sector"),
    )
    return ", ".join(f"{count} × {what}" for count, what in words if count) or "nothing"


def as_json(change: Change) -> dict[str, Any]:
    """With ``kind``: file, entry, registry, sector or signature."""
    kinds = {
        FileChange: "file",
        EntryChange: "entry",
        RegistryChange: "registry",
        SectorChange: "sector",
        SignatureChange: "signature",
    }
    return {"kind": kinds[type(change)], **asdict(change)}
