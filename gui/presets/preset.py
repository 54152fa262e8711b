"""A named set of choices that are not about one machine: kept, and applied to others."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from engine.choices import LOCATE, Choices
from engine.job.push import wishes
from engine.job.push.pool_job import PoolWish
from engine.job.push.push_journal import Wish
from gui.machines.migration import Migration
from gui.queue.state import State
from gui.settings import Settings

#: Fields of Choices that make sense for any machine.
_FIELDS = (
    *("format", "free_blocks", "sha256", "storage", "hal", "linux", "target"),
    *("firstboot", "pvdrivers", "media", "settings"),
)
#: Settings of one machine alone.
_OWN = re.compile(
    rf"redo|name|uuid|mac|smbios\.serial|nic\d*\.mac|guest\.windows|{re.escape(LOCATE)}.*"
)
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Preset:
    """What was chosen for a machine, without what is of that machine alone."""

    name: str
    choices: Choices
    then: Wish | PoolWish | None = None  #: where results are sent and started

    @classmethod
    def of(cls, job: Migration, name: str) -> Preset:
        """The choices of a machine under a name."""
        settings = job.choices.settings
        general = {key: value for key, value in settings.items() if not _OWN.fullmatch(key)}
        chosen = {each: getattr(job.choices, each) for each in _FIELDS}
        return cls(name, replace(Choices(), **chosen | {"settings": general}), _general(job.then))

    def apply(self, job: Migration) -> bool:
        """Have the same chosen for another machine, which keeps what is its own; whether it was.

        A machine that waits, runs, was stopped on the way or is done stays as it is.
        """
        if job.busy or job.resumable or job.state is State.DONE:
            return False
        own = {key: each for key, each in job.choices.settings.items() if _OWN.fullmatch(key)}
        chosen = {each: getattr(self.choices, each) for each in _FIELDS}
        job.choose(**chosen | {"settings": self.choices.settings | own})
        job.preset = self.name
        job.choose_delivery(self.then)
        return True

    def as_text(self) -> str:
        """As the settings keep it."""
        found = asdict(self.choices)
        kept: dict[str, Any] = {each: found[each] for each in _FIELDS}
        then = wishes.as_json(self.then) if self.then else None
        return json.dumps({"name": self.name, "choices": kept, "then": then})

    @classmethod
    def from_text(cls, text: str) -> Preset:
        """What :meth:`as_text` has made; ValueError, KeyError or TypeError where it is none."""
        found = json.loads(text)
        kept = {key: found["choices"][key] for key in _FIELDS}
        then = wishes.of_json(found["then"]) if found["then"] else None
        return cls(str(found["name"]), Choices.from_json(kept), then)


def _general(then: Wish | PoolWish | None) -> Wish | PoolWish | None:
    """A delivery without what was agreed to for one machine."""
    return replace(then, agreed=False) if isinstance(then, PoolWish) else then


def presets(settings: Settings) -> list[Preset]:
    """Those that are kept, by name; what is damaged is left out."""
    found = []
    for text in settings.presets:
        try:
            found.append(Preset.from_text(text))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return sorted(found, key=lambda each: each.name.casefold())


def keep(settings: Settings, preset: Preset) -> None:
    """Keep a preset, in the place of one of the same name."""
    others = [each for each in presets(settings) if each.name != preset.name]
    _save(settings, [*others, preset])


def forget(settings: Settings, name: str) -> None:
    """Keep the preset of this name no longer."""
    _save(settings, [each for each in presets(settings) if each.name != name])


def _save(settings: Settings, wanted: Sequence[Preset]) -> None:
    settings.presets = [each.as_text() for each in wanted]
    settings.save()
