"""Compressed appliances and disks: refused with a command, which is all that is needed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.appliances import SCSI, archive, disk_item, envelope
from vmware.reading import content

from engine.findings import Finding, Refusal, blocking
from engine.source.archives import INFLATED_LIMIT
from engine.vmware import machine

MIB = 1 << 20
DISKS = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1"/>'
Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("built") / "vm"
    return build(folder, name="disk", size=MIB, layout="streamOptimized", snapshots=0)


def refused(path: Path) -> Finding:
    """The finding that ``path``, or a disk of it, is refused with."""
    try:
        found = blocking(machine.read(path).all_findings)
    except Refusal as refusal:
        found = refusal.findings
    assert len(found) == 1, found
    return found[0]


def obeyed(finding: Finding, opened: Path) -> bytes:
    """What the disk of ``opened`` reads as after the command of the remedy was run as it stands."""
    command = finding.remedy.rpartition(": ")[2]
    subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    (disk,) = machine.read(opened).disks
    assert disk.chain is not None, disk.findings
    return content(disk.chain)


def appliance(built: Machine, href: str = "disk.vmdk", **attributes: str) -> dict[str, bytes]:
    extra = "".join(f' ovf:{name}="{value}"' for name, value in attributes.items())
    text = envelope(
        SCSI, disk_item(), disks=DISKS, files=f'<File ovf:id="file1" ovf:href="{href}"{extra}/>'
    )
    return {"vm.ovf": text.encode(), href: built.disk.read_bytes()}


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / "vm.ovf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose name a shell must not see bare."""
    made = tmp_path / "it's a $(folder)"
    made.mkdir()
    return made


@pytest.mark.parametrize("suffix", PACKS)
def test_a_disk(folder: Path, built: Machine, suffix: str) -> None:
    path = folder / f"disk.vmdk.{suffix}"
    path.write_bytes(PACKS[suffix](built.disk.read_bytes()))
    found = refused(path)
    assert found.code == "E120"
    assert obeyed(found, folder / "disk.vmdk") == built.truths["current"].read_bytes()
    assert path.exists()


@pytest.mark.parametrize("suffix", PACKS)
@pytest.mark.parametrize("name", ["vm.ova.{}", "vm.ova", "vm.tar.{}", "vm.t{}", "vm.box"])
def test_an_archive(folder: Path, built: Machine, name: str, suffix: str) -> None:
    path = archive(folder / "plain", appliance(built))
    packed = folder / name.format(suffix)
    packed.write_bytes(PACKS[suffix](path.read_bytes()))
    path.unlink()
    found = refused(packed)
    assert found.code == "E120"
    command = found.remedy.rpartition(": ")[2]
    subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    (description,) = folder.rglob("*.ovf")
    (disk,) = machine.read(description).disks
    assert disk.chain is not None


def test_a_deflated_disk_in_a_zip(folder: Path, built: Machine) -> None:
    """Larger than what is inflated in memory."""
    path, files = folder / "vm.zip", appliance(built)
    big = bytes(INFLATED_LIMIT)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data + big if name == "disk.vmdk" else data)
    found = refused(path)
    assert found.code == "E120"
    if shutil.which("unzip"):
        command = found.remedy.rpartition(": ")[2]
        subprocess.run(["sh", "-c", command], check=True, capture_output=True)
        assert (folder / "vm" / "disk.vmdk").read_bytes() == files["disk.vmdk"] + big


@pytest.mark.parametrize("magic", [b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\1\0"])
@pytest.mark.parametrize("name", ["vm.tar.zst", "vm.7z", "vm.rar", "vm.ova", "vm.vmdk.zst", "vm"])
def test_others_are_known_by_their_first_bytes(folder: Path, name: str, magic: bytes) -> None:
    (folder / name).write_bytes(magic + bytes(600))
    found = refused(folder / name)
    assert found.code == "E120"
    assert "it's" not in found.remedy.rpartition(": ")[2]  # quoted for the shell


@pytest.mark.parametrize("name", ["vm.box", "vm.tar", "vm.ova"])
def test_a_plain_archive_is_read_in_place(tmp_path: Path, built: Machine, name: str) -> None:
    """Vagrant's box of a VirtualBox machine is an archive with box.ovf in it."""
    found = machine.read(archive(tmp_path / name, appliance(built)))
    assert found.all_findings == ()
    assert found.disks[0].chain is not None
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_an_archive_that_is_not_called_as_one(folder: Path, built: Machine) -> None:
    found = refused(archive(folder / "vm", appliance(built)))
    assert found.code == "E121"
    assert obeyed(found, folder / "vm.tar") == built.truths["current"].read_bytes()


@pytest.mark.parametrize("suffix", PACKS)
def test_a_disk_of_a_machine(folder: Path, built: Machine, suffix: str) -> None:
    """The .vmx names disk.vmdk, and only disk.vmdk.gz is there."""
    config = folder / "vm.vmx"
    config.write_text('ide0:0.present = "TRUE"\nide0:0.fileName = "disk.vmdk"\n')
    (folder / f"disk.vmdk.{suffix}").write_bytes(PACKS[suffix](built.disk.read_bytes()))
    found = refused(config)
    assert found.code == "E120"
    assert obeyed(found, config) == built.truths["current"].read_bytes()


# -- of an OVF


def compressed(built: Machine, href: str, suffix: str) -> dict[str, bytes]:
    files = appliance(built, href, compression={"gz": "gzip"}.get(suffix, suffix))
    files[href] = PACKS[suffix](files[href])
    return files


@pytest.mark.parametrize("suffix", PACKS)
@pytest.mark.parametrize("href", ["disk.vmdk", "disk.vmdk.{}"])
def test_a_file_of_a_description(folder: Path, built: Machine, href: str, suffix: str) -> None:
    """Once the command was run the same description opens."""
    path = written(folder, compressed(built, href.format(suffix), suffix))
    found = refused(path)
    assert found.code == "E120"
    assert obeyed(found, path) == built.truths["current"].read_bytes()


@pytest.mark.parametrize("href", ["disk.vmdk", "disk.vmdk.gz"])
def test_a_member(folder: Path, built: Machine, href: str) -> None:
    found = refused(archive(folder / "vm.ova", compressed(built, href, "gz")))
    assert found.code == "E120"
    assert obeyed(found, folder / "vm" / "vm.ovf") == built.truths["current"].read_bytes()


def test_what_is_only_said_to_be_compressed(tmp_path: Path, built: Machine) -> None:
    path = written(tmp_path, appliance(built, compression="gzip"))
    assert machine.read(path).all_findings == ()


@pytest.mark.parametrize("compression", ["", "identity"])
def test_a_file_in_chunks(folder: Path, built: Machine, compression: str) -> None:
    files = appliance(built, chunkSize="30000", compression=compression)
    data = files.pop("disk.vmdk")
    for number, at in enumerate(range(0, len(data), 30_000)):
        files[f"disk.vmdk.{number:09}"] = data[at : at + 30_000]
    path = written(folder, files)
    found = refused(path)
    assert found.code == "E122"
    assert obeyed(found, path) == built.truths["current"].read_bytes()


def test_an_odd_beginning_is_no_archive(tmp_path: Path) -> None:
    """gzip's first two bytes, and then nothing of it."""
    path = tmp_path / "vm.vmdk.gz"
    path.write_bytes(b"\x1f\x8bnothing")
    assert refused(path).code == "E120"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz"):
        pass
    path.write_bytes(buffer.getvalue())
    assert refused(path).code == "E120"
