"""H. Which Xen: what is told depends on what will run it; as data, with sources."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from conditions.command import run
from conditions.table import condition
from fixtures import xapi_pool
from fixtures.several import noise, write_base, write_vmx
from vmware.reading import codes
from xen.test_xva import DOMAIN, records, told
from xen.test_xva import read as ova_xml

from engine.translate import disk_sizes, flag_findings
from engine.translate.domain_of_machine import domain_of
from engine.vmware.model import Nic, VirtualMachine
from engine.xen import compat
from engine.xen.compat import Guest
from engine.xen.domain import Domain
from engine.xen.flags import Flags
from engine.xen.overrides import apply
from engine.xen.target import DEFAULT, Target
from engine.xen.xl_config import xl

ACPI = "libxl passes -no-acpi to QEMU (tools/libs/light/libxl_dm.c), which dropped it in 9.0"
NICS = "libxl_dm.c passes model= to -device; PCI IDs seen by a guest on Xen 4.20"
CARD = Nic(0, "e1000", "00:0c:29:00:00:00", "generated", "bridged", "")
XP = Guest("windows", (5, 1), 32, "halmacpi", name="Windows XP")


def translated(
    guest_os: str, target: Target = DEFAULT, settings: dict[str, str] | None = None, **more: object
) -> tuple[Domain, list[str]]:
    """The domain of a machine with VMware's name of its guest, and the codes of what is said."""
    fields: dict[str, object] = {"memory": 512 << 20, **more}
    machine = VirtualMachine(Path("a.vmx"), "a", guest_os=guest_os, **fields)  # type: ignore[arg-type]
    domain, findings = domain_of(machine, (), settings or {}, target=target)
    return domain, codes(findings)


def of_flags(guest: Guest, processors: int = 1, **settings: str) -> tuple[Domain, list[str]]:
    """A domain with ``settings``, of a machine with so many processors; what is said of flags."""
    machine = VirtualMachine(Path("a.vmx"), "a", memory=512 << 20, vcpus=processors)
    domain = apply(Domain("a", 512, 1), settings)
    return domain, codes(flag_findings.findings(machine, guest, domain, settings, ()))


# -- acpi=0


@condition(ACPI)
def hals_without_acpi_get_it(folder: Path) -> list[str]:
    for hal in ("hal", "halmps", "halapic"):
        best = compat.recommend(replace(XP, hal=hal), Flags(target="xen"))
        assert (best.hal, best.flags.acpi, best.flags.apic) == (hal, True, True)
        assert best.verdict.kind == "fits"
    return []


@condition("KB314082's Xen 3.0.3, docs/src/user.tex: keep acpi=0 for Windows")
def but_not_on_the_xen_of_that_time(folder: Path) -> list[str]:
    best = compat.recommend(replace(XP, hal="hal"), Flags(target="xen-3.0.3"))
    assert (best.flags.acpi, best.flags.apic) == (False, False)
    return []


def converted(folder: Path, *options: str) -> tuple[Path, Sequence[str]]:
    """A Linux of a name alone converted with options; the folder of results, and what was said."""
    write_base(folder / "vm.vmdk", noise(1))
    path = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"})
    done = run("convert", path, "-o", folder / "out", *options)
    assert done.code == 0, done.told
    return folder / "out", done.codes


@condition(ACPI, "W532")
def acpi_0_is_said_to_fail(folder: Path) -> Sequence[str]:
    return [each for each in converted(folder, "--set", "acpi=0")[1] if each != "W522"]


@condition(ACPI, "W533")
def acpi_0_with_a_wrapper(folder: Path) -> Sequence[str]:
    wrapper = "device_model_override=/usr/local/bin/qemu-noacpi"
    out, said = converted(folder, "--set", "acpi=0", "--set", wrapper)
    assert (out / "qemu-noacpi").stat().st_mode & 0o111
    assert "/usr/local/bin/qemu-noacpi" in (out / "vm.cfg").read_text()
    return [each for each in said if each != "W522"]


