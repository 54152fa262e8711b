"""An XVA of a conversion is imported by XAPI's rules: what becomes of it, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from fixtures import xapi_pool, xva_reader
from fixtures.xapi_pool import Pool, Refused
from fixtures.xva_reader import Xva

from engine.disk.images.block_archive import BlockArchive, DiskBlocks
from engine.xen import xva
from engine.xen.domain import Domain, Vbd, Vif

SIZE = 2 << 20
STANDARD = "Pool-wide network associated with eth0"
DOMAIN = Domain(
    "dc01", 512, 4, cores_per_socket=2, uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ab", viridian=True,
    ms_vm_genid=True, smbios_serial="VMware-56 4d", serial="pty", vga="stdvga",
    disks=(Vbd("/srv/a.img", "hda"), Vbd("", "hdc", cdrom=True)),
    vifs=(Vif("00:0c:29:01:02:03", "xenbr0", "e1000"), Vif("", "lan", "e1000")),
)  # fmt: skip
Packed = Callable[[Domain], Xva]


@pytest.fixture
def packed(tmp_path: Path) -> Packed:
    """An archive of a domain whose disks are empty, read as XAPI reads it."""

    def pack(domain: Domain) -> Xva:
        disks = [disk for disk in domain.disks if not disk.cdrom]
        path = tmp_path / "guest.xva"
        path.unlink(missing_ok=True)
        with BlockArchive(path.with_suffix(".partial")) as archive:
            sizes = [SIZE] * len(disks)
            archive.add(xva.NAME, memoryview(xva.ova_xml(domain, sizes)))
            for index, _ in enumerate(disks):
                DiskBlocks(archive, xva.disk_ref(index), SIZE).finish()
            archive.finish()
            archive.keep(partial(_rename, path))
        return xva_reader.read(path, tmp_path)

    return pack


def _rename(path: Path, made: Path) -> None:
    made.rename(path)


def test_it_is_taken_and_starts(packed: Packed) -> None:
    pool = Pool()
    made = pool.take(packed(DOMAIN))
    xapi_pool.start(made)
    assert made.networks == [STANDARD, "lan"]
    assert [each["MAC"] for each in made.cards] == ["00:0c:29:01:02:03", ""]
    assert re.fullmatch("[0-9]+:[0-9]+", made.record["generation_id"])
    assert made.record["generation_id"] != "0:0"
    assert made.record["bios_strings"]["system-serial-number"] == "VMware-56 4d"
    xapi_pool.start(Pool().take(packed(replace(DOMAIN, firmware="uefi", ms_vm_genid=False))))


def test_a_bridge_need_not_be_there(packed: Packed) -> None:
    pool = Pool(networks={"bonded": "xapi0"})
    made = pool.take(packed(DOMAIN))
    assert made.networks == [STANDARD, "lan"]
    assert set(pool.networks) == {"bonded", STANDARD, "lan"}


def test_the_pool_refuses_a_bridge_that_is_named_and_not_there(packed: Packed) -> None:
    """What was written before: the importer would have told."""
    found = packed(DOMAIN)
    [card, _] = found.records("network")
    card |= {"name_label": "xenbr7", "bridge": "xenbr7"}
    with pytest.raises(Refused, match="INVALID_VALUE"):
        Pool().take(found)
    assert Pool(is_internal=True).take(found).networks[0] == "xenbr7"


def test_a_second_import_is_refused_unless_it_is_forced_or_a_copy(packed: Packed) -> None:
    pool, found = Pool(), packed(DOMAIN)
    pool.take(found)
    with pytest.raises(Refused, match="VM_TO_IMPORT_IS_NOT_NEWER_VERSION"):
        pool.take(found)
    assert pool.take(found, force=True).version == 1
    pool.vms[DOMAIN.uuid].power_state = "Running"
    with pytest.raises(Refused, match="VM_BAD_POWER_STATE"):
        pool.take(found)
    copy = pool.take(found, preserve=False)
    assert [each["MAC"] for each in copy.cards] == ["", ""]


def test_two_machines_of_one_name_are_two(packed: Packed) -> None:
    pool = Pool()
    pool.take(packed(DOMAIN))
    pool.take(packed(replace(DOMAIN, uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ac")))
    assert len(pool.vms) == 2


def test_a_disk_too_large_for_vhd_is_refused(packed: Packed) -> None:
    found = packed(DOMAIN)
    [disk] = found.records("VDI")
    disk["virtual_size"] = str(3 << 40)
    with pytest.raises(Refused, match="VDI_TOO_LARGE"):
        Pool().take(found)
    Pool(limit=16 << 40).take(found)


def test_what_a_guest_could_not_start_with_is_refused(packed: Packed) -> None:
    for key, value in (("disk_type", "nvme"), ("nic_type", "pcnet"), ("cores-per-socket", "3"),
                       ("device-model", "qemu-upstream-uefi")):  # fmt: skip
        made = Pool().take(packed(DOMAIN))
        made.record["platform"][key] = value
        with pytest.raises(Refused):
            xapi_pool.start(made)
    made = Pool().take(packed(DOMAIN))
    del made.record["bios_strings"]["enclosure-asset-tag"]
    with pytest.raises(Refused, match="BIOS"):
        xapi_pool.start(made)
