"""A report to be sent to the developers: one .zip, without names of people and computers."""

from __future__ import annotations

import io
import json
import platform
import zipfile
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, qVersion

from engine import __version__
from engine.job.redact import Redaction, of_this_user
from gui.job import Job
from gui.log_buffer import LogBuffer

#: A file of the report: its name in it, and UTF-8 text. Who has more to say adds to the list.
Contribution = tuple[str, bytes]


def versions() -> str:
    """What the program runs on."""
    return "\n".join(
        (
            f"vmx2xen {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        )
    )


def contributions(log: LogBuffer, jobs: Iterable[Job], trace: str = "") -> list[Contribution]:
    """What is known of the program, and of each machine that is open."""
    found = [("versions.txt", versions()), ("log.txt", log.text())]
    if trace:
        found.append(("crash.txt", trace))
    for number, job in enumerate(jobs, 1):
        findings = "\n".join(map(str, job.findings))
        found.append((f"machine-{number}/findings.txt", f"{job.state.name}\n{findings}"))
        if job.plan is not None:
            plan = json.dumps(job.plan.as_json(), indent=1, ensure_ascii=False)
            found.append((f"machine-{number}/plan.json", plan))
    return [(name, text.encode(errors="replace")) for name, text in found]


def pack(files: Iterable[Contribution], redaction: Redaction) -> bytes:
    """The report as a .zip, every file in it redacted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            text = redaction.text(data.decode(errors="replace"))
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
