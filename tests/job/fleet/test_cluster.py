"""A fleet on a real cluster of Dask: its workers, its scheduler's death, and who is refused."""

from __future__ import annotations

import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from deliver.ssh_server import HOST, SshServer
from job.fleet import dask_cluster, machines
from job.fleet.dask_cluster import DaskCluster
from job.fleet.performing import codes, outcomes, performed, same

from engine.job.events import Event, Log, Progress
from engine.job.fleet import machine_task
from engine.job.fleet.fleet_job import FleetJob
from engine.job.work import run


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
