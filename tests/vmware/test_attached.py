"""Disks that are attached: each is there, whether it can be read or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.configurations import Write, codes, disk_lines
from vmware.reading import content

from engine.vmware import machine
from engine.vmware.model import Disk

MIB = 1 << 20


def opened(disk: Disk) -> bytes:
    assert disk.chain is not None
    return content(disk.chain)


def truth(built: Machine, name: str) -> bytes:
    return built.truths[name].read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return build(tmp_path_factory.mktemp("built") / "vm", size=MIB, snapshots=1)


@pytest.mark.parametrize(
    ("lines", "mode"),
    [
        (['scsi0:0.sharing = "multi-writer"'], "multi-writer"),
        (['scsi0.sharedBus = "physical"'], "physical bus"),
        (['disk.locking = "FALSE"'], "disk.locking"),
        (['scsi0.sharedBus = "none"', 'disk.locking = "TRUE"', 'scsi0:0.sharing = "none"'], ""),
    ],
)
def test_shared_disks(write: Write, lines: list[str], mode: str) -> None:
    (disk,) = machine.read(write('scsi0.present = "TRUE"', *disk_lines("scsi0:0"), *lines)).disks
    assert codes(disk) == (["W106", "E201"] if mode else ["E201"])
    assert mode in disk.findings[0].message


def test_disks_outside(write: Write, built: Machine) -> None:
    path = write(*disk_lines(name=str(built.disk)))
    (disk,) = machine.read(path).disks
    assert codes(disk) == ["E109"]
    (disk,) = machine.read(path, trusted=True).disks
    assert opened(disk) == truth(built, "current")


class TestRedoLogs:
    @pytest.fixture
    def undoable(self, tmp_path: Path) -> Machine:
        return build(tmp_path / "gsx", size=4 * MIB, layout="redo", snapshots=1)

    def test_asked_about(self, undoable: Machine) -> None:
        (disk,) = machine.read(undoable.vmx).disks
        assert disk.mode == "undoable"
        assert codes(disk) == ["E305"]
        assert disk.chain is None

    @pytest.mark.parametrize(("redo", "name"), [("commit", "current"), ("discard", "discarded")])
    def test_decided(self, undoable: Machine, redo: str, name: str) -> None:
        (disk,) = machine.read(undoable.vmx, redo=redo).disks
        assert opened(disk) == truth(undoable, name)

    def test_nonpersistent_ones_are_ignored(self, undoable: Machine) -> None:
        text = undoable.vmx.read_text().replace('"undoable"', '"independent-nonpersistent"')
        undoable.vmx.write_text(text)
        (disk,) = machine.read(undoable.vmx, redo="commit").disks
        assert codes(disk) == ["W102"]
        assert opened(disk) == truth(undoable, "discarded")

    def test_in_another_folder(self, undoable: Machine) -> None:
        """The working directory of GSX: where redo logs are is written in the configuration."""
        name = f"{undoable.disk.name}.REDO"
        (undoable.disk.parent / "work").mkdir()
        log = (undoable.disk.parent / name).rename(undoable.disk.parent / "work" / name)
        text = undoable.vmx.read_text().replace(f'"./{name}"', f'"./work/{name}"')
        undoable.vmx.write_text(text)
        (disk,) = machine.read(undoable.vmx).disks
        assert codes(disk) == ["E305"]
        (disk,) = machine.read(undoable.vmx, redo="commit").disks
        assert opened(disk) == truth(undoable, "current")
        log.unlink()
        (disk,) = machine.read(undoable.vmx).disks
        assert opened(disk) == truth(undoable, "discarded")


def test_only_the_data_of_a_disk_is_there(write: Write, tmp_path: Path) -> None:
    """Its descriptor is lost: it is said how one is made for the data."""
    (tmp_path / "disk-flat.vmdk").write_bytes(bytes(MIB))
    (disk,) = machine.read(write(*disk_lines())).disks
    assert codes(disk) == ["E219"]
    assert "disk-flat.vmdk" in disk.findings[0].message + disk.findings[0].remedy
    (tmp_path / "disk-flat.vmdk").unlink()
    (disk,) = machine.read(write(*disk_lines())).disks
    assert (codes(disk), disk.path) == (["E201"], tmp_path / "disk.vmdk")


def test_layers_of_a_broken_chain_are_told(tmp_path: Path) -> None:
    broken = build(tmp_path / "vm", size=MIB, snapshots=2)
    broken.disk.with_name("win2003.vmdk").unlink()
    (disk,) = machine.read(broken.vmx).disks
    assert (disk.chain, codes(disk)) == (None, ["E301"])
    assert [each.path.name for each in disk.layers] == [
        "win2003-000002.vmdk",
        "win2003-000001.vmdk",
    ]


@pytest.mark.parametrize("mode", ["NonPersistent", "independent-nonpersistent"])
def test_what_is_not_kept_is_said(write: Write, mode: str) -> None:
    (disk,) = machine.read(write(*disk_lines(mode=mode))).disks
    assert codes(disk) == ["W102", "E201"]
    assert disk.mode == mode.lower()
