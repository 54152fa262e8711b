"""The text descriptor of a virtual disk: content IDs, parent, extents, disk database.

Source: VMware's "Virtual Disk Format 5.0" and what other readers accept. Written by many hands, so
keys are case-insensitive and spacing is free.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engine.findings import refuse
from engine.phrase import Phrase
from engine.vmware.text import decode

SECTOR = 512
#: A 62 TiB disk in 2 GiB parts has 31,744 extent lines of about 60 bytes.
SIZE_LIMIT = 8 << 20
#: VMware's largest disk has 62 TiB.
DISK_LIMIT = 128 << 40
#: The parent's content ID in the descriptor of a base.
NO_PARENT = "ffffffff"
_EXTENT_LIMIT = 100_000
_KEY_LIMIT = 10_000


class Access(StrEnum):
    RW = "RW"
    RDONLY = "RDONLY"
    NOACCESS = "NOACCESS"


@dataclass(frozen=True, slots=True)
class Extent:
    """One extent line. ``offset`` is where its data begins in the file, in sectors."""

    access: Access
    sectors: int
    kind: str
    file: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A parsed descriptor; sizes in sectors of 512 bytes."""

    create_type: str
    cid: str
    parent_cid: str
    parent_hint: str
    extents: tuple[Extent, ...]
    encrypted: bool = False
    ddb: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(extent.sectors for extent in self.extents) * SECTOR

    @property
    def is_child(self) -> bool:
        return self.parent_cid != NO_PARENT and bool(self.parent_hint or self.parent_cid)

    @property
    def geometry(self) -> tuple[int, int, int] | None:
        """Cylinders, heads and sectors of ddb.geometry."""
        try:
            cylinders, heads, sectors = (
                int(self.ddb[f"ddb.geometry.{name}"]) for name in ("cylinders", "heads", "sectors")
            )
        except (KeyError, ValueError):
            return None
        known = 0 < cylinders < 1 << 32 and 0 < heads <= 255 and 0 < sectors <= 255
        return (cylinders, heads, sectors) if known else None


_EXTENT = re.compile(
    r"""^(?P<access>RW|RDONLY|NOACCESS)\s+(?P<sectors>[+-]?\d{1,20})\s+(?P<kind>[A-Za-z]+)
        (?:\s+"(?P<file>[^"]*)"(?:\s+(?P<offset>[+-]?\d{1,20}))?(?:\s+.*)?)?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_PAIR = re.compile(r"^(?P<key>[A-Za-z0-9_.]+)\s*=\s*(?P<value>.*)$")
_CID = re.compile(r"^[0-9a-f]{1,8}$", re.IGNORECASE)
_LOOKS_LIKE = re.compile(rb"^\s*(#\s*Disk Descriptor|version\s*=|CID\s*=)", re.I | re.M)


def looks_like_one(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a text descriptor."""
    return b"\0" not in head.rstrip(b"\0") and bool(_LOOKS_LIKE.search(head))


def parse(data: bytes, path: Path) -> Descriptor:
    """Parse a descriptor; ``path`` is only named in refusals (E203, E204, E206, E210, E306)."""
    if len(data) > SIZE_LIMIT:
        raise refuse("E210", path=path, size=len(data), limit=SIZE_LIMIT)
    text = decode(data.split(b"\0", 1)[0], "encoding", "ddb.encoding").text
    keys: dict[str, str] = {}
    extents: list[Extent] = []
    for line in io.StringIO(text, newline=None):
        stripped = line.strip().lstrip("\ufeff")
        if not stripped or stripped.startswith("#"):
            continue
        if pair := _PAIR.match(stripped):
            keys[pair["key"].lower()] = _unquoted(pair["value"])
        elif stripped.split(None, 1)[0].upper() in Access.__members__:
            extents.append(_extent(stripped, path))
        if len(extents) > _EXTENT_LIMIT or len(keys) > _KEY_LIMIT:
            raise refuse("E204", path=path, reason=Phrase("its descriptor has too many lines"))
    return _descriptor(keys, extents, path)


def _descriptor(keys: dict[str, str], extents: list[Extent], path: Path) -> Descriptor:
    encrypted = _is_encrypted(keys)
    if not extents and not encrypted:
        raise refuse("E203", path=path, reason=Phrase("it names no extents"))
    if not encrypted and keys.get("version", "1") not in ("1", "2", "3", "4"):
        raise refuse(
            "E206",
            path=path,
            what=Phrase("version {version}", version=keys["version"]),
            name=path.name,
        )
    found = Descriptor(
        create_type=keys.get("createtype", ""),
        cid=_content_id(keys.get("cid", ""), path),
        parent_cid=_content_id(keys.get("parentcid", ""), path),
        parent_hint=keys.get("parentfilenamehint", ""),
        extents=tuple(extents),
        encrypted=encrypted,
        ddb={key: value for key, value in keys.items() if key.startswith("ddb.")},
    )
    if found.size > DISK_LIMIT:
        raise refuse("E306", path=path, limit=DISK_LIMIT)
    return found


def _is_encrypted(keys: dict[str, str]) -> bool:
    """Workstation and ESXi keep the disk's keys, locked up, in the descriptor."""
    filters = keys.get("ddb.iofilters", "")
    return any(key.startswith("encryption") for key in keys) or "vmcrypt" in filters.lower()


def _extent(line: str, path: Path) -> Extent:
    match = _EXTENT.match(line)
    if match is None:
        raise refuse("E204", path=path, reason=Phrase("extent line {line}", line=repr(line)))
    sectors, offset = int(match["sectors"]), int(match["offset"] or 0)
    if not 0 < sectors <= DISK_LIMIT // SECTOR or not 0 <= offset <= DISK_LIMIT // SECTOR:
        raise refuse(
            "E204",
            path=path,
            reason=Phrase("extent line {line} has an impossible size", line=repr(line)),
        )
    kind = match["kind"].upper()
    if match["file"] is None and kind != "ZERO":
        raise refuse(
            "E204", path=path, reason=Phrase("extent line {line} names no file", line=repr(line))
        )
    return Extent(Access(match["access"].upper()), sectors, kind, match["file"] or "", offset)


def _content_id(text: str, path: Path) -> str:
    """Eight lower-case hex digits: ``0`` and ``00000000`` are the same ID."""
    if not text:
        return ""
    if not _CID.match(text):
        raise refuse("E204", path=path, reason=Phrase("content ID {text}", text=repr(text)))
    return text.lower().zfill(8)


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        return value[1:].split('"', 1)[0]
    return value
