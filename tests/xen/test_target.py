"""What is known of each Xen, and what a domain for it is told of."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from engine.cli import exit_codes, main
from engine.image_formats import FORMATS, Format
from engine.xen import advice
from engine.xen.compat import Guest
from engine.xen.config import dialect_of, written
from engine.xen.domain import Domain, Model, Vbd, Vif
from engine.xen.target import TARGETS, Target, facts

WINDOWS_7 = Guest("windows", (6, 1), 64, firmware="uefi", name="Windows 7")
WINDOWS_10 = Guest("windows", (10, 0), 64, firmware="uefi", name="Windows 10")
LINUX = Guest("linux", bits=64)
PLAIN = Domain("guest", 512, 1, disks=(Vbd("/srv/a.img", "hda"),))
UEFI = replace(PLAIN, firmware="uefi", vga="stdvga")
WRAPPER = "/usr/local/bin/qemu-noacpi"


def codes(domain: Domain, guest: Guest = LINUX) -> list[str]:
    return [each.code for each in advice.findings(domain, guest)]


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_its_facts_with_a_source(target: Target) -> None:
    known = facts(target)
    assert known.name == target
    assert str(known) == known.title
    assert known.source
    assert set(known.models) <= set(get_args(Model))
    assert set(known.formats) <= {word for word, each in FORMATS.items() if each.starts}


def test_what_runs_on_all_is_what_runs_on_each() -> None:
    of_all, each = facts("xen"), [facts("xen-4.17"), facts("xen-4.20")]
    assert of_all.no_acpi == all(one.no_acpi for one in each)
    assert of_all.unplugs_ahci == all(one.unplugs_ahci for one in each)
    assert set(of_all.models) == set.intersection(*(set(one.models) for one in each))
    assert set(of_all.formats) == set.intersection(*(set(one.formats) for one in each))


def test_the_command_line_offers_them(capsys: pytest.CaptureFixture[str]) -> None:
    for target in TARGETS:
        parsed = main.make_parser().parse_args(["config", "a.vmx", "--target", target])
        assert parsed.target == target
    assert main.main(["config", "a.vmx", "--target", "xen-2"]) == exit_codes.USAGE
    assert "xen-3.0.3" in capsys.readouterr().err


@pytest.mark.parametrize("target", TARGETS)
def test_a_plain_domain_has_nothing_to_tell(target: Target) -> None:
    assert codes(replace(PLAIN, target=target)) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("xen", ["W532"]), ("xen-4.20", ["W532"]), ("xen-4.17", []), ("xcp-ng-8.2", []),
        ("xcp-ng-8.3", []), ("xen-3.0.3", []),
    ],
)  # fmt: skip
def test_no_acpi(target: Target, expected: list[str]) -> None:
    assert codes(replace(PLAIN, target=target, acpi=False)) == expected


def test_the_wrapper_is_a_way_and_has_to_be_brought_to_the_server() -> None:
    wrapped = replace(PLAIN, acpi=False, device_model_override=WRAPPER)
    assert codes(wrapped) == ["W533"]
    assert codes(replace(wrapped, device_model_override="/opt/my-qemu")) == []
    text = written(wrapped)
    assert f'device_model_override = "{WRAPPER}"' in text
    assert 'device_model_version = "qemu-xen"' in text


def test_uefi_needs_a_firmware_that_knows_xen() -> None:
    assert codes(UEFI) == ["W534"]
    named = replace(UEFI, bios_path_override="/usr/share/edk2/xen/OVMF.fd")
    assert codes(named) == []
    assert 'bios_path_override = "/usr/share/edk2/xen/OVMF.fd"' in written(named)
    assert codes(replace(UEFI, target="xcp-ng-8.3")) == []
    assert codes(replace(UEFI, target="xen-3.0.3")) == ["E503", "W534"]


def test_disks_are_nvme_on_xcp_ng() -> None:
    there = replace(UEFI, target="xcp-ng-8.2")
    assert codes(there, WINDOWS_7) == ["W539"]
    assert codes(there, WINDOWS_10) == []
    assert codes(replace(UEFI, bios_path_override="/a"), WINDOWS_7) == []


def test_nx_has_no_effect() -> None:
    assert codes(replace(PLAIN, nx=False)) == ["W536"]
    assert codes(replace(PLAIN, nx=False, pae=False)) == []


@pytest.mark.parametrize(
    ("target", "format", "expected"),
    [
        ("xen", "vhd", ["W537"]), ("xen-4.17", "vhd", []), ("xcp-ng-8.2", "vhd", []),
        ("xcp-ng-8.2", "qcow2", ["W537"]), ("xen-3.0.3", "qcow2", ["E503"]), ("xen", "qcow2", []),
    ],
)  # fmt: skip
def test_formats(target: Target, format: Format, expected: list[str]) -> None:
    disks = (Vbd("/srv/a.img", "hda", format), Vbd("", "hdc", cdrom=True))
    assert codes(replace(PLAIN, target=target, disks=disks)) == expected


def test_cards_of_xcp_ng_are_of_one_model_and_not_all_are_emulated() -> None:
    vifs = tuple(Vif("", "xenbr0", "e1000") for _ in range(9))
    assert codes(replace(PLAIN, target="xcp-ng-8.3", vifs=vifs)) == ["W549"]
    assert codes(replace(UEFI, target="xcp-ng-8.3", vifs=vifs[:3]), WINDOWS_10) == ["W549"]
    mixed = (*vifs[:1], Vif("", "xenbr0", "rtl8139"))
    assert codes(replace(PLAIN, target="xcp-ng-8.3", vifs=mixed)) == ["W545"]
    assert codes(replace(PLAIN, vifs=mixed)) == []


def test_the_dialect_is_that_of_the_target() -> None:
    assert [dialect_of(target) for target in TARGETS] == ["xl"] * 5 + ["xm"]
    assert "import os.path" in written(replace(PLAIN, target="xen-3.0.3"))
    assert "<domain" in written(PLAIN, "libvirt")
