"""A fleet of 200 machines on four workers, with losses on the way; run by hand, it takes minutes.

    PYTHONPATH=tests:. python -m job.fleet.proof FOLDER [COUNT]

A worker is killed at its work, then the scheduler; the same plan is run again. All machines but
three have to be done and identical, no limit exceeded at any time, and no process may grow with the
machines that it has done.
"""

from __future__ import annotations

import filecmp
import json
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from fixtures.memory import Memory, growth
from job.fleet import machines
from job.fleet.dask_cluster import DaskCluster

_PROGRAM = "import sys; from engine.cli.entry import run; sys.exit(run(sys.argv[1:]))"
WORKERS, BROKEN = 4, 3
#: Growth from the first machines to the last that is none: pools of memory, Dask's own records.
ALLOWED = 6 << 20
PLAN = """
[limits]
datastore = 2
link = 3
host = 4
[[rule]]
match = { name = "vm-??[02468]" }
datastore = "even"
[[rule]]
match = { name = "vm-??[13579]" }
datastore = "odd"
[[rule]]
push = "{srv}"
link = "wan"
"""


def main(folder: Path, count: int) -> None:
    """All of it; AssertionError where something is not as it has to be."""
    folder.mkdir()
    fleet = machines.build(
        folder, count, PLAN.replace("{srv}", str(folder / "srv")), broken=BROKEN, size=2 << 20
    )
    cluster, memory = DaskCluster(folder), Memory(lambda: _count(fleet))
    command = [sys.executable, "-c", _PROGRAM, "fleet", str(fleet.plan), "--cluster",
               cluster.address]  # fmt: skip
    try:
        _start(cluster, memory, "first")
        began = time.monotonic()
        with (folder / "first.log").open("w") as log:
            first = subprocess.Popen(command, stdout=log, stderr=log)
            memory.watch("first command", first.pid)
            _await(fleet, count // 5, first)
            cluster.workers[1].send_signal(signal.SIGKILL)
            print(f"a worker is killed after {time.monotonic() - began:.0f} s")
            _await(fleet, count // 2, first)
            assert cluster.scheduler is not None
            cluster.scheduler.send_signal(signal.SIGKILL)
            print(f"the scheduler is killed after {time.monotonic() - began:.0f} s")
            code = first.wait(120)
        print(f"the fleet has ended with {code}, {_count(fleet)} are delivered")
        assert code == 4, (folder / "first.log").read_text()[-2000:]
        for each in cluster.workers:
            each.wait(120)  # a worker without a scheduler ends
        cluster.end()
        _start(cluster, memory, "second")
        with (folder / "second.log").open("w") as log:
            second = subprocess.Popen(command, stdout=log, stderr=log)
            memory.watch("second command", second.pid)
            code = second.wait()
        assert code == 3, (folder / "second.log").read_text()[-2000:]
        print(f"the same plan has ended with {code} after {time.monotonic() - began:.0f} s")
    finally:
        memory.end()
        cluster.end()
    _check(fleet, count)
    _check_memory(memory)


def _start(cluster: DaskCluster, memory: Memory, time: str) -> None:
    cluster.start(WORKERS)
    cluster.await_workers(WORKERS)
    assert cluster.scheduler is not None
    memory.watch(f"{time} scheduler", cluster.scheduler.pid)
    for number, each in enumerate(cluster.workers):
        memory.watch(f"{time} worker {number}", each.pid)


def _check_memory(memory: Memory) -> None:
    grown = []
    for each in memory.watched:
        begun, ended, count = growth(each)
        print(f"{each.name}: {begun >> 20} MiB at first, {ended >> 20} MiB at last, "
              f"while {count} machines were done")  # fmt: skip
        if ended - begun > ALLOWED:
            grown.append(each.name)
    assert not grown, grown


def _check(fleet: machines.Fleet, count: int) -> None:
    found = json.loads((fleet.plan.with_suffix(".fleet") / "report.json").read_text())["machines"]
    done = [each for each in found if each["outcome"] == "done"]
    assert len(done) == count - BROKEN, [each["outcome"] for each in found]
    for each in found:
        name = each["name"]
        if each["outcome"] != "done":
            assert any(one["code"].startswith("E") for one in each["findings"]), each
            continue
        for image in (fleet.output / name, fleet.plan.parent / "srv"):
            assert filecmp.cmp(image / f"{name}.img", fleet.truths[name], shallow=False), name
    limits = {"datastore even": 2, "datastore odd": 2, "link wan": 3}
    for share, limit in limits.items():
        most = _at_once([each for each in done if share in each["shares"]])
        print(f"{share}: at most {most} at once, {limit} allowed")
        assert most <= limit
    print(f"{len(done)} done and identical, {count - len(done)} with findings")


def _at_once(records: list[dict[str, Any]]) -> int:
    """How many of them were under way at the same time, at most."""
    moments = sorted(
        (datetime.fromisoformat(each[key]), step)
        for each in records
        for key, step in (("ended", -1), ("began", 1))
    )
    now = most = 0
    for _, step in moments:
        now += step
        most = max(most, now)
    return most


def _count(fleet: machines.Fleet) -> int:
    return len(list((fleet.plan.parent / "srv").glob("*.cfg")))


def _await(fleet: machines.Fleet, count: int, process: subprocess.Popen[bytes]) -> None:
    while _count(fleet) < count:
        assert process.poll() is None, "the fleet has ended"
        time.sleep(0.2)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
