"""Deliveries that were asked for, kept as JSON and read again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from engine.job.push.destination import is_pool
from engine.job.push.pool_job import PoolWish
from engine.job.push.push_journal import Wish


def as_json(wish: Wish | PoolWish) -> dict[str, Any]:
    """Fields of a wish, by name."""
    return asdict(wish)


def of_json(found: dict[str, Any]) -> Wish | PoolWish:
    """Wish of what :func:`as_json` made; KeyError or TypeError where it made none of it."""
    return PoolWish.of_json(found) if is_pool(found["target"]) else Wish(**found)
