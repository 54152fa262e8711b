"""Adding an entry to boot.ini beside the one that starts Windows; all other bytes stay.

Sources: Microsoft KB289022 (editing boot.ini), KB102873 (ARC paths) and KB227704 (signature()); the
Windows Driver Kit's "Boot Options in a Boot.ini File" (/HAL= and /KERNEL= name files in System32 by
8.3 names).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.guest.windows.boot_entries import BootEntry
from engine.phrase import Phrase

#: The loader shows no more.
ENTRIES_LIMIT = 10

#: The first disk of the BIOS.
FIRST_DISK = "multi(0)disk(0)rdisk(0)"

_SECTION = re.compile(rb"\s*\[\s*([^\]]*?)\s*\]")
_ENTRY = re.compile(
    rb"\s*(?P<path>[^=]+?)\s*=\s*"
    rb"(?:\"(?P<quoted>[^\"]*)\"?|(?P<bare>[^/]*?)(?=\s*(?:/|$)))(?P<options>.*)"
)
_REPLACED = re.compile(rb"\s*/(hal|kernel)=\S*", re.IGNORECASE)
_TIMEOUT = re.compile(rb"[ \t]*timeout[ \t]*=[ \t]*([^\s]*)", re.IGNORECASE)
_NUMBER = re.compile(rb"-?\d{1,9}")


class BootIniError(ValueError):
    """The menu cannot be changed as wanted; the text says why."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Another HAL, and kernel where the HAL is of another kind, as files in System32."""

    title: str  #: added to the entry's own in ASCII: ``halacpi``
    hal: str
    kernel: str  #: empty for the usual one

    @property
    def options(self) -> str:
        kernel = f" /KERNEL={self.kernel}" if self.kernel else ""
        return f" /HAL={self.hal}{kernel}"


def with_trial(content: bytes, entry: BootEntry, trial: Trial, *, first: bool) -> bytes:
    """The menu with ``trial`` beside ``entry``; the same bytes if it is there already.

    ``first`` puts it before the entry, so that it starts unless something else is chosen: of
    several entries with the path in default= the loader takes the first. Raises BootIniError.
    """
    lines, rest = _lines(content)
    entries = _entries(lines)
    path = (entry.place + entry.root).lower()
    own = [number for number, match in entries.items() if _text(match["path"]).lower() == path]
    if not own:
        raise BootIniError(
            Phrase("it has no entry for {place}{root}", place=entry.place, root=entry.root)
        )
    there = [number for number in own if _loads(entries[number], trial)]
    model = next((n for n in own if _options(entries[n]) == entry.options.strip()), own[0])
    if there and (not first or there[0] == own[0]):
        return content
    if there:
        moved = lines.pop(there[0])
        lines.insert(own[0], _ended(moved, _newline(lines)))
    elif len(entries) >= ENTRIES_LIMIT:
        raise BootIniError(
            Phrase(
                "it has {count} entries, and the loader shows {limit}",
                count=len(entries),
                limit=ENTRIES_LIMIT,
            )
        )
    else:
        newline = _newline(lines)
        new = _trial_line(entries[model], trial) + newline
        lines.insert(own[0] if first else max(own) + 1, new)
        if not first:
            lines[max(own)] = _ended(lines[max(own)], newline)
    return b"".join(lines) + rest


def with_multi(content: bytes, signature: str) -> bytes:
    """The menu with the first disk by its place in the BIOS, wherever it is by another way.

    ``scsi(0)`` and ``signature(…)`` have the loader read the disk through NTBOOTDD.SYS, a copy of
    the driver of VMware's controller; ``signature`` is that of the disk. Raises BootIniError.
    """
    lines, rest = _lines(content)
    own = _by_controller(signature)
    inside = b""
    for number, line in enumerate(lines):
        section = _section(line)
        inside = inside if section is None else section
        name, equals, value = line.partition(b"=")
        if inside == b"operating systems":
            lines[number] = own.sub(FIRST_DISK.encode(), name) + equals + value
        elif inside == b"boot loader" and name.strip().lower() == b"default":
            lines[number] = name + equals + own.sub(FIRST_DISK.encode(), value)
    return b"".join(lines) + rest


def by_bios(place: str, signature: str) -> str:
    """A place of the menu as :func:`with_multi` has it."""
    return _by_controller(signature).sub(FIRST_DISK.encode(), place.encode()).decode()


