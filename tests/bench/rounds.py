"""All contenders in turn, A B A B, each with a fresh target and the same page cache."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import measure, page_cache
from bench.contenders import OURS, Contender, Role
from bench.measure import Run
from bench.stages import Stage, Unavailable
from bench.workload import Workload

#: Rounds after which peers are left out that others were so many times faster than.
_TRIED, _CLEARLY = 2, 1.05
Figure = Callable[[Run], float]


class Failed(Exception):  # noqa: N818
    """One of our commands ended with an error."""


class Different(Exception):  # noqa: N818
    """A contender produced something else than the first one."""


@dataclass
class Series:
    """The runs of one contender, round by round; `note`: why there are none, or no more."""

    name: str
    role: Role
    runs: list[Run] = field(default_factory=list)
    note: str = ""

    def median(self, figure: Figure) -> float:
        return statistics.median(map(figure, self.runs))

    @property
    def memory(self) -> float:
        """The highest peak, in MiB."""
        return max(run.memory for run in self.runs)

    @property
    def stopped(self) -> bool:
        """Whether it would have taken longer."""
        return any(run.stopped for run in self.runs)

    @property
    def failed(self) -> bool:
        return any(run.error for run in self.runs)

    def times_faster(self, other: Series, figure: Figure) -> float:
        """How many times `other` took as long: the median of the pairs of a round."""
        pairs = zip(self.runs, other.runs, strict=False)  # the other may have been left out
        return statistics.median(figure(theirs) / figure(mine) for mine, theirs in pairs)


@dataclass(frozen=True)
class Result:
    """What was measured of a workload; `unavailable`: why nothing was."""

    workload: Workload
    series: list[Series]
    unavailable: str = ""

    def of(self, *roles: Role) -> list[Series]:
        """Those in a role that were measured."""
        return [each for each in self.series if each.role in roles and each.runs]


@dataclass(frozen=True)
class Conditions:
    """How often, how long at most in seconds, and with which page cache."""

    rounds: int
    limit: float
    cold: bool = False


def run(workload: Workload, conditions: Conditions) -> Result:
    """Measure a workload. Raises Different; Failed if it is we who fail."""
    try:
        with workload.stage() as stage:
            field = workload.field(stage)
            all_series = [Series(each.name, each.role) for each in field]
            reference: list[str] = []
            for number in range(min(conditions.rounds, workload.rounds)):
                for contender, series in zip(field, all_series, strict=True):
                    if not series.note:
                        _once(contender, series, stage, conditions, reference)
                if number + 1 == _TRIED:
                    leave_out(all_series)
            return Result(workload, all_series)
    except Unavailable as reason:
        return Result(workload, [], str(reason))


def leave_out(all_series: list[Series]) -> None:
    """Run a peer no more that another of its role was clearly faster than in each round."""
    able = [each for each in all_series if each.role in (Role.PEER, Role.CHECKED) and each.runs]
    for one in able:
        faster = [each.name for each in able if each.role is one.role and _is_clearly(each, one)]
        if faster and not one.note:
            one.note = f"slower than {faster[0]} in each of {_TRIED} rounds, and left out then"


def _is_clearly(faster: Series, slower: Series) -> bool:
    """Whether one took less time in each round, as it ends and on disk."""
    if faster.note or len(faster.runs) != len(slower.runs):
        return False
    pairs = list(zip(faster.runs, slower.runs, strict=True))
    return all(
        one.wall * _CLEARLY < other.wall and one.synced * _CLEARLY < other.synced
        for one, other in pairs
    )


def _once(
    contender: Contender,
    series: Series,
    stage: Stage,
    conditions: Conditions,
    reference: list[str],
) -> None:
    if contender.missing:
        series.note = f"{contender.missing} is not installed"
        return
    target = stage.scratch / "target"
    target.mkdir()
    try:
        prepare = page_cache.cold if conditions.cold else page_cache.warm
        prepare({*stage.files, *stage.plain_files})
        words = [str(word) for word in contender.command(target)]
        done = measure.run(words, target, conditions.limit)
        series.runs.append(done)
        if done.stopped:
            series.note = f"stopped after {conditions.limit:.0f} s"
        elif done.error:
            series.note = f"failed: {done.error.strip().splitlines()[0]}"
        elif contender.role in OURS or len(series.runs) == 1:
            _compare(contender, target, reference)
    finally:
        shutil.rmtree(target)
    if series.failed and contender.role in OURS:
        raise Failed(f"{' '.join(words)}: {done.error}")


def _compare(contender: Contender, target: Path, reference: list[str]) -> None:
    """What the first contender produced is what the others must produce.

    That of ours is looked at in each round, that of the others in the first.
    """
    if contender.fingerprint is None:
        return
    found = contender.fingerprint(target)
    if not reference:
        reference.append(found)
    if found != reference[0]:
        raise Different(f"{contender.name}: {found} instead of {reference[0]}")