@condition("Debian 12: QEMU 7.2 knows the option")
def acpi_0_on_4_17(folder: Path) -> Sequence[str]:
    said = converted(folder, "--set", "acpi=0", "--target", "xen-4.17")[1]
    return [each for each in said if each in ("W532", "W533")]


# -- the table


@condition(NICS, "W540", "W542")
def cards_that_stay_what_they_were(folder: Path) -> list[str]:
    cards = tuple(
        replace(CARD, index=n, model=m, mac="") for n, m in enumerate(("e1000", "vlance"))
    )
    domain, said = translated("winxppro", nics=cards)
    assert [vif.model for vif in domain.vifs] == ["e1000-82545em", "pcnet"]
    return [each for each in said if each != "W523"]


@condition("xen-api, device.ml: rtl8139 and e1000", "W502", "W542")
def a_card_that_a_pool_has_not(folder: Path) -> list[str]:
    domain, said = translated(
        "windows7", target="xcp-ng-8.2", nics=(replace(CARD, model="e1000e"),)
    )
    assert domain.vifs[0].model == "e1000"
    return [each for each in said if each != "W546"]


@condition("KB309283: Standard PC may become nothing else", "W523")
def a_standard_pc_with_several_processors(folder: Path) -> list[str]:
    machine = VirtualMachine(Path("a.vmx"), "a", memory=512 << 20, vcpus=2)
    domain = Domain("a", 512, 1)
    guest = replace(XP, hal="hal")
    found = list(flag_findings.findings(machine, guest, domain, {}, ()))
    assert "--hal" not in found[0].remedy
    (single,) = flag_findings.findings(machine, replace(XP, hal="halaacpi"), domain, {}, ())
    assert "rundll32 syssetup," in single.remedy
    (other,) = flag_findings.findings(machine, replace(XP, hal="halapic"), domain, {}, ())
    assert "--hal halmps" in other.remedy
    return codes(found)


@condition("geoffchappell.com, osloader: Windows 7 chooses its HAL itself, Vista does not", "W521")
def windows_7_without_apic(folder: Path) -> list[str]:
    seven, vista = (Guest("windows", (6, minor), 32) for minor in (1, 0))
    flags = Flags(viridian=True, apic=False)
    assert compat.verdict(vista, flags).kind == "unknown"
    return of_flags(seven, viridian="1", apic="0")[1]


@condition("xen: nx is read by xl and used by nobody; run on 4.20", "W536")
def nx_has_no_effect(folder: Path) -> list[str]:
    return translated("windows9-64", settings={"nx": "0"}, firmware="bios")[1][:1]


@condition("xen: tools/firmware/ovmf-makefile builds X64 alone")
def a_windows_of_32_bits_with_uefi(folder: Path) -> list[str]:
    guest = Guest("windows", (10, 0), 32, firmware="uefi")
    found = compat.verdict(guest, Flags(viridian=True, firmware="uefi"))
    assert found.kind == "fails"
    return []


@condition("calazan.com: Server 2003 changes ACPI uniprocessor to multiprocessor by itself", "W521")
def halaacpi_with_several_processors(folder: Path) -> list[str]:
    return of_flags(replace(XP, hal="halaacpi"), 2, vcpus="2")[1]


@condition("Microsoft: limits of memory, Windows XP", "W541", "W542")
def more_memory_than_a_windows_can_use(folder: Path) -> list[str]:
    return translated("winxppro", memory=8 << 30)[1]


@condition("Microsoft: Windows Product Activation, 3 days for changed hardware", "W542")
def activation(folder: Path) -> list[str]:
    return translated("winnetstandard")[1]


@condition("virt-fw-dump of Debian 12, 13 and sid: OVMF.fd has no module for Xen", "W534", "W535")
def uefi_without_an_ovmf(folder: Path) -> list[str]:
    return translated("debian11-64", firmware="efi", nvram="a.nvram")[1]


