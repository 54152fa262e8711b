"""Commands of the user's run before and after jobs; what they do wrong is a finding."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from engine.cli.main import main
from engine.job import hooks
from engine.job.hooks import Hooks

KEEP = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + '\\n'); print('seen\\x1b[2J')"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(hooks, "user_config_path", lambda _: tmp_path / "config")
    (tmp_path / "config").mkdir()
    return tmp_path / "config/config.toml"


@pytest.fixture
def vm(tmp_path: Path) -> Path:
    return machine.build(tmp_path / "vm", size=1 << 20, snapshots=0).vmx


def command(*words: object) -> str:
    return json.dumps([sys.executable, "-c", *map(str, words)])


def converted(vm: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    code = main(["convert", str(vm), "-o", str(vm.parent.parent / "out"), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_before_and_after(
    settings: Path, vm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tmp_path / "told"
    events = ("before_convert", "after_convert", "before_push", "after_push")
    settings.write_text(
        "[hooks]\n" + "".join(f"{each} = {command(KEEP, told)}\n" for each in events)
    )
    assert converted(vm, capsys)[0] == 0
    assert main(["push", str(tmp_path / "out"), str(tmp_path / "srv")]) == 0
    said = capsys.readouterr()
    assert "after_push: seen" in said.out + said.err
    assert "\x1b[2J" not in said.out + said.err
    lines = [json.loads(each) for each in told.read_text().splitlines()]
    assert [each["event"] for each in lines] == list(events)
    assert lines[0]["request"]["machine"] == str(vm)
    assert lines[1]["result"]["files"]
    assert lines[3]["result"]["config"] == str(tmp_path / "srv/win2003.cfg")
    assert all(each["format"] == 1 for each in lines)


@pytest.mark.parametrize("hook", ['["false"]', "\"sh -c 'exit 3'\"", '["/nowhere/to/be/found"]'])
def test_one_that_fails_before_stops_the_job(
    settings: Path, vm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], hook: str
) -> None:
    settings.write_text(f"[hooks]\nbefore_convert = {hook}\n")
    code, found = converted(vm, capsys)
    assert code == 3
    assert found["findings"][-1]["code"] == "E899"
    assert not (tmp_path / "out").exists()


def test_one_that_fails_after_is_told(
    settings: Path, vm: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text('[hooks]\nafter_convert = "false"\n')
    code, found = converted(vm, capsys)
    assert (code, found["outcome"]) == (0, "done")
    assert "W890" in [each["code"] for each in found["findings"]]


@pytest.mark.parametrize("text", ["nonsense", "hooks = 7", "[hooks]\nafter_push = 7\n"])
def test_settings_that_are_none(
    settings: Path, vm: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    settings.write_text(text)
    code, found = converted(vm, capsys)
    assert code == 3
    assert found["findings"][-1]["code"] == "E899"


def test_one_that_hangs_is_stopped(settings: Path) -> None:
    settings.write_text(f"[hooks]\nafter_push = {command('import time; time.sleep(600)')}\n")
    cancel, said = threading.Event(), list[str]()
    timer = threading.Timer(0.5, cancel.set)
    timer.start()
    began = time.monotonic()
    found = Hooks({"kind": "push"}, said.append, cancel).after({})
    timer.join()
    assert found is not None
    assert found.code == "W890"
    assert time.monotonic() - began < 300
