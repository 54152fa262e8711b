"""Real configurations of other projects, and what Xen is told of them: a golden pair for each.

The samples are no part of the project; what is expected of each is, in a line a person can check.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.choices import Choices
from engine.findings import Finding, blocking
from engine.job.convert.plan import domain
from engine.vmware import machine
from engine.xen import xva
from engine.xen.domain import Domain
from engine.xen.libvirt_xml import libvirt
from engine.xen.xl_config import xl, xm

EXPECTED: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("golden_samples.json").read_text("utf-8")
)
SCHEMA = Path("/usr/share/libvirt/schemas/domain.rng")
#: Findings about the translation itself.
CODES = ("E501", "E502", "W501", "W504", "W505", "W506", "W508", "W535")


def translated(samples: Path, name: str) -> tuple[Domain, tuple[Finding, ...]]:
    vmx = next(samples.glob(f"vm[sx]*/{name}.vmx"))
    return domain(machine.read(vmx), Choices(settings={"images": "/srv/xen"}))


@pytest.mark.parametrize("name", EXPECTED)
def test_golden(samples: Path, name: str) -> None:
    """Size; disks and drive with where they were; cards with their networks; what was said."""
    told, findings = translated(samples, name)
    size = f"{told.memory} MiB, {told.vcpus} vcpus, {told.firmware}"
    extras = (told.serial and "serial", told.ms_vm_genid and "genid")
    found = [
        ", ".join((size, *(each for each in extras if each))),
        *(f"{disk.vdev} {disk.note.split()[0]}{' CD' * disk.cdrom}" for disk in told.disks),
        *(f"{vif.mac} {vif.network}".strip() for vif in told.vifs),
        *(each.code for each in findings if each.code in CODES),
    ]
    assert found == EXPECTED[name]


def test_every_sample_has_a_pair(samples: Path) -> None:
    assert sorted(path.stem for path in samples.glob("vm[sx]*/*.vmx")) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_dialect_can_be_had(samples: Path, name: str) -> None:
    told, findings = translated(samples, name)
    assert blocking(findings) == ()
    xl(told)
    libvirt(told)
    xva.ova_xml(told, [1 << 30 for disk in told.disks if not disk.cdrom])
    if told.firmware == "bios" and all(disk.number < 16 for disk in told.disks):
        xm(told)


def test_libvirt_s_schema_takes_them_all(samples: Path, tmp_path: Path) -> None:
    if not SCHEMA.exists() or not shutil.which("xmllint"):
        pytest.skip("needs libvirt0 and libxml2-utils")
    for name in EXPECTED:
        told, _ = translated(samples, name)
        (tmp_path / f"{name}.xml").write_text(libvirt(told), "utf-8")
    files = map(str, tmp_path.glob("*.xml"))
    command = ["xmllint", "--nonet", "--noout", "--relaxng", str(SCHEMA), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
