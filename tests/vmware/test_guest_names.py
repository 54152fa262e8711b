"""Names of systems by VMware's identifiers, as a .vmx and as vSphere's API write them."""

from __future__ import annotations

import pytest

from engine.vmware.guest_names import name_of


@pytest.mark.parametrize(
    ("guest_os", "name"),
    [
        ("winnetenterprise", "Windows Server 2003 Enterprise"),
        ("winnetEnterprise-64", "Windows Server 2003 Enterprise x64"),
        ("winNetEnterprise64Guest", "Windows Server 2003 Enterprise x64"),
        ("windows9_64Guest", "Windows 10 x64"),
        ("windows7srv-64", "Windows Server 2008 R2"),
        ("win2000AdvServ", "Windows 2000 Advanced Server"),
        ("debian12-64", "Debian 12"),
        ("ubuntu-64", "Ubuntu"),
        ("rhel9_64Guest", "Red Hat Enterprise Linux 9"),
        ("other26xlinux-64", "Linux 2.6"),
        ("vmware-photon-64", "VMware Photon OS"),
        ("arm-windows11-64", "Windows 11"),
        ("arm-fedora-64", "Fedora"),
        ("darwin20-64", "Darwin 20"),
        ("other-64", ""),
        ("", ""),
        ("somethingnew-64", "somethingnew-64"),
        ("debian12x", "debian12x"),
    ],
)
def test_names(guest_os: str, name: str) -> None:
    assert name_of(guest_os) == name
