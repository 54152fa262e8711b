"""What is wished for a guest, read from the settings; which disk has the Windows that is meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from refusals import refused

from engine.findings import Finding, finding, refuse
from engine.guest.inspect import Guest
from engine.guest.wishes import KEEP, RECOMMENDED, Wishes
from engine.job.convert import guests
from engine.job.convert.guests import Look, hal_name, trials, wishes
from engine.vmware.model import Disk, VirtualMachine
from engine.xen.domain import Domain

NT5 = Domain("vm", 512, 1)
NO_MACHINE = cast(VirtualMachine, None)


@dataclass
class Installed:
    """What of a Windows is asked for here; a stand-in."""

    boot_entry: Any = None


@dataclass
class On:
    """The guest of a disk; a stand-in."""

    windows: list[Installed] = field(default_factory=list)


def look(*disks: On, findings: tuple[Finding, ...] = ()) -> Look:
    return Look({number: cast(Guest, disk) for number, disk in enumerate(disks)}, findings)


def wished(storage: str = "auto", hal: str = KEEP, **settings: str) -> Wishes:
    return named(settings, storage, hal)


def named(settings: dict[str, str], storage: str = "auto", hal: str = KEEP) -> Wishes:
    """What becomes of ``--set guest.KEY=VALUE``."""
    of_guest = {f"guest.{key}": value for key, value in settings.items()}
    return wishes(hal, storage, NT5, of_guest, agreed=False)


@pytest.mark.parametrize(
    ("disks", "main"),
    [
        ([], None),
        ([On()], None),
        ([On(), On([Installed()])], 1),
        ([On([Installed()]), On([Installed("entry")])], 1),
        ([On([Installed()]), On([Installed(), Installed("entry")])], 0),
        ([On([Installed("entry")]), On([Installed("entry")])], 0),
    ],
)
def test_the_windows_that_starts_is_meant_or_else_the_first(
    disks: list[On], main: int | None
) -> None:
    assert look(*disks).main == main


def test_nothing_wished_is_nothing_done() -> None:
    assert guests.fittings(NO_MACHINE, look(On([Installed("entry")])), Wishes()) == {}
    assert guests.fittings(NO_MACHINE, look(On()), Wishes(bus="ide", only_if_needed=True)) == {}


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wishes(pv_drivers=("/drivers",)), "E970"),
        (Wishes(hal="halacpi"), "E645"),
        (Wishes(trials=("halacpi",)), "E645"),
        (Wishes(bus="ide"), "E820"),
    ],
)
def test_wishes_that_name_something_need_a_windows(wish: Wishes, code: str) -> None:
    """The last: there may be one on what cannot be read."""
    unread = finding("W822", root=r"\WINDOWS", number=1, reason="damaged")
    assert (
        refused(lambda: guests.fittings(NO_MACHINE, look(On(), findings=(unread,)), wish)) == code
    )
    if code == "E820":
        assert guests.fittings(NO_MACHINE, look(On()), wish) == {}


def test_what_is_chosen_becomes_wishes() -> None:
    found = wished("keep")
    assert (found.bus, found.only_if_needed) == (None, False)
    found = wished("auto")
    assert (found.bus, found.only_if_needed) == (NT5.hdtype, True)
    found = wished("ide", RECOMMENDED, windows=r"\WINNT", trial="HAL,halmacpi", timeout="0")
    assert (found.bus, found.only_if_needed, found.hal) == (NT5.hdtype, False, RECOMMENDED)
    assert (found.root, found.trials, found.timeout) == (r"\WINNT", ("hal", "halmacpi"), 0)
    assert not found.nvme
    assert not found.several_disks


@pytest.mark.parametrize(
    ("key", "word", "name", "value"),
    [
        ("crash", "keep", "stop_at_crash", False),
        ("cpu", "keep", "cpu_drivers", False),
        ("tools", "keep", "tools", False),
        ("heads", "keep", "heads", False),
        ("signature", "keep", "signature", False),
        ("addresses", "keep", "addresses", False),
        ("first", "1", "trial_first", True),
        ("journal", "discard", "recover", True),
        ("hive-log", "ignore", "without_log", True),
    ],
)
def test_each_setting_changes_its_wish(key: str, word: str, name: str, value: bool) -> None:
    assert getattr(wished(), name) is not value
    assert getattr(named({key: word}), name) is value
    assert refused(lambda: named({key: "perhaps"})) == "E501"


@pytest.mark.parametrize(("text", "code"), [("9999", ""), ("10000", "E501"), ("-1", "E501"),
                                            ("٣", "E501"), ("1.5", "E501")])  # fmt: skip
def test_a_timeout_is_a_number_of_seconds(text: str, code: str) -> None:
    if code:
        assert refused(lambda: wished(timeout=text)) == code
    else:
        assert wished(timeout=text).timeout == int(text)


@pytest.mark.parametrize("settings", [{"colour": "red"}, {"names": "red"}, {"images": "no"}])
def test_what_is_no_setting_of_a_guest(settings: dict[str, str]) -> None:
    assert refused(lambda: named(settings)) == "E501"


def test_a_hal_is_named_in_any_case() -> None:
    assert hal_name("HalACPI") == "halacpi"
    assert refused(lambda: hal_name("halfast")) == "E652"
    assert refused(lambda: wished(trial="hal,halfast")) == "E652"
    assert trials({"guest.trial": ",Hal,,halacpi,"}) == ("hal", "halacpi")
    assert trials({}) == ()


def test_a_guest_that_cannot_be_looked_into_is_converted_all_the_same() -> None:
    disk = cast(Disk, type("D", (), {"slot": "scsi0:0"})())
    told = guests._refused(disk, refuse("E630", reason="it crashed"))
    assert [each.code for each in told] == ["W648"]
    assert "it crashed" in told[0].message
    assert [each.code for each in guests._refused(disk, refuse("E204", path="x", reason="y"))] == [
        "E204"
    ]
