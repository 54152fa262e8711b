"""What the lab measured beside what was derived from Xen's sources, as a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Transcript:
    """Grows while tests run; `versions` are lines."""

    versions: Sequence[str]
    parsed: list[str] = field(default_factory=list)  #: names of configurations xl took as meant
    verdicts: list[tuple[str, str, str, str]] = field(default_factory=list)
    started: list[tuple[str, str, str]] = field(default_factory=list)

    def verdict(self, settings: str, fact: str, derived: object, measured: object) -> None:
        """What a guest with `settings` was to see of `fact`, and what it saw."""
        self.verdicts.append((settings, fact, str(derived), str(measured)))

    def start(self, guest: str, image: str, said: str) -> None:
        """A guest that came through the whole road, and what it said."""
        self.started.append((guest, image, said))

    def text(self) -> str:
        read = len(self.parsed)
        wrong = sum(derived != measured for _, _, derived, measured in self.verdicts)
        return "\n".join(
            (
                *(f"- {line}" for line in self.versions),
                "",
                f"{read} configurations were read by `xl create -n` as they were meant.",
                "",
                f"{len(self.verdicts)} facts measured, {wrong} of them not as derived:",
                "",
                *_table(("settings", "what", "derived", "measured"), self.verdicts),
                "",
                "Started from the exported files:",
                "",
                *_table(("guest", "image", "said"), self.started),
                "",
            )
        )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
