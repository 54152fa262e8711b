"""Which guest runs on which machine: every combination there is, against what is known."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import product
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.xen import compat, compat_table
from engine.xen.compat import Guest, Verdict
from engine.xen.compat_matrix import machines, matrix
from engine.xen.compat_table import KINDS
from engine.xen.domain import Domain, Firmware, Hdtype
from engine.xen.flags import Flags
from engine.xen.overrides import apply
from engine.xen.target import TARGETS, Target, facts

PLAIN = Domain("guest", 512, 1)
HALS = ("hal", "halacpi", "halaacpi", "halapic", "halmps", "halmacpi", "halsp")
NT = ((5, 0), (5, 1), (5, 2), (6, 0), (6, 1), (6, 2), (6, 3), (10, 0))
BITS: tuple[Literal[32, 64], ...] = (32, 64)
FIRMWARE: tuple[Firmware, ...] = ("bios", "uefi")
HDTYPES: tuple[Hdtype, ...] = ("ide", "ahci")
#: Those whose machines differ.
XENS: tuple[Target, ...] = ("xen", "xen-4.17", "xen-4.20", "xen-3.0.3")
WRAPPER = "/usr/local/bin/qemu-noacpi"


def xp(hal: str = "", mp_kernel: bool | None = None) -> Guest:
    return Guest("windows", (5, 1), 32, hal, mp_kernel, name="Windows XP")


def every_guest() -> Iterator[Guest]:
    for version, bits, firmware in product(NT, BITS, FIRMWARE):
        plain = Guest("windows", version, bits, firmware=firmware)
        yield plain
        if plain.has_hals and firmware == "bios":
            for hal, mp_kernel in product(HALS, (None, False, True)):
                yield replace(plain, hal=hal, mp_kernel=mp_kernel)
    for bits, firmware in product(BITS, FIRMWARE):
        yield Guest("linux", bits=bits, firmware=firmware)
        yield Guest("other", bits=bits, firmware=firmware)
        yield Guest("windows", (4, 0), bits, firmware=firmware)
        yield Guest("windows", (4, 10), bits, firmware=firmware)


def every_machine() -> Iterator[Flags]:
    for acpi, apic, pae, viridian in product((False, True), repeat=4):
        for vcpus, firmware, hdtype in product((1, 2), FIRMWARE, HDTYPES):
            plain = Flags(acpi, apic, vcpus, pae, True, True, viridian, firmware, hdtype)
            yield from (replace(plain, target=target) for target in XENS)
            yield replace(plain, xen_platform_pci=False)


GUESTS = st.deferred(lambda: st.sampled_from(list(every_guest())))
MACHINES = st.builds(replace, st.deferred(lambda: st.sampled_from(list(every_machine()))),
                     vcpus=st.integers(1, 128), nx=st.booleans(), hpet=st.booleans(),
                     xen_platform_pci=st.booleans(),
                     device_model_override=st.sampled_from(("", WRAPPER)))  # fmt: skip


@functools.cache
def everything() -> list[tuple[Guest, Flags, Verdict]]:
    found = []
    for guest in every_guest():
        found += [(guest, flags, compat.verdict(guest, flags)) for flags in every_machine()]
    return found


def test_every_combination_has_one_verdict_a_reason_and_a_source() -> None:
    for _, _, found in everything():
        assert found.kind in KINDS
        assert found.reason.endswith(".")
        assert found.source


def test_no_row_is_in_vain() -> None:
    """Each decides some combination, so each can be asked for, and none is hidden by another."""
    decided = {(found.kind, found.reason) for _, _, found in everything()}
    rows = compat_table.rows()
    assert {(row.verdict, row.reason) for row in rows} == decided
    assert len({row.reason for row in rows}) == len(rows)


def has_a_fit(guest: Guest, target: Target) -> bool:
    """Whether any HAL or flags are known to fit it, by what each of them was made for."""
    old = guest.version < (5, 0) and guest.family == "windows"
    small_uefi = (guest.bits, guest.firmware) == (32, "uefi")
    if old or (small_uefi and not guest.has_hals):
        return False
    return target != "xen-3.0.3" or guest.family != "windows" or bool(guest.hal)


@settings(max_examples=1000)
@given(GUESTS, MACHINES)
def test_every_recommendation_fits(guest: Guest, base: Flags) -> None:
    best = compat.recommend(guest, base)
    assert best.verdict == compat.verdict(best.guest, best.flags)
    assert (best.verdict.kind == "fits") == has_a_fit(guest, base.target)
    assert (best.flags.hpet, best.flags.vcpus in (1, base.vcpus)) == (base.hpet, True)
    way = compat.downgrade(guest, base)
    if way:
        assert (way.hal, way.verdict.kind) == ("hal", "fits")
        on = facts(base.target).stack != "xm"
        assert (way.flags.acpi, way.flags.apic, way.flags.vcpus) == (on, on, 1)


@settings(max_examples=1000)
@given(GUESTS, MACHINES)
def test_a_remedy_makes_it_fit_and_asks_for_no_more_than_that(guest: Guest, flags: Flags) -> None:
    changes = compat.remedy(guest, flags)
    if compat.verdict(guest, flags).kind == "fits":
        assert changes == {}
    for left_out in (None, *changes) if changes else ():
        kept = {key: value for key, value in changes.items() if key != left_out}
        mended = Flags.of(apply(replace(PLAIN, **asdict(flags)), kept))
        assert (compat.verdict(guest, mended).kind == "fits") == (left_out is None)


@settings(max_examples=1000)
@given(GUESTS, MACHINES)
def test_only_another_hal_helps_where_there_is_no_remedy(guest: Guest, flags: Flags) -> None:
    several = guest.hal in ("halmps", "halmacpi")
    helpless = guest.hal == "halsp" or guest.mp_kernel not in (None, several)
    article = flags.target == "xen-3.0.3" and guest.hal in ("halacpi", "halaacpi", "halmacpi")
    if guest.hal and (helpless or article):
        assert compat.remedy(guest, flags) == {}
        best = compat.recommend(guest, flags).guest
        assert (best.hal, best.mp_kernel) != (guest.hal, guest.mp_kernel)
    elif compat.verdict(guest, flags).kind != "fits":
        assert bool(compat.remedy(guest, flags)) == has_a_fit(guest, flags.target)


#: HALs against acpi, apic and the number of vCPUs, as the makers' documents and Xen's code have it:
#: a HAL for ACPI needs acpi=1, one for APICs their tables, which two vCPUs bring along.
KNOWN: dict[Target, str] = {
    "xen-4.17": """
            acpi=0,apic=0,1  acpi=0,apic=1,1  acpi=1,apic=0,1  acpi=1,apic=1,1  acpi=0,2  acpi=1,2
