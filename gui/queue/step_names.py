"""The steps of a job by name, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.job.convert import disk_steps, steps
from engine.job.work import Step


def name(step: Step) -> str:
    """What a step does; its own name, in English, if it is of a kind not known here."""
    match step:
        case steps.FitGuest(task=task):
            return _tr("Fit the guest on {image}").format(image=task.target.name)
        case disk_steps.ConvertDisk(task=task):
            return _tr("Convert {image}").format(image=task.target.name)
        case disk_steps.VerifyDisk(task=task):
            return _tr("Verify {image}").format(image=task.target.name)
        case steps.HashImage(image=image):
            return _tr("Hash {image}").format(image=image.name)
        case steps.WriteConfig():
            return _tr("Write the configuration")
        case steps.WriteManifest():
            return _tr("Write the manifest")
        case disk_steps.Publish():
            return _tr("Finish")
        case _:
            return step.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("step_names", text)
