"""Where an OVF attaches its drives: by controller and unit, whatever the order of items."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vmware.appliances import SCSI, disk_item, envelope, item
from vmware.reading import attempt

from engine.findings import Refusal
from engine.vmware import machine
from engine.vmware.model import BUSES, VirtualMachine

IDE = [item(5, 4, Address=0), item(5, 5, Address=1)]


def read(folder: Path, *hardware: str) -> VirtualMachine:
    path = folder / "vm.ovf"
    path.write_text(envelope(*hardware))
    return machine.read(path)


def slots(found: VirtualMachine) -> tuple[list[str], list[str]]:
    return [str(each.slot) for each in found.disks], [str(each.slot) for each in found.cdroms]


def cdrom(parent: int, unit: int | str = 0) -> str:
    return item(15, 200, Parent=parent, AddressOnParent=unit)


def test_the_order_of_items_does_not_matter(tmp_path: Path) -> None:
    """A disk listed last may be the one that starts."""
    disks = [disk_item(3, unit, f"ovf:/disk/{unit}") for unit in (2, 0, 1)]
    for order in itertools.permutations([SCSI, *disks]):
        found = read(tmp_path, *order)
        assert slots(found)[0] == ["scsi0:0", "scsi0:1", "scsi0:2"]
        assert [each.written for each in found.disks] == [f"ovf:/disk/{n}" for n in range(3)]


def test_controllers_are_told_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        item(6, 3, Address=1, ResourceSubType="lsilogicsas"),
        item(6, 4, Address=1, ResourceSubType="buslogic"),
        item(6, 5, ResourceSubType="lsilogic"),
        *(disk_item(parent) for parent in (3, 4, 5)),
    )
    assert [(str(each.slot), each.controller_model) for each in found.disks] == [
        ("scsi0:0", "buslogic"),
        ("scsi1:0", "lsisas1068"),
        ("scsi2:0", "lsilogic"),
    ]


def test_units_taken_or_impossible(tmp_path: Path) -> None:
    """Unit 7 is the controller itself. What names a free unit has it before all others."""
    units: list[int | str] = ["", 0, 0, 7, "x", 6, 99, "²"]
    disks = [disk_item(3, unit, f"ovf:/disk/{index}") for index, unit in enumerate(units)]
    found = read(tmp_path, SCSI, *disks)
    places = {each.written.rpartition("/")[2]: each.slot.unit for each in found.disks}
    assert places["1"] == 0
    assert places["5"] == 6
    assert sorted(places.values()) == [0, 1, 2, 3, 4, 5, 6, 8]


def test_three_drives_on_one_ide_controller(tmp_path: Path) -> None:
    """VirtualBox 4 gives all of them address 0 on the one controller that it describes."""
    found = read(tmp_path, IDE[0], cdrom(4), cdrom(4), disk_item(4))
    assert slots(found) == (["ide0:0"], ["ide0:1", "ide1:0"])
    assert "W116" not in [each.code for each in found.findings]


def test_cdrom_drives_give_way(tmp_path: Path) -> None:
    found = read(tmp_path, *IDE, cdrom(4), *(cdrom(5) for _ in range(4)), disk_item(4, 1))
    assert slots(found) == (["ide0:1"], ["ide0:0", "ide1:0", "ide1:1"])
    assert [each.code for each in found.findings] == ["W116"]
    assert "2 CD-ROM" in found.findings[0].message


def test_disks_never_give_way(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="more drives"):
        read(tmp_path, *IDE, *(disk_item(4) for _ in range(5)))


disk_items = st.builds(
    disk_item, st.sampled_from([3, 4, 5, 9]), st.integers(0, 8) | st.sampled_from(["", "x"])
)


@settings(deadline=None)
@given(st.lists(disk_items, max_size=6), st.integers(0, 4), st.randoms())
def test_no_place_is_given_twice(
    tmp_path_factory: pytest.TempPathFactory,
    disks: list[str],
    cdroms: int,
    random: Random,
) -> None:
    folder = tmp_path_factory.getbasetemp() / "drives"  # alone: what lies beside an .ovf is listed
    folder.mkdir(exist_ok=True)
    hardware = [SCSI, *IDE, *disks, *(cdrom(4) for _ in range(cdroms))]
    random.shuffle(hardware)
    found = attempt(partial(read, folder, *hardware))
    if isinstance(found, Refusal):
        assert found.findings[0].code == "E112"
        return
    places = [*(each.slot for each in found.disks), *(each.slot for each in found.cdroms)]
    assert len(places) == len(set(places))
    assert len(found.disks) == len(disks)
    turns = [(BUSES.index(each.slot.bus), each.slot) for each in found.disks]
    assert turns == sorted(turns)
