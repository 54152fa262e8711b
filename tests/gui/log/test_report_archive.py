"""The report that is sent to the developers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from engine.report.redact import Redaction
from gui.log.log_buffer import LogBuffer
from gui.log.report_archive import contributions, pack, save
from gui.machines.migration import Migration

Run = Callable[..., Any]


def test_it_says_what_is_needed_and_nothing_of_the_user(
    run: Run, job: Migration, tmp_path: Path
) -> None:
    log = LogBuffer()
    log.append("warning", f"alice@desk opened {tmp_path}/vm with 00:0c:29:12:34:56")

    async def scenario() -> None:
        await job.replan()

    run(scenario())
    files = contributions(log, [job], "Traceback: Fault")
    data = pack(files, Redaction(tmp_path, "alice", ["desk"]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert found.keys() == {
        "versions.txt",
        "log.txt",
        "crash.txt",
        "machine-1/findings.txt",
        "machine-1/plan.json",
        "machine-1/chain.svg",
    }
    assert "vmx2xen" in found["versions.txt"]
    assert "<user>@<host> opened <home>/vm with <mac-1>" in found["log.txt"]
    assert ElementTree.fromstring(found["machine-1/chain.svg"]).tag.endswith("svg")
    assert "win2003-000002.vmdk" in found["machine-1/chain.svg"]
    assert "win2003.img" in found["machine-1/plan.json"]
    for text in found.values():
        assert str(tmp_path) not in text


def test_where_it_cannot_be_written_that_is_said(tmp_path: Path) -> None:
    assert save(tmp_path / "report.zip", [("log.txt", lambda: b"x")])
    assert not save(tmp_path / "none" / "report.zip", [("log.txt", lambda: b"x")])
