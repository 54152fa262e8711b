"""The figures that are made of what was measured."""

from __future__ import annotations

from bench import table, workloads
from bench.contenders import Role
from bench.measure import Run
from bench.rounds import Result, Series
from bench.workload import Workload


def measured(role: Role, *seconds: float, memory: float = 50) -> Series:
    return Series(role.value, role, [Run(each, each + 1, each, memory) for each in seconds])


def result(*series: Series) -> Result:
    quick = workloads.all_of(64 << 20)[0]
    return Result(Workload("x", "X", quick.stage, quick.field, goal=4), list(series))


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
