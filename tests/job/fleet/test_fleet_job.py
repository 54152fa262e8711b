"""A plan runs, here and on a real cluster; what is broken is told, what is done is left alone."""

from __future__ import annotations

import csv
import filecmp
import json
import sys
import threading
from concurrent.futures import ALL_COMPLETED
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from deliver.ssh_server import HOST, SshServer
from fixtures import machine
from job.fleet import dask_cluster, machines
from job.fleet.dask_cluster import DaskCluster
from job.fleet.machines import Fleet

from engine.cli.main import main
from engine.job.events import Event, Finished, Log, Progress
from engine.job.fleet import here, machine_task, worker
from engine.job.fleet.fleet_job import FleetJob
from engine.job.fleet.order import Order, Record
from engine.job.work import run


def performed(fleet: Fleet, cluster: str = "") -> tuple[Finished, list[Event]]:
    events: list[Event] = []
    job = FleetJob.planned(fleet.plan, cluster)
    return run(job, events.append, threading.Event()), events


def outcomes(end: Finished) -> dict[str, str]:
    return {each["name"]: each["outcome"] for each in end.result["machines"]}


def codes(end: Finished) -> list[str]:
    return [each.code for each in end.findings]


def same(fleet: Fleet, folder: Path, name: str) -> bool:
    return filecmp.cmp(folder / f"{name}.img", fleet.truths[name], shallow=False)


def test_on_a_cluster(tmp_path: Path, cluster: DaskCluster) -> None:
    fleet = machines.build(tmp_path, 6, "[limits]\ndatastore = 1\nhost = 2\n", broken=1)
    end, events = performed(fleet, cluster.address)
    assert codes(end) == ["E892"]
    assert outcomes(end) == {
        **{f"vm-{number:03d}": "done" for number in range(5)},
        "vm-005": "refused",
    }
    for name in list(fleet.truths)[:5]:
        assert same(fleet, fleet.output / name, name)
    assert not (fleet.output / "vm-005").exists()
    done = [each for each in end.result["machines"] if each["outcome"] == "done"]
    assert len({each["worker"] for each in done}) <= 2
    times = sorted((each["began"], each["ended"]) for each in done)
    assert all(before[1] <= after[0] for before, after in pairwise(times))
    progress = [each for each in events if isinstance(each, Progress)]
    assert progress[-1].done == progress[-1].total > 0


def test_machines_of_a_host_over_a_cluster_with_certificates(
    tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = machines.build(tmp_path, 3, "[limits]\ndatastore = 1\n")
    fleet.plan.write_text(
        f'[fleet]\nmachines = ["ssh://{HOST}{tmp_path}/vms/vm-00[02]/*.vmx"]\n'
        "[limits]\ndatastore = 1\n"
    )
    settings = dask_cluster.certificates(tmp_path)
    for key, value in settings.items():
        monkeypatch.setenv(key, value)
    with (
        dask_cluster.settings_of_environment(),
        dask_cluster.running(tmp_path, 2, "tls") as cluster,
    ):
        assert cluster.address.startswith("tls://")
        end, _ = performed(fleet, cluster.address)
        assert outcomes(end) == {"vm-000": "done", "vm-002": "done"}
        assert {each["shares"] for each in end.result["machines"]} == {(f"datastore {HOST}",)}
        assert all(same(fleet, fleet.output / name, name) for name in outcomes(end))


def test_the_death_of_the_scheduler_is_survived(tmp_path: Path) -> None:
    fleet = machines.build(tmp_path, 6)
    with dask_cluster.running(tmp_path, 1) as cluster:

        def strike(event: Event) -> None:
            if isinstance(event, Log) and cluster.scheduler:
                cluster.scheduler.kill()

        end = run(FleetJob.planned(fleet.plan, cluster.address), strike, threading.Event())
        assert (end.outcome, codes(end)) == ("stopped", ["E897"])
        assert set(outcomes(end).values()) == {"done", "waiting"}
        cluster.end()
        cluster.start(1)
        cluster.await_workers(1)
        job = FleetJob.resumed(fleet.plan)
        assert job.cluster == cluster.address
        again = run(job, lambda _: None, threading.Event())
    assert set(outcomes(again).values()) == {"done"}
    here = machine_task.worker_name()
    assert all(each.worker not in ("", here) for each in job.records.values())
    assert all(same(fleet, fleet.output / name, name) for name in fleet.truths)


def test_a_worker_of_another_version_is_refused(
    tmp_path: Path, cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = machines.build(tmp_path, 1)
    monkeypatch.setattr("engine.job.fleet.cluster.__version__", "99")
    end, _ = performed(fleet, cluster.address)
    assert set(codes(end)) == {"E895"}
    assert not fleet.output.exists()


def test_one_that_joins_later_refuses_itself() -> None:
    record = worker.perform(Order("vm", "vm.vmx", "out", {}), "run", "99")
    assert record.outcome == "refused"
    assert record.findings[0]["code"] == "E895"


def test_no_cluster_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = machines.build(tmp_path, 1)
    monkeypatch.setattr("engine.job.fleet.cluster._CONNECT_WITHIN", 0.5)
    assert codes(performed(fleet, "tcp://127.0.0.1:1")[0]) == ["E894"]
    assert codes(performed(fleet, "nonsense://x")[0]) == ["E894"]


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = machines.build(tmp_path, 1)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert codes(performed(fleet, "tcp://127.0.0.1:1")[0]) == ["E893"]
    assert performed(fleet)[0].outcome == "done"


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


def test_the_report(tmp_path: Path) -> None:
    fleet = machines.build(tmp_path, 2, broken=1)
    vmx = tmp_path / "vms/vm-000/vm-000.vmx"
    vmx.write_text(vmx.read_text().replace('"vm-000"', '"=<b>evil</b>"'))
    performed(fleet)
    state = fleet.plan.with_suffix(".fleet")
    found = json.loads((state / "report.json").read_text())
    assert found["outcomes"] == {"refused": 1, "done": 1}
    with (state / "report.csv").open(newline="") as table:
        [row] = [each for each in csv.DictReader(table) if each["outcome"] == "done"]
    assert not row["machine"].startswith("=")
    assert row["bytes"] == str(machines.SIZE)
    assert len(row["digests"]) == 64
    page = (state / "report.html").read_text()
    assert "<b>evil" not in page
    assert row["digests"] in page
    assert "E204" in page


def _line(found: dict[str, Any], name: str) -> dict[str, Any]:
    [line] = [each for each in found["machines"] if each["name"] == name]
    assert isinstance(line, dict)
    return line
