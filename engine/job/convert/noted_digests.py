"""The digests of an appliance's manifest, compared while the files are copied.

Comparing runs in a thread of its own, from the beginning of a file to its end, and so does copying:
the file comes from the disk once. The image gets its name only after both are done.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import TracebackType

from engine.disk.copying.noted_digest import NotedDigest
from engine.findings import Refusal, Stopped, finding
from engine.job.convert.disk_steps import ConvertDisk
from engine.job.convert.disk_task import DiskTask
from engine.job.events import Found
from engine.job.work import Step, Work
from engine.phrase import Phrase
from engine.vmware.locate import last_name
from engine.vmware.model import VirtualMachine

_LOOK_EVERY = 0.2  # seconds: how soon waiting stops


def copy_steps(machine: VirtualMachine, tasks: Sequence[DiskTask], agreed: bool) -> list[Step]:
    """A step for each disk to be copied, beside which the digests of its files are compared.

    Last comes a step for the files that are in no disk. A mismatch is refused (E124) unless the
    user ``agreed`` to it (W120). Files of disks that are left out do not matter.
    """
    left_out = {last_name(disk.written) for disk in machine.left_out}
    rest = [each for each in machine.digests if last_name(each.name) not in left_out]
    steps: list[Step] = []
    for task in tasks:
        own = tuple(each for each in rest if task.chain.files.has(each.path))
        rest = [each for each in rest if each not in own]
        copy = ConvertDisk(task)
        steps.append(ConvertCompared(copy, own, agreed) if own else copy)
    return [*steps, CompareFiles(tuple(rest), agreed)] if rest else steps


@dataclass(frozen=True, slots=True)
class ConvertCompared:
    """Copies one disk while its files are compared with their digests."""

    copy: ConvertDisk
    digests: tuple[NotedDigest, ...]
    agreed: bool

    @property
    def name(self) -> Phrase:
        return self.copy.name

    @property
    def total(self) -> int:
        return self.copy.total

    def run(self, work: Work) -> None:
        with _Comparing(self.digests) as comparing:
            self.copy.run(work)
            comparing.wait(work.cancel)
        _tell(comparing.wrong, self.digests, self.agreed, work)


@dataclass(frozen=True, slots=True)
class CompareFiles:
    """Compares files that are no disks with their digests."""

    digests: tuple[NotedDigest, ...]
    agreed: bool
    name: Phrase = Phrase("Compare the other files with the manifest")

    @property
    def total(self) -> int:
        return sum(each.size for each in self.digests)

    def run(self, work: Work) -> None:
        advance = work.progress(self.total)

        def progress(count: int) -> None:
            advance(count)
            if work.cancel.is_set():
                raise Stopped

        wrong = [each for each in self.digests if not each.agrees(progress)]
        _tell(wrong, self.digests, self.agreed, work)


def _tell(
    wrong: Iterable[NotedDigest], compared: Sequence[NotedDigest], agreed: bool, work: Work
) -> None:
    found = [
        finding("W120" if agreed else "E124", path=each.name, algorithm=each.algorithm)
        for each in wrong
    ]
    if found and not agreed:
        raise Refusal(found)
    for each in found:
        work.emit(Found(each))
    if not found:
        work.log(f"{', '.join(each.name for each in compared)}: as noted in the manifest")


@dataclass(slots=True)
class _Comparing:
    """A thread that compares; it ends at the latest when the context is left."""

    digests: tuple[NotedDigest, ...]
    wrong: list[NotedDigest] = field(default_factory=list)
    _refusal: Refusal | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> _Comparing:
        self._thread = threading.Thread(target=self._compare, name="digests")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def wait(self, cancel: threading.Event) -> None:
        """Wait until all is compared; raises Stopped, or what a file was refused with."""
        while self._thread.is_alive():
            self._thread.join(_LOOK_EVERY)
            if cancel.is_set():
                raise Stopped
        if self._refusal is not None:
            raise self._refusal

    def _compare(self) -> None:
        try:
            self.wrong += [each for each in self.digests if not each.agrees(self._advance)]
        except Refusal as refusal:
            self._refusal = refusal
        except Stopped:
            pass

    def _advance(self, _count: int) -> None:
        if self._stop.is_set():
            raise Stopped
