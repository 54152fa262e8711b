"""Whole machines: real configurations against golden facts, and every condition of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.appliances import SCSI, envelope
from vmware.configurations import Write, codes, disk_lines
from vmware.facts import facts

from engine.findings import Refusal
from engine.vmware import machine
from engine.vmware.model import Disk

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))
MIB = 1 << 20


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        machine.read(path)
    return caught.value.findings[0].code


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with two snapshots and a branch."""
    return build(tmp_path_factory.mktemp("built") / "vm", size=4 * MIB, branches=True)


# -- real ones


def sample(samples: Path, name: str) -> Path:
    return next(samples.glob(f"vm[sx]*/{name}.vmx"))


@pytest.mark.parametrize("name", NAMES)
def test_golden(samples: Path, name: str) -> None:
    expected = {"memory_mib": 32, **json.loads((GOLDEN / f"{name}.json").read_text())}
    for key in ("snapshots", "current_snapshot"):  # those are read in test_vmsd.py
        expected.pop(key, None)
    found = machine.read(sample(samples, name))
    assert facts(found) == expected
    assert list(facts(found).get("disks", {})) == list(expected.get("disks", {}))


def test_every_sample_has_golden_facts(samples: Path) -> None:
    assert sorted(path.stem for path in samples.glob("vm[sx]*/*.vmx")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_disks_that_are_missing_are_still_there(samples: Path, name: str) -> None:
    for disk in machine.read(sample(samples, name)).disks:
        assert disk.chain is None
        nonpersistent = ["W102"] if disk.mode == "independent-nonpersistent" else []
        assert codes(disk) == [*nonpersistent, "E201"]
        assert disk.path.name == Path(disk.written).name


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_as_virt_v2v_expects(samples: Path, number: int) -> None:
    """Its listing of the source: CD-ROM drives on IDE only, slots counted over both channels."""
    text = (samples / "vmx" / f"test-i-vmx-{number}.expected").read_text()
    head = dict(re.findall(r"^ *([\w ]+): (.*)$", text, re.MULTILINE))
    found = machine.read(samples / "vmx" / f"test-i-vmx-{number}.vmx")
    assert found.name == head["source name"]
    assert found.memory == int(head["memory"].split()[0])
    assert found.vcpus == int(head["nr vCPUs"])
    assert {"bios": "bios", "efi": "uefi"}[found.firmware] == head["firmware"]
    assert found.secure_boot == (head["UEFI secureboot"] == "true")
    assert found.sound == head["sound"].strip()
    assert [disk.slot.bus for disk in found.disks] == re.findall(r"^\t\d+ \[(\w+)\]", text, re.M)
    slots = [
        2 * each.slot.controller + each.slot.unit for each in found.cdroms if each.slot.bus == "ide"
    ]
    assert slots == [int(slot) for slot in re.findall(r"CD-ROM \[ide\] in slot (\d)", text)]
    nics = re.findall(r'Network "(.*)" mac: (\S+) \[(\w+)\]', text)
    assert [(each.network, each.mac, each.model) for each in found.nics] == nics


# -- what is attached


@pytest.mark.parametrize("slot", ["scsi0:0", "sata1:29", "nvme3:14", "scsi3:63"])
def test_controllers_must_be_present(write: Write, slot: str) -> None:
    controller = slot.split(":")[0]
    assert not machine.read(write(*disk_lines(slot))).disks
    assert not machine.read(write(*disk_lines(slot), f'{controller}.present = "FALSE"')).disks
    found = machine.read(write(*disk_lines(slot), f'{controller}.present = "TRUE"'))
    assert [str(disk.slot) for disk in found.disks] == [slot]


def test_ide_controllers_need_not_be_present(write: Write) -> None:
    found = machine.read(write(*disk_lines("IDE1:1")))
    assert [(str(disk.slot), disk.controller_model) for disk in found.disks] == [("ide1:1", "ide")]


@pytest.mark.parametrize("slot", ["ide2:0", "ide0:2", "scsi0:7", "scsi4:0", "scsi0:64", "sata0:30"])
def test_places_that_do_not_exist(write: Write, slot: str) -> None:
    controller = slot.split(":")[0]
    assert not machine.read(write(*disk_lines(slot), f'{controller}.present = "TRUE"')).disks


def test_devices_must_be_present(write: Write) -> None:
    lines = disk_lines(present="FALSE")
    assert not machine.read(write(*lines)).disks
    assert not machine.read(write(*lines[1:])).disks


@pytest.mark.parametrize(
    ("kind", "name", "drive"),
    [
        ("scsi-hardDisk", "a.vmdk", "disk"),
        ("ata-hardDisk", "a.vmdk", "disk"),
        ("disk", "a.vmdk", "disk"),
        ("rawDisk", "a.vmdk", "disk"),
        ("plainDisk", "a.pln", "disk"),
        ("", "a.vmdk", "disk"),
        ("", "old.dsk", "disk"),
        ("", "A.ISO", "cdrom"),
        ("", "auto detect", "cdrom"),
        ("", "/dev/cdrom", "cdrom"),
        ("", "/dev/shm/a.vmdk", "disk"),
        ("", "D:", "cdrom"),
        ("cdrom-raw", "a.vmdk", "cdrom"),
        ("CDROM-IMAGE", "a.iso", "cdrom"),
        ("atapi-cdrom", "CD/DVD drive 0", "cdrom"),
        ("scsi-passthru", "/vmfs/devices/cdrom/mpx.vmhba32", "cdrom"),
        ("scsi-passthru", "/dev/sg3", ""),
        ("hub", "x", ""),
        ("", "", ""),
    ],
)
def test_kinds_of_drives(write: Write, kind: str, name: str, drive: str) -> None:
    lines = disk_lines("ide1:0", name) + ([f'ide1:0.deviceType = "{kind}"'] if kind else [])
    found = machine.read(write(*lines))
    assert len(found.disks) == (drive == "disk")
    assert len(found.cdroms) == (drive == "cdrom")


def test_the_order_of_the_bios(write: Write) -> None:
    places = ["scsi0:1", "scsi0:10", "scsi0:2", "sata0:0", "ide0:1"]
    lines = [line for place in places for line in disk_lines(place)]
    lines += ['scsi0.present = "TRUE"', 'sata0.present = "TRUE"']

    def order(*more: str) -> list[str]:
        return [str(disk.slot) for disk in machine.read(write(*lines, *more)).disks]

    usual = ["ide0:1", "scsi0:1", "scsi0:2", "scsi0:10", "sata0:0"]
    assert order() == usual
    assert order('bios.hddOrder = "scsi0:10, SATA0:0"') == [
        "scsi0:10", "sata0:0", "ide0:1", "scsi0:1", "scsi0:2",
    ]  # fmt: skip


# -- snapshots that are damaged


def test_a_broken_snapshot_list(write: Write, tmp_path: Path) -> None:
    (tmp_path / "vm.vmsd").write_bytes(b"\0")
    found = machine.read(write(*disk_lines()))
    assert codes(found) == ["W104"]
    assert not found.snapshots.all


# -- what may name it


def test_the_folder(built: Machine) -> None:
    assert machine.read(built.vmx.parent).path == built.vmx


def test_a_folder_with_none_or_several(write: Write, tmp_path: Path) -> None:
    assert refused(tmp_path) == "E111"
    first = write()
    write(name="._vm.vmx")
    (tmp_path / "folder.vmx").mkdir()
    assert machine.read(tmp_path).path == first
    write(name="VM2.VMX")
    assert refused(tmp_path) == "E110"


def test_a_folder_with_an_appliance(write: Write, tmp_path: Path) -> None:
    """As an archive leaves it that was unpacked. A configuration comes before it."""
    (tmp_path / "vm.ovf").write_text(envelope(SCSI))
    (tmp_path / "vm.ova").touch()
    assert machine.read(tmp_path).path == tmp_path / "vm.ovf"
    assert machine.read(write().parent).path.suffix == ".vmx"


def test_a_bare_disk(built: Machine) -> None:
    found = machine.read(built.disk)
    (disk,) = found.disks
    assert found.name == built.disk.stem
    assert found.findings == ()
    assert str(disk.slot) == "scsi0:0"  # the descriptor says lsilogic
    assert disk.chain is not None
    assert len(disk.chain.layers) == 3


def test_a_bare_disk_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "disk.vmdk"
    path.write_bytes(b"x" * 4096)
    (disk,) = machine.read(path).disks
    assert disk.chain is None
    assert codes(disk) == ["E203"]


@pytest.mark.parametrize("name", ["no.vmx", "no.vmdk", "no.ovf", "no.ova", "no"])
def test_nothing_there(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name) == "E101"


def test_something_else(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert refused(path) == "E102"


# -- disks and snapshots


def opened(disk: Disk) -> bytes:
    """The first MiB of a disk, by way of its map."""
    assert disk.chain is not None, disk.findings
    runs = disk.chain.mapping.blocks(0, MIB)
    data = bytearray(MIB)
    with disk.chain.files as files:
        for start, length, file, offset in zip(
            runs.start.tolist(), runs.length.tolist(), runs.file.tolist(), runs.offset.tolist(),
            strict=True,
        ):  # fmt: skip
            if file >= 0:
                data[start : start + length] = files.read(file, offset, length)
    return bytes(data)


def truth(built: Machine, name: str) -> bytes:
    with built.truths[name].open("rb") as file:
        return file.read(MIB)


def test_the_running_state(built: Machine) -> None:
    found = machine.read(built.vmx)
    (disk,) = found.disks
    assert disk.path == built.disk
    assert opened(disk) == truth(built, "current")
    assert found.all_findings == ()
    assert [each.uid for each in found.snapshots.all] == [1, 2, 3]
    assert found.snapshots.current == 2
    assert machine.state(found, "") is found


@pytest.mark.parametrize("uid", ["1", "2", "3"])
def test_a_snapshot(built: Machine, uid: str) -> None:
    assert truth(built, uid) != truth(built, "current")
    found = machine.state(machine.read(built.vmx), uid)
    (disk,) = found.disks
    assert opened(disk) == truth(built, uid)
    assert disk.controller_model == "lsilogic"
    assert machine.state(machine.read(built.vmx), f"Snapshot {uid}").disks[0].path == disk.path


def test_a_snapshot_that_is_not_there(built: Machine) -> None:
    found = machine.read(built.vmx)
    with pytest.raises(Refusal) as caught:
        machine.state(found, "nightly")
    (finding,) = caught.value.findings
    assert finding.code == "E107"
    assert "2 (Snapshot 2)" in finding.message


def snapshot_lines(*snapshots: tuple[int, str, dict[str, str]]) -> str:
    lines = []
    for index, (uid, name, disks) in enumerate(snapshots):
        lines += [f'snapshot{index}.uid = "{uid}"', f'snapshot{index}.displayName = "{name}"']
        for number, (node, written) in enumerate(disks.items()):
            lines += [f'snapshot{index}.disk{number}.node = "{node}"']
            lines += [f'snapshot{index}.disk{number}.fileName = "{written}"']
    return "\n".join(lines)


def test_snapshots_of_one_name(write: Write, tmp_path: Path) -> None:
    taken = snapshot_lines((1, "same", {}), (2, "same", {}), (3, "2", {}))
    (tmp_path / "vm.vmsd").write_text(taken)
    found = machine.read(write(*disk_lines()))
    with pytest.raises(Refusal) as caught:
        machine.state(found, "same")
    (finding,) = caught.value.findings
    assert finding.code == "E108"
    assert "1 (same), 2 (same)" in finding.remedy
    assert "3" not in finding.remedy
    assert machine.state(found, "2").disks == ()  # a number first, then a name


def test_what_a_snapshot_leaves_alone(write: Write, tmp_path: Path) -> None:
    """Independent disks stay as they are; disks added since then are gone; suspending is undone."""
    path = write(
        'checkpoint.vmState = "vm.vmss"',
        'scsi0.present = "TRUE"',
        'scsi0.virtualDev = "buslogic"',
        *disk_lines("scsi0:0", "a-000001.vmdk"),
        *disk_lines("scsi0:1", "added.vmdk"),
        *disk_lines("scsi0:2", "free.vmdk", mode="independent-persistent"),
    )
    frozen = {"scsi0:0": "a.vmdk", "ide0:1": "removed.vmdk", "tape0": "x"}
    (tmp_path / "vm.vmsd").write_text(snapshot_lines((1, "first", frozen)))
    (tmp_path / "vm.vmss").touch()
    found = machine.read(path)
    assert codes(found) == ["E104"]
    then = machine.state(found, "first")
    assert [(str(disk.slot), disk.written, disk.controller_model) for disk in then.disks] == [
        ("scsi0:0", "a.vmdk", "buslogic"),
        ("scsi0:2", "free.vmdk", "buslogic"),
        ("ide0:1", "removed.vmdk", "ide"),
    ]
    assert codes(then) == []


def test_a_machine_moved_from_elsewhere(built: Machine, tmp_path: Path) -> None:
    for each in built.vmx.parent.iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    path = tmp_path / built.vmx.name
    text = path.read_text().replace(f'"{built.disk.name}"', f'"[old] gone/{built.disk.name}"')
    path.write_text(text)
    (disk,) = machine.read(path).disks
    assert codes(disk) == ["W105"]
    assert opened(disk) == truth(built, "current")


def test_an_encoding_other_than_utf8(tmp_path: Path) -> None:
    machine_built = build(tmp_path / "vm", size=MIB, snapshots=1, name="虚拟机", encoding="GBK")
    found = machine.read(machine_built.vmx)
    assert found.name == "虚拟机"
    assert opened(found.disks[0]) == truth(machine_built, "current")
    assert opened(machine.state(found, "1").disks[0]) == truth(machine_built, "1")
