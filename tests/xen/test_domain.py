"""What Xen takes and what it does not; names for disks and domains."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.xen.domain import Domain, Vbd, Vif, acceptable_name, check, vdevs

DOMAIN = Domain(
    "guest",
    512,
    1,
    disks=(Vbd("/srv/a.raw", "hda"), Vbd("", "hdc", cdrom=True)),
    vifs=(Vif("00:0c:29:00:00:01", "xenbr0", "rtl8139"),),
)


def codes(domain: Domain) -> list[str]:
    return [each.code for each in check(domain)]


def test_a_plain_guest_is_taken() -> None:
    assert check(DOMAIN) == ()


@pytest.mark.parametrize(
    "name",
    ["", "2003", "Domain-0", "a b", "a/b", "a,b", "a=b", "ümlaut", "-f", ".", "a\n", "x" * 81],
)
def test_names_that_xl_or_xend_stumble_over(name: str) -> None:
    [fault] = check(replace(DOMAIN, name=name))
    assert (fault.code, "name = " in fault.message) == ("E501", True)


@pytest.mark.parametrize("name", ["a", "_", "2003a", "w2003.test:a+b-c", "x" * 80])
def test_names_that_both_take(name: str) -> None:
    assert check(replace(DOMAIN, name=name)) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Windows Server 2003 (R2)", "Windows-Server-2003-R2"),
        ("Büro/Café", "Buro-Cafe"),
        ("2003", "vm-2003"),
        ("Domain-0", "vm-Domain-0"),
        ("测试", "CeShi"),
        ("Сервер 1", "Server-1"),
        ("서버", "SeoBeo"),
        ("🚀", "rocket"),
        ("\udcff", "vm"),
        ("", "vm"),
        ("--help", "help"),
    ],
)
def test_acceptable_name(text: str, name: str) -> None:
    assert acceptable_name(text) == name


@given(st.text() | st.from_regex(r"[0-9.:+ -]*"))
def test_an_acceptable_name_is_always_taken(text: str) -> None:
    assert check(replace(DOMAIN, name=acceptable_name(text))) == ()


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOMAIN, memory=31),
        replace(DOMAIN, memory=(16 << 20) + 1),
        replace(DOMAIN, vcpus=0),
        replace(DOMAIN, vcpus=129),
        replace(DOMAIN, uuid="564d4f1e"),
        replace(DOMAIN, boot=""),
        replace(DOMAIN, boot="cc"),
        replace(DOMAIN, boot="ca"),
        replace(DOMAIN, boot="cdnc"),
        replace(DOMAIN, serial="pty other"),
        replace(DOMAIN, disks=(Vbd("/a", "hde"),)),
        replace(DOMAIN, disks=(Vbd("/a", "hda1"),)),
        replace(DOMAIN, disks=(Vbd("/a", "hda"), Vbd("/b", "xvda"))),
    ],
)
def test_values_that_are_not_possible(changed: Domain) -> None:
    assert codes(changed) == ["E501"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOMAIN, memory=32),
        replace(DOMAIN, memory=16 << 20),
        replace(DOMAIN, vcpus=128),
        replace(DOMAIN, uuid="564D4f1e-aaaa-bbbb-cccc-0123456789ab"),
        replace(DOMAIN, boot="ndc"),
        replace(DOMAIN, serial="/dev/ttyS0"),
        replace(DOMAIN, serial="tcp:127.0.0.1:4444"),
    ],
)
def test_values_at_the_edge_are_possible(changed: Domain) -> None:
    assert codes(changed) == []


@pytest.mark.parametrize(
    ("mac", "bridge", "fault"),
    [
        ("", "xenbr0", ""),
        ("00:50:56:ab:cd:ef", "br0.12", ""),
        ("00:50:56:ab:cd:ef", "ovsbr0.10:20:30", ""),
        ("01:50:56:ab:cd:ef", "xenbr0", "nic0.mac"),
        ("00:00:00:00:00:00", "xenbr0", "nic0.mac"),
        ("00:50:56:AB:CD:EF", "xenbr0", "nic0.mac"),
        ("00:50:56:ab:cd", "xenbr0", "nic0.mac"),
        ("00:50:56:ab:cd:ef", "", "nic0.bridge"),
        ("00:50:56:ab:cd:ef", "br0,model=e1000", "nic0.bridge"),
        ("00:50:56:ab:cd:ef", "a name too long for linux", "nic0.bridge"),
    ],
)
def test_network_cards(mac: str, bridge: str, fault: str) -> None:
    faults = check(replace(DOMAIN, vifs=(Vif(mac, bridge, "e1000"),)))
    assert [each.message.split(" ")[0] for each in faults] == ([fault] if fault else [])


def test_two_cards_with_one_address() -> None:
    [fault] = check(replace(DOMAIN, vifs=DOMAIN.vifs * 2))
    assert fault.message.startswith("nic1.mac")
    assert check(replace(DOMAIN, vifs=(Vif("", "xenbr0", "e1000"),) * 2)) == ()


@pytest.mark.parametrize(
    "path",
    ["", "disk.raw", "/a,b.raw", "/a\nb", "/a\0b", "/a\x7f", "/\udcff.raw", "/" + "ü" * 2000],
)
def test_paths_that_are_not_possible(path: str) -> None:
    assert codes(replace(DOMAIN, disks=(Vbd(path, "hda"),))) == ["E502"]


@pytest.mark.parametrize("path", ["/a b.raw", "/a'b\"c\\d#e:f=g.raw", "/ü.raw", "/dev/vg/x", "/a "])
def test_paths_that_are_possible(path: str) -> None:
    assert codes(replace(DOMAIN, disks=(Vbd(path, "hda"),))) == []


def test_vdevs_leave_the_drive_its_place() -> None:
    assert list(islice(vdevs(cdrom=True), 5)) == ["hda", "hdb", "hdd", "xvde", "xvdf"]
    assert list(islice(vdevs(cdrom=False), 5)) == ["hda", "hdb", "hdc", "hdd", "xvde"]


def test_vdevs_are_numbered_in_order() -> None:
    disks = [Vbd("/a", name) for name in islice(vdevs(cdrom=False), 800)]
    assert [disk.number for disk in disks] == list(range(800))
    assert (disks[25].vdev, disks[26].vdev, disks[702].vdev) == ("xvdz", "xvdaa", "xvdaaa")
    assert check(replace(DOMAIN, disks=tuple(disks))) == ()


def test_what_a_guest_without_drivers_does_not_see() -> None:
    disks = tuple(Vbd("/a", name) for name in islice(vdevs(cdrom=False), 7))
    assert [each.vdev for each in replace(DOMAIN, disks=disks).hidden] == ["xvde", "xvdf", "xvdg"]
    ahci = replace(DOMAIN, disks=disks, hdtype="ahci")
    assert [each.vdev for each in ahci.hidden] == ["xvdg"]
