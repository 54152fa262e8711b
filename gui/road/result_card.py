"""The card of a result: whether it is ready for Xen, its files, and how it gets to a server."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.job.result.conversion import Conversion
from gui.context import Context
from gui.machines.doubt import FAILS
from gui.machines.finished_machine import FinishedMachine, created
from gui.machines.migration import Migration
from gui.queue.state import State
from gui.result.result_page import ResultPage
from gui.road.card import Card


class ResultCard(Card):
    """Says of a result what was seen of it."""

    grows = False

    def __init__(self, around: Context) -> None:
        self.result = ResultPage(around)
        super().__init__(_tr("Result"), self.result, _tr("Files and server…"))
        self.set_unfolded(True)
        self.findings.at_first = 0  # hints have been read before it was converted
        self.result.looked.connect(self._tell)
        self.tell(_tr("Looking at the result…"))

    def show_job(self, job: Migration | None) -> None:
        """Show what a migration has made, once it is done."""
        done = job is not None and job.state is State.DONE
        self.show_folder(job.folder if job and done else None)

    def show_folder(self, folder: Path | None) -> None:
        """Show the result in ``folder``; None for none."""
        if folder != self.result.folder:
            self.tell(_tr("Looking at the result…"))
        self.result.show_folder(folder)

    def _tell(self, found: Conversion | None, failure: str) -> None:
        if found is None:
            self.tell(failure or _tr("Looking at the result…"), "", "error" if failure else "")
            self.set_findings(())
            return
        findings = FinishedMachine(found).findings
        fails = next((each for each in findings if each.code in FAILS), None)
        read_back = _tr("Converted on {date}. Every image was read back then and was identical.")
        detail = read_back.format(date=created(found))
        missing = [image.path.name for image in found.images if not image.path.is_file()]
        if missing:
            text = _tr("Not complete: {names} is missing").format(names=", ".join(missing))
            self.tell(text, detail, "error")
        elif _is_undone(found):
            text = _tr("The guest is as it was in VMware: it may not start from Xen's disks")
            self.tell(text, detail, "warning")
        elif fails is not None:
            self.tell(_tr("Will not start under Xen as it is set up"), detail, "error")
        else:
            first = _tr(
                "At its first start look at its disks, its network and its clock; "
                "VMware Tools can be removed then."
            )
            self.tell(_tr("Ready for Xen"), f"{detail} {first}", "ok")
        self.set_findings(findings)


def _is_undone(found: Conversion) -> bool:
    """Whether the conversion changed a guest, and that was taken back."""
    return any(image.changes and not image.undoable for image in found.images) and all(
        image.format == "raw" for image in found.images
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_card", text)
