"""Snapshots of a machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.vmware.model import Snapshot, Snapshots

FIRST = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def snapshots() -> Snapshots:
    """Three in a line to the running state, and 4 beside them."""
    parents = {1: None, 2: 1, 3: 2, 4: 1}
    taken = tuple(
        Snapshot(uid, parent, f"Before the update {uid}", f"note {uid * 11}",
                 FIRST + timedelta(uid), False, ())
        for uid, parent in parents.items()
    )  # fmt: skip
    return Snapshots(taken, 3)
