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
class Goal:
    """What a figure of `bench.figures` is to be: at least ``bound``, or at most."""

    figure: str
    bound: float
    at_most: bool = False


def at_least(figure: str, bound: float) -> Goal:
    return Goal(figure, bound)


def at_most(figure: str, bound: float) -> Goal:
    return Goal(figure, bound, at_most=True)


@dataclass(frozen=True)
class Workload:
    """One table. All contenders of the field must produce the same; a peer comes first."""

    key: str
    title: str
    stage: Callable[[], AbstractContextManager[Stage]]
    field: Field
    goals: tuple[Goal, ...] = ()
    rounds: int = MANY  #: at most
    quick: bool = False  #: part of the smoke run