@condition("the same: xl.cfg(5), bios_path_override", "W535")
def uefi_with_an_ovmf(folder: Path) -> list[str]:
    settings = {"bios_path_override": "/usr/share/OVMF-xen.fd"}
    domain, said = translated("debian11-64", settings=settings, firmware="efi", nvram="a.nvram")
    assert 'bios_path_override = "/usr/share/OVMF-xen.fd"' in xl(domain)
    return said


@condition("XCP-ng keeps the variables of a VM", "W503")
def boot_entries_on_a_pool(folder: Path) -> list[str]:
    return translated("debian11-64", "xcp-ng-8.3", firmware="efi", nvram="a.nvram")[1]


# -- disks and archives


@condition("Debian 13: QEMU for Xen opens no VHD (run)", "W537")
def a_vhd_for_xl(folder: Path) -> Sequence[str]:
    return [each for each in converted(folder, "--format", "vhd")[1] if each != "W522"]


@condition("xapi-storage-script: a VHD has 2040 GiB at most", "W538")
def a_disk_too_large_for_vhd_storage(folder: Path) -> list[str]:
    domain = replace(DOMAIN, target="xcp-ng-8.3")
    return codes(disk_sizes.findings([("a", 2041 << 30), ("b", 2040 << 30)], domain))


@condition("Microsoft: NVMe came with Windows 8.1 and Server 2012 R2", "W539")
def a_windows_without_nvme(folder: Path) -> list[str]:
    assert told(firmware="uefi")["platform"]["disk_type"] == "ide"
    said = translated("windows7-64", "xcp-ng-8.3", firmware="efi")[1]
    assert "W539" not in translated("windows9-64", "xcp-ng-8.3", firmware="efi")[1]
    return [each for each in said if each == "W539"]


@condition("xen-api, vm_platform.ml and the templates of XenServer")
def an_archive_keeps_what_the_configuration_keeps(folder: Path) -> list[str]:
    vm = told(ms_vm_genid=True, smbios_serial="VMware-56 4d", serial="pty", viridian=True)
    assert vm["generation_id"] == "0:0"  # a fresh one is made at the import
    assert set(vm["bios_strings"]) >= xapi_pool.BIOS_STRINGS
    kept = {key: vm["platform"][key] for key in ("nic_type", "hvm_serial", "usb", "device_id")}
    assert kept == {"nic_type": "e1000", "hvm_serial": "pty", "usb": "true", "device_id": "0002"}
    assert vm["platform"]["viridian_reference_tsc"] == "true"
    return []


@condition("xen-api, import.ml: a bridge that is named has to be there", "W546", "W547")
def an_archive_for_any_pool(folder: Path) -> Sequence[str]:
    """It names the network instead, which is taken where it is and made where it is not."""
    write_base(folder / "vm.vmdk", noise(1))
    card = ('ethernet0.present = "TRUE"', 'ethernet0.networkName = "VM Network"')
    path = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"}, *card)
    bridge = ("--set", "bridge.VM Network=lan")
    done = run("convert", path, "-o", folder / "out", "--target", "xcp-ng-8.3", *bridge)
    assert done.code == 0, done.told
    [network] = records(ova_xml(replace(DOMAIN, vifs=DOMAIN.vifs[1:2])), "network").values()
    assert network["name_label"] == "Pool-wide network associated with eth1"
    assert network["bridge"] == ""
    return run("xva", folder / "out").codes


@condition("resources/xen_targets.toml is the choice of --target")
def each_target_is_in_the_manifest(folder: Path) -> list[str]:
    for target in ("xen-4.20", "xcp-ng-8.2"):
        out, _ = converted(folder, "--target", target)
        assert f'"target": "{target}"' in (out / "manifest.json").read_text()
        shutil.rmtree(out)
    return []
