"""A shell on a host that reads parts of files with dd, one request after another.

``dd`` of BusyBox and of coreutils take blocks of a size and a place; whatever is asked for is cut
into large blocks and the sectors around them. It tells how much it has read: a file that has become
shorter meanwhile is never taken for zeros.
"""

from __future__ import annotations

import errno
import re
import threading
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from engine.findings import Refusal, Stopped, refuse
from engine.source.source import Part, spans
from engine.ssh.server import Failed, Server

#: Lines ``f FILE``, then ``r BLOCK SKIP COUNT EXPECTED``, or ``z …`` to have it compressed.
_SCRIPT = """
exec 3>&1
while IFS= read -r line; do
    case $line in
    f*) file=${line#f} ;;
    z*) set -- ${line#z}
        dd if="$file" bs=$1 skip=$2 count=$3 2>/dev/null </dev/null | gzip -1 -c ;;
    *) set -- ${line#r}
        said=$(dd if="$file" bs=$1 skip=$2 count=$3 2>&1 >&3 </dev/null) ||
            { printf '%s\\n' "$said" >&2; exit 3; }
        case $said in *"$4 records in"*) ;; *) exit 4 ;; esac ;;
    esac
done
"""
_FAILED, _SHORT = 3, 4  # exit codes
_SECTOR = 512
_BLOCK = 64 << 10
_LARGEST = 4 << 20  #: bytes of one request
_OUTSTANDING = 32  #: requests that are sent ahead of what has come
#: A host that gives less than this, in bytes a second, after a time for nothing, has stalled.
_SLOWEST, _SILENCE = 64 << 10, 30
_REASONS = (
    (re.compile("No such file"), errno.ENOENT),
    (re.compile("Permission denied"), errno.EACCES),
)
_BUSY = re.compile("busy|locked", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Request:
    """``count`` blocks of ``block`` bytes at ``at``, which end after ``length`` bytes."""

    at: int
    block: int
    length: int

    def line(self, kind: str) -> bytes:
        full, rest = divmod(self.length, self.block)
        count, part = full + bool(rest), int(bool(rest))
        return f"{kind}{self.block} {self.at // self.block} {count} {full}+{part}\n".encode()


class Channel:
    """The shell; for one thread at a time, and for none after something went wrong."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stalled = threading.Event()
        self._open = ExitStack()
        self._running = self._open.enter_context(server.start(_SCRIPT, cancel=self._stalled))
        self._file: PurePosixPath | None = None
        self.received = 0  #: bytes that have come

    def read(self, file: PurePosixPath, size: int, parts: Sequence[Part], *, packed: bool) -> None:
        """Fill ``parts`` of a file of ``size`` bytes, in order of the file.

        ``packed``: have them compressed on the way. Raises OSError; refuses E705, E872 (it gives
        nothing more), E873 (in use) and E874 (shorter than it was).
        """
        wanted = sum(len(buffer) for _, buffer in parts)
        timer = threading.Timer(_SILENCE + wanted / _SLOWEST, self._stalled.set)
        timer.daemon = True
        timer.start()
        try:
            self._choose(file)
            for span in spans(parts):
                self._read_span(span, size, packed=packed)
        except (BrokenPipeError, EOFError):
            raise self._ended(file) from None
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the shell."""
        self._open.close()

    def _choose(self, file: PurePosixPath) -> None:
        if file != self._file:
            self._send(b"f" + str(file).encode("utf-8", "surrogateescape") + b"\n")
            self._file = file

    def _send(self, line: bytes) -> None:
        self._running.stdin.write(line)
        self._running.stdin.flush()

    def _read_span(self, parts: Sequence[Part], size: int, *, packed: bool) -> None:
        """Parts that follow each other."""
        start, stop = parts[0][0], parts[-1][0] + len(parts[-1][1])
        first = start // _SECTOR * _SECTOR
        last = min(-(-stop // _SECTOR) * _SECTOR, max(size, stop))
        sink = _Sink(start - first, [buffer for _, buffer in parts])
        if packed:
            for request in _requests(first, last):
                self._send(request.line("z"))
                sink.take(self._unpacked(request.length))
            return
        waiting: deque[_Request] = deque()
        for request in _requests(first, last):
            if len(waiting) >= _OUTSTANDING:
                self._receive(sink, waiting.popleft().length)
            self._send(request.line("r"))
            waiting.append(request)
        for request in waiting:
            self._receive(sink, request.length)

    def _receive(self, sink: _Sink, length: int) -> None:
        sink.receive(self._running.stdout, length)
        self.received += length

    def _unpacked(self, length: int) -> bytes:
        """``length`` bytes that come compressed; EOFError for fewer, or what is no gzip."""
        pipe, inflate = self._running.stdout, zlib.decompressobj(31)
        found = bytearray()
        while not inflate.eof:
            came = pipe.read1(1 << 16)  # type: ignore[attr-defined]
            if not came or len(found) > length:
                raise EOFError
            self.received += len(came)
            try:
                found += inflate.decompress(came, length - len(found) + 1)
                while inflate.unconsumed_tail and len(found) <= length:
                    tail = inflate.unconsumed_tail
                    found += inflate.decompress(tail, length - len(found) + 1)
            except zlib.error:
                raise EOFError from None
        if len(found) != length:
            raise EOFError
        return bytes(found)

    def _ended(self, file: PurePosixPath) -> Refusal | OSError:
        """What to raise after the shell has ended, or said something that makes no sense."""
        host = self._server.name
        with suppress(BrokenPipeError):
            self._running.stdin.close()
        try:
            self._running.finish()
        except Stopped:
            return refuse("E872", host=host, seconds=_SILENCE)
        except Refusal as refusal:
            return refusal
        except Failed as failed:
            if failed.code == _FAILED:
                return reason_of(failed.said, file, host)
        return refuse("E874", path=file, host=host)


def reason_of(said: str, file: PurePosixPath, host: str) -> Refusal | OSError:
    """What a tool on the host said of a file, as what it would be here; E873 for one in use."""
    said = said.strip()
    for pattern, number in _REASONS:
        if pattern.search(said):
            return OSError(number, said)
    if _BUSY.search(said):
        return refuse("E873", path=file, host=host)
    return refuse("E712", path=file, host=host, reason=said.splitlines()[-1] if said else "—")


@dataclass(slots=True)
class _Sink:
    """Takes bytes in order: some that nobody wants, then those for the buffers, then the rest."""

    skip: int
    buffers: list[memoryview]

    def receive(self, pipe: IO[bytes], length: int) -> None:
        """Take ``length`` bytes from a pipe; EOFError where it ends before."""
        while length:
            part = self._room(length)
            count = pipe.readinto(part)  # type: ignore[attr-defined]
            if not count:
                raise EOFError
            length -= count
            self._used(count)

    def take(self, data: bytes) -> None:
        """The same of bytes that are here."""
        view = memoryview(data)
        while view:
            part = self._room(len(view))
            part[:] = view[: len(part)]
            view = view[len(part) :]
            self._used(len(part))

    def _room(self, length: int) -> memoryview:
        if self.skip or not self.buffers:
            return memoryview(bytearray(min(self.skip or length, length)))
        return self.buffers[0][:length]

    def _used(self, count: int) -> None:
        if self.skip:
            self.skip -= count
        elif self.buffers:
            self.buffers[0] = self.buffers[0][count:]
            if not self.buffers[0]:
                self.buffers.pop(0)


def _requests(start: int, stop: int) -> Iterator[_Request]:
    """[start, stop), which begins at a sector: large blocks, and the sectors around them."""
    at = start
    while at < stop:
        if at % _BLOCK == 0 and stop - at >= _BLOCK:
            length = min((stop - at) // _BLOCK * _BLOCK, _LARGEST)
            yield _Request(at, _BLOCK, length)
        else:
            length = min(stop - at, _BLOCK - at % _BLOCK)
            yield _Request(at, _SECTOR, length)
        at += length
