"""The command line as its contract says: exit codes, JSON, what lies in the folder."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.cli.main import main
from engine.job import work
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob
from engine.vmware import machine as machines


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    return machine.build(tmp_path_factory.mktemp("cli") / "vm", size=24 << 20, branches=True)


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = main([str(each) for each in arguments])
    return code, json.loads(capsys.readouterr().out)


def same(one: Path, other: Path) -> bool:
    return subprocess.run(["cmp", one, other], check=False).returncode == 0


def qemu_compare(vmdk: Path, raw: Path) -> bool:
    command: list[str | Path] = ["qemu-img", "compare", "-f", "vmdk", "-F", "raw", vmdk, raw]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_convert_leaves_three_files(vm: machine.Machine, tmp_path: Path) -> None:
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out")]) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["manifest.json", "win2003.cfg", "win2003.img"]
    assert same(tmp_path / "out/win2003.img", vm.truths["current"])
    found = json.loads((tmp_path / "out/manifest.json").read_text())
    assert found["disks"][0]["size"] == 24 << 20
    assert {step["name"] for step in found["steps"]} >= {"Convert win2003.img"}
    assert main(["verify", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("format", ["raw", "qcow2"])
def test_sha256_is_what_sha256sum_says(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    out = tmp_path / "out"
    wanted = ("convert", vm.vmx, "-o", out, "--sha256", "--format", format, "--json")
    image = out / run_json(capsys, *wanted)[1]["files"][0]
    found = json.loads((out / "manifest.json").read_text())
    said = subprocess.run(["sha256sum", image], capture_output=True, text=True, check=True)
    assert said.stdout.split()[0] == found["disks"][0]["sha256"]
    assert "Hash " + image.name in [step["name"] for step in found["steps"]]


def test_convert_json_is_json_alone(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(capsys, "convert", vm.vmx, "-o", tmp_path / "out", "--json")
    assert code == 0
    assert found["outcome"] == "done"
    assert set(found["files"]) == {"win2003.img", "win2003.cfg", "manifest.json"}


@pytest.mark.parametrize("state", ["1", "2", "3"])
def test_each_snapshot_can_be_converted(vm: machine.Machine, tmp_path: Path, state: str) -> None:
    """Those of the branch that is not current too."""
    assert state in vm.truths
    command = ["convert", str(vm.vmx), "-o", str(tmp_path / "out"), "--snapshot", state]
    assert main(command) == 0
    assert same(tmp_path / "out/win2003.img", vm.truths[state])


def test_unknown_snapshot_names_those_there_are(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["convert", vm.vmx, "-o", tmp_path / "out", "--snapshot", "nine", "--json"]
    code, found = run_json(capsys, *command)
    assert code == 3
    assert [each["code"] for each in found["findings"]] == ["E107"]
    assert set(found["findings"][0]) == {"code", "severity", "message", "remedy"}
    assert not (tmp_path / "out").exists()


def test_dry_run_writes_nothing(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(capsys, "convert", vm.vmx, "-o", tmp_path / "out", "--dry-run", "--json")
    assert code == 0
    assert not (tmp_path / "out").exists()
    assert found["steps"][0] == "Convert win2003.img"
    assert found["disks"][0]["layers"] == 3
    assert 0 < found["disks"][0]["allocated"] <= 24 << 20 < found["needed"]


def test_inspect(vm: machine.Machine, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run_json(capsys, "inspect", vm.vmx, "--json")
    assert code == 0
    assert found["name"] == "win2003"
    assert [layer["format"] for layer in found["disks"][0]["layers"]] == ["monolithicSparse"] * 3
    assert [each["uid"] for each in found["snapshots"] if each["current"]] == [2]


def test_flatten_and_raw(vm: machine.Machine, tmp_path: Path) -> None:
    assert main(["flatten", str(vm.disk), str(tmp_path / "flat.vmdk")]) == 0
    assert main(["raw", str(tmp_path / "flat.vmdk"), str(tmp_path / "out.img")]) == 0
    assert same(tmp_path / "out.img", vm.truths["current"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flat.vmdk", "out.img"]
    assert main(["raw", str(vm.disk), str(tmp_path / "out.img")]) == 3  # it is there already


def test_convert_to_vmdk(vm: machine.Machine, tmp_path: Path) -> None:
    command = ["convert", str(vm.vmx), "-o", str(tmp_path / "out"), "--format", "vmdk"]
    assert main(command) == 0
    assert qemu_compare(tmp_path / "out/win2003.vmdk", vm.truths["current"])
    assert main(["verify", str(tmp_path / "out")]) == 0


def test_verify_finds_one_flipped_bit(vm: machine.Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out)]) == 0
    with (out / "win2003.img").open("r+b") as image:
        image.seek(5_000_000)
        byte = image.read(1)
        image.seek(5_000_000)
        image.write(bytes([byte[0] ^ 1]))
    assert main(["verify", str(out)]) == 3


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"disks": [{"file": "../x"}]}', "[" * 100_000])
def test_verify_refuses_what_is_no_manifest(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.json").write_text(text)
    code, found = run_json(capsys, "verify", tmp_path, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E412")


def test_config_in_all_dialects(vm: machine.Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", str(vm.vmx), "--set", "memory=777", "--set", "acpi=0"]) == 0
    xl = capsys.readouterr().out
    assert "memory = 777" in xl
    assert "acpi = 0" in xl
    assert main(["config", str(vm.vmx), "--dialect", "xm"]) == 0
    assert "file:/var/lib/xen/images/win2003.img,hda,w" in capsys.readouterr().out
    assert main(["config", str(vm.vmx), "--dialect", "libvirt"]) == 0
    assert '<source file="/var/lib/xen/images/win2003.img" />' in capsys.readouterr().out


def test_a_table_of_networks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vmx, table = tmp_path / "vm.vmx", tmp_path / "site.toml"
    cards = "".join(
        f'ethernet{index}.present = "TRUE"\nethernet{index}.networkName = "{name}"\n'
        for index, name in enumerate(("LAN", "DMZ"))
    )
    vmx.write_text(f'config.version = "8"\n{cards}')
    table.write_text('lan = "br1"\nDMZ = "br2"\nelsewhere = "br3"\n')
    command = ["config", str(vmx), "--networks", str(table), "--set", "bridge.DMZ=br9"]
    assert main(command) == 0
    told = capsys.readouterr()
    assert "bridge=br1" in told.out
    assert "bridge=br9" in told.out
    assert "W506" not in told.err


def test_a_wrong_setting_is_refused(vm: machine.Machine, tmp_path: Path) -> None:
    command = ["convert", str(vm.vmx), "-o", str(tmp_path / "out"), "--set", "memory=much"]
    assert main(command) == 3
    assert not (tmp_path / "out").exists()


def test_results_are_not_overwritten(vm: machine.Machine, tmp_path: Path) -> None:
    (tmp_path / "win2003.img").write_bytes(b"precious")
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path)]) == 3
    assert (tmp_path / "win2003.img").read_bytes() == b"precious"
    assert [path.name for path in tmp_path.iterdir()] == ["win2003.img"]


@pytest.mark.parametrize(
    "arguments", [["convert"], ["nonsense"], ["convert", "x.vmx", "-o", "y", "--set", "bare"]]
)
def test_usage(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_resume_where_nothing_was_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run_json(capsys, "resume", tmp_path, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E412")


def test_a_redo_log_is_a_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = machine.build(tmp_path / "vm", layout="redo", size=8 << 20)
    code, found = run_json(capsys, "convert", built.vmx, "-o", tmp_path / "no", "--json")
    assert code == 3
    assert "E305" in [each["code"] for each in found["findings"]]
    for answer, truth in (("commit", "current"), ("discard", "discarded")):
        out = tmp_path / answer
        command = ["convert", str(built.vmx), "-o", str(out), "--set", f"redo={answer}"]
        assert main(command) == 0
        assert same(out / "win2003.img", built.truths[truth])


def test_the_source_is_left_as_it_was(vm: machine.Machine, tmp_path: Path) -> None:
    """Not written, not even opened for writing: it works with a folder that is read-only."""
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in _files(vm)}
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out")]) == 0
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in _files(vm)} == before


def _files(vm: machine.Machine) -> list[Path]:
    return sorted(path for path in vm.vmx.parent.iterdir() if path.is_file())


@pytest.fixture
def stopped(vm: machine.Machine, tmp_path: Path) -> Path:
    """A folder in which a conversion was stopped before it began to copy."""
    out = tmp_path / "out"
    plan = plans.make(machines.read(vm.vmx), out, Choices())
    cancel = threading.Event()
    cancel.set()
    assert work.run(ConversionJob(plan), lambda event: None, cancel).outcome == "stopped"
    return out


def test_two_at_once_in_one_folder(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fd = os.open(stopped / "job.journal", os.O_RDWR)
    fcntl.flock(fd, fcntl.LOCK_EX)
    code, found = run_json(capsys, "resume", stopped, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E407")
    os.close(fd)
    assert main(["resume", str(stopped)]) == 0


def test_a_stopped_conversion_is_not_begun_again(
    vm: machine.Machine, stopped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(capsys, "convert", vm.vmx, "-o", stopped, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E414")


@pytest.fixture
def scattered(tmp_path: Path) -> tuple[machine.Machine, str, Path]:
    """A machine whose base disk is elsewhere, the setting that says where, and a folder."""
    vm = machine.build(tmp_path / "vm", size=1 << 20)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (vm.vmx.parent / "win2003.vmdk").rename(elsewhere / "base.vmdk")
    return vm, "locate.win2003.vmdk", elsewhere / "base.vmdk"


def test_a_file_that_is_elsewhere(
    scattered: tuple[machine.Machine, str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vm, key, place = scattered
    code, found = run_json(capsys, "inspect", vm.vmx, "--json")
    (missing,) = (each for each in found["findings"] if each["code"] == "E301")
    assert (code, f"locate.{missing['file']}") == (3, key)
    monkeypatch.chdir(place.parent)
    setting = f"{key}={place.name}"
    assert main(["raw", str(vm.disk), str(tmp_path / "one.img"), "--set", setting]) == 0
    assert same(tmp_path / "one.img", vm.truths[machine.CURRENT])
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--snapshot", "1", "--set", setting]) == 0
    assert same(out / "win2003.img", vm.truths["1"])


def test_resuming_remembers_where_a_file_is(
    scattered: tuple[machine.Machine, str, Path], tmp_path: Path
) -> None:
    vm, key, place = scattered
    choices = Choices(settings={key: str(place)})
    found = machines.read(vm.vmx, placed=choices.placed)
    cancel = threading.Event()
    cancel.set()
    out = tmp_path / "out"
    plan = plans.make(found, out, choices)
    assert work.run(ConversionJob(plan), lambda event: None, cancel).outcome == "stopped"
    assert main(["resume", str(out)]) == 3  # outside of the folder: agreed to anew
    assert main(["resume", str(out), "--yes"]) == 0
    assert same(out / "win2003.img", vm.truths[machine.CURRENT])
