"""Machines on a host that ssh leads to: a real sshd on loopback, with BusyBox as on ESXi."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from deliver import ssh_server
from deliver.ssh_server import HOST, SshServer
from fixtures import machine
from fixtures.machine import Machine
from fixtures.tools import run

from engine.cli.main import main
from engine.host_paths import path_of, text_of
from engine.job.discard import discard
from engine.source import again, hosts, ssh_channel
from engine.source.paths import exists, head_of, listing, real, source_of, stat
from engine.source.ssh_folders import SshFolders

TOOLS = ("cat", "cut", "dd", "gzip", "printf", "readlink", "sh", "stat")


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine of three layers; not to be written to."""
    made = machine.build(tmp_path_factory.mktemp("host") / "vm", size=24 << 20, snapshots=2)
    for each in made.vmx.parent.iterdir():
        os.utime(each, (10**9, 10**9))  # BusyBox tells whole seconds
    return made


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SshServer]:
    """A host that has BusyBox alone."""
    busybox = shutil.which("busybox")
    if busybox is None:
        pytest.skip("busybox is not installed")
    tools, folder = tmp_path / "tools", tmp_path / "ssh"
    tools.mkdir()
    folder.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(busybox)
    with ssh_server.running(folder, monkeypatch, f"SetEnv PATH={tools}") as server:
        yield server
        hosts.close()


def url(path: Path) -> str:
    return f"ssh://{HOST}{path}"


def there(path: Path) -> Path:
    return path_of(url(path))


def source() -> SshFolders:
    found = source_of(there(Path("/")))
    assert isinstance(found, SshFolders)
    return found


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def codes(found: dict[str, Any]) -> list[str]:
    return [each["code"] for each in found["findings"] if each["severity"] == "error"]


def test_names_and_sizes_are_those_of_the_host(host: SshServer, tmp_path: Path) -> None:
    folder = tmp_path / "some folder"
    folder.mkdir()
    (folder / "ü 'x' $HOME.vmx").write_bytes(b"abc")
    (folder / ".hidden").write_bytes(b"")
    (folder / "link.vmx").symlink_to("ü 'x' $HOME.vmx")
    (folder / "lost").symlink_to("nothing")
    assert [each.name for each in listing(there(folder))] == sorted(
        (".hidden", "link.vmx", "ü 'x' $HOME.vmx")
    )
    path = there(folder / "link.vmx")
    assert (head_of(path, 100), stat(path).size) == (b"abc", 3)
    assert real(path) == there(folder / "ü 'x' $HOME.vmx")
    assert stat(path).identity == stat(real(path)).identity
    assert not exists(there(folder / "lost"))
    assert listing(there(folder / "nowhere")) == []
    assert text_of(path) == url(folder / "link.vmx")


def test_an_account_without_a_shell_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only = "Subsystem sftp internal-sftp\nForceCommand internal-sftp"
    with ssh_server.running(tmp_path, monkeypatch, only):
        code, found = run_json(capsys, "inspect", url(Path("/vms/a.vmx")))
        assert (code, codes(found)) == (3, ["E949"])
        hosts.close()


