"""A domain as QEMU's command line: each flag, disks in their places, and values with commas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.boot.hardware import Setting, arguments
from engine.xen.domain import Domain, Vbd, Vif

FOLDER = Path("/tmp/trial,1")
DOMAIN = Domain("w2003", 512, 2, disks=(Vbd("/srv/a.raw", "hda"), Vbd("/srv/b.raw", "hdb")))
SETTING = Setting(
    {"/srv/a.raw": Path("/own/a,b.qcow2"), "/srv/b.raw": Path("/own/b.raw")},
    "none",
    FOLDER,
    "tcg",
    "qemu64",
    monitor="fd=7",
)


def told(option: str, setting: Setting = SETTING, **changes: Any) -> list[str]:
    """The values of an option."""
    found = arguments(replace(DOMAIN, **changes), setting)
    return [found[at + 1] for at, each in enumerate(found) if each == option]


def test_a_plain_guest() -> None:
    assert told("-name") == ["w2003"]
    assert told("-machine") == ["pc,acpi=on,hpet=on,usb=on"]
    assert (told("-cpu"), told("-smp")) == (["qemu64"], ["2,sockets=2,cores=1,threads=1"])
    assert (told("-m"), told("-vga"), told("-display")) == (["512"], ["cirrus"], ["none"])
    assert (told("-rtc"), told("-boot")) == (["base=utc"], ["order=cd"])
    assert (told("-uuid"), told("-smbios")) == ([], [])
    assert "usb-tablet" in told("-device")
    assert "socket,id=qmp,fd=7" in told("-chardev")
    assert "file,id=serial,path=/tmp/trial,,1/serial" in told("-chardev")
    assert told("-D") == [str(SETTING.resets)]


@pytest.mark.parametrize(
    ("changes", "option", "value"),
    [
        ({"acpi": False}, "-machine", "pc,acpi=off,hpet=on,usb=on"),
        ({"hpet": False, "usb_tablet": False}, "-machine", "pc,acpi=on,hpet=off,usb=off"),
        ({"pae": False}, "-cpu", "qemu64,pae=off,lm=off,nx=off"),
        ({"nx": False}, "-cpu", "qemu64,nx=off"),
        ({"apic": False}, "-cpu", "qemu64"),  # with several processors it cannot be
        ({"apic": False, "vcpus": 1}, "-cpu", "qemu64,apic=off"),
        ({"viridian": True}, "-cpu", "qemu64"),  # only where KVM is
        ({"vcpus": 4, "cores_per_socket": 2}, "-smp", "4,sockets=2,cores=2,threads=1"),
        ({"localtime": True}, "-rtc", "base=localtime"),
        ({"uuid": "u"}, "-uuid", "u"),
        ({"smbios_serial": "a,b"}, "-smbios", "type=1,serial=a,,b"),
        ({"name": "a,b"}, "-name", "a,,b"),
        ({"vga": "stdvga"}, "-vga", "std"),
        ({"boot": "n"}, "-boot", "order=n"),
    ],
)
def test_each_flag(changes: dict[str, Any], option: str, value: str) -> None:
    assert told(option, **changes) == [value]


def test_windows_features_are_those_of_kvm() -> None:
    setting = replace(SETTING, accelerator="kvm")
    [cpu] = told("-cpu", setting, viridian=True)
    assert cpu.startswith("qemu64,hv-relaxed,")
    assert told("-accel", setting) == ["kvm"]


def test_disks_are_not_written_and_stand_where_xen_has_them() -> None:
    assert told("-drive") == [
        "if=none,id=hda,format=raw,snapshot=on,file=/own/a,,b.qcow2",
        "if=none,id=hdb,format=raw,snapshot=on,file=/own/b.raw",
    ]
    hard = [each for each in told("-device") if each.startswith("ide-")]
    assert hard == ["ide-hd,drive=hda,bus=ide.0,unit=0", "ide-hd,drive=hdb,bus=ide.0,unit=1"]


def test_a_drive_stays_with_ide_and_hidden_disks_are_left_out() -> None:
    disks = (
        Vbd("/srv/a.raw", "hda", "qcow2"),
        Vbd("/srv/b.raw", "hdd"),
        Vbd("", "hdc", cdrom=True),
        Vbd("/srv/far.raw", "xvdg"),
    )
    devices = [each for each in told("-device", disks=disks) if "bus=" in each]
    assert devices == [
        "ide-hd,drive=hda,bus=ide.0,unit=0",
        "ide-hd,drive=hdd,bus=ide.1,unit=1",
        "ide-cd,bus=ide.1,unit=0",
    ]
    assert "format=qcow2" in told("-drive", disks=disks)[0]
    found = told("-device", disks=disks, hdtype="ahci")
    assert [each for each in found if "ahci" in each or "bus=ide" in each] == [
        "ahci,id=ahci",
        "ide-hd,drive=hda,bus=ahci.0,unit=0",
        "ide-hd,drive=hdd,bus=ahci.3,unit=0",
        "ide-cd,bus=ide.1,unit=0",
    ]


def test_cards_and_firmware() -> None:
    vifs = (Vif("00:16:3e:00:00:01", "xenbr0", "e1000"), Vif("", "xenbr0", "rtl8139"))
    cards = [each for each in told("-device", vifs=vifs) if "netdev" in each]
    assert cards == [
        "e1000,netdev=net0,romfile=,mac=00:16:3e:00:00:01",
        "rtl8139,netdev=net1,romfile=",
    ]
    assert told("-netdev", vifs=vifs) == ["hubport,id=net0,hubid=0", "hubport,id=net1,hubid=1"]
    setting = replace(SETTING, firmware=(Path("/code"), Path("/own,vars")))
    assert told("-drive", setting)[:2] == [
        "if=pflash,format=raw,readonly=on,file=/code",
        "if=pflash,format=raw,file=/own,,vars",
    ]
