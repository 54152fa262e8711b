"""``workingDir``: where VMware keeps snapshots and redo logs, if not beside the configuration."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.findings import Finding, finding
from engine.source.paths import exists, is_folder
from engine.vmware.locate import Folder, direct_path
from engine.vmware.vmx import Vmx

_HERE = ("", ".", "./", ".\\")


def with_working_folder(vmx: Vmx, folder: Folder) -> Folder:
    """``folder`` with its working folder, if there is one and it is on this computer."""
    written = vmx.text("workingDir").strip()
    found = None if written in _HERE or "\0" in written else direct_path(written, folder.path)
    return replace(folder, working=found) if found is not None and is_folder(found) else folder


def working_folder_findings(vmx: Vmx, folder: Folder) -> tuple[Finding, ...]:
    """W213 if the working folder is not here."""
    written = vmx.text("workingDir").strip()
    if written in _HERE or folder.working is not None:
        return ()
    return (finding("W213", written=written),)


def snapshot_list(path: Path, folder: Folder) -> Path:
    """The .vmsd of the configuration ``path``: beside it, else in the working folder."""
    beside = path.with_suffix(".vmsd")
    if folder.working is None or exists(beside):
        return beside
    working = folder.working / beside.name
    return working if exists(working) and (folder.trusted or folder.holds(working)) else beside
