"""Machines of an ESXi host: govmomi's simulator stands for it (``make esxi-test``)."""

from __future__ import annotations

import filecmp
import json
import re
import sys
from collections.abc import Iterator
from http.client import HTTPResponse
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fixtures import keyrings, machine
from fixtures.machine import Machine
from source.esxi.simulator import PASSWORD, Simulated, running, snapshots

from engine import passwords
from engine.cli import host_access
from engine.cli.main import main
from engine.host_paths import path_of
from engine.source import again, certificates, hosts, taken_snapshots
from engine.source.esxi_folders import EsxiFolders
from engine.source.https_files import HttpsFiles
from engine.source.paths import source_of
from engine.source.source import Part

NAME = "ha-host_VM0"  # of the host; the configuration says win2003
IMAGE = "win2003.img"


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine of three layers."""
    return machine.build(tmp_path_factory.mktemp("esxi") / "vm", size=24 << 20, snapshots=2)


@pytest.fixture(scope="module")
def simulated(vm: Machine) -> Iterator[Simulated]:
    """A host that has the machine."""
    with running() as host:
        host.take_over(NAME, vm.vmx)
        host.machine(NAME).PowerOff()
        yield host


@pytest.fixture
def host(
    simulated: Simulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Simulated]:
    """The host, agreed to, and its password known."""
    with simulated.known(monkeypatch, tmp_path / "state"):
        yield simulated


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def codes(found: dict[str, Any]) -> list[str]:
    return [each["code"] for each in found["findings"] if each["severity"] == "error"]


def source(host: Simulated) -> EsxiFolders:
    found = source_of(path_of(f"{host.url}/"))
    assert isinstance(found, EsxiFolders)
    return found


def test_a_machine_is_looked_into_by_its_name(
    host: Simulated, vm: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(capsys, "inspect", f"{host.url}/{NAME}")
    assert (code, codes(found)) == (0, [])
    assert found["path"] == f"{host.url}/vmfs/volumes/{host.datastore}/{NAME}/{NAME}.vmx"
    assert len(found["disks"][0]["layers"]) == 3
    assert 0 < source(host).received < 1 << 20


def test_only_what_is_allocated_travels(
    host: Simulated, vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    code, found = run_json(capsys, "convert", f"{host.url}/{NAME}", "-o", out)
    assert (code, codes(found)) == (0, [])
    assert filecmp.cmp(out / IMAGE, vm.truths["current"], shallow=False)
    text = (out / "manifest.json").read_text()
    assert source(host).received <= json.loads(text)["disks"][0]["allocated"] * 1.05
    assert PASSWORD not in text.replace("passed", "")


def test_a_password_is_in_no_command_line_and_no_log(
    host: Simulated, tmp_path: Path, capsys: pytest.CaptureFixture[str], started: list[list[str]]
) -> None:
    log = tmp_path / "log"
    command = ["convert", f"{host.url}/{NAME}", "-o", str(tmp_path / "out")]
    assert main([*command, "-v", "--log-file", str(log)]) == 0
    told = capsys.readouterr()
    assert not re.search(rf"\b{PASSWORD}\b", told.out + told.err + log.read_text())
    assert started  # the helper that looks into the guest, at least
    assert not [words for words in started if re.search(rf"\b{PASSWORD}\b", " ".join(words))]


@pytest.fixture
def started() -> Iterator[list[list[str]]]:
    """The words of each program that is started from here on."""
    seen: list[list[str]] = []
    watching = True

    def look(event: str, told: tuple[Any, ...]) -> None:
        if watching and event == "subprocess.Popen":
            seen.append([str(each) for each in told[1]])

    sys.addaudithook(look)  # stays for good, so it is told when to stop
    yield seen
    watching = False


def test_a_copy_that_is_cut_goes_on(
    host: Simulated, vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    out = tmp_path / "out"
    fill = HttpsFiles._fill

    def cutting(self: HttpsFiles, *arguments: Any) -> None:
        if self.received > 8 << 20:
            raise ConnectionResetError("Connection reset by peer")
        fill(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(again, "_PAUSES", ())
        patch.setattr(HttpsFiles, "_fill", cutting)
        code, found = run_json(capsys, "convert", f"{host.url}/{NAME}", "-o", out)
        assert (code, codes(found)) == (4, ["E705"])
    hosts.close()
    code, found = run_json(capsys, "resume", out)
    assert (code, codes(found)) == (0, [])
    assert filecmp.cmp(out / IMAGE, vm.truths["current"], shallow=False)


def test_a_fleet_of_what_a_host_has(
    host: Simulated, vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        f'[fleet]\nmachines = ["{host.url}/*VM[0]"]\n[limits]\ndatastore = 1\n'
        f'[[rule]]\nmatch = {{ path = "*/{host.datastore}/*" }}\nsha256 = true\n'
    )
    code, found = run_json(capsys, "fleet", plan)
    assert (code, codes(found)) == (0, [])
    [machine] = found["machines"]
    assert machine["shares"] == [f"datastore {host.url.removeprefix('esxi://')} {host.datastore}"]
    assert machine["disks"][0]["sha256"]
    image = tmp_path / "results" / "win2003" / IMAGE
    assert filecmp.cmp(image, vm.truths["current"], shallow=False)


def test_a_running_machine_is_told(
    host: Simulated, vm: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    found = host.machine(NAME)
    found.PowerOn()
    try:
        assert codes(run_json(capsys, "inspect", f"{host.url}/{NAME}")[1]) == ["E877"]
    finally:
        found.PowerOff()


@pytest.fixture
def running_machine(host: Simulated) -> Iterator[Any]:
    with host.switched_on(NAME) as found:
        yield found


def test_a_snapshot_is_taken_and_removed(
    running_machine: Any, host: Simulated, vm: Machine, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / "out"
    code, found = run_json(capsys, "convert", f"{host.url}/{NAME}", "-o", out, "--take-snapshot")
    assert (code, codes(found)) == (0, [])
    assert filecmp.cmp(out / IMAGE, vm.truths["1"], shallow=False)
    assert snapshots(running_machine) == []


def test_a_snapshot_of_a_conversion_that_was_cut_stays_until_it_is_done(
    running_machine: Any, host: Simulated, vm: Machine, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    out = tmp_path / "out"
    fill, copied = HttpsFiles._fill, count()

    def cutting(
        self: HttpsFiles, buffer: memoryview, answer: HTTPResponse, left: list[Part]
    ) -> None:
        if len(buffer) >= 1 << 20 and next(copied) >= 2:  # planning reads less at a time
            raise ConnectionResetError("Connection reset by peer")
        fill(self, buffer, answer, left)

    with monkeypatch.context() as patch:
        patch.setattr(again, "_PAUSES", ())
        patch.setattr(HttpsFiles, "_fill", cutting)
        assert main(["convert", f"{host.url}/{NAME}", "-o", str(out), "--take-snapshot"]) == 4
    hosts.close()
    assert snapshots(running_machine) == ["vmx2xen"]
    found = run_json(capsys, "inspect", f"{host.url}/{NAME}")[1]["findings"]
    assert "W878" in [each["code"] for each in found]
    assert main(["resume", str(out)]) == 0
    assert snapshots(running_machine) == []


def test_a_snapshot_that_a_crash_left_is_removed(
    running_machine: Any, host: Simulated, capsys: pytest.CaptureFixture[str]
) -> None:
    taken_snapshots.take(path_of(f"{host.url}/vmfs/volumes/{host.datastore}/{NAME}/{NAME}.vmx"))
    assert snapshots(running_machine) == ["vmx2xen"]
    found = run_json(capsys, "inspect", f"{host.url}/{NAME}", "--drop-snapshot")[1]["findings"]
    assert "W878" not in [each["code"] for each in found]
    assert snapshots(running_machine) == []


def test_nothing_is_left_of_a_plan_that_is_refused(
    running_machine: Any, host: Simulated, tmp_path: Path
) -> None:
    (tmp_path / IMAGE).write_bytes(b"")
    words = ["convert", f"{host.url}/{NAME}", "-o", str(tmp_path), "--take-snapshot"]
    assert main(words) == 3
    assert snapshots(running_machine) == []


def test_a_host_that_is_not_known_shows_its_certificate(
    host: Simulated, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = certificates.shown(next(iter(certificates._expected)))
    monkeypatch.setattr(certificates, "_expected", set())
    code, found = run_json(capsys, "inspect", f"{host.url}/{NAME}")
    assert (code, codes(found)) == (3, ["E881"])
    assert shown in found["findings"][0]["message"]
    assert main(["inspect", f"{host.url}/{NAME}", "--trust-host", shown]) == 0
    hosts.close()
    monkeypatch.setattr(certificates, "_agreed", {})  # as in the next session
    monkeypatch.setattr(certificates, "_expected", set())
    assert main(["inspect", f"{host.url}/{NAME}"]) == 0


def test_another_certificate_is_refused(
    host: Simulated, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "_expected", set())
    certificates.agree(f"127.0.0.1:{host.port}", "ab" * 32)
    assert codes(run_json(capsys, "inspect", f"{host.url}/{NAME}")[1]) == ["E882"]


def test_a_name_that_no_machine_has(host: Simulated, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run_json(capsys, "inspect", f"{host.url}/nobody")
    assert (code, codes(found)) == (3, ["E887"])
    assert NAME in found["findings"][0]["message"]


def test_without_a_password(host: Simulated, capsys: pytest.CaptureFixture[str]) -> None:
    passwords.forget(f"user@127.0.0.1:{host.port}")
    code, found = run_json(capsys, "inspect", f"{host.url}/{NAME}")
    assert (code, codes(found)) == (3, ["E883"])


def test_a_wrong_password_in_the_keyring_is_replaced(
    host: Simulated, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account = f"user@127.0.0.1:{host.port}"
    with keyrings.empty(monkeypatch) as ring:
        ring.set_password("vmx2xen", account, "hunter2")
        code, found = run_json(capsys, "inspect", f"{host.url}/{NAME}")
        assert (code, codes(found)) == (3, ["E886"])
        hosts.close()
        monkeypatch.setattr(host_access, "_asked", lambda _: PASSWORD)
        code, found = run_json(capsys, "inspect", f"{host.url}/{NAME}")
        assert (code, codes(found)) == (0, [])
        assert ring.get_password("vmx2xen", account) == PASSWORD


def test_nobody_answers(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run_json(capsys, "inspect", "esxi://user@127.0.0.1:1/vm")
    assert (code, codes(found)) == (3, ["E880"])
