"""Work on a finished conversion: asked for, and gone on with where the user agrees to more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.findings import Finding, Refusal, blocking
from engine.job.convert import guests
from engine.job.events import Finished
from engine.job.push.pool_job import PoolJob, PoolWish
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Wish
from engine.job.push.start_job import StartJob
from engine.job.result.checksums_job import ChecksumsJob
from engine.job.result.configure_job import ConfigureJob
from engine.job.result.conversion import Conversion, is_result
from engine.job.result.hal_jobs import HalChangeJob, HalUndoJob
from engine.job.result.refit_job import RefitJob
from engine.job.result.verify_job import VerifyJob
from engine.job.result.xva_job import XvaJob
from engine.job.work import Job
from gui.context import Context
from gui.engine_texts import failure
from gui.queue.entry import Entry
from gui.widgets import dialogs

ANYWAY = "E609"  #: the image was written since: taking back may be agreed to
IN_THE_WAY = "E708"  #: something else is there: replacing it may be agreed to
CHANGED = "E406"  #: an image is not as it was written: it may be accepted as it is
EDITED = "E840"  #: a configuration was changed by hand: losing that may be agreed to
UNUSUAL = "E642"  #: Windows itself does not offer a HAL: it may be agreed to
LEFT_OUT = "E445"  #: an archive has no place for some settings: leaving them out may be agreed to


class ResultWork(QObject):
    """Puts jobs into the queue. What is agreed to is asked on ``parent``."""

    refused = Signal(object, object)  #: folder, findings: why something was not asked for

    def __init__(self, around: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._around, self._parent = around, parent

    def hash(self, folder: Path) -> None:
        """Have the SHA-256 of all images."""
        self._spawn(folder, lambda: ChecksumsJob.planned(folder))

    def resume_sending(self, folder: Path) -> None:
        """Go on with a delivery that was stopped."""
        self._spawn(folder, lambda: PushJob.resumed(folder))

    def verify(self, folder: Path) -> None:
        """Compare all images with the manifest; accept what they are now if agreed to."""
        self._around.tasks.spawn(self._verify(folder))

    def pack(self, folder: Path, target: Path) -> None:
        """Make an XVA, ``target``; what has no place in it is left out if agreed to."""
        self._around.tasks.spawn(self._pack(folder, target))

    def send(self, folder: Path, wish: Wish | PoolWish) -> None:
        """Bring it to a server or a pool; what stands against it is done if agreed to."""
        if isinstance(wish, PoolWish):
            self._around.tasks.spawn(self._import(folder, wish))
        else:
            self._around.tasks.spawn(self._send(folder, wish))

    def start(self, folder: Path) -> None:
        """Have its server start it."""
        self._spawn(folder, lambda: StartJob.planned(folder))

    def configure(self, folder: Path, settings: dict[str, str]) -> None:
        """Write the configuration again; changes by hand are lost if agreed to."""
        self._around.tasks.spawn(self._configure(folder, settings))

    def undo(self, found: Conversion) -> None:
        """Take back what the conversion changed in the guest."""
        self._around.tasks.spawn(self._undo(found))

    def refit(self, found: Conversion) -> None:
        """Fit the guest again, after that was taken back."""
        for image in found.images:
            if image.refittable:
                self._spawn(found.folder, partial(RefitJob, image.path))

    def change_hal(self, image: Path, hal: str) -> None:
        """Give the Windows in an image another HAL; an unusual change is made if agreed to."""
        self._around.tasks.spawn(self._change_hal(image, hal))

    def undo_change(self, image: Path) -> None:
        """Take back what was changed last in the guest of an image."""
        self._around.tasks.spawn(self._take_back(_about(image), image, conversion=False))

    # -- kinds of work

    async def _verify(self, folder: Path) -> None:
        findings = await self._do(folder, lambda: VerifyJob(Conversion.open(folder)))
        if await self._agreed(_tr("Not verified"), findings, CHANGED, _tr("Accept it as it is")):
            await self._do(folder, lambda: VerifyJob(Conversion.open(folder), accept=True))

    async def _pack(self, folder: Path, target: Path) -> None:
        findings = await self._do(folder, lambda: XvaJob.planned(folder, target))
        if await self._agreed(_tr("Not packed"), findings, LEFT_OUT, _tr("Leave them out")):
            await self._do(folder, lambda: XvaJob.planned(folder, target, agreed=True))

    async def _send(self, folder: Path, wish: Wish) -> None:
        findings = await self._do(folder, lambda: PushJob.planned(folder, wish))
        if await self._agreed(_tr("Not sent"), findings, IN_THE_WAY, _tr("Replace it")):
            agreed = replace(wish, yes=True)
            await self._do(folder, lambda: PushJob.planned(folder, agreed))

    async def _import(self, folder: Path, wish: PoolWish) -> None:
        findings = await self._do(folder, lambda: PoolJob.planned(folder, wish))
        if await self._agreed(_tr("Not sent"), findings, LEFT_OUT, _tr("Leave them out")):
            agreed = replace(wish, agreed=True)
            await self._do(folder, lambda: PoolJob.planned(folder, agreed))

    async def _configure(self, folder: Path, settings: dict[str, str]) -> None:
        findings = await self._do(folder, lambda: ConfigureJob.planned(folder, settings))
        if await self._agreed(_tr("Not written"), findings, EDITED, _tr("Lose the rest")):
            agreed = partial(ConfigureJob.planned, folder, settings, agreed=True)
            await self._do(folder, agreed)

    async def _undo(self, found: Conversion) -> None:
        for image in found.images:
            if image.undoable:
                await self._take_back(found.folder, image.path)

    async def _change_hal(self, image: Path, hal: str) -> None:
        job = partial(HalChangeJob, image)
        findings = await self._do(_about(image), lambda: job(guests.hal_wishes(hal)))
        if await self._agreed(_tr("Not changed"), findings, UNUSUAL, _tr("Change it anyway")):
            await self._do(_about(image), lambda: job(guests.hal_wishes(hal, agreed=True)))

    async def _take_back(self, folder: Path, image: Path, *, conversion: bool = True) -> None:
        job = partial(HalUndoJob, image, conversion=conversion)
        findings = await self._do(folder, job)
        if await self._agreed(_tr("Not undone"), findings, ANYWAY, _tr("Undo it anyway")):
            await self._do(folder, partial(job, anyway=True))

    # -- asking for it

    def _spawn(self, folder: Path, look: Callable[[], Job]) -> None:
        self._around.tasks.spawn(self._do(folder, look))

    async def _do(self, folder: Path, look: Callable[[], Job]) -> tuple[Finding, ...]:
        """Put the job that ``look`` plans into the queue; returns what it was refused for."""
        try:
            job = await self._around.workers.run(look)
            if stopping := blocking(job.findings):
                raise Refusal(stopping)
        except Refusal as refusal:
            self.refused.emit(folder, refusal.findings)
            return refusal.findings
        entry = Entry(job, folder)
        self._around.queue.submit(entry)
        return _against(await entry.over())

    async def _agreed(
        self, title: str, findings: Collection[Finding], code: str, answer: str
    ) -> bool:
        """Whether the user agrees to what was refused with ``code`` alone."""
        if {each.code for each in findings} != {code}:
            return False
        text = failure(Refusal(findings))
        return await dialogs.ask(self._parent, title, text, {answer: True}, False)


def _about(image: Path) -> Path:
    """The folder of results that an image is in, else the image itself."""
    return image.parent if is_result(image.parent) else image


def _against(finished: Finished | None) -> tuple[Finding, ...]:
    """What a job was refused for while it ran."""
    return blocking(finished.findings) if finished is not None else ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_work", text)
