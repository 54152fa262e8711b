"""What VMware's name of a guest tells, where nothing was found inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.translate import xen_guest
from engine.vmware.model import VirtualMachine


@pytest.mark.parametrize(
    ("name", "generation", "release", "bits"),
    [
        ("win2000serv", "nt5", "5.0", 32),
        ("winXPHome", "nt5", "5.1", 32),
        ("winxppro-64", "nt5", "5.2", 64),
        ("winNetStandard64Guest", "nt5", "5.2", 64),
        ("winvista", "nt6", "6.0", 32),
        ("longhorn-64", "nt6", "6.0", 64),
        ("windows7srv-64", "nt6", "6.1", 64),
        ("windows8Guest", "nt6.2", "6.2", 32),
        ("windows9_64Guest", "nt6.2", "10.0", 64),
        ("windows2022srvNext_64Guest", "nt6.2", "10.0", 64),
        ("win98", "other", "4.10", 32),
        ("debian12-64", "linux", "", 64),
        ("other3xlinux", "linux", "", 32),
        ("otherlinux-64", "linux", "", 64),
        ("freebsd13-64", "other", "", 64),
        ("", "other", "", 32),
    ],
)
def test_names(name: str, generation: str, release: str, bits: int) -> None:
    guest = xen_guest.by_name(VirtualMachine(Path("a.vmx"), "a", guest_os=name))
    assert (guest.generation, guest.release, guest.bits) == (generation, release, bits)
    assert guest.local_time is (guest.family == "windows")
    assert (guest.hal, guest.firmware) == ("", "bios")


def test_it_was_installed_with_the_firmware_of_the_machine() -> None:
    machine = VirtualMachine(Path("a.vmx"), "a", guest_os="rhel9-64", firmware="efi")
    assert xen_guest.by_name(machine).firmware == "uefi"