def test_looking_in_takes_next_to_nothing(
    vm: Machine, host: SshServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", str(vm.vmx), "--json"]) == 0
    here = capsys.readouterr().out
    assert main(["inspect", url(vm.vmx), "--json"]) == 0
    assert capsys.readouterr().out.replace(f"ssh://{HOST}", "") == here
    assert 0 < source().received < 1 << 20


@pytest.mark.parametrize("state", ["", "1"])
def test_only_what_is_allocated_travels(
    vm: Machine, host: SshServer, tmp_path: Path, state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(
        capsys, "convert", url(vm.vmx), "-o", tmp_path / "out", "--snapshot", state
    )
    assert (code, codes(found)) == (0, [])
    truth = vm.truths[state or "current"]
    assert filecmp.cmp(tmp_path / "out" / "win2003.img", truth, shallow=False)
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert made["source"] == url(vm.vmx)
    assert source().received <= made["disks"][0]["allocated"] * 1.05


def test_a_thin_disk_travels_without_its_holes(host: SshServer, tmp_path: Path) -> None:
    """A flat file on VMFS: no tool of the host tells where its holes are."""
    vm = machine.build(tmp_path / "vm", layout="monolithicFlat", snapshots=0, size=64 << 20)
    flat = vm.disk.with_name(f"{vm.disk.stem}-flat.vmdk")
    with flat.open("r+b") as file:
        data = file.read(1 << 20)
        file.truncate(0)
        file.truncate(64 << 20)
        file.write(data)
    shutil.copy(flat, tmp_path / "truth")
    assert main(["convert", url(vm.vmx), "-o", str(tmp_path / "out")]) == 0
    assert filecmp.cmp(tmp_path / "out" / "win2003.img", tmp_path / "truth", shallow=False)
    assert source().received < 2 << 20


def test_a_second_pass_reads_only_what_came_since(
    vm: Machine, host: SshServer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert main(["convert", url(vm.vmx), "-o", str(out), "--snapshot", "1"]) == 0
    first = source().received
    assert main(["convert", url(vm.vmx), "-o", str(out), "--update"]) == 0
    assert filecmp.cmp(out / "win2003.img", vm.truths["current"], shallow=False)
    newer = sum(each.stat().st_size for each in vm.vmx.parent.glob("win2003-0*.vmdk"))
    assert source().received - first < newer * 1.05 + (1 << 20)


def test_a_copy_that_is_cut_goes_on(
    vm: Machine, host: SshServer, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(again, "_PAUSES", ())
    out = tmp_path / "out"
    _cut_after(monkeypatch, host.cut, 6 << 20)
    code, found = run_json(capsys, "convert", url(vm.vmx), "-o", out)
    assert (code, codes(found)) == (4, ["E705"])
    assert (out / "win2003.img.received").exists()
    shutil.copytree(out, tmp_path / "unwanted")
    discard(tmp_path / "unwanted")
    assert not (tmp_path / "unwanted").exists()
    code, found = run_json(capsys, "resume", out)
    assert (code, codes(found)) == (0, [])
    assert filecmp.cmp(out / "win2003.img", vm.truths["current"], shallow=False)
    made = json.loads((out / "manifest.json").read_text())
    assert source().received <= made["disks"][0]["allocated"] * 1.05
    assert not (out / "win2003.img.received").exists()


def test_a_cut_of_a_moment_stops_nothing(
    vm: Machine, host: SshServer, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _cut_after(monkeypatch, host.cut, 6 << 20)
    code, found = run_json(capsys, "convert", url(vm.vmx), "-o", tmp_path / "out")
    assert (code, codes(found)) == (0, [])
    truth = vm.truths["current"]
    assert filecmp.cmp(tmp_path / "out" / "win2003.img", truth, shallow=False)


def test_a_disk_that_changes_while_it_is_copied(
    host: SshServer, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    vm = machine.build(tmp_path / "vm", size=24 << 20, snapshots=0)
    _cut_after(monkeypatch, lambda: os.utime(vm.disk, (1, 1)), 6 << 20)
    code, found = run_json(capsys, "convert", url(vm.vmx), "-o", tmp_path / "out")
    assert (code, codes(found)) == (3, ["E405"])
    assert not (tmp_path / "out" / "win2003.img").exists()


def _cut_after(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], received: int) -> None:
    """Have something happen once when so many bytes have come."""
    read = SshFolders.read
    done: list[object] = []

    def counted(self: SshFolders, *arguments: object, **named: object) -> None:
        read(self, *arguments, **named)  # type: ignore[arg-type]
        if self.received > received and not done:
            done.append(act())

    monkeypatch.setattr(SshFolders, "read", counted)


@pytest.mark.parametrize(
    ("answer", "code"),
    [("s nonsense", "E101"), ("s 81a4 -5 0 1 1 1 512 vm.vmx", "E715"), ("", "E101"),
     ("s 81a4 5000000 0 1 1 1 512 vm.vmx", "E874")],
)  # fmt: skip
def test_a_host_that_lies(
    vm: Machine, host: SshServer, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    answer: str, code: str,
) -> None:  # fmt: skip
    shutil.copy(vm.vmx, tmp_path / "vm.vmx")
    tool = tmp_path / "tools" / "stat"
    tool.unlink()
    tool.write_text(f"#!/bin/sh\necho '{answer}'\n")
    tool.chmod(0o755)
    found = run_json(capsys, "inspect", url(tmp_path / "vm.vmx"))
    assert (found[0], codes(found[1])) == (3, [code])


def test_a_host_that_is_not_known_shows_its_key(
    vm: Machine, host: SshServer, capsys: pytest.CaptureFixture[str]
) -> None:
    (host.folder / "known").write_text("")
    code, found = run_json(capsys, "inspect", url(vm.vmx))
    assert (code, codes(found)) == (3, ["E703"])
    fingerprint = run("ssh-keygen", "-l", "-f", host.folder / "host.pub").split()[1]
    assert fingerprint in found["findings"][0]["message"]


def test_a_host_that_stalls(
    vm: Machine, host: SshServer, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    tool = tmp_path / "tools" / "dd"
    tool.unlink()
    tool.write_text("#!/bin/sh\n/bin/sleep 2\n")
    tool.chmod(0o755)
    monkeypatch.setattr(ssh_channel, "_SILENCE", 0)
    code, found = run_json(capsys, "inspect", url(vm.vmx))
    assert (code, codes(found)) == (3, ["E872"])


@pytest.mark.parametrize(
    "text", ["ssh://", "ssh://host", "ssh:///x", "ssh://h/../x", "ssh://h/a%0Ab"]
)
def test_what_is_no_address(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", text]) == 2
    assert "no address" in capsys.readouterr().err


def test_a_host_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run_json(capsys, "inspect", "ssh://-oProxyCommand=x/vm.vmx")
    assert (code, codes(found)) == (3, ["E870"])
