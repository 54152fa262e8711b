"""How bytes travel to a server: at most so many a second, and compressed where that helps."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from zstandard import ZstdCompressor

from engine.deliver import scripts
from engine.ssh.server import Failed, Server

_PART = 64 << 10  #: bytes that are let through at once: small, so that a limit is smooth
_LEVEL = 1  #: of zstd: a network is seldom slower than it, and a processor often is
#: What a server's network has to be relieved of, so that its processor is troubled.
_WORTH = 0.85


class Way(Protocol):
    """Where bytes are written on their way to the server."""

    def write(self, data: bytes | memoryview, /) -> object: ...

    def close(self) -> None: ...


class Bucket:
    """A token bucket: lets ``limit`` bytes through in a second, a fifth of that at once."""

    def __init__(self, limit: int, cancel: threading.Event) -> None:
        self._limit, self._cancel = limit, cancel
        self._room, self._at = limit / 5, time.monotonic()

    def take(self, count: int) -> None:
        """Wait until ``count`` bytes may pass, or the job is cancelled."""
        now = time.monotonic()
        self._room = min(self._limit / 5, self._room + (now - self._at) * self._limit) - count
        self._at = now
        if self._room < 0:
            self._cancel.wait(-self._room / self._limit)


class _Slow:
    """Lets bytes into a pipe as a bucket allows."""

    def __init__(self, pipe: Way, bucket: Bucket) -> None:
        self._pipe, self._bucket = pipe, bucket

    def write(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        for begin in range(0, len(view), _PART):
            part = view[begin : begin + _PART]
            self._bucket.take(len(part))
            self._pipe.write(part)

    def close(self) -> None:
        self._pipe.close()


class _Packed:
    """Compresses what is written, as one frame of zstd."""

    def __init__(self, way: Way) -> None:
        self._way, self._frame = way, ZstdCompressor(level=_LEVEL).compressobj()

    def write(self, data: bytes | memoryview) -> None:
        if packed := self._frame.compress(data):
            self._way.write(packed)

    def close(self) -> None:
        self._way.write(self._frame.flush())
        self._way.close()


@dataclass(frozen=True, slots=True)
class Transit:
    """What was decided for one image."""

    limit: int = 0  #: bytes a second; 0 for none
    packed: bool = False  #: by zstd, which the server has

    def way(self, pipe: Way, cancel: threading.Event) -> Way:
        """``pipe``, to be written through."""
        way: Way = _Slow(pipe, Bucket(self.limit, cancel)) if self.limit else pipe
        return _Packed(way) if self.packed else way


def chosen(
    server: Server, samples: Iterator[bytes], limit: int, cancel: threading.Event
) -> Transit:
    """How an image is to travel, of which ``samples`` are parts.

    The samples are compressed, and sent to the server once: zstd is used where a byte takes less
    time with it. Never on this computer. Raises Stopped; refuses E705.
    """
    if server.host is None:
        return Transit(limit)
    data = b"".join(samples)
    began = time.perf_counter()
    packed = len(ZstdCompressor(level=_LEVEL).compress(data))
    compressing = time.perf_counter() - began
    if packed > _WORTH * len(data):
        return Transit(limit)
    sending = _sent(server, data, Transit(limit), cancel)
    if sending is None:
        return Transit(limit)
    return Transit(limit, max(compressing, sending * packed / len(data)) < _WORTH * sending)


def _sent(server: Server, data: bytes, plain: Transit, cancel: threading.Event) -> float | None:
    """Seconds that ``data`` takes to the server; None where there is no zstd."""
    with server.start(scripts.SAMPLE, cancel=cancel) as running:
        lines = running.lines()
        if next(lines, "") != "zstd":
            return None
        began = time.perf_counter()
        try:
            way = plain.way(running.stdin, cancel)
            way.write(data)
            way.close()
            next(lines, "")
            running.finish()
        except (BrokenPipeError, Failed):
            return None
        return time.perf_counter() - began
