"""What the lab measured beside what was derived from Xen's sources, as a page of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Facts = Mapping[str, object]  # what a guest sees, by its name


@dataclass
class Transcript:
    """Grows while tests run; `versions` are lines."""

    versions: Sequence[str]
    parsed: list[str] = field(default_factory=list)  #: names of configurations xl took as meant
    rows: list[Sequence[str]] = field(default_factory=list)
    facts: Sequence[str] = ()
    started: list[Sequence[str]] = field(default_factory=list)
    not_created: list[Sequence[str]] = field(default_factory=list)

    def verdict(self, settings: str, derived: Facts, measured: Facts) -> None:
        """What a guest with `settings` was to see, and what it saw, under the same names."""
        self.facts = list(derived)
        cells = (_cell(derived[name], measured[name]) for name in derived)
        self.rows.append((settings, *cells))

    def start(self, guest: str, image: str, said: str) -> None:
        """A guest that came through the whole road, and what it said last."""
        self.started.append((guest, image, f"`{said}`"))

    def refused(self, settings: str, said: str) -> None:
        """A domain that was not created, and why."""
        self.not_created.append((settings, f"`{said}`"))

    def text(self) -> str:
        """As Markdown."""
        count = len(self.parsed)
        lines = [f"- {line}" for line in self.versions]
        lines += ["", f"{count} configurations were read by `xl create -n` as they were meant.", ""]
        if self.rows:
            told = "What the probe saw. Where it is not what was derived, both are given in bold."
            lines += [told, "", *_table(("settings", *self.facts), self.rows), ""]
        if self.started:
            told = "Started from the files that were exported, up to:"
            lines += [told, "", *_table(("guest", "image", "said"), self.started), ""]
        if self.not_created:
            told = "Not created, as it is said:"
            lines += [told, "", *_table(("settings", "QEMU said"), self.not_created), ""]
        return "\n".join(lines)


def _cell(derived: object, measured: object) -> str:
    words = {True: "yes", False: "no"}
    saw, meant = (
        words[each] if isinstance(each, bool) else str(each) for each in (measured, derived)
    )
    return saw if measured == derived else f"**{saw}, not {meant}**"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
