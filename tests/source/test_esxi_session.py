"""A session with a host: who is let in, and what is made of what the host lists.

Sessions that are logged in are tested with a simulator (test_esxi_folders.py).
"""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from pyVmomi import vim
from refusals import refused
from source.https_host import HttpsHost

from engine import passwords
from engine.source import certificates, esxi_session
from engine.source.esxi_session import EsxiSession, FileInfo, HostedMachine, path_on_host
from engine.ssh.host import Host


def snapshot(name: str, *children: Any) -> Any:
    return SimpleNamespace(name=name, childSnapshotList=list(children))


def test_a_host_is_asked_for_nothing_before_it_is_trusted(https: HttpsHost) -> None:
    host = Host("127.0.0.1", "root", https.port)
    assert refused(lambda: EsxiSession(host)) == "E881"
    assert https.asked == []


def test_who_has_no_password_is_not_let_in(
    https: HttpsHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_ask", [])
    monkeypatch.setattr(passwords, "_in_keyring", lambda account: None)
    certificates.expect(https.fingerprint)
    assert refused(lambda: EsxiSession(Host("127.0.0.1", "root", https.port))) == "E883"


def test_a_host_that_speaks_no_such_protocol_is_said(https: HttpsHost) -> None:
    certificates.expect(https.fingerprint)
    host = Host("127.0.0.1", "root", https.port)
    passwords.remember(host.account("esxi"), "secret", keep=False)
    assert refused(lambda: EsxiSession(host)) == "E880"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("[ds 1] vm/vm.vmx", "/vmfs/volumes/ds 1/vm/vm.vmx"),
        ("[ds]vm.vmx", "/vmfs/volumes/ds/vm.vmx"),
        ("[a] b]c/d.vmx", "/vmfs/volumes/a/b]c/d.vmx"),
        ("ds] vm.vmx", ""),
        ("[ds vm.vmx", ""),
        ("/vmfs/volumes/ds/vm.vmx", ""),
        ("", ""),
    ],
)
def test_a_place_in_a_datastore_as_a_path(written: str, path: str) -> None:
    assert path_on_host(written) == path


def test_a_machine_as_it_is_listed() -> None:
    tree = SimpleNamespace(
        rootSnapshotList=[snapshot("1", snapshot("2", snapshot("3")), snapshot("4")), snapshot("5")]
    )
    found = {
        "name": "vm",
        "summary.config.vmPathName": "[ds] vm/vm.vmx",
        "runtime.powerState": vim.VirtualMachine.PowerState.poweredOff,
        "summary.storage": SimpleNamespace(committed=7),
        "snapshot": tree,
    }
    path = "/vmfs/volumes/ds/vm/vm.vmx"
    machine = HostedMachine("vm", path, False, 7, ("1", "2", "3", "4", "5"))
    assert esxi_session._machine(found) == machine


@pytest.mark.parametrize("state", ["poweredOn", "suspended", None])
def test_what_is_not_off_runs(state: str | None) -> None:
    """Also where the host does not say: its disks may be written to."""
    power = getattr(vim.VirtualMachine.PowerState, state) if state else None
    found = esxi_session._machine({"runtime.powerState": power})
    assert found == HostedMachine("", "", True, 0, ())


def test_a_file_as_it_is_listed() -> None:
    browser: Any = vim.host.DatastoreBrowser
    when = datetime(2026, 1, 2, 3, 4, 5, 999999, tzinfo=UTC)
    seconds = int(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp())
    disk = browser.VmDiskInfo(path="a.vmdk", fileSize=9, modification=when)
    assert esxi_session._info(disk) == FileInfo("a.vmdk", 9, seconds * 10**9, False)
    folder = browser.FolderInfo(path="b", fileSize=None, modification=None)
    assert esxi_session._info(folder) == FileInfo("b", 0, 0, True)


def test_an_error_is_said_in_its_own_words() -> None:
    faults: Any = vim.fault
    fault = faults.FileNotFound(msg="no such file")
    assert esxi_session._said(fault) == "no such file"
    assert esxi_session._said(OSError("cut")) == "cut"
    assert esxi_session._said(TimeoutError()) == "TimeoutError"
