"""What the cards say of a machine; stand-ins for machines, which have just what is said of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from engine.choices import Choices
from engine.findings import finding
from engine.report.guest_report import ChangeCounts
from engine.vmware.model import Snapshot, Snapshots
from engine.xen.domain import Domain, Vif
from gui.queue.progress import Course, Row
from gui.road import sentences
from gui.road.sentences import Said

pytestmark = pytest.mark.usefixtures("qapp")

MIB = 1 << 20
HINT, FAULT = finding("W507", format="vmdk"), finding("E402", path="x")
SNAPSHOTS = Snapshots(
    (Snapshot(3, None, "Before\n the update", "", datetime(2024, 1, 2, tzinfo=UTC), False, ()),), 3
)


def disk(layers: int, size: int) -> Any:
    return SimpleNamespace(layers=(None,) * layers, chain=SimpleNamespace(size=size))


def job(snapshot: str = "", plan: Any = None, **more: Any) -> Any:
    """A fake machine on its way to Xen."""
    usual = {"plan": None, "folder": Path("/srv/out"), "course": Course(), "earlier": None}
    return cast(Any, SimpleNamespace(
        machine=SimpleNamespace(snapshots=SNAPSHOTS), choices=Choices(snapshot=snapshot),
        last_plan=plan, **{**usual, **more},
    ))  # fmt: skip


def plan(*disks: Any, allocated: int = 0, **more: Any) -> Any:
    tasks = tuple(SimpleNamespace(allocated=allocated) for _ in disks)
    return SimpleNamespace(machine=SimpleNamespace(disks=disks), disks=tasks, **more)


def test_a_sign_is_that_of_the_worst() -> None:
    assert sentences.sign(()) == "ok"
    assert sentences.sign((), "") == ""
    assert sentences.sign((HINT,)) == "warning"
    assert sentences.sign((HINT, FAULT)) == "error"


def test_which_state_it_is_and_how_much() -> None:
    assert sentences.origin(job(), ()) == Said("As it is now", "", "")
    named = sentences.origin(job("3"), (FAULT,))
    assert named.sentence.startswith("Snapshot 3 “Before the update”, 2024-01-0")
    assert named.sign == "error"
    assert sentences.origin(job("9"), ()).sentence == "As it is now"
    known = plan(disk(1, 4 * MIB), disk(3, 2 * MIB), allocated=MIB)
    told = sentences.origin(job(plan=known), ())
    assert told.sentence == "As it is now: 3 layers, 2 MiB of 6 MiB in use"
    assert (told.detail, told.sign) == ("Nothing is ever written to it.", "ok")
    alone = sentences.origin(job(plan=plan(disk(1, MIB))), ())
    assert ": 1 layer, " in alone.sentence
    unread = plan(SimpleNamespace(layers=(), chain=None))
    assert sentences.origin(job(plan=unread), ()) == Said("As it is now", "", "ok")


def test_what_is_inside() -> None:
    assert sentences.guest(job(), ()).sentence == "What is inside is not known."
    nothing = plan(guests={0: SimpleNamespace(windows=(), linux=())})
    assert sentences.guest(job(plan=nothing), (HINT,)) == Said(
        "No operating system that is known", "", "warning"
    )


def test_changes_are_counted_in_words() -> None:
    assert sentences.counted(ChangeCounts(0, 0, 0)) == ""
    assert sentences.counted(ChangeCounts(1, 1, 1)) == (
        "1 file, 1 entry of the registry, 1 field of the boot sector"
    )
    assert sentences.counted(ChangeCounts(4, 190, 0)) == "4 files, 190 entries of the registry"
    assert sentences.counted(ChangeCounts(0, 0, 2)) == "2 fields of the boot sector"


def test_the_hardware_in_a_few_words() -> None:
    def told(cards: int, **more: Any) -> str:
        vifs = tuple(Vif("", f"xenbr{number}", "e1000") for number in range(cards))
        return sentences.domain(Domain("a", 512, vifs=vifs, **{"vcpus": 1, **more}))

    assert told(0) == "1 processor, 512 MiB, BIOS"
    assert told(1, vcpus=2) == "2 processors, 512 MiB, e1000 on xenbr0, BIOS"
    two = "1 processor, 512 MiB, e1000 on xenbr0, e1000 on xenbr1"
    assert told(2, firmware="uefi") == f"{two}, UEFI"
    assert told(3) == f"{two}, 1 more card, BIOS"
    assert told(5) == f"{two}, 3 more cards, BIOS"


def test_nothing_is_good_before_it_was_looked_at() -> None:
    assert sentences.looking() == Said("Looking…", "", "")


def test_nothing_is_told_of_a_domain_that_is_not_known() -> None:
    assert sentences.xen(None, ()) == Said("What Xen is told is not known yet.", "", "")


def test_where_it_goes_and_how_long_it_takes(qapp: QApplication) -> None:
    assert sentences.target(job(folder=None), (), 0).sentence == "Beside the virtual machine"
    assert sentences.target(job(), (), 0) == Said("/srv/out, raw", "", "")
    known = plan(needed=8 * MIB, free=1 << 40)
    room = "Needs 8 MiB at most; 1 TiB are free."
    assert sentences.target(job(plan=known), (), 0).detail == room
    course = Course([Row("Copy", 600 * MIB)])
    unknown = sentences.target(job(plan=known, course=course), (HINT,), 0)
    assert unknown.detail == f"{room} How long it takes is known once it runs."
    assert unknown.sign == "warning"
    measured = sentences.time(job(course=course), 10 * MIB)
    assert measured == "About 60 s, as fast as the last conversion."
    assert sentences.time(job(course=Course([Row("Copy", 0)])), 10 * MIB) == ""
