"""A plan runs on this computer; what is broken is told, what is done is left alone."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ALL_COMPLETED
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from job.fleet import machines
from job.fleet.performing import codes, outcomes, performed, same

from engine.cli.main import main
from engine.job.events import Event, Log, Progress
from engine.job.fleet import here, machine_task
from engine.job.fleet.fleet_job import FleetJob
from engine.job.fleet.order import Order, Record
from engine.job.work import run


def test_the_same_plan_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = f'[[rule]]\npush = "{tmp_path}/srv"\n'
    fleet = machines.build(tmp_path, 3, rule, broken=1)
    assert main(["fleet", str(fleet.plan), "--json"]) == 3
    first = json.loads(capsys.readouterr().out)
    made = fleet.output / "vm-000" / "vm-000.img"
    stamp = made.stat().st_mtime_ns
    [broken] = (tmp_path / "vms/vm-002").glob("vm-002.vmx")
    machine.build(tmp_path / "again", size=machines.SIZE, snapshots=0, seed=2, name="vm-002")
    for each in (tmp_path / "again").iterdir():
        each.replace(broken.parent / each.name)
    assert main(["fleet", str(fleet.plan), "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert second["outcomes"] == {"done": 3}
    assert made.stat().st_mtime_ns == stamp
    before, after = _line(first, "vm-000"), _line(second, "vm-000")
    for key in ("began", "ended", "worker", "disks", "delivered"):
        assert before[key] == after[key]
    for name in fleet.truths:
        assert same(fleet, fleet.output / name, name)
        assert same(fleet, tmp_path / "srv", name)


def test_a_plan_that_was_run_is_resumed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fleet = machines.build(tmp_path, 2, broken=1)
    assert main(["fleet", "resume", str(fleet.plan), "--json"]) == 3
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]] == ["E948"]
    assert not fleet.output.exists()
    assert main(["fleet", str(fleet.plan), "--json"]) == 3
    capsys.readouterr()
    assert main(["fleet", "resume", str(fleet.plan), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["outcomes"] == {"done": 1, "refused": 1}
    assert same(fleet, fleet.output / "vm-000", "vm-000")
    assert main(["fleet", "begin", str(fleet.plan)]) == 2


def test_a_machine_that_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    fleet = machines.build(tmp_path, 2, size=8 << 20)
    cancel = threading.Event()

    def cut(event: Event) -> None:
        if isinstance(event, Progress) and 0 < event.done < event.total:
            cancel.set()

    end = run(FleetJob.planned(fleet.plan), cut, cancel)
    assert end.outcome == "stopped"
    assert set(outcomes(end).values()) <= {"stopped", "done"}
    assert performed(fleet)[0].outcome == "done"
    assert all(same(fleet, fleet.output / name, name) for name in fleet.truths)


def test_one_machine_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the one before it is worked at: it is not begun, though nobody looks in between."""
    fleet = machines.build(tmp_path, 2, "at_once = 1\n")
    perform, begun = machine_task.perform, list[str]()

    def cancelling(order: Order, *rest: Any) -> Record:
        begun.append(order.name)
        assert main(["fleet", str(fleet.plan), "--cancel", "vm-001"]) == 0
        return perform(order, *rest)

    monkeypatch.setattr(machine_task, "perform", cancelling)
    monkeypatch.setattr(here, "_LOOK_EVERY", 60)
    monkeypatch.setattr(here, "FIRST_COMPLETED", ALL_COMPLETED)
    end, _ = performed(fleet)
    assert begun == ["vm-000"]
    assert outcomes(end) == {"vm-000": "done", "vm-001": "stopped"}
    assert not (fleet.output / "vm-001/vm-001.img").exists()
    assert main(["fleet", str(fleet.plan), "--cancel", "vm-000"]) == 3


def test_waves_come_one_after_another(tmp_path: Path) -> None:
    plan = (
        "stop_at_failed_wave = true\n"
        '[[rule]]\nmatch = { name = "vm-000" }\nwave = 2\n'
        '[[rule]]\nmatch = { name = "vm-001" }\nformat = "qcow2"\npush = "/proc/nowhere"\n'
    )
    fleet = machines.build(tmp_path, 2, plan)
    end, events = performed(fleet)
    assert codes(end) == ["E898"]
    assert outcomes(end) == {"vm-000": "waiting", "vm-001": "refused"}
    assert [each.text for each in events if isinstance(each, Log)] == ["vm-001: refused"]


def _line(found: dict[str, Any], name: str) -> dict[str, Any]:
    [line] = [each for each in found["machines"] if each["name"] == name]
    assert isinstance(line, dict)
    return line
