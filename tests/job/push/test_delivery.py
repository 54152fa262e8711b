"""A delivery is looked at before anything is written: what is there, and what it may not touch."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from job.conftest import LITTLE as SIZE
from job.push.test_push_job import NAME
from refusals import refused

from engine.deliver.store import State, Store
from engine.job.push import delivery
from engine.job.push.delivery import looked
from engine.job.push.push_journal import Journal, Wish
from engine.job.push.push_steps import Item
from engine.job.result.conversion import Conversion
from engine.ssh.server import Server

HERE = Server(None)


def planned(little: Path, there: Path, **wish: Any) -> dict[str, Any]:
    with looked(Conversion.open(little), Wish(str(there), **wish)) as found:
        return {
            **found.as_json(),
            "text": found.text,
            "steps": [str(s.name) for s in found.steps()],
        }


def item(little: Path, there: Path) -> Item:
    with looked(Conversion.open(little), Wish(str(there))) as found:
        return found.items[0]


def test_nothing_is_written_and_everything_is_known(little: Path, tmp_path: Path) -> None:
    before = sorted(little.iterdir())
    found = planned(little, tmp_path / "srv")
    (disk,) = found["disks"]
    assert (disk["place"], disk["state"], disk["size"]) == (f"{tmp_path}/srv/{NAME}", "new", SIZE)
    assert 0 < disk["allocated"] <= SIZE
    assert found["config"] == f"{tmp_path}/srv/win2003.cfg"
    assert f"{tmp_path}/srv/{NAME}" in found["text"]
    assert found["steps"] == [
        f"Send {NAME}",
        f"Verify {NAME} on the server",
        f"Deliver {NAME}",
        "Write the configuration",
    ]
    assert (sorted(little.iterdir()), (tmp_path / "srv").exists()) == (before, False)


def test_what_may_be_there_is_compared_first(little: Path, tmp_path: Path) -> None:
    shutil.copy(little / NAME, tmp_path / NAME)
    assert planned(little, tmp_path)["steps"][0] == f"Compare {NAME}"


def test_every_image_has_its_name_before_the_configuration(little: Path, tmp_path: Path) -> None:
    with looked(Conversion.open(little), Wish(str(tmp_path / "srv"))) as found:
        steps = replace(found, items=found.items * 2).steps()
    assert [each.name.split()[0] for each in steps] == [
        "Send", "Verify", "Send", "Verify", "Deliver", "Deliver", "Write",
    ]  # fmt: skip


FINAL, ABSENT = PurePosixPath("/nowhere/a.img"), State("absent")


@pytest.mark.parametrize(
    ("there", "yes", "code", "replaces"),
    [
        (ABSENT, False, "", False),
        (State("other"), True, "E708", False),
        (State("file", SIZE), False, "", True),
        (State("file", SIZE - 1), False, "E708", False),
        (State("file", SIZE - 1), True, "", False),
    ],
)
def test_what_has_the_name_of_an_image(
    little: Path, tmp_path: Path, there: State, yes: bool, code: str, replaces: bool
) -> None:
    new, journal = item(little, tmp_path / "srv"), Journal(little, Wish("/nowhere"))
    if code:
        assert refused(lambda: delivery._new_item(new, there, HERE, journal, yes)) == code
        return
    found = delivery._new_item(new, there, HERE, journal, yes)
    assert (found.state, found.replaces) == ("new", replaces)
    assert (found.final in found.absent) == (there is ABSENT)
    assert found.path in found.absent


def test_a_volume_takes_the_name_of_no_file(little: Path, tmp_path: Path) -> None:
    new = replace(item(little, tmp_path / "srv"), as_file=False)
    journal = Journal(little, Wish("/nowhere"))
    there = State("file", SIZE)
    assert refused(lambda: delivery._new_item(new, there, HERE, journal, yes=True)) == "E708"


@pytest.mark.parametrize(
    ("size", "begun", "ours", "yes", "expected"),
    [
        (SIZE, False, False, False, "E708"),
        (SIZE, True, False, False, "begun"),
        (SIZE - 1, True, False, False, "new"),
        (SIZE + 1, True, False, False, "new"),
        (SIZE, False, True, False, "new"),  # of another content: nothing of it is compared
        (SIZE, False, False, True, "new"),
    ],
)
def test_what_has_the_name_of_an_image_meanwhile(
    little: Path, tmp_path: Path, size: int, begun: bool, ours: bool, yes: bool, expected: str
) -> None:
    new = item(little, tmp_path)
    new.begun = begun
    with (tmp_path / f"{NAME}.partial").open("wb") as file:
        file.truncate(size)
    journal = Journal(little, Wish(str(tmp_path)))
    if ours:
        journal.begin(new.final, "of another image")
    if expected == "E708":
        assert refused(lambda: delivery._new_item(new, ABSENT, HERE, journal, yes)) == expected
    else:
        assert delivery._new_item(new, ABSENT, HERE, journal, yes).state == expected


def test_a_volume_that_was_begun_may_be_larger_but_not_smaller(
    little: Path, tmp_path: Path
) -> None:
    """LVM rounds sizes up."""
    new = replace(item(little, tmp_path), as_file=False, begun=True)
    journal, partial = Journal(little, Wish(str(tmp_path))), tmp_path / f"{NAME}.partial"
    for size in (SIZE, SIZE + 4096):
        partial.write_bytes(bytes(size))
        assert delivery._new_item(new, ABSENT, HERE, journal, yes=False).state == "begun"
    partial.write_bytes(bytes(SIZE - 512))
    assert refused(lambda: delivery._new_item(new, ABSENT, HERE, journal, yes=False)) == "E710"


@pytest.mark.parametrize(("as_file", "needed"), [(True, 700), (False, 1000)])
def test_room_is_needed_for_what_is_new(
    little: Path, tmp_path: Path, as_file: bool, needed: int
) -> None:
    """Of a file what it holds; a volume takes all of its size."""
    new = replace(item(little, tmp_path), size=1000, held=700, as_file=as_file)
    begun = replace(new, state="begun")
    for kind, free, code in (
        ("folder", needed, ""), ("folder", needed - 1, "E707"), ("device", 0, ""),
    ):  # fmt: skip
        at = Store(kind, PurePosixPath("/srv"), free)  # type: ignore[arg-type]
        if code:
            assert refused(lambda: delivery._check_room([new, begun], at, HERE)) == code  # noqa: B023
        else:
            delivery._check_room([new, begun], at, HERE)
        delivery._check_room([begun], at, HERE)


def test_a_volume_takes_one_disk(little: Path) -> None:
    domain, image = Conversion.open(little).deliverable("E714")
    images = (*image, *image)
    device, group = (Store(kind, PurePosixPath("/dev/x"), 0) for kind in ("device", "group"))
    assert refused(lambda: delivery._taken(images, device, domain)) == "E701"
    assert delivery._taken(images[:1], device, domain) == images[:1]
    assert delivery._taken(images, group, domain) == images


def test_the_folder_of_the_configuration_is_on_the_server(little: Path, tmp_path: Path) -> None:
    assert planned(little, tmp_path, configs="/etc/xen")["config"] == "/etc/xen/win2003.cfg"
    assert refused(lambda: planned(little, tmp_path, configs="root@other:/etc/xen")) == "E701"


def test_another_configuration_is_replaced_with_consent_alone(little: Path, tmp_path: Path) -> None:
    config = tmp_path / "win2003.cfg"
    config.write_text(planned(little, tmp_path)["text"])
    planned(little, tmp_path)
    config.write_text("# mine\n")
    assert refused(lambda: planned(little, tmp_path)) == "E708"
    planned(little, tmp_path, yes=True)
    config.unlink()
    config.mkdir()
    assert refused(lambda: planned(little, tmp_path, yes=True)) == "E708"


def test_a_configuration_edited_by_hand_is_what_is_delivered(little: Path, tmp_path: Path) -> None:
    with (little / "win2003.cfg").open("a") as config:
        config.write("# mine\n")
    text = planned(little, tmp_path / "srv")["text"]
    assert text.endswith("# mine\n")
    assert f"{tmp_path}/srv/{NAME}" in text
    assert str(little) not in text
