"""The files of a guest looked through, and read one by one, in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from engine.disk.disk import Disk
from engine.findings import Refusal, refuse
from engine.guest.changed import Watched
from engine.guest.helper import packing
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken, Message, Plain
from engine.phrase import Phrase

WORKER = "engine.guest.helper.browser"
_PART = 4 << 20
_TURN = 1 << 30  #: bytes after which a new process goes on: the work of each is bounded


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume whose files can be read."""

    name: str  #: number of the partition, or ``vg/lv``
    kind: str  #: of the file system
    label: str
    size: int  #: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder as its folder lists it."""

    name: str
    is_folder: bool
    size: int  #: bytes; 0 for a folder


class Browse:
    """The volumes of one disk. Refuses E848 where they cannot be read; used by one thread."""

    def __init__(self, disk: Disk, cancel: threading.Event | None = None) -> None:
        self._disk: Any = Watched(disk, cancel)
        self._helper: Native | None = None
        self.volumes: tuple[Volume, ...] = ()

    def __enter__(self) -> Browse:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._helper is not None:
            self._helper.close()

    def list(self, volume: str, path: str) -> tuple[Item, ...]:
        """What a folder holds; empty where it is none. Refuses E631, E846, E848."""
        answer = self._call("list", volume=volume, path=path)
        return _rows(Item, answer.rows("entries"))

    def find(self, volume: str, path: str) -> Item | None:
        """The file or folder at ``path``; None if there is none. Refuses E631, E846, E848."""
        found = _rows(Item, self._call("find", volume=volume, path=path).rows("entries"))
        return found[0] if found else None

    def copy(
        self,
        volume: str,
        path: str,
        write: Callable[[bytes], object],
        told: Callable[[int], object],
    ) -> None:
        """Hand the content of a file to ``write``, part by part; ``told`` is told the bytes of it.

        Refuses E847 where there is no such file, E631, E848; raises Stopped.
        """
        item = self.find(volume, path)
        if item is None or item.is_folder:
            raise refuse("E847", path=path)
        for at in range(0, item.size, _PART):
            if at and at % _TURN == 0:
                self._start()
            length = min(_PART, item.size - at)
            body = self._call("part", volume=volume, path=path, offset=at, length=length).body
            if len(body) != length:
                raise refuse("E848", reason=Phrase("{count} bytes are missing", count=length))
            write(body)
            told(at + length)

    def _start(self) -> None:
        if self._helper is not None:
            self._helper.close()
        self._helper = Native(worker=WORKER)
        answer = self._call("open", size=self._disk.size)
        self.volumes = _rows(Volume, answer.rows("volumes"))

    def _call(self, do: str, **arguments: Plain) -> Message:
        if self._helper is None:
            raise ValueError("it is not open")
        try:
            return self._helper.call(do, b"", self._disk, **arguments)
        except Broken as broken:
            raise refuse("E848", reason=broken.reason) from None
        except Refusal as refusal:
            if refusal.findings[0].code == "E680":
                raise refuse("E848", reason=refusal.findings[0].message) from None
            raise


def _rows(kind: Any, rows: list[Plain]) -> tuple[Any, ...]:
    """Rows of the helper as dataclasses; refuses E848 for what makes no sense."""
    try:
        names = [each.name for each in fields(kind)]
        data = [dict(zip(names, row, strict=True)) for row in rows]  # type: ignore[arg-type]
        return tuple(packing.unpacked(kind, each) for each in data)
    except (ValueError, TypeError) as error:
        raise refuse("E848", reason=error) from None
