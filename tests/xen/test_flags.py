"""Flags as data: what they mean, and how they go in and out of a domain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.xen.domain import Domain
from engine.xen.flags import Flags
from engine.xen.overrides import apply

BOOL = st.booleans()
FLAGS = st.builds(
    Flags,
    acpi=BOOL,
    apic=BOOL,
    vcpus=st.integers(1, 128),
    pae=BOOL,
    nx=BOOL,
    hpet=BOOL,
    viridian=BOOL,
    firmware=st.sampled_from(["bios", "uefi"]),
    hdtype=st.sampled_from(["ide", "ahci"]),
)


@given(FLAGS)
def test_as_settings_they_make_a_domain_that_has_them(flags: Flags) -> None:
    assert Flags.of(apply(Domain("guest", 512, 1), flags.settings)) == flags


@pytest.mark.parametrize(
    ("flags", "apics", "mp_table"),
    [
        (Flags(apic=False), False, False),
        (Flags(apic=True), True, True),
        (Flags(apic=False, vcpus=2), True, True),
        (Flags(apic=True, firmware="uefi"), True, False),
    ],
)
def test_tables_of_apics(flags: Flags, apics: bool, mp_table: bool) -> None:
    """As hvmloader makes them: with APICs or several vCPUs, the MP table not under OVMF."""
    assert (flags.apics, flags.mp_table) == (apics, mp_table)


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (Flags(), "acpi=1 apic=1 vcpus=1"),
        (Flags(acpi=False, apic=False, vcpus=4, hpet=False), "acpi=0 apic=0 vcpus=4"),
        (Flags(pae=False), "acpi=1 apic=1 vcpus=1 pae=0"),
        (
            Flags(firmware="uefi", hdtype="ahci"),
            "acpi=1 apic=1 vcpus=1 firmware=uefi hdtype=ahci",
        ),
    ],
)
def test_as_text_what_tells_machines_apart(flags: Flags, text: str) -> None:
    assert str(flags) == text
