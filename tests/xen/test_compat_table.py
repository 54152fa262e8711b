"""Rows of what runs where: their conditions, their sources, and HALs with what may follow them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import pytest

from engine.xen import compat_table
from engine.xen.compat import Guest
from engine.xen.compat_table import KINDS, Conditions, hals, meets
from engine.xen.domain import Model, Vga
from engine.xen.flags import Flags
from engine.xen.target import TARGETS, facts


@dataclass
class Thing:
    """Something with two attributes."""

    size: int = 2
    kind: str = "a"


@pytest.mark.parametrize(
    ("conditions", "are_met"),
    [
        ({}, True),
        ({"size": (1, 2)}, True),
        ({"size": (1,)}, False),
        ({"size": (2,), "kind": ("a", "b")}, True),
        ({"size": (2,), "kind": ("b",)}, False),
        ({"size": ()}, False),
    ],
)
def test_every_condition_has_to_be_met(conditions: Conditions, are_met: bool) -> None:
    assert meets(Thing(), conditions) == are_met


def test_a_row_speaks_of_guest_flags_and_target_together() -> None:
    row = replace(
        compat_table.rows()[0], guest={"size": (2,)}, flags={"size": (3,)}, target={"size": (4,)}
    )
    assert row.speaks_of(Thing(2), Thing(3), Thing(4))
    for sizes in ((1, 3, 4), (2, 1, 4), (2, 3, 1)):
        assert not row.speaks_of(*map(Thing, sizes))


def test_rows_ask_for_what_there_is_and_have_reasons_and_sources() -> None:
    things = Guest("linux"), Flags(), facts(TARGETS[0])
    for row in compat_table.rows():
        assert row.verdict in KINDS
        assert str(row.reason).endswith(".")
        assert row.source
        for thing, asked in zip(things, (row.guest, row.flags, row.target), strict=True):
            assert all(hasattr(thing, name) for name in asked)
            assert all(isinstance(values, tuple) and values for values in asked.values())
    assert compat_table.rows() is compat_table.rows()


def test_the_last_row_of_devices_speaks_of_every_guest() -> None:
    *_, last = compat_table.devices()
    assert last.guest == {}
    for each in compat_table.devices():
        assert each.nics
        assert {*each.nics, *each.missing} <= set(get_args(Model))
        assert not {*each.nics} & {*each.missing}
        assert each.vga in get_args(Vga)
        assert each.source


def test_what_may_become_of_a_hal_is_a_hal() -> None:
    for name, hal in hals().items():
        assert hal.name == name
        assert set(hal.may_become) <= hals().keys()
        assert not hal.for_several or hals()[hal.for_several].multiprocessor


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("halaacpi", "halmacpi"),
        ("halapic", "halmps"),
        ("halmacpi", "halmacpi"),  # it is one already
        ("hal", ""),
        ("halacpi", ""),
    ],
)
def test_the_hal_for_several_that_may_take_its_place(name: str, several: str) -> None:
    assert hals()[name].for_several == several


def test_a_hal_of_the_other_kind_is_not_the_one_for_several() -> None:
    own = replace(hals()["halapic"], may_become=("halmacpi",))
    assert own.for_several == ""
    assert replace(own, may_become=("halacpi", "halmps", "hal")).for_several == "halmps"
