"""A guest really sees what the flags say: each combination of them, and the emulated hardware.

The rules are those of Xen's sources (hvmloader, libacpi): ACPI tables are built where acpi is 1,
the APIC table among them and the MP table where apic is 1 or there are two CPUs or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fixtures.tools import run

from engine.image_formats import Format
from engine.xen import compat, device_model
from engine.xen.compat import Guest
from engine.xen.domain import Domain, Model, Vbd, Vif
from engine.xen.flags import Flags
from engine.xen.target import DEFAULT, facts
from engine.xen.xl_config import xl
from xen_lab import probe
from xen_lab.lab import Lab, Refused
from xen_lab.probe import Report
from xen_lab.release import USED
from xen_lab.transcript import Transcript

SECONDS = 300  # for one guest; half a minute on an idle machine
HALS = ("hal", "halacpi", "halaacpi", "halapic", "halmps", "halmacpi")
PIIX3_IDE, AHCI, PIIX4_ACPI = "8086:7010", "8086:2922", "8086:7113"
PLATFORM = "5853:0001"  # Xen's own
CARDS: dict[Model, str] = {
    "e1000": "8086:100e",
    "rtl8139": "10ec:8139",
    "e1000-82545em": "8086:100f",  # VMware's e1000
    "e1000e": "8086:10d3",  # VMware's e1000e
    "pcnet": "1022:2000",  # VMware's vlance
}
VIDEO = {"cirrus": "1013:00b8", "stdvga": "1234:1111"}
VIDEO_MEMORY = {"cirrus": 8, "stdvga": 16}  # MiB of the guest's memory


Case = tuple[str, Domain]  # settings as the transcript calls them, and a domain for the probe


def flags() -> Iterator[Case]:
    """All of pae, acpi, apic and one or two CPUs; the rest of the hardware changes with them."""
    for number, (pae, acpi, apic, vcpus) in enumerate(product((1, 0), (1, 0), (1, 0), (1, 2))):
        settings = f"pae={pae} acpi={acpi} apic={apic} vcpus={vcpus}"
        yield case(settings, pae=bool(pae), acpi=bool(acpi), apic=bool(apic), vcpus=vcpus,
                   memory=(64, 128)[number % 2])  # fmt: skip


def devices() -> Iterator[Case]:
    """Each disk controller, network card and video card, and what guests may do without."""
    second = Vbd("/second", "hdb")
    yield case("hdtype=ahci, e1000, stdvga", hdtype="ahci", vga="stdvga", vifs=card("e1000"))
    yield case("hda and hdb, rtl8139, hpet=0 nx=0", hpet=False, nx=False, vifs=card("rtl8139"),
               disks=(second,))  # fmt: skip
    yield case("viridian=1", viridian=True)
    yield case("xen_platform_pci=0", xen_platform_pci=False)
    yield case("the cards of VMware", vifs=card("e1000-82545em", "e1000e", "pcnet"))


def case(settings: str, **changes: Any) -> Case:
    name = "".join(letter if letter.isalnum() else "-" for letter in settings)
    plain = Domain(f"probe-{name}", 64, 1, serial="pty", usb_tablet=False, target=USED.target)
    return settings, replace(plain, **changes)


def hals() -> Iterator[tuple[str, Domain]]:
    """Each HAL with the flags that are recommended for it, on this Xen and on any."""
    for name, target in product(HALS, (USED.target, DEFAULT)):
        guest = Guest("windows", (5, 1), 32, name)
        best = compat.recommend(guest, Flags(vcpus=2, target=target))
        assert best.hal == name
        settings = asdict(replace(best.flags, target=USED.target))
        yield case(f"recommended for {name}: {best.flags}", **settings)


def card(*models: Model) -> tuple[Vif, ...]:
    return tuple(
        Vif(f"00:16:3e:00:00:0{number}", "xenbr0", model) for number, model in enumerate(models, 1)
    )


@pytest.fixture(scope="module")
def disks(lab: Lab, place: Path) -> tuple[Path, Path]:
    """The probe's disk and an empty one, in dom0."""
    made = probe.assemble(place / "probe.img"), place / "second.img"
    made[1].write_bytes(bytes(3 << 20))
    for disk in made:
        lab.bring(disk)
    return made


@pytest.fixture(scope="module")
def wrapper(lab: Lab, place: Path) -> str:
    """The path of qemu-noacpi in dom0, written by the product."""
    file = place / device_model.NAME
    file.write_text(device_model.script())
    lab.install(file, device_model.USUAL)
    return device_model.USUAL


