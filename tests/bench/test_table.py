"""The figures that are made of what was measured."""

from __future__ import annotations

from pathlib import Path

from bench import page, table, workloads
from bench.contenders import Role
from bench.measure import Run
from bench.rounds import Result, Series
from bench.workload import Workload


def measured(role: Role, *seconds: float, memory: float = 50) -> Series:
    return Series(role.value, role, [Run(each, each + 1, each, memory) for each in seconds])


def result(*series: Series, key: str = "x") -> Result:
    quick = workloads.all_of(64 << 20)[0]
    return Result(Workload(key, key.upper(), quick.stage, quick.field, goal=4), list(series))


def test_ratios_are_medians_of_pairs() -> None:
    ours, peer = measured(Role.COPY, 1, 2, 10), measured(Role.PEER, 5, 8, 10)
    assert ours.times_faster(peer, lambda run: run.wall) == 4


def test_goals_are_met_or_it_is_said_by_how_much_not() -> None:
    peer = measured(Role.PEER, 8)
    assert table.verdict(result(peer, measured(Role.COPY, 2), measured(Role.WHOLE, 4))) == "met"
    slow = result(peer, measured(Role.COPY, 4), measured(Role.WHOLE, 8))
    assert table.verdict(slow) == "copy 2.00 of 4; whole 1.00 of 2"
    heavy = result(peer, measured(Role.COPY, 1, memory=300))
    assert table.verdict(heavy) == "more memory"


def test_a_peer_that_failed_is_none() -> None:
    failed = Series("v2v", Role.PEER, [Run(1, 1, 1, 50, error="no space")], "failed: no space")
    alone = result(failed, measured(Role.COPY, 8))
    assert table.verdict(alone) == "no peer could do it"
    assert "v2v: failed: no space." in table.details(alone)


def test_the_best_peer_counts() -> None:
    slow, fast = measured(Role.PEER, 100), measured(Role.PEER, 8)
    assert table.faster(result(slow, fast, measured(Role.COPY, 2)), Role.COPY) == 4


def test_other_workloads_stay_if_measured_alike(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    path.write_text(f"{page.BEGIN}\nold\n{page.END}\n")

    def measure(key: str, seconds: float, about: str = "disks of 2 GiB") -> list[str]:
        series = measured(Role.PEER, seconds), measured(Role.COPY, 1)
        page.write(path, [result(*series, key=key)], ["load 0.1", about])
        return [line for line in path.read_text().splitlines() if line.startswith(("| ", "### "))]

    measure("b31", 8)
    measure("a", 5)
    lines = measure("b4", 9)
    assert [line.split()[1].rstrip(".") for line in lines if line[0] == "#"] == ["a", "b4", "b31"]
    assert [line.split("|")[4].strip() for line in lines if line[2:4] in ("a ", "b4", "b3")] == [
        "5.00",
        "9.00",
        "8.00",
    ]
    assert sum(line.startswith("| b4 |") for line in measure("b4", 7)) == 1
    assert not any("b31" in line for line in measure("a", 5, "disks of 4 GiB"))
