"""The HALs of a guest in groups to choose from, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from engine.job.convert.outlook import Outlook
from engine.phrase import Phrase
from engine.report.guest_report import hal_choices
from engine.report.options import Option, Row, options
from engine.translate import xen_guest
from engine.xen.compat_table import KINDS

Group = Literal["recommended", "fits", "fails", "barred"]
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Pick:
    """One HAL with the machine that suits it best."""

    hal: str
    computer: str  #: what Device Manager calls it
    group: Group
    reason: str  #: a sentence or two
    option: Option  #: to be chosen; of "barred" it is not

    @property
    def is_chosen(self) -> bool:
        return self.option.is_chosen


def picks(outlook: Outlook) -> tuple[Pick, ...]:
    """All HALs by group; none where the guest has no such choice."""
    if not outlook.installed.has_hals:
        return ()
    windows = xen_guest.installation(outlook.plan.guests.values(), outlook.choices.root)
    able = {
        row["hal"]
        for row in (hal_choices(windows) if windows else ())
        if row["verdict"] == "same" or (row["verdict"] == "offered" and row["file"])
    }
    found = [_pick(row, is_able=row.key in able) for row in options(outlook).rows]
    return tuple(sorted(found, key=lambda each: GROUPS.index(each.group)))


def _pick(row: Row, *, is_able: bool) -> Pick:
    option = min(row.options, key=_order)
    group: Group = "fails" if option.verdict.kind == "fails" else "fits"
    if option.is_recommended:
        group = "recommended"
    elif not is_able:
        group = "barred"
    reason = Phrase.joined(" ", tuple(_reasons(row, option, group)))
    return Pick(row.key, row.detail, group, reason, option)


def _order(option: Option) -> tuple[bool, int, bool]:
    """What is recommended first, then what does best, then what is chosen."""
    kind = KINDS.index(option.verdict.kind)
    return not option.is_recommended, kind, not option.is_chosen


def _reasons(row: Row, option: Option, group: Group) -> Iterator[str]:
    if group != "barred":
        yield option.verdict.reason
    if row.is_installed:
        yield Phrase("It is installed.")
    elif row.change:
        yield row.change
