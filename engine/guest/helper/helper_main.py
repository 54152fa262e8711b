"""The helper process: does what the application asks for, one thing after another.

Started by ``Native`` of ``helper_process``, with the wire at its standard input and output.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from collections.abc import Callable

from engine import platform
from engine.disk.cached import Cached
from engine.findings import Refusal, words
from engine.guest.helper import bounds, libhivex, libntfs, packing
from engine.guest.helper.bounds import LimitError, Seen
from engine.guest.helper.helper_protocol import Broken, Message, Plain, Refused, Wire
from engine.guest.hives import values
from engine.phrase import packed

_PIECE = 8 << 20

Answer = tuple[dict[str, Plain], bytes]


class Remote:
    """The volume, read and written by asking the application."""

    def __init__(self, wire: Wire, size: int) -> None:
        self._wire, self._size = wire, size
        self._seen = Seen()

    @property
    def size(self) -> int:
        return self._size

    def pread(self, offset: int, length: int) -> bytes:
        stop = min(offset + length, self._size)
        return b"".join(
            self._read(at, min(_PIECE, stop - at)) for at in range(offset, stop, _PIECE)
        )

    def pwrite(self, offset: int, data: bytes) -> None:
        self._wire.send({"write": offset}, data)

    def _read(self, offset: int, length: int) -> bytes:
        self._seen.note(offset, length)
        self._wire.send({"read": offset, "length": length})
        return self._wire.receive().body


class Worker:
    """What is open, by number, and the requests."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._numbers = itertools.count(1)
        self._volumes: dict[int, libntfs.Volume] = {}
        self._hives: dict[int, libhivex.Hive] = {}

    def handle(self, request: Message) -> Answer:
        """Do what is asked for; raises Refused."""
        return _HANDLERS[request.text("do")](self, request)

    # -- NTFS

    def ntfs_open(self, request: Message) -> Answer:
        number = next(self._numbers)
        disk = Cached(Remote(self._wire, request.number("size")))
        volume = libntfs.Volume(disk, recover=bool(request.number("recover")))
        self._volumes[number] = volume
        return {"volume": number, "recovered": volume.recovered, "dirty": volume.dirty}, b""

    def ntfs_find(self, request: Message) -> Answer:
        entry = self._volume(request).find(request.text("path"))
        return {"entries": [] if entry is None else [_row(entry)]}, b""

    def ntfs_list(self, request: Message) -> Answer:
        entries = self._volume(request).entries(request.text("path"))
        return {"entries": [_row(entry) for entry in entries]}, b""

    def ntfs_read(self, request: Message) -> Answer:
        content = self._volume(request).read(request.text("path"), request.number("limit"))
        return {}, content

    def ntfs_replace(self, request: Message) -> Answer:
        self._volume(request).replace(request.text("path"), request.body)
        return {}, b""

    def ntfs_create(self, request: Message) -> Answer:
        volume = self._volume(request)
        volume.create(request.text("path"), request.body, request.text("like"))
        return {}, b""

    def ntfs_create_folder(self, request: Message) -> Answer:
        self._volume(request).create_folder(request.text("path"), request.text("like"))
        return {}, b""

    def ntfs_attributes(self, request: Message) -> Answer:
        self._volume(request).set_attributes(request.text("path"), request.number("attributes"))
        return {}, b""

    def ntfs_close(self, request: Message) -> Answer:
        self._volume(request).unmount()
        del self._volumes[request.number("volume")]
        return {}, b""

    def _volume(self, request: Message) -> libntfs.Volume:
        return self._volumes[request.number("volume")]

    # -- hives

    def hive_open(self, request: Message) -> Answer:
        number = next(self._numbers)
        self._hives[number] = libhivex.Hive(request.text("name"), request.body)
        return {"hive": number}, b""

    def hive_keys(self, request: Message) -> Answer:
        found = self._hive(request).keys(request.text("key"))
        return {"exists": found is not None, "names": [*(found or ())]}, b""

    def hive_values(self, request: Message) -> Answer:
        rows, body = values.to_wire(self._hive(request).values(request.text("key")))
        return {"values": rows}, body

    def hive_ensure_key(self, request: Message) -> Answer:
        return {"made": [*self._hive(request).ensure_key(request.text("key"))]}, b""

    def hive_set_values(self, request: Message) -> Answer:
        self._hive(request).set_values(request.text("key"), values.from_wire(request))
        return {}, b""

    def hive_delete_key(self, request: Message) -> Answer:
        return {"deleted": self._hive(request).delete_key(request.text("key"))}, b""

    def hive_save(self, request: Message) -> Answer:
        return {}, self._hive(request).save()

    def hive_close(self, request: Message) -> Answer:
        self._hive(request).close()
        del self._hives[request.number("hive")]
        return {}, b""

    def _hive(self, request: Message) -> libhivex.Hive:
        return self._hives[request.number("hive")]


_HANDLERS: dict[str, Callable[[Worker, Message], Answer]] = {
    name: getattr(Worker, name) for name in dir(Worker) if name.startswith(("ntfs_", "hive_"))
}


def _row(entry: libntfs.Entry) -> list[Plain]:
    return [entry.name, entry.is_folder, entry.size, entry.attributes]


def serve(wire: Wire, handle: Callable[[Message], Answer]) -> None:
    """Answer requests until the application ends."""
    while True:
        try:
            request = wire.receive()
        except Broken:
            return
        bounds.progress()
        try:
            head, body = _handled(handle, request)
            wire.send({"done": True, **head}, body)
        except Refused as refused:
            wire.send(
                {
                    "refused": refused.code,
                    "fields": {name: packed(each) for name, each in refused.fields.items()},
                }
            )
        except Refusal as refusal:
            wire.send({"refused": "", "findings": packing.packed(refusal.findings)})


def _handled(handle: Callable[[Message], Answer], request: Message) -> Answer:
    """The answer to a request; raises Refused and Refusal, E680 for what goes beyond the bounds."""
    try:
        return handle(request)
    except (LimitError, MemoryError) as error:
        raise Refused("E680", reason=words(error)) from None


def take_wire() -> Wire:
    """The pipes of standard input and output; whatever prints to these prints to nowhere."""
    wire = Wire(os.dup(0), os.dup(1))
    for end in (wire.reading, wire.writing):
        platform.binary(end)
    with open(os.devnull, "r+b", buffering=0) as nowhere:
        for standard in (0, 1, 2):
            os.dup2(nowhere.fileno(), standard)
    return wire


def run(handler: Callable[[Wire], Callable[[Message], Answer]]) -> None:
    """Do what the application asks for, bounded and in a cell, until it ends.

    The arguments of the process are the paths of the user's files that it may read.
    """
    bounds.arm()
    wire = take_wire()
    # What traces a process (coverage, a debugger) writes a file at its end.
    if sys.gettrace() is None:
        platform.confine(sys.argv[1:])
    with contextlib.suppress(Broken):
        serve(wire, handler(wire))


if __name__ == "__main__":
    run(lambda wire: Worker(wire).handle)
