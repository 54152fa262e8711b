"""What is said of a domain's flags: which do not fit, what helps, and what nothing helps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.findings import Finding
from engine.translate import flag_findings
from engine.vmware.model import VirtualMachine
from engine.xen import compat
from engine.xen.compat import Guest
from engine.xen.domain import Domain, Vif

LINUX = Guest("linux", name="Debian")
MACHINE = VirtualMachine(Path("x.vmx"), "x", memory=512 << 20, vcpus=4)


def xp(hal: str = "halmacpi", version: tuple[int, int] = (5, 1)) -> Guest:
    return Guest("windows", version, hal=hal, name="Windows XP")


def domain(**changes: Any) -> Domain:
    return Domain("x", 512, changes.pop("vcpus", 1), **changes)


def told(guest: Guest, own: Domain, *trials: str, **settings: str) -> dict[str, Finding]:
    found = flag_findings.findings(MACHINE, guest, own, settings, trials)
    return {each.code: each for each in found}


def test_nothing_is_said_of_what_fits() -> None:
    assert told(LINUX, domain(vcpus=4)) == {}
    assert told(xp("halacpi"), domain(apic=False), vcpus="1") == {}


def test_flags_that_do_not_fit_and_what_helps() -> None:
    found = told(xp("halacpi"), domain(acpi=False), vcpus="1")["W520"]
    assert "acpi=0 apic=1" in found.message
    assert found.remedy.endswith("--set acpi=1 --set apic=0")
    unknown = told(xp("hal"), domain(apic=False), vcpus="1")
    assert set(unknown) == {"W522"}
    assert set(told(xp("halacpi"), domain(), vcpus="1")) == {"W521"}


def test_where_no_flags_fit_it_is_the_hal_that_has_to_change() -> None:
    found = told(xp("halacpi"), domain(target="xen-3.0.3"), vcpus="1")["W522"]
    assert found.remedy.endswith("--hal hal")
    assert str(found.message.fields["fitting"]) == "hal in the card Guest"


@pytest.mark.parametrize(("acpi", "code"), [(True, "W531"), (False, "W530")])
def test_what_nothing_helps_is_told_as_such(acpi: bool, code: str) -> None:
    ten = Guest("windows", (10, 0), 64, name="Windows 10")
    own = domain(acpi=acpi, target="xen-3.0.3", vcpus=4)
    assert set(told(ten, own)) & set(flag_findings.OF_DOMAIN) == {code}


def test_hals_that_are_tried_are_judged_too() -> None:
    own = domain(apic=False)
    alone = flag_findings.findings(MACHINE, xp("halacpi"), own, {"vcpus": "1"}, ())
    trials = ("halmacpi", "hal")
    tried = flag_findings.findings(MACHINE, xp("halacpi"), own, {"vcpus": "1"}, trials)
    assert len(list(tried)) > len(list(alone))
    other = flag_findings.findings(MACHINE, LINUX, domain(vcpus=4), {}, ("hal",))
    assert list(other) == []


@pytest.mark.parametrize(
    ("hal", "version", "words"),
    [
        ("halaacpi", (5, 1), "rundll32"),
        ("halaacpi", (5, 2), "halmacpi"),
        ("halapic", (5, 1), "halmps"),
        ("halacpi", (5, 1), "KB309283"),
        ("", (5, 1), "KB309283"),
    ],
)
def test_what_it_takes_to_use_several_processors(
    hal: str, version: tuple[int, int], words: str
) -> None:
    found = told(xp(hal, version), domain(vcpus=1))["W523"]
    assert words in found.remedy
    assert ("rundll32" in found.remedy) == (words == "rundll32")


def test_fewer_processors_are_told_unless_they_were_chosen() -> None:
    assert "W523" in told(LINUX, domain(vcpus=3))
    assert "W523" not in told(LINUX, domain(vcpus=4))
    assert "W523" not in told(LINUX, domain(vcpus=3), vcpus="3")


@pytest.mark.parametrize(
    ("apic", "vcpus", "is_told"), [(False, 2, True), (False, 1, False), (True, 2, False)]
)
def test_several_processors_without_an_apic(apic: bool, vcpus: int, is_told: bool) -> None:
    found = flag_findings.of_domain(LINUX, domain(apic=apic, vcpus=vcpus))
    assert ("W524" in [each.code for each in found]) == is_told


def test_a_card_that_the_guest_has_no_driver_for() -> None:
    known = compat.devices(xp())
    bad, good = known.missing[0], known.nics[0]
    vifs = tuple(Vif("", "xenbr0", model) for model in (bad, good, bad))
    said = flag_findings.of_domain(xp(), domain(vifs=vifs))
    [found] = [each for each in said if each.code == "W525"]
    assert bad in found.message
    assert good in found.message + found.remedy


def test_a_comment_says_why() -> None:
    assert "Debian" in flag_findings.comment(LINUX, domain())
    text = flag_findings.comment(xp("halacpi"), domain(acpi=False))
    assert "does not start" in text
    assert "acpi=0" in text
