"""Results as Markdown."""

from __future__ import annotations

from bench.contenders import Role
from bench.rounds import OURS, Result, Series

MEMORY_LIMIT = 200  # MiB

SUMMARY = (
    "| | workload | goal | copy | both on disk | neither synced | whole | whole, both on disk "
    "| whole, both compared | CPU, of the best peer's | peak | |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
)


def summary(results: list[Result]) -> str:
    """A line for each workload: our goal, and how far from it we are."""
    return "\n".join([*SUMMARY, *(_line(result) for result in results if not result.unavailable)])


def details(result: Result) -> str:
    """All that was measured of a workload."""
    workload = result.workload
    heading = f"### {workload.key}. {workload.title}"
    if result.unavailable:
        return f"{heading}\n\nNot measured: {result.unavailable}.\n"
    others = result.of(Role.PEER, Role.CHECKED, Role.LIMIT)
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
    return "\n\n".join([heading, table, *notes]) + "\n"


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
    workload, ours = result.workload, result.of(*OURS)
    cells = [
        workload.key,
        workload.title,
        _goal(result),
        _faster(result, Role.COPY),
        _faster(result, Role.COPY, synced=True),
        _faster(result, Role.AT_ONCE),
        _faster(result, Role.WHOLE),
        _faster(result, Role.WHOLE, synced=True),
        _compared(result),
        _cpu(result),
        f"{max((each.memory for each in ours), default=0):.0f} MiB",
        verdict(result),
    ]
    return f"| {' | '.join(cells)} |"


def _goal(result: Result) -> str:
    workload = result.workload
    if workload.of_limit:
        return f"plain copy × {workload.of_limit:g}"
    return f"{workload.goal:g}" if workload.goal else ""


def best_peer(result: Result) -> Series | None:
    """The peer that took the least time, of those that did the work."""
    peers = [each for each in result.of(Role.PEER) if not each.failed]
    return min(peers, key=lambda each: each.median(lambda run: run.wall), default=None)


def faster(result: Result, role: Role, synced: bool = False) -> float | None:
    """How many times faster than the best peer we are; if `synced`, until both are on disk."""
    peer, ours = best_peer(result), result.of(role)
    if peer is None or not ours:
        return None
    return ours[0].times_faster(peer, lambda run: run.synced if synced else run.wall)


def _faster(result: Result, role: Role, synced: bool = False) -> str:
    found = faster(result, role, synced)
    return "" if found is None else f"{found:.2f}"


def _compared(result: Result) -> str:
    """How many times faster the whole is than a peer whose result is compared as well."""
    peers, ours = result.of(Role.CHECKED), result.of(Role.WHOLE)
    if not peers or not ours:
        return ""
    best = min(peers, key=lambda each: each.median(lambda run: run.wall))
    return f"{ours[0].times_faster(best, lambda run: run.wall):.2f}"


def _cpu(result: Result) -> str:
    found = _cpu_share(result)
    return "" if found is None else f"{found:.2f}"


def _cpu_share(result: Result) -> float | None:
    """Our CPU seconds for the copy, as a part of the best peer's."""
    peer, ours = best_peer(result), result.of(*OURS)
    if peer is None or not ours:
        return None
    return 1 / ours[0].times_faster(peer, lambda run: run.cpu)


def verdict(result: Result) -> str:
    """Whether the goals are met, or what is missing; nothing where there is no goal."""
    found = missed(result)
    if found:
        return "; ".join(found)
    if result.workload.goal and best_peer(result) is None:
        return "no peer could do it"
    return "met" if result.workload.goal or result.workload.of_limit else ""


def missed(result: Result) -> list[str]:
    """Which goals were missed, and by how much."""
    found = []
    goal = result.workload.goal
    halved = 0.5 if result.of(Role.COPY) else 1.0
    wanted = {Role.COPY: ("copy", 1.0), Role.WHOLE: ("whole", halved)}
    for role, (name, share) in wanted.items():
        ratio = faster(result, role)
        if goal and ratio is not None and ratio < goal * share:
            found.append(f"{name} {ratio:.2f} of {goal * share:g}")
    found += _missed_limit(result)
    cpu = _cpu_share(result)
    if goal and cpu is not None and cpu > 1:
        found.append("more CPU")
    if any(each.memory > MEMORY_LIMIT for each in result.of(*OURS)):
        found.append("more memory")
    return found


def _missed_limit(result: Result) -> list[str]:
    allowed, limit, ours = result.workload.of_limit, result.of(Role.LIMIT), result.of(Role.COPY)
    if not allowed or not limit or not ours:
        return []
    took = 1 / ours[0].times_faster(limit[0], lambda run: run.wall)
    return [f"{took:.2f} times the plain copy"] if took > allowed else []
