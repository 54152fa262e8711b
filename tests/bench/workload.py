"""What one table is about."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bench.contenders import Contender
from bench.stages import Stage

MANY = 1000
Field = Callable[[Stage], list[Contender]]


@dataclass(frozen=True)
class Workload:
    """One table. `goal`: how many times faster than the best peer our copy is to be.

    The whole command, which also reads back and compares, is to be half as many times faster; where
    there is no copy alone, the goal is the whole command's. All contenders of the field must
    produce the same; a peer comes first.
    """

    key: str
    title: str
    stage: Callable[[], AbstractContextManager[Stage]]
    field: Field
    goal: float | None = None
    of_limit: float | None = None  #: how much longer than the plain copy we may take
    rounds: int = MANY  #: at most
    quick: bool = False  #: part of the smoke run
