"""What is shown and not done: --dry-run of every command that writes; help, and a new .cfg."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import machine

from engine.cli.main import main

MIB = 1 << 20


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    return machine.build(tmp_path_factory.mktemp("plans") / "vm", size=8 * MIB, snapshots=1)


@pytest.fixture(scope="module")
def converted(vm: machine.Machine) -> Path:
    out = vm.vmx.parent.with_name("out")
    assert main(["convert", str(vm.vmx), "-o", str(out), "-q"]) == 0
    return out


def said(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    capsys.readouterr()
    assert main([str(each) for each in arguments]) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["raw", "flatten", "xva", "push"])
def test_nothing_is_written(
    vm: machine.Machine,
    converted: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    source = vm.disk if command in ("raw", "flatten") else converted
    suffix = {"flatten": ".vmdk", "xva": ".xva"}.get(command, ".img")
    arguments = (command, source, tmp_path / f"new{suffix}", "--dry-run")
    before = sorted(converted.iterdir())
    text = said(capsys, *arguments)
    assert "1. " in text
    assert "MiB)" in text
    told = json.loads(said(capsys, *arguments, "--json"))
    assert len(told["steps"]) == len(told["bytes"])
    assert max(told["bytes"]) > MIB
    assert list(tmp_path.iterdir()) == []
    assert sorted(converted.iterdir()) == before


def test_a_device_is_not_agreed_to_by_looking(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.img").write_bytes(b"x")
    assert said(capsys, "raw", vm.disk, tmp_path / "there.img", code=3) == ""


def test_a_configuration_in_a_file(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vm.cfg"
    printed = said(capsys, "config", vm.vmx)
    assert said(capsys, "config", vm.vmx, "-o", path) == ""
    assert path.read_text() == printed
    said(capsys, "config", vm.vmx, "-o", path, code=3)
    said(capsys, "config", vm.vmx, "-o", "-", code=3)
    assert [each.name for each in tmp_path.iterdir()] == ["vm.cfg"]


@pytest.mark.parametrize(
    ("words", "like"),
    [(["help"], ["--help"]), (["help", "push"], ["push", "--help"]), (["version"], ["-V"])],
)
def test_words_for_options(
    capsys: pytest.CaptureFixture[str], words: list[str], like: list[str]
) -> None:
    assert said(capsys, *words) == said(capsys, *like) != ""