hal         unknown          fits             unknown          fits             runs      runs
halacpi     fails            fails            fits             runs             fails     runs
halaacpi    fails            fails            fails            fits             fails     runs
halapic     fails            fits             fails            fits             runs      runs
halmps      fails            fits             fails            fits             fits      fits
halmacpi    fails            fails            fails            fits             fails     fits
""",
    "xen": """
            acpi=0,apic=0,1  acpi=0,apic=1,1  acpi=1,apic=0,1  acpi=1,apic=1,1  acpi=0,2  acpi=1,2
hal         fails            fails            unknown          fits             fails     runs
halacpi     fails            fails            fits             runs             fails     runs
halaacpi    fails            fails            fails            fits             fails     runs
halapic     fails            fails            fails            fits             fails     runs
halmps      fails            fails            fails            fits             fails     fits
halmacpi    fails            fails            fails            fits             fails     fits
""",
    "xen-3.0.3": """
            acpi=0,apic=0,1  acpi=0,apic=1,1  acpi=1,apic=0,1  acpi=1,apic=1,1  acpi=0,2  acpi=1,2
hal         fits             fits             unknown          unknown          runs      unknown
halacpi     fails            fails            unknown          unknown          fails     unknown
halaacpi    fails            fails            fails            unknown          fails     unknown
halapic     fails            fits             fails            unknown          runs      unknown
halmps      fails            fits             fails            unknown          fits      unknown
halmacpi    fails            fails            fails            unknown          fails     unknown
""",
}


@pytest.mark.parametrize("target", KNOWN)
def test_what_is_known_of_the_hals(target: Target) -> None:
    lines = [line.split() for line in KNOWN[target].strip().splitlines()[1:]]
    shown = matrix(xp("halmacpi"), machines(xp("halmacpi"), Flags(target=target)))
    assert {row.hal: [each.kind for each in row.verdicts] for row in shown.rows} == {
        hal: kinds for hal, *kinds in lines
    }
    assert [(each.acpi, each.apic, each.vcpus) for each in shown.columns] == [
        (False, False, 1),
        (False, True, 1),
        (True, False, 1),
        (True, True, 1),
        (False, True, 2),
        (True, True, 2),
    ]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("hal", ["hal", "halapic", "halmps"])
def test_what_needs_no_acpi_gets_it_but_where_the_article_was_written(
    hal: str, target: Target
) -> None:
    best = compat.recommend(xp(hal), Flags(target=target))
    acpi, apic = best.flags.acpi, best.flags.apic
    assert (best.hal, best.verdict.kind) == (hal, "fits")
    if target == "xen-3.0.3":
        assert (acpi, apic) == (False, hal != "hal")
    else:
        assert (acpi, apic) == (True, True)


@pytest.mark.parametrize("hal", ["halacpi", "halaacpi", "halmacpi"])
def test_xen_3_takes_the_way_of_its_time(hal: str) -> None:
    best = compat.recommend(xp(hal), Flags(target="xen-3.0.3"))
    assert (best.hal, best.flags.acpi, best.flags.apic) == ("hal", False, False)


def test_a_wrapper_brings_the_machine_without_acpi_back() -> None:
    flags = Flags(acpi=False, apic=True)
    assert compat.verdict(xp("halapic"), flags).kind == "fails"
    wrapped = replace(flags, device_model_override=WRAPPER)
    assert compat.verdict(xp("halapic"), wrapped).kind == "fits"
    assert compat.verdict(xp("halmacpi"), wrapped).kind == "fails"


def test_apic_makes_no_difference_with_several_vcpus() -> None:
    for guest, flags, found in everything():
        if flags.vcpus > 1:
            assert found == compat.verdict(guest, replace(flags, apic=not flags.apic))


@pytest.mark.parametrize("hal", HALS)
def test_nothing_of_nt_5_starts_under_uefi(hal: str) -> None:
    found = compat.verdict(xp(hal), Flags(firmware="uefi"))
    assert found.kind == "fails"
    if hal in ("halmps", "halapic"):
        assert "MP table" in found.reason


@pytest.mark.parametrize(
    ("guest", "flags", "kind"),
    [
        (Guest("windows", (6, 1), 32), Flags(viridian=True), "fits"),
        (Guest("windows", (6, 1), 32), Flags(), "runs"),
        (Guest("windows", (6, 1), 32), Flags(viridian=True, apic=False), "runs"),
        (Guest("windows", (6, 1), 64), Flags(viridian=True, apic=False), "fails"),
        (Guest("windows", (6, 1), 64), Flags(viridian=True, acpi=False), "fails"),
        (Guest("windows", (6, 1), 32), Flags(viridian=True, pae=False), "runs"),
        (Guest("windows", (6, 1), 64), Flags(viridian=True, pae=False), "fails"),
        (Guest("windows", (10, 0), 32), Flags(viridian=True, nx=False), "fits"),
        (Guest("windows", (6, 0), 32), Flags(viridian=True, apic=False), "unknown"),
        (
            Guest("windows", (10, 0), 32, firmware="uefi"),
            Flags(viridian=True, firmware="uefi"),
            "fails",
        ),
        (Guest("linux", bits=32, firmware="uefi"), Flags(firmware="uefi"), "unknown"),
        (Guest("windows", (4, 0)), Flags(), "unknown"),
        (Guest("windows", (4, 10)), Flags(), "unknown"),
        (Guest("windows", (5, 1), 32, "halmacpi"), Flags(viridian=True), "fits"),
        (Guest("windows", (10, 0), 64, firmware="uefi"), Flags(viridian=True), "fails"),
        (Guest("windows", (5, 2), 64), Flags(), "fits"),
        (Guest("windows", (5, 2), 64), Flags(apic=False), "fails"),
        (Guest("windows", (5, 0), 32, "halmacpi"), Flags(nx=False), "fits"),
        (Guest("windows", (5, 1), 32, "halmacpi"), Flags(hdtype="ahci"), "fails"),
        (Guest("linux", bits=64), Flags(vcpus=4), "fits"),
        (Guest("linux", bits=64), Flags(pae=False), "fails"),
        (Guest("linux", bits=64), Flags(viridian=True), "runs"),
        (Guest("linux", bits=32), Flags(acpi=False), "fails"),
        (Guest("linux", bits=32), Flags(acpi=False, target="xen-4.17"), "unknown"),
        (Guest("other"), Flags(), "fits"),
        (xp("halmacpi", mp_kernel=False), Flags(), "fails"),
        (xp("halacpi", mp_kernel=False), Flags(apic=False), "fits"),
        (xp(), Flags(), "fits"),
        (xp(), Flags(acpi=False, target="xcp-ng-8.3"), "unknown"),
    ],
)
def test_what_is_known_of_others(guest: Guest, flags: Flags, kind: str) -> None:
    assert compat.verdict(guest, flags).kind == kind


@pytest.mark.parametrize("hal", HALS[:-1])
def test_an_installed_hal_is_kept_and_the_number_of_vcpus_where_it_uses_them(hal: str) -> None:
    best = compat.recommend(xp(hal), Flags(vcpus=4))
    assert best.hal == hal
    assert best.flags.vcpus == (4 if hal in ("halmps", "halmacpi") else 1)
    assert best.advice.startswith(f"Keep {hal}.dll and set acpi=")


@pytest.mark.parametrize(
    ("guest", "hal"),
    [
        (xp("halsp"), "hal"),
        (xp("halmacpi", mp_kernel=False), "halaacpi"),
        (xp("halaacpi", mp_kernel=True), "halmacpi"),
        (xp("halmps", mp_kernel=False), "halapic"),
        (xp("halsp", mp_kernel=True), "hal"),
    ],
)
def test_a_hal_that_cannot_run_gives_way_to_the_nearest(guest: Guest, hal: str) -> None:
    best = compat.recommend(guest)
    assert best.hal == hal
    assert best.advice.startswith(f"Replace {guest.hal} by {hal}.dll and set ")


def test_a_kernel_is_replaced_where_no_hal_is_near() -> None:
    best = compat.recommend(xp("halacpi", mp_kernel=True))
    assert best.advice == (
        "Keep halacpi.dll with the kernel that goes with it and set acpi=1 apic=0 vcpus=1."
    )


def test_there_is_no_downgrade_without_hals_or_with_the_standard_pc() -> None:
    assert compat.downgrade(Guest("windows", (6, 1), 32)) is None
    assert compat.downgrade(Guest("linux")) is None
    assert compat.downgrade(xp("hal")) is None
    assert compat.downgrade(xp()) is not None


def test_a_guest_without_hals_is_one_row() -> None:
    shown = matrix(Guest("windows", (6, 1), 64, name="Windows 7"))
    [row] = shown.rows
    assert (row.hal, row.computer, row.is_installed) == ("", "Windows 7", True)
    kinds = [each.kind for each in row.verdicts]
    assert kinds == ["fails", "fails", "fails", "fits", "fails", "fits"]


def test_what_is_installed_is_marked_and_what_starts_nowhere_left_out() -> None:
    assert [row.hal for row in matrix(xp("halapic")).rows if row.is_installed] == ["halapic"]
    assert "halsp" not in [row.hal for row in matrix(xp("halapic")).rows]
    assert "halsp" in [row.hal for row in matrix(xp("halsp")).rows]
    assert not any(row.is_installed for row in matrix(xp()).rows)


def test_columns_can_be_chosen_and_have_the_vcpus_of_the_machine() -> None:
    assert {each.vcpus for each in machines(xp("halmacpi"), Flags(vcpus=6))} == {1, 6}
    assert {each.vcpus for each in machines(xp("halacpi"), Flags(vcpus=6))} == {1, 6}
    [row] = matrix(Guest("linux"), (Flags(),)).rows
    assert len(row.verdicts) == 1


def test_only_a_windows_with_hals_has_one() -> None:
    with pytest.raises(ValueError, match="halmacpi"):
        Guest("windows", (6, 1), 32, "halmacpi")
    with pytest.raises(ValueError, match="halxp"):
        xp("halxp")
    assert compat.with_hal(xp("hal", False), "halxp") == xp()


@pytest.mark.parametrize(
    ("guest", "nic", "missing", "vga"),
    [
        (Guest("windows", (5, 0)), "rtl8139", ("e1000",), "cirrus"),
        (Guest("windows", (5, 1)), "rtl8139", ("e1000",), "cirrus"),
        (Guest("windows", (5, 2)), "rtl8139", (), "cirrus"),
        (Guest("windows", (5, 2), 64), "e1000", (), "stdvga"),
        (Guest("windows", (6, 1)), "e1000", ("pcnet",), "stdvga"),
        (Guest("linux", bits=64), "e1000", (), "stdvga"),
        (Guest("linux", bits=32), "rtl8139", (), "cirrus"),
        (Guest("other"), "rtl8139", (), "cirrus"),
    ],
)
def test_devices(guest: Guest, nic: str, missing: tuple[str, ...], vga: str) -> None:
    known = compat.devices(guest)
    assert (known.nics[0], known.missing, known.vga) == (nic, missing, vga)


def test_every_guest_knows_a_card_and_every_row_of_devices_serves() -> None:
    used = {compat.devices(guest).source for guest in every_guest()}
    assert used == {each.source for each in compat_table.devices()}
    assert all(each.nics for each in compat_table.devices())


@pytest.mark.parametrize(
    ("target", "kind"), [("xen", "unknown"), ("xen-4.17", "unknown"), ("xen-4.20", "fits")]
)
def test_a_linux_finds_ahci_disks_twice_where_they_stay(target: Target, kind: str) -> None:
    linux = Guest("linux", bits=64)
    flags = Flags(hdtype="ahci", target=target)
    found = compat.verdict(linux, flags)
    assert (found.kind, "sda and as xvda" in found.reason) == (kind, kind == "unknown")
    wanted = {"hdtype": "ide"} if kind == "unknown" else {}
    assert compat.remedy(linux, flags) == wanted
    assert compat.verdict(linux, replace(flags, xen_platform_pci=False)).kind == "runs"
