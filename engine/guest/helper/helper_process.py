"""The helper process in which libntfs-3g and libhivex run.

They are written in C and read images from strangers: a crash or an endless loop of theirs must not
be the application's. The helper reads and writes the disk only by asking for it, so everything that
it does ends in an overlay, and nothing has happened if it dies.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import platform
from engine.catalogue import CATALOGUE
from engine.disk.disk import Disk, WritableDisk
from engine.findings import Finding, Refusal, refuse, words
from engine.guest.helper import bounds
from engine.guest.helper.helper_protocol import Broken, Message, Plain, Wire
from engine.guest.helper.packing import unpacked
from engine.phrase import Phrase

#: So many seconds the helper may say nothing at all; its own work is bounded by helper_main.
SILENCE = 120.0

_READ_LIMIT = 16 << 20
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """A disk that the process may read and not write."""

    disk: Disk

    @property
    def size(self) -> int:
        return self.disk.size

    def pread(self, offset: int, length: int) -> bytes:
        return self.disk.pread(offset, length)

    def pwrite(self, offset: int, data: bytes) -> None:
        raise ValueError(Phrase("it tried to write"))


class Native:
    """The helper process, started when it is first called; to be used by one thread at a time.

    ``reads`` are paths of the user's, files and folders, that it may open besides.
    """

    def __init__(
        self,
        silence: float = SILENCE,
        worker: str = "engine.guest.helper.helper_main",
        reads: Sequence[str] = (),
    ) -> None:
        self._silence, self._worker, self._reads = silence, worker, reads
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def __enter__(self) -> Native:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(
        self, do: str, body: bytes = b"", disk: WritableDisk | None = None, **arguments: Plain
    ) -> Message:
        """Have the helper do something; reads and writes ``disk`` for it meanwhile.

        Refuses what the helper refuses, and E602 if it crashed, went silent or talks nonsense.
        After that, as after any exception of ``disk``, it has ended and cannot be called again.
        """
        try:
            wire = self._wire()
            wire.send({"do": do, **arguments}, body)
            answer = self._answer(wire, disk)
            refusal = _refusal(answer) if answer.has("refused") else None
        except Broken as broken:
            raise Broken(self._cause(broken)) from None
        except BaseException:
            self.close()
            raise
        if refusal is not None:
            raise refusal
        return answer

    def start(self) -> None:
        """Start the helper now: who is in a cell cannot do it later. Refuses E602."""
        self._wire()

    def close(self) -> None:
        """End the helper; what it has not finished has not happened."""
        self._ended = True
        if self._process is not None:
            platform.kill(self._process)
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process.wait()

    def _wire(self) -> Wire:
        if self._ended:
            raise Broken(Phrase("it has ended"))
        if self._process is None:
            self._process = self._start()
        reading, writing = self._process.stdout, self._process.stdin
        if reading is None or writing is None:
            raise Broken(Phrase("it has no pipes"))
        return Wire(reading.fileno(), writing.fileno())

    def _start(self) -> subprocess.Popen[bytes]:
        """A process of its own session: an interrupt at the terminal is the application's."""
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        try:
            return subprocess.Popen(  # noqa: S603
                [*_command(self._worker), *self._reads],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                # A thread of NumPy's for each processor would take up the memory it may have.
                env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
                **platform.own_session(),
            )
        except OSError as error:
            raise Broken(Phrase("it cannot be started ({error})", error=words(error))) from None

    def _answer(self, wire: Wire, disk: WritableDisk | None) -> Message:
        while True:
            message = wire.receive(self._silence)
            if message.has("done") or message.has("refused"):
                return message
            if disk is None:
                raise Broken(Phrase("it asks for a disk"))
            _serve(wire, message, disk)

    def _cause(self, broken: Broken) -> str:
        """Why the helper failed; it is gone afterwards."""
        process = self._process
        if process is None or self._ended:
            return broken.reason
        self.close()
        end = platform.end_of(process.returncode)
        if end.how == "stuck":
            return Phrase("it worked {seconds} seconds without progress", seconds=bounds.seconds())
        if end.how == "failed":
            return Phrase("it ended with code {code}", code=end.what)
        return Phrase("it crashed ({signal})", signal=end.what) if end.what else broken.reason


def _command(worker: str) -> list[str]:
    """What starts a helper: this Python, or the program itself where it is a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, platform.HELPER, worker]
    return [sys.executable, "-P", "-m", worker]


def _serve(wire: Wire, message: Message, disk: WritableDisk) -> None:
    """Read or write for the helper. A write needs no answer: that it failed is the end anyway."""
    if message.has("write"):
        try:
            disk.pwrite(message.number("write"), message.body)
        except ValueError as error:
            raise Broken(words(error)) from None
        return
    length = message.number("length")
    if length > _READ_LIMIT:
        raise Broken(Phrase("it asks for {length} bytes", length=length))
    wire.send({}, disk.pread(message.number("read"), length))


def _refusal(message: Message) -> Refusal:
    if message.has("findings"):
        try:
            return Refusal(unpacked(tuple[Finding, ...], message.rows("findings")))
        except (ValueError, RecursionError) as error:
            raise Broken(words(error)) from None
    code = message.text("refused")
    if code not in CATALOGUE:
        raise Broken(Phrase("it refuses with {code}", code=code))
    try:
        return refuse(code, **message.fields("fields"))
    except KeyError:
        raise Broken(Phrase("it refuses with {code} without saying why", code=code)) from None
