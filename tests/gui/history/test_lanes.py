"""The lanes of a history, drawn as text and compared with what people would draw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.vmware.model import Snapshot, Snapshots
from gui.history.lanes import Row, rows

FIRST = datetime(2024, 1, 1, tzinfo=UTC)


def snapshots(parents: dict[int, int | None], current: int | None) -> Snapshots:
    """A tree of snapshots, each taken a day after the one before."""
    found = tuple(
        Snapshot(uid, parent, f"number {uid}", "", FIRST + timedelta(uid), False, ())
        for uid, parent in parents.items()
    )
    return Snapshots(found, current)


def drawn(found: tuple[Row, ...]) -> list[str]:
    """A line for each row: its dot, lanes that run through, lanes that end in it, its number."""
    lines = []
    for row in found:
        signs = dict.fromkeys(row.passing, "|") | dict.fromkeys(row.joining, "/")
        signs[row.lane] = "o"
        lanes = "".join(signs.get(lane, " ") for lane in range(row.width))
        lines.append(f"{lanes} {row.state or 'now'}")
    return lines


def test_a_straight_line_is_not_indented() -> None:
    found = rows(snapshots({1: None, 2: 1, 3: 2}, 3))
    assert drawn(found) == ["o now", "o 3", "o 2", "o 1"]
    assert [row.has_parent for row in found] == [True, True, True, False]


def test_a_branch_stands_above_what_it_comes_from() -> None:
    found = rows(snapshots({1: None, 2: 1, 3: 1, 4: 3, 5: 1}, 2))
    assert drawn(found) == ["o now", "o 2", "|o 5", "||o 4", "||o 3", "o// 1"]
    assert [row.is_branch for row in found] == [False, False, True, True, True, False]


def test_a_branch_of_a_branch() -> None:
    found = rows(snapshots({1: None, 2: 1, 3: 2, 4: 2}, 1))
    assert drawn(found) == ["o now", "|o 4", "||o 3", "|o/ 2", "o/ 1"]


def test_a_lane_that_has_ended_is_used_again() -> None:
    found = rows(snapshots({1: None, 2: 1, 3: 2, 4: 2, 5: 1}, 3))
    assert drawn(found) == ["o now", "o 3", "|o 4", "o/ 2", "|o 5", "o/ 1"]


def test_the_running_state_alone_and_beside_others() -> None:
    assert drawn(rows(Snapshots())) == ["o now"]
    assert drawn(rows(snapshots({1: None, 2: 1}, None))) == ["o now", " o 2", " o 1"]


def test_several_roots() -> None:
    assert drawn(rows(snapshots({1: None, 2: None, 3: 2}, 1))) == ["o now", "o 1", " o 3", " o 2"]


def test_a_thousand_snapshots_in_a_row() -> None:
    found = rows(snapshots({uid: uid - 1 or None for uid in range(1, 1001)}, 1000))
    assert [row.lane for row in found] == [0] * 1001
    assert [row.state for row in found[:3]] == ["", "1000", "999"]


@given(st.lists(st.integers(0, 40), max_size=40), st.integers(0, 41))
def test_every_line_leads_to_its_parent(picks: list[int], current: int) -> None:
    """Each state is there once, and a lane runs from it until it ends in its parent."""
    parents = {uid: (pick % uid or None) for uid, pick in enumerate(picks, 1)}
    found = rows(snapshots(parents, current if current in parents else None))
    assert sorted(row.state for row in found) == sorted(["", *map(str, parents)])
    for number, row in enumerate(found):
        if not row.has_parent:
            continue
        below = found[number + 1 :]
        end = next(at for at, each in enumerate(below) if row.lane in each.joining)
        parent = row.snapshot.parent if row.snapshot else current
        assert below[end].state == str(parent)
        assert all(row.lane in each.passing and each.lane != row.lane for each in below[:end])
