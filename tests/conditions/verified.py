"""J. ``verify`` answers what its name says: one bit, or a byte more or less, is seen."""

from __future__ import annotations

from pathlib import Path

from conditions.command import run
from conditions.table import condition
from fixtures import guests, machine

DAMAGE = "a disk that fails, a copy that was cut off"


def results(folder: Path, format: str = "raw") -> Path:
    """The folder of a small conversion."""
    vm = machine.build(folder / "vm", name="vm", size=(1 << 20) + 512, snapshots=1)
    assert run("convert", vm.vmx, "-o", folder / "out", "--format", format).code == 0
    return folder / "out"


def with_a_bit_changed(path: Path, place: int) -> list[str]:
    """The codes of ``verify`` after one bit of a file was changed."""
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.write_bytes(bytes(content))
    return run("verify", path.parent).codes


@condition("usual case")
def as_written(folder: Path) -> list[str]:
    return run("verify", results(folder)).codes


@condition(DAMAGE, "E419")
def a_bit_of_the_configuration(folder: Path) -> list[str]:
    return with_a_bit_changed(results(folder) / "vm.cfg", 100)


@condition(DAMAGE, "E420")
def a_bit_of_the_manifest(folder: Path) -> list[str]:
    path = results(folder) / "manifest.json"
    return with_a_bit_changed(path, path.read_bytes().index(b'"memory": ') + 10)


@condition(DAMAGE, "E406")
def a_bit_of_an_image(folder: Path) -> list[str]:
    return with_a_bit_changed(results(folder) / "vm.img", 12345)


@condition("qemu, docs/interop/qcow2.txt: refcounts", "E421")
def a_count_of_a_qcow2(folder: Path) -> list[str]:
    path = next(results(folder, "qcow2").glob("*.qcow2"))
    table = int.from_bytes(path.read_bytes()[48:56])
    block = int.from_bytes(path.read_bytes()[table : table + 8])
    return with_a_bit_changed(path, block + 1)


def a_byte_more(folder: Path, format: str) -> list[str]:
    out = results(folder, format)
    path = next(each for each in out.iterdir() if each.suffix == f".{format}")
    path.write_bytes(path.read_bytes() + b"\0")
    return run("verify", out).codes


@condition(DAMAGE, "E421")
def a_byte_more_of_a_qcow2(folder: Path) -> list[str]:
    return a_byte_more(folder, "qcow2")


@condition(DAMAGE, "E421")
def a_byte_more_of_a_vmdk(folder: Path) -> list[str]:
    return a_byte_more(folder, "vmdk")


@condition(DAMAGE, "E421")
def a_byte_more_of_a_vhd(folder: Path) -> list[str]:
    return a_byte_more(folder, "vhd")


@condition("what takes a change back is a result too", "E608")
def a_bit_of_what_takes_a_change_back(folder: Path) -> list[str]:
    guests.build(folder / "raw", "windowsxp", file_system="fat32")
    vm = machine.build(folder / "vm", image=folder / "raw", snapshots=0)
    assert run("convert", vm.vmx, "-o", folder / "out").code == 0
    return with_a_bit_changed(next((folder / "out").glob("*.undo-001")), 50)
