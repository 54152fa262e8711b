"""The states of a machine as rows with lanes, as ``git log --graph`` has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.vmware.model import Snapshot, Snapshots

_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A state with the lines that run through its row; lanes are counted from 0, at the left."""

    snapshot: Snapshot | None  #: None for the running state
    lane: int
    passing: tuple[int, ...] = ()  #: lanes that run through
    joining: tuple[int, ...] = ()  #: lanes that come from above and end here
    has_parent: bool = False  #: a line leads on, downwards

    @property
    def state(self) -> str:
        """The number of the snapshot as text, "" for the running state."""
        return str(self.snapshot.uid) if self.snapshot is not None else ""

    @property
    def width(self) -> int:
        """How many lanes there are in the row, from the left."""
        return max((self.lane, *self.passing, *self.joining)) + 1

    @property
    def is_branch(self) -> bool:
        """Whether the running state does not descend from it."""
        return self.lane > 0


def rows(snapshots: Snapshots) -> tuple[Row, ...]:
    """All states, the running one first: newest first along each line, in lane 0 its own line.

    A branch stands just above what it comes from. Snapshots whose parent is unknown are roots.
    """
    found: list[Row] = []
    waiting: list[tuple[int, int | None]] = []  #: open lanes and the snapshot that ends each
    known = {each.uid for each in snapshots.all}
    own = {each.uid for each in snapshots.ancestors(snapshots.current)}
    for snapshot in _order(snapshots):
        uid = snapshot.uid if snapshot else None
        is_own = snapshot is None or uid in own
        parent = snapshot.parent if snapshot else snapshots.current
        parent = parent if parent in known else None
        joining = tuple(sorted(lane for lane, end in waiting if end == uid and uid is not None))
        waiting = [each for each in waiting if each[0] not in joining]
        taken = {lane for lane, _ in waiting}
        first = min(joining, default=-1)
        lane = 0 if is_own else first if first > 0 else _free(taken)
        passing = tuple(sorted(taken))
        found.append(Row(snapshot, lane, passing, joining, parent is not None))
        if parent is not None:
            waiting.append((lane, parent))
    return tuple(found)


def _free(taken: set[int]) -> int:
    """The first lane beside that of the running state."""
    return next(lane for lane in range(1, len(taken) + 2) if lane not in taken)


def _order(snapshots: Snapshots) -> Iterator[Snapshot | None]:
    """The states, each after all that descend from it; None is the running one."""
    children: dict[int | None, list[Snapshot]] = {}
    known = {each.uid for each in snapshots.all}
    for each in snapshots.all:
        children.setdefault(each.parent if each.parent in known else None, []).append(each)
    own = {each.uid for each in snapshots.ancestors(snapshots.current)}
    for below in children.values():  # the last is told first: the line of the running state
        below.sort(key=lambda each: (each.uid in own, each.created or _FIRST, each.uid))
    if snapshots.current not in known:
        yield None
    waiting: list[tuple[Snapshot, bool]] = [(each, False) for each in children.get(None, [])]
    while waiting:
        snapshot, are_told = waiting.pop()
        if are_told:
            yield snapshot
            continue
        if snapshot.uid == snapshots.current:
            yield None
        waiting.append((snapshot, True))
        waiting += [(each, False) for each in children.get(snapshot.uid, [])]