def _by_controller(signature: str) -> re.Pattern[bytes]:
    """The first disk by its controller or by its signature."""
    own = signature.lstrip("0").encode("ascii")
    return re.compile(
        rb"(?:scsi\(\d+\)|signature\(0*%s\))disk\(0\)rdisk\(0\)(?=partition\()" % own,
        re.IGNORECASE,
    )


def with_timeout(content: bytes, seconds: int) -> bytes:
    """The menu with another time to wait; raises BootIniError if it has no place for it."""
    lines, rest = _lines(content)
    start = next((n for n, line in enumerate(lines) if _section(line) == b"boot loader"), None)
    if start is None:
        raise BootIniError(Phrase("it has no section [boot loader]"))
    for number in range(start + 1, len(lines)):
        if _section(lines[number]) is not None:
            break
        if match := _TIMEOUT.match(lines[number]):
            begin, end = match.span(1)
            lines[number] = lines[number][:begin] + b"%d" % seconds + lines[number][end:]
            return b"".join(lines) + rest
    newline = _newline(lines)
    lines[start] = _ended(lines[start], newline)
    lines.insert(start + 1, b"timeout=%d" % seconds + newline)
    return b"".join(lines) + rest


def timeout(content: bytes) -> int | None:
    """The seconds that the menu waits, -1 for no end; None if it does not say."""
    inside = False
    lines, _ = _lines(content)
    for line in lines:
        section = _section(line)
        if section is not None:
            inside = section == b"boot loader"
        elif inside and (match := _TIMEOUT.match(line)):
            number = _NUMBER.match(match[1])
            return int(number[0]) if number else None
    return None


def difference(before: bytes, after: bytes) -> str:
    """The lines that are new, for people."""
    old = before.splitlines()
    new = [line.strip() for line in after.splitlines() if line not in old]
    return "; ".join(f"+ {line.decode('cp1252', 'replace')}" for line in new)


def _lines(content: bytes) -> tuple[list[bytes], bytes]:
    """The lines, and what is left from a Ctrl-Z on, which ends the text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BootIniError(Phrase("it is in UTF-16, which the loader cannot read"))
    text, mark, rest = content.partition(b"\x1a")
    return text.splitlines(keepends=True), mark + rest


def _section(line: bytes) -> bytes | None:
    match = _SECTION.match(line)
    return match[1].lower() if match else None


def _entries(lines: list[bytes]) -> dict[int, re.Match[bytes]]:
    """The entries of [operating systems] by the numbers of their lines."""
    found: dict[int, re.Match[bytes]] = {}
    inside = False
    for number, line in enumerate(lines):
        section = _section(line)
        if section is not None:
            inside = section == b"operating systems"
        elif inside and (match := _ENTRY.match(line.rstrip(b"\r\n"))):
            found[number] = match
    return found


def _options(entry: re.Match[bytes]) -> str:
    return _text(entry["options"])


def _text(part: bytes) -> str:
    """As ``engine.guest.windows.boot_entries`` reads it."""
    return part.decode("cp1252", "replace").strip()


def _loads(entry: re.Match[bytes], trial: Trial) -> bool:
    """Whether an entry starts just what the trial would."""
    given = {}
    for word in _options(entry).split():
        key, _, value = word.lstrip("/").partition("=")
        given[key.lower()] = value.lower()
    wanted = {"hal": trial.hal.lower(), "kernel": trial.kernel.lower()}
    return all(given.get(key, "") == value for key, value in wanted.items())


def _trial_line(entry: re.Match[bytes], trial: Trial) -> bytes:
    title = (entry["quoted"] or entry["bare"] or b"Windows") + f" ({trial.title})".encode("ascii")
    options = _REPLACED.sub(b"", entry["options"].rstrip())
    own = trial.options.encode("ascii")
    return entry["path"] + b'="' + title + b'"' + options + own


def _newline(lines: list[bytes]) -> bytes:
    """How the file ends its lines."""
    for line in lines:
        ending = line[len(line.rstrip(b"\r\n")) :]
        if ending:
            return ending
    return b"\r\n"


def _ended(line: bytes, newline: bytes) -> bytes:
    return line if line.endswith((b"\r", b"\n")) else line + newline
