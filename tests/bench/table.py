"""Results as Markdown."""

from __future__ import annotations

from bench.contenders import OURS, Role
from bench.figures import FIGURES, missed
from bench.rounds import Result, Series
from bench.workload import Goal

MET = "met"
_COLUMNS = ("", "workload", *FIGURES, "goals")

SUMMARY = (f"| {' | '.join(_COLUMNS)} |", "|" + "---|" * len(_COLUMNS))


def summary(results: list[Result]) -> str:
    """A line for each workload: its figures, and how far we are from its goals."""
    return "\n".join([*SUMMARY, *(_line(result) for result in results if not result.unavailable)])


def details(result: Result) -> str:
    """All that was measured of a workload."""
    workload = result.workload
    heading = f"### {workload.key}. {workload.title}"
    if result.unavailable:
        return f"{heading}\n\nNot measured: {result.unavailable}.\n"
    others = result.of(Role.PEER, Role.CHECKED, Role.ALSO, Role.LIMIT)
    columns = [
        "",
        "wall s",
        "with sync",
        "CPU s",
        "peak MiB",
        *(f"× {each.name}" for each in others),
    ]
    rows = [columns, ["---"] * len(columns), *(_row(each, others) for each in result.of(*Role))]
    notes = [f"{each.name}: {each.note}." for each in result.series if each.note]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join([heading, table, *_goals(result), *notes]) + "\n"


def _row(series: Series, others: list[Series]) -> list[str]:
    more = "> " if series.stopped else ""
    figures = [
        f"{more}{series.median(lambda run: run.wall):.2f}",
        f"{more}{series.median(lambda run: run.synced):.2f}",
        f"{series.median(lambda run: run.cpu):.2f}",
        f"{series.memory:.0f}",
    ]
    ratios = [_ratio(series, other) if series.role in OURS else "" for other in others]
    return [series.name, *figures, *ratios]


def _ratio(ours: Series, other: Series) -> str:
    """As each ends, and when the result of both is on disk."""
    if other.failed:
        return ""
    more = "> " if other.stopped else ""
    wall = ours.times_faster(other, lambda run: run.wall)
    synced = ours.times_faster(other, lambda run: run.synced)
    return f"{more}{wall:.2f} / {synced:.2f}"


# -- the summary


def _line(result: Result) -> str:
    workload = result.workload
    cells = [workload.key, workload.title, *(_cell(each(result)) for each in FIGURES.values())]
    return f"| {' | '.join([*cells, verdict(result)])} |"


def _cell(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.2f}" if figure < 10 else f"{figure:.0f}"


def verdict(result: Result) -> str:
    """Whether the goals are met, or by how much each is not; nothing where there is no goal."""
    goals = result.workload.goals
    found = [missed(result, each) for each in goals]
    if not goals or not any(found):
        return MET if goals else ""
    return "; ".join(filter(None, found))


def _goals(result: Result) -> list[str]:
    """The goals of a workload, and which of them are missed; nothing where there is none."""
    if not result.workload.goals:
        return []
    said = verdict(result)
    wanted = "; ".join(map(_said, result.workload.goals))
    return [f"Goals: {wanted}. {'All met' if said == MET else f'Missed: {said}'}."]


def _said(goal: Goal) -> str:
    return f"{goal.figure} {'≤' if goal.at_most else '≥'} {goal.bound:g}"
