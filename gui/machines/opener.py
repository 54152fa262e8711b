"""Opening a machine: read it in a thread, and ask what only the user can decide."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from engine.findings import Finding, Refusal
from engine.host_paths import text_of
from engine.job import requests
from engine.job.convert import conversion_job
from engine.job.result.conversion import Conversion, is_result
from engine.vmware import machine
from engine.vmware.model import VirtualMachine
from engine.vmware.places import NOWHERE
from engine.vmware.search import Found, machines_in
from gui.engine_texts import message
from gui.threads.job_thread import Workers

OUTSIDE = "E109"
REDO = "E305"

#: title, text, answers by button text, the answer if none is given -> the answer
Ask = Callable[[str, str, dict[str, str], str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A machine as it was read, and what the user decided for it."""

    machine: VirtualMachine
    trusted: bool = False
    redo: str = ""
    placed: Mapping[str, Path] = field(default_factory=dict)  #: where files are: ``scsi0:1.2``


@dataclass(frozen=True, slots=True)
class Read:
    """What there was at a path: results, a machine, or why it is neither."""

    path: Path
    results: Conversion | None = None
    opened: Opened | None = None
    folder: Path | None = None  #: in which the machine's conversion was stopped
    refusal: Refusal | None = None


class Opener(QObject):
    """Reads machines; the questions are put by ``ask``, one at a time."""

    def __init__(self, workers: Workers, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = workers
        self._ask, self._asking = ask, asyncio.Lock()

    async def find(self, paths: list[Path]) -> Found:
        """What is to be opened: files as they are, for folders the machines in them, and those
        that hold the results of a conversion.
        """
        return await self._workers.run(partial(_found, paths))

    async def read(self, path: Path) -> Read:
        """Whatever is at ``path``, read."""
        try:
            found = await self._workers.run(partial(_at, path))
            match found:
                case Conversion():
                    return Read(path, results=found)
                case Path():
                    return Read(path, opened=await self.stopped(path), folder=path)
                case _:
                    return Read(path, opened=await self.open(path))
        except Refusal as refusal:
            return Read(path, refusal=refusal)

    async def stopped(self, folder: Path) -> Opened:
        """The machine whose conversion into ``folder`` was stopped.

        The folder may be a stranger's: files outside of the machine's are agreed to anew.
        """
        path, choices = await self._workers.run(partial(conversion_job.asked, folder))
        outside = list(conversion_job.outside(path, choices))
        if outside and not await self.ask_trust(outside):
            raise Refusal(outside)
        redo = choices.settings.get("redo", "")
        return await self.open(path, bool(outside), redo, choices.placed_now)

    async def locate(self, opened: Opened, of: str, place: Path) -> Opened:
        """A machine anew, with its file ``of`` a slot and layer at ``place``."""
        placed = {**opened.placed, of: place}
        return await self.open(opened.machine.path, opened.trusted, opened.redo, placed)

    async def open(
        self,
        path: Path,
        trusted: bool = False,
        redo: str = "",
        placed: Mapping[str, Path] = NOWHERE,
    ) -> Opened:
        """The machine at ``path``; raises Refusal where there is none to be read.

        ``trusted``, ``redo`` and ``placed`` are what has been decided already.
        """
        asked: set[str] = set()
        while True:
            try:
                found = await self._workers.run(
                    partial(machine.read, path, trusted=trusted, redo=redo, placed=placed)
                )
            except Refusal as refusal:
                open_questions = _questions(refusal.findings, asked)
                if not open_questions:
                    raise
            else:
                open_questions = _questions(found.all_findings, asked)
                if not open_questions:
                    return Opened(found, trusted, redo, placed)
            asked |= {each.code for each in open_questions}
            outside = [each for each in open_questions if each.code == OUTSIDE]
            if outside:
                trusted = await self.ask_trust(outside)
            if len(outside) < len(open_questions):
                redo = await self._ask_redo(
                    [each for each in open_questions if each not in outside]
                )

    async def ask_trust(self, findings: list[Finding]) -> bool:
        """Whether the user trusts a machine with files outside of its folder."""
        answer = await self._ask_next(
            self.tr("Files outside the folder"),
            _text(findings) + "\n\n" + self.tr("Do you trust this virtual machine?"),
            {self.tr("Open without these files"): "", self.tr("Trust it"): "trusted"},
        )
        return bool(answer)

    async def _ask_redo(self, findings: list[Finding]) -> str:
        return await self._ask_next(
            self.tr("Keep the last changes?"),
            _text(findings) + "\n\n" + self.tr("Without them the disk is as at the last power-on."),
            {self.tr("Discard them"): "discard", self.tr("Keep them"): "commit"},
        )

    async def _ask_next(self, title: str, text: str, answers: dict[str, str]) -> str:
        """The answer to a question, put once that of another machine is answered."""
        async with self._asking:
            return await self._ask(title, text, answers, "")


def _found(paths: list[Path]) -> Found:
    """An empty folder stays: opening it says what is wrong."""
    every = Found()
    for path in paths:
        found = _in_folder(path) if path.is_dir() else Found()
        every.machines += found.machines or [path]
        every.findings += found.findings
    every.machines = list(dict.fromkeys(every.machines))
    return every


def _in_folder(folder: Path) -> Found:
    """Its machines, and the folders of results: itself, or those in it."""
    if is_result(folder):
        return Found([folder])
    found = machines_in(folder)
    with suppress(OSError):
        below = (each for each in folder.iterdir() if each.is_dir() and is_result(each))
        found.machines += sorted(below)
    return found


def _questions(findings: tuple[Finding, ...], asked: set[str]) -> list[Finding]:
    codes = {OUTSIDE, REDO} - asked
    return [each for each in findings if each.code in codes]


def _text(findings: list[Finding], limit: int = 5) -> str:
    lines = [message(each) for each in findings]
    return "\n".join([*lines[:limit], "…"] if len(lines) > limit else lines)


def opened_line(machine: VirtualMachine) -> str:
    """A machine in the log: which file it is of, its name, how many disks it has."""
    broken = sum(disk.chain is None for disk in machine.disks)
    more = f", {broken} of them cannot be read" if broken else ""
    return f"Opened {text_of(machine.path)}: {machine.name}, disks: {len(machine.disks)}{more}"


def _at(path: Path) -> Conversion | Path | None:
    """The finished conversion in a folder, or the folder where one was stopped; None for all else.

    Refuses where the manifest is damaged.
    """
    if not path.is_dir():
        return None
    if requests.left_in(path) == conversion_job.KIND:
        return path
    return Conversion.open(path) if is_result(path) else None
