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

from engine.findings import Refusal, Stopped, refuse
from engine.source.received import size_of, took
from engine.source.source import Left, Part, spans
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

    def read(self, file: PurePosixPath, size: int, left: Left, *, packed: bool) -> None:
        """Fill ``left`` of a file of ``size`` bytes, in order of the file.

        What has come is taken out of it. ``packed``: have it compressed on the way. Raises OSError;
        refuses E705, E872 (it gives nothing more), E873 (in use) and E874 (shorter than it was).
        """
        timer = threading.Timer(_SILENCE + size_of(left) / _SLOWEST, self._stalled.set)
        timer.daemon = True
        timer.start()
        try:
            self._choose(file)
            while left:
                self._read_span(next(spans(left)), left, size, packed=packed)
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

    def _read_span(self, span: Sequence[Part], left: Left, size: int, *, packed: bool) -> None:
        """The first parts of ``left``, those that follow each other."""
        start, stop = span[0][0], span[-1][0] + len(span[-1][1])
        first = start // _SECTOR * _SECTOR
        last = min(-(-stop // _SECTOR) * _SECTOR, max(size, stop))
        sink = _Sink(start - first, stop - start, left)
        if packed:
            for request in _requests(first, last):
                self._send(request.line("z"))
                self._unpack(sink, request.length)
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
        """Take ``length`` bytes as they come; EOFError where they end before."""
        pipe = self._running.stdout
        while length:
            count = pipe.readinto(sink.room(length))  # type: ignore[attr-defined]
            if not count:
                raise EOFError
            self.received += count
            length -= count
            sink.used(count)

    def _unpack(self, sink: _Sink, length: int) -> None:
        """Take ``length`` bytes that come compressed; EOFError for others, or what is no gzip."""
        pipe, inflate = self._running.stdout, zlib.decompressobj(31)
        while not inflate.eof:
            came = pipe.read1(1 << 16)  # type: ignore[attr-defined]
            self.received += len(came)
            try:
                data = inflate.decompress(came, length + 1)
            except zlib.error:
                raise EOFError from None
            if not came or len(data) > length:
                raise EOFError
            sink.take(data)
            length -= len(data)
        if length:
            raise EOFError

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
    """Takes bytes in order: some that nobody wants, ``wanted`` bytes of ``left``, then the rest."""

    skip: int
    wanted: int
    left: Left

    def take(self, data: bytes) -> None:
        """Take bytes that are here."""
        view = memoryview(data)
        while view:
            part = self.room(len(view))
            part[:] = view[: len(part)]
            view = view[len(part) :]
            self.used(len(part))

    def room(self, length: int) -> memoryview:
        """Where the next bytes go, at most ``length`` of them."""
        if self.skip or not self.wanted:
            return memoryview(bytearray(min(self.skip or length, length)))
        return self.left[0][1][:length]

    def used(self, count: int) -> None:
        """So many bytes were put there."""
        if self.skip:
            self.skip -= count
        elif self.wanted:
            self.wanted -= count
            took(self.left, count)


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
