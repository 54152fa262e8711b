"""Choices as JSON, and back: what a journal, or a queue that is kept, says was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine.job.convert.disk_task import FORMATS
from engine.job.convert.guests import STORAGE
from engine.job.convert.plan import Choices
from engine.xen.target import TARGETS


def as_json(choices: Choices) -> dict[str, Any]:
    """Plain dictionaries."""
    return asdict(choices)


def from_json(found: Mapping[str, Any]) -> Choices:
    """The choices that ``found`` was made of; ValueError or TypeError where it is none."""
    choices = Choices(**{**found, "without": tuple(found.get("without", ()))})
    sound = (
        isinstance(choices.snapshot, str)
        and choices.format in FORMATS
        and _is_texts(choices.settings)
        and _is_texts(choices.networks)
        and isinstance(choices.trusted, bool)
        and isinstance(choices.hal, str)
        and choices.storage in STORAGE
        and all(isinstance(each, str) for each in choices.without)
        and isinstance(choices.sha256, bool)
        and choices.target in TARGETS
    )
    if not sound:
        raise ValueError("impossible choices")
    return choices


def _is_texts(found: object) -> bool:
    """Whether it is a mapping of texts to texts."""
    return isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
