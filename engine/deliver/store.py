"""What is at a place on the server, and making, naming and comparing what goes there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, cast

from engine.deliver import scripts
from engine.deliver.place import Place
from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.ssh.server import Failed, Server

_NO_ROOM = ("No space left", "insufficient free space", "quota exceeded", "Insufficient")


Kind = Literal["folder", "group", "device"]
#: Paths that nothing was at when they were looked at.
Absent = frozenset[PurePosixPath]


@dataclass(frozen=True, slots=True)
class Store:
    """A place as it is on the server."""

    kind: Kind
    path: PurePosixPath
    free: int  #: bytes; 0 for a device

    @property
    def group(self) -> str:
        """The name of the volume group."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class State:
    """What a path is on the server."""

    kind: Literal["absent", "file", "device", "other"]
    size: int = 0  #: bytes
    busy: str = ""  #: who uses it, as words


def look(server: Server, place: Place) -> Store:
    """What ``place`` is; refuses E701, E706, E712, E715."""
    found = _words(_done(server, place.path, scripts.LOOK, str(place.path)))
    if "missing" in found:
        raise refuse("E706", host=server.name, command=found["missing"])
    kind = found.get("kind")
    if kind not in ("folder", "group", "device", "other"):
        raise refuse(
            "E712", path=place.path, host=server.name, reason=Phrase("its shell is none of POSIX")
        )
    if kind == "other" or (place.device and kind == "folder"):
        reason = Phrase("on {host} it is no folder, volume group or volume", host=server.name)
        raise refuse("E701", target=place.path, reason=reason)
    free = 0 if kind == "device" else _product(server, found.get("free", ""))
    return Store(cast(Kind, kind), place.path, free)


def state(server: Server, path: PurePosixPath) -> State:
    """What ``path`` is now; refuses E712, E715, and E716 for a link, which nothing follows."""
    found = _words(_done(server, path, scripts.STATE, str(path)))
    if "link" in found:
        raise refuse("E716", path=path, host=server.name)
    for kind in ("file", "device"):
        if kind in found:
            return State(kind, _number(server, found[kind]), found.get("busy", ""))
    return State("other" if "other" in found else "absent")


def _number(server: Server, text: str) -> int:
    """A number that the server has said; refuses E715."""
    if not re.fullmatch("[0-9]{1,18}", text):
        raise odd(server, text)
    return int(text)


def _product(server: Server, text: str) -> int:
    """Bytes, said as a count and a unit; refuses E715."""
    count, _, unit = text.partition(" ")
    return _number(server, count) * _number(server, unit)


def odd(server: Server, answer: str) -> Refusal:
    """The refusal for an answer that no script of ours gives."""
    return refuse("E715", host=server.name, answer=answer[:100] or Phrase("nothing"))


def make_folder(server: Server, path: PurePosixPath) -> None:
    """Make a folder and those above it; refuses E712."""
    _done(server, path, scripts.FOLDER, str(path))


def make_file(
    server: Server,
    path: PurePosixPath,
    size: int,
    final: PurePosixPath,
    absent: Absent,
    rights: int,
) -> None:
    """A file of holes that is called ``final`` in the end; refuses E707, E712.

    It has no more than the ``rights``, as ``chmod`` counts, and what the server's umask leaves.
    Refuses E985 where something is by now at a path that was ``absent``.
    """
    names = ("new" if path in absent else "", str(final) if final in absent else "")
    try:
        server.run(scripts.FILE, _taken(rights), str(path), str(size), *names)
    except Failed as failure:
        if failure.code == scripts.TAKEN:
            raise refuse("E985", path=final, host=server.name) from None
        raise failed(server, path, failure) from None


def make_volume(server: Server, path: PurePosixPath, size: int) -> None:
    """A new volume ``/dev/GROUP/NAME``; LVM rounds its size up. Refuses E707, E712."""
    group, name = path.parts[-2:]
    _done(server, path, scripts.VOLUME, group, name, str(-(-size // 512) * 512))


def rename(server: Server, path: PurePosixPath, final: PurePosixPath) -> None:
    """Give a file or a logical volume its final name, in the same folder; refuses E712."""
    if path.parts[1] == "dev":
        _done(server, final, scripts.RENAME_VOLUME, path.parts[-2], path.name, final.name)
    else:
        _done(server, final, scripts.RENAME, str(path), str(final))


def read(server: Server, path: PurePosixPath) -> str:
    """The text of a file; refuses E712."""
    return _done(server, path, scripts.READ, str(path))


def put(
    server: Server, path: PurePosixPath, text: str, rights: int, *, program: bool = False
) -> None:
    """Write a small file, which may be one to be run; refuses E707, E712.

    It has no more than the ``rights``, as :func:`make_file`.
    """
    _done(server, path, scripts.PUT, _taken(rights), str(path), data=text.encode())
    if program:
        _done(server, path, scripts.PROGRAM, str(path))


def _taken(rights: int) -> str:
    """The umask that leaves ``rights``, in octal."""
    return f"{0o666 & ~rights:o}"


def failed(server: Server, path: PurePosixPath, failure: Failed) -> Refusal:
    """The refusal for a script that has failed at ``path``."""
    said = failure.said.splitlines()[-1].strip().rstrip(".") if failure.said else ""
    reason = said or Phrase("exit code {code}", code=failure.code)
    if any(each in failure.said for each in _NO_ROOM):
        return refuse("E707", path=path, host=server.name, reason=reason)
    return refuse("E712", path=path, host=server.name, reason=reason)


def _done(
    server: Server, path: PurePosixPath, script: str, *arguments: str, data: bytes = b""
) -> str:
    try:
        return server.run(script, *arguments, data=data)
    except Failed as failure:
        raise failed(server, path, failure) from None


def _words(text: str) -> dict[str, str]:
    """Lines of a key and the rest; the first of a key counts."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, _, rest = line.partition(" ")
        found.setdefault(key, rest)
    return found
