"""Which page of the guide is about which part of the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from gui.help.guide_view import FIRST
from gui.machines.migration import Migration

#: By the names of the road's cards and of the drawer's pages.
_PAGES = {
    "from": "snapshots.md",
    "guest": "windows.md",
    "xen": "xen.md",
    "to": "server.md",
    "result": "server.md",
    "trial": "trying.md",
    "trials": "trying.md",
    "queue": "many.md",
    "log": "refusals.md",
}


def page_about(
    focus: QWidget | None, parts: Mapping[str, QWidget], job: Migration | None = None
) -> str:
    """The page about the part that the focus is in; the first one if it is in none of them."""
    names = {widget: name for name, widget in parts.items()}
    while focus is not None and focus not in names:
        focus = focus.parentWidget()
    name = names[focus] if focus is not None else ""
    return "linux.md" if name == "guest" and _is_linux(job) else _PAGES.get(name, FIRST)


def _is_linux(job: Migration | None) -> bool:
    plan = job.last_plan if job is not None else None
    guests = list(plan.guests.values()) if plan is not None else []
    return any(each.linux for each in guests) and not any(each.windows for each in guests)
