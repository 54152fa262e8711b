"""The command ``inspect``: its list of snapshots, and what it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import machine

from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.main import main
from engine.vmware.machine import chosen_snapshot, read


@pytest.fixture
def vmx(tmp_path: Path) -> Path:
    """A machine whose snapshots have names that do not always tell which one is meant."""
    built = machine.build(tmp_path / "vm", size=1 << 20, snapshots=6)
    listed = built.vmx.with_suffix(".vmsd")
    text = listed.read_text()
    for number, name in enumerate(("before", "twice", "twice", "1", "running", "a\tb"), 1):
        text = text.replace(f'"Snapshot {number}"', f'"{name}"')
    listed.write_text(text)
    return built.vmx


def test_states_are_listed_by_what_chooses_them(
    vmx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", str(vmx), "--states"]) == DONE
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    words = ["before", "2", "3", "4", "5", "6"]
    others = ["1", "twice", "twice", "1", "running", "a b"]
    assert lines == [[word, other] for word, other in zip(words, others, strict=True)]
    found = read(vmx).snapshots
    assert [chosen_snapshot(found, word).uid for word in words] == [1, 2, 3, 4, 5, 6]


def test_states_as_json(vmx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(vmx), "--states", "--json"]) == DONE
    found = json.loads(capsys.readouterr().out)["snapshots"]
    assert found[5] == {"number": "6", "name": "a\tb"}
    assert len(found) == 6


def test_a_finding_that_blocks_is_refused(vmx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vmx.with_name("win2003-000003.vmdk").unlink()
    assert main(["inspect", str(vmx), "--json"]) == REFUSED
    found = json.loads(capsys.readouterr().out)
    assert {each["severity"] for each in found["findings"]} >= {"error"}
    assert main(["inspect", str(vmx), "--states"]) == DONE  # what can be listed is
