"""A report to be sent to the developers: one .zip, without names of people and computers."""

from __future__ import annotations

import io
import json
import platform
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, qVersion

from engine import __version__
from engine.findings import Refusal
from engine.job.convert.plan import Plan
from engine.report.redact import Redaction, of_this_user
from engine.vmware.model import VirtualMachine
from gui.log.log_buffer import LogBuffer
from gui.machines.migration import Migration
from gui.picture.picture_export import picture

#: A file of the report: its name in it, and what makes UTF-8 text, called in another thread.
Contribution = tuple[str, Callable[[], bytes]]


def versions() -> str:
    """What the program runs on."""
    return "\n".join(
        (
            f"vmx2xen {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        )
    )


def contributions(log: LogBuffer, jobs: Iterable[Migration], trace: str = "") -> list[Contribution]:
    """What is known of the program, and of each machine that is open."""
    found = [_text("versions.txt", versions()), _text("log.txt", log.text())]
    if trace:
        found.append(_text("crash.txt", trace))
    for number, job in enumerate(jobs, 1):
        findings = "\n".join(map(str, job.findings))
        found.append(_text(f"machine-{number}/findings.txt", f"{job.state.name}\n{findings}"))
        found.append((f"machine-{number}/chain.svg", partial(_picture, job.machine, job.plan)))
        if job.plan is not None:
            plan = json.dumps(job.plan.as_json(), indent=1, ensure_ascii=False)
            found.append(_text(f"machine-{number}/plan.json", plan))
    return found


def _text(name: str, text: str) -> Contribution:
    return name, partial(text.encode, errors="replace")


def _picture(machine: VirtualMachine, plan: Plan | None) -> bytes:
    """The chains of a machine; what is wrong with them if they cannot be drawn."""
    try:
        return picture(machine, plan)
    except Refusal as refusal:
        return str(refusal).encode(errors="replace")


def pack(files: Iterable[Contribution], redaction: Redaction) -> bytes:
    """The report as a .zip, every file in it redacted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in files:
            text = redaction.text(make().decode(errors="replace"))
            archive.writestr(name, text)
    return out.getvalue()


def save(path: Path, files: Iterable[Contribution]) -> bool:
    """Write the report; as :func:`write`."""
    return write(path, pack(files, of_this_user()))


def write(path: Path, data: bytes) -> bool:
    """Write a file, all or nothing; whether that could be done."""
    out = QSaveFile(str(path))
    if not out.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    out.write(data)
    return bool(out.commit())
