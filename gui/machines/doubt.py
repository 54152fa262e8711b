"""Whether a conversion makes something that is known not to start, by what the user has set."""

from __future__ import annotations

from engine.findings import Finding
from engine.job.convert import outlook
from engine.job.convert.outlook import Outlook
from engine.report.options import overall
from gui.machines.migration import Migration

#: With what is written the guest does not start: warnings to the engine, red in the window.
FAILS = ("W520", "W530")


def is_red(finding: Finding) -> bool:
    """Whether it blocks, or the guest does not start with it."""
    return finding.blocks or finding.code in FAILS


def doubt(job: Migration) -> Outlook | None:
    """The outlook of a migration that will not start although what is recommended would.

    None where it starts, where nobody knows, and where nothing else is recommended.
    """
    if job.plan is None:
        return None
    found = outlook.of(job.plan, job.choices)
    fails = overall(found).kind == "fails"
    best = outlook.of(job.plan, found.recommended)
    return found if fails and overall(best).kind != "fails" else None
