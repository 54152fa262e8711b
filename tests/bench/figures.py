"""The figures of the summary: what was measured of a workload as one number each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.contenders import OURS, Role
from bench.measure import Run
from bench.rounds import Result, Series
from bench.workload import Goal

Measure = Callable[[Run], float]


def _wall(run: Run) -> float:
    return run.wall


def _synced(run: Run) -> float:
    return run.synced


def _cpu(run: Run) -> float:
    return run.cpu


def best(result: Result, role: Role, measure: Measure = _wall) -> Series | None:
    """The contender in a role that took the least, of those that did the work."""
    able = [each for each in result.of(role) if not each.failed]
    return min(able, key=lambda each: each.median(measure), default=None)


@dataclass(frozen=True)
class Against:
    """How many times more another took than we did, the best of its role."""

    ours: Role
    other: Role
    measure: Measure

    def __call__(self, result: Result) -> float | None:
        other, ours = best(result, self.other, self.measure), result.of(self.ours)
        if other is None or not ours:
            return None
        return ours[0].times_faster(other, self.measure)


@dataclass(frozen=True)
class Share:
    """Our processor time as a part of the least that another of a role took."""

    ours: Role
    other: Role

    def __call__(self, result: Result) -> float | None:
        found = Against(self.ours, self.other, _cpu)(result)
        return 1 / found if found else None


def _seconds(measure: Measure) -> Callable[[Result], float | None]:
    def median(result: Result) -> float | None:
        ours = result.of(Role.WHOLE)
        return ours[0].median(measure) if ours else None

    return median


def _peak(result: Result) -> float | None:
    return max((each.memory for each in result.of(*OURS)), default=None)


#: The columns of the summary, by their titles.
FIGURES: dict[str, Callable[[Result], float | None]] = {
    "copy": Against(Role.COPY, Role.PEER, _wall),
    "copy, both on disk": Against(Role.COPY, Role.PEER, _synced),
    "copy, neither synced": Against(Role.AT_ONCE, Role.PEER, _wall),
    "whole": Against(Role.WHOLE, Role.PEER, _wall),
    "whole, both on disk": Against(Role.WHOLE, Role.PEER, _synced),
    "whole, both compared": Against(Role.WHOLE, Role.CHECKED, _wall),
    "whole, of our copy": Against(Role.COPY, Role.WHOLE, _wall),
    "CPU, copy": Share(Role.COPY, Role.PEER),
    "CPU, whole": Share(Role.WHOLE, Role.PEER),
    "CPU, whole compared": Share(Role.WHOLE, Role.CHECKED),
    "peak MiB": _peak,
}

#: Figures that goals are set for, and that need no column: they are in the tables.
SECONDS: dict[str, Callable[[Result], float | None]] = {
    "seconds": _seconds(_wall),
    "CPU seconds": _seconds(_cpu),
}


def figure(result: Result, name: str) -> float | None:
    """One figure of a workload; None where there is nothing to make it of."""
    return {**FIGURES, **SECONDS}[name](result)


def missed(result: Result, goal: Goal) -> str:
    """By how much a goal is missed; empty if it is met."""
    found = figure(result, goal.figure)
    if found is None:
        return f"{goal.figure}: nobody to compare with"
    short = found - goal.bound if goal.at_most else goal.bound - found
    if round(found, 2) <= goal.bound if goal.at_most else round(found, 2) >= goal.bound:
        return ""
    wanted = "at most " if goal.at_most else ""
    return f"{goal.figure} {found:.2f} of {wanted}{goal.bound:g} ({short / goal.bound:.0%} short)"