def derived(domain: Domain) -> dict[str, object]:
    """What a guest is to see, by the rules above, which are those of Flags."""
    flags = Flags.of(domain)
    return {
        "hypervisor": "Microsoft Hv" if domain.viridian else "XenVMMXenVMM",
        "PAE": domain.pae,
        "APIC": True,  # of CPUID; with apic=0 only the tables do not tell of it
        "NX": domain.pae,  # xl reads nx and nobody uses it (measured with Xen 4.17 and 4.20)
        "ACPI tables": domain.acpi,
        "CPUs in MADT": domain.vcpus if domain.acpi and flags.apics else 0,
        "CPUs in MP table": domain.vcpus if flags.mp_table else 0,
        "PIR table": flags.mp_table,
        "HPET table": domain.acpi and domain.hpet,
        "CPUs that start": domain.vcpus,
        "disks": len(domain.disks),
        "IDE": True,
        "AHCI": domain.hdtype == "ahci",
        "8086:7113": domain.acpi,
        "platform device": domain.xen_platform_pci,
        "network": " ".join(CARDS[vif.model] for vif in domain.vifs),
        "video": VIDEO[domain.vga],
        "MiB": domain.memory - VIDEO_MEMORY[domain.vga],
    }


def measured(domain: Domain, seen: Report) -> dict[str, object]:
    """What it saw, under the names of :func:`derived`."""
    known = {*CARDS.values(), *VIDEO.values()}
    return {
        "hypervisor": seen.facts["hypervisor"],
        "PAE": seen.facts["pae"] == "1",
        "APIC": seen.facts["cpuid_apic"] == "1",
        "NX": seen.facts["nx"] == "1",
        "ACPI tables": bool(seen.tables),
        "CPUs in MADT": seen.number("madt_cpus"),
        "CPUs in MP table": seen.number("mp_cpus"),
        "PIR table": seen.number("pir_table") == 1,
        "HPET table": "HPET" in seen.tables,
        "CPUs that start": seen.number("running_cpus"),
        "disks": seen.number("bios_disks"),
        "IDE": PIIX3_IDE in seen.pci,
        "AHCI": AHCI in seen.pci,
        "8086:7113": PIIX4_ACPI in seen.pci,
        "platform device": PLATFORM in seen.pci,
        "network": " ".join(each for each in seen.pci if each in CARDS.values()),
        "video": next((each for each in seen.pci if each in known - {*CARDS.values()}), ""),
        "MiB": -(-seen.number("memory_kib") // 1024),  # less than one is the BIOS's own
    }


FORMATS: dict[Format, str] = {"qcow2": "qcow2", "vhd": "vpc"}  # as QEMU calls them
CASES = dict((*flags(), *devices(), *hals()))


@pytest.mark.parametrize("settings", CASES)
def test_the_guest_sees_what_was_derived(
    lab: Lab,
    place: Path,
    disks: tuple[Path, Path],
    wrapper: str,
    transcript: Transcript,
    settings: str,
) -> None:
    """Where there is no acpi=0 otherwise, it is by the wrapper."""
    wanted = CASES[settings]
    if not (wanted.acpi or USED.no_acpi):
        wanted = replace(wanted, device_model_override=wrapper)
        settings += " (qemu-noacpi)"
    paths = disks[: 1 + len(wanted.disks)]
    attached = (Vbd(str(path), vdev) for path, vdev in zip(paths, ("hda", "hdb"), strict=False))
    domain = replace(wanted, disks=tuple(attached))
    seen = measured(domain, probe.report(started(lab, place, domain)))
    rules = derived(domain)
    transcript.verdict(settings, rules, seen)
    assert seen == rules


def started(lab: Lab, place: Path, domain: Domain) -> str:
    """What the probe says in `domain`, until its end."""
    file = place / f"{domain.name}.cfg"
    file.write_text(xl(domain))
    return lab.start(file, probe.END, SECONDS)


def test_no_acpi_is_refused_without_the_wrapper(
    lab: Lab, place: Path, disks: tuple[Path, Path], transcript: Transcript
) -> None:
    """A real ``xl create`` where QEMU is 9 or later."""
    if USED.no_acpi:
        pytest.skip("this Xen has it")
    _, domain = case("acpi=0", acpi=False, disks=(Vbd(str(disks[0]), "hda"),))
    assert_refused(lab, place, domain, transcript, "-no-acpi: invalid option")


@pytest.mark.parametrize("format", FORMATS)
def test_formats_start_where_it_is_said(
    lab: Lab, place: Path, disks: tuple[Path, Path], transcript: Transcript, format: Format
) -> None:
    disk = place / f"probe.{format}"
    run("qemu-img", "convert", "-f", "raw", "-O", FORMATS[format], disks[0], disk)
    lab.bring(disk)
    _, domain = case(format, disks=(Vbd(str(disk), "hda", format),))
    if format in facts(USED.target).formats:
        said = started(lab, place, domain)
        transcript.start(format, disk.name, said.splitlines()[-1])
    else:
        assert_refused(lab, place, domain, transcript, f"Unknown driver '{FORMATS[format]}'")


def assert_refused(
    lab: Lab, place: Path, domain: Domain, transcript: Transcript, expected: str
) -> None:
    """It is not created, and QEMU says why."""
    with pytest.raises(Refused):
        started(lab, place, domain)
    reason = lab.device_model_log(domain.name)
    transcript.refused(domain.name, expected if expected in reason else reason)
    assert expected in reason
