"""Every condition a machine was met in: what is said of it, and that its disks read as they should.

One table, a line for each condition with its source; kinds (encodings, spellings, …) have tests of
their own. A condition is a function that makes the files and returns what to open, and what each
disk must read as. Where it blocks, no disk is looked at.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.reading import codes, content

from engine.findings import blocking
from engine.vmware import machine

MIB = 1 << 20
Made = tuple[Path, list[bytes]]
Make = Callable[[Path], Made]


@dataclass(frozen=True)
class Condition:
    """One line of the table."""

    make: Make
    source: str  #: where it was met, or is described
    says: tuple[str, ...]  #: the codes of all findings


CONDITIONS: list[Condition] = []


def condition(source: str, *says: str) -> Callable[[Make], Make]:
    """Enters a function into the table."""

    def enter(make: Make) -> Make:
        CONDITIONS.append(Condition(make, source, says))
        return make

    return enter


@pytest.mark.parametrize("each", CONDITIONS, ids=lambda each: each.make.__name__)
def test_condition(tmp_path: Path, each: Condition) -> None:
    assert each.source
    path, truths = each.make(tmp_path)
    found = machine.read(path)
    read = (
        [] if blocking(found.all_findings) else [content(d.chain) for d in found.disks if d.chain]
    )
    assert codes(found.all_findings) == sorted(each.says)
    assert blocking(found.all_findings) or read == truths


# -- what machines are made of


def small(folder: Path, *lines: str, snapshots: int = 0, layout: str = "vmfs") -> Machine:
    """A machine ``vm`` of one disk, with more lines in its .vmx."""
    built = build(folder / "vm", name="vm", size=4 * MIB, snapshots=snapshots, layout=layout)
    with built.vmx.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    return built


def whole(built: Machine) -> Made:
    """A machine that is to be read as it runs."""
    return built.vmx, [built.truths["current"].read_bytes()]


# -- C. The machine is at rest, or it is said

ESXI_FILES = "VMware's knowledge base, article 1008061: files of a powered-on machine"


@condition("usual case")
def shut_down(folder: Path) -> Made:
    return whole(small(folder, 'cleanShutdown = "TRUE"', 'checkpoint.vmState = ""'))


@condition("libvirt, tests/vmx2xmldata/esx-in-the-wild-5.vmx", "W110")
def not_shut_down(folder: Path) -> Made:
    return whole(small(folder, 'cleanShutdown = "FALSE"'))


@condition("VMware's knowledge base, article 10051: locks of files on NFS", "E105")
def locked_on_nfs(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/.lck-0500000000000000").write_bytes(b"\1" * 84)
    return whole(built)


@condition("the same; an empty one is left over")
def a_lock_left_over(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/.lck-0500000000000000").touch()
    return whole(built)


@condition(ESXI_FILES, "W111")
def with_a_swap_file(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/vm-1a2b3c4d.vswp").write_bytes(bytes(4096))
    return whole(built)


@condition(ESXI_FILES, "W111")
def with_the_swap_file_noted(folder: Path) -> Made:
    """Two machines in the folder: which of the swap files is whose is in the configuration."""
    built = small(folder, 'sched.swap.derivedName = "/vmfs/volumes/a/vm/Old name-1a2b.vswp"')
    for name in ("other.vmx", "Old name-1a2b.vswp", "other-1a2b.vswp"):
        (folder / "vm" / name).write_text('displayName = "other"\n')
    return whole(built)


@condition(ESXI_FILES, "E105", "W110", "W111")
def running(folder: Path) -> Made:
    built = small(folder, 'cleanShutdown = "FALSE"')
    (folder / "vm/.lck-0500000000000000").write_bytes(b"\1" * 84)
    (folder / "vm/vmx-vm-1a2b3c4d-1.vswp").write_bytes(bytes(4096))
    return whole(built)


@condition("VMware's knowledge base, article 2003638: consolidation needed", "W112")
def consolidation_pending(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/vm.vmsd").write_text('snapshot.needConsolidate = "TRUE"\n')
    return whole(built)


def forgotten(folder: Path, keep: str = "") -> Made:
    """A .vmx from before two snapshots; the list of snapshots has ``keep``."""
    built = small(folder, snapshots=2, layout="monolithicSparse")
    text = built.vmx.read_text().replace(built.disk.name, "vm.vmdk")
    built.vmx.write_text(text)
    (folder / "vm/vm.vmsd").write_text(keep)
    return built.vmx, [built.truths["1"].read_bytes()]


@condition("forum posts: a .vmx restored from a backup names the base disk", "W113")
def a_lost_snapshot(folder: Path) -> Made:
    made = forgotten(folder)
    (said,) = (each for each in machine.read(made[0]).findings if each.code == "W113")
    assert "vm-000002.vmdk" in said.message
    return made


@condition("linked clones of one folder: the child belongs to another machine")
def a_clone_in_the_folder(folder: Path) -> Made:
    made = forgotten(folder)
    (folder / "vm/clone.vmx").write_text('scsi0:0.fileName = "VM-000002.vmdk"\n')
    return made


@condition("a branch: the child is a snapshot that can be chosen")
def a_branch(folder: Path) -> Made:
    return forgotten(
        folder,
        'snapshot0.uid = "1"\nsnapshot0.filename = "vm-Snapshot1.vmsn"\nsnapshot0.numDisks = "2"\n'
        'snapshot0.disk0.fileName = "vm-000002.vmdk"\nsnapshot0.disk0.node = "scsi0:0"\n'
        'snapshot0.disk1.fileName = "vm-000001.vmdk"\nsnapshot0.disk1.node = "scsi0:0"\n',
    )


@condition("the parent was written to since: its content ID is another")
def a_child_of_the_past(folder: Path) -> Made:
    made = forgotten(folder)
    base = folder / "vm/vm.vmdk"
    data = base.read_bytes()
    at = data.index(b"\nCID=") + 5
    base.write_bytes(data[:at] + b"12345678" + data[at + 8 :])
    return made


@condition("Workstation: VM > Power > Suspend", "E104")
def suspended(folder: Path) -> Made:
    built = small(folder, 'checkpoint.vmState = "vm-5cf6.vmss"', 'cleanShutdown = "FALSE"')
    (folder / "vm/vm-5cf6.vmss").write_bytes(b"\xd2\xbe\xd2\xbe".ljust(4096, b"\0"))
    return whole(built)


@condition("the .vmss was left out of the copy, or deleted to start afresh", "W114")
def suspended_without_its_memory(folder: Path) -> Made:
    return whole(small(folder, 'checkpoint.vmState = "/vmfs/volumes/a/vm/vm-5cf6.vmss"'))


# -- D. Names in every alphabet


def named(folder: Path, name: str, encoding: str, codec: str) -> Made:
    """A machine whose name, in its .vmx, descriptors and list of snapshots, is ``name``."""
    built = build(folder / "vm", name=name, size=4 * MIB, layout="vmfs", encoding=codec)
    texts = (*(folder / "vm").glob("*.vm[sx]*"), built.disk, built.disk.with_name(f"{name}.vmdk"))
    for each in texts:
        data = each.read_bytes()
        assert codec.encode() in data
        each.write_bytes(data.replace(codec.encode(), encoding.encode()))
    return whole(built)


UNICODE = "open-vm-tools, lib/unicode: how VMware names the code page of the host"


@condition(f"{UNICODE}; Workstation on a Korean Windows")
def korean(folder: Path) -> Made:
    return named(folder, "서버", "windows-949-2000", "cp949")


@condition(f"{UNICODE}; on a Chinese Windows")
def chinese(folder: Path) -> Made:
    return named(folder, "新建", "GBK", "gbk")


@condition(f"{UNICODE}; on a Hebrew Windows")
def hebrew(folder: Path) -> Made:
    return named(folder, "מחשב", "windows-1255", "cp1255")


@condition("libyal/libvmdk, documentation: ddb.encoding")
def encoding_in_the_disk_database(folder: Path) -> Made:
    built = build(folder / "vm", name="データ", size=4 * MIB, layout="vmfs", encoding="Shift_JIS")
    disk = built.disk.read_bytes().replace(b'\nencoding="', b'\nddb.encoding = "')
    assert b"\nddb.encoding" in disk
    built.disk.write_bytes(disk)
    return whole(built)


@condition("macOS: files copied from HFS+ have decomposed names")
def decomposed_by_a_mac(folder: Path) -> Made:
    built = build(folder / "vm", name="Prüfung", size=4 * MIB, layout="vmfs")
    for each in list((folder / "vm").iterdir()):
        each.rename(each.with_name(unicodedata.normalize("NFD", each.name)))
    path, truths = whole(built)
    return path.with_name(unicodedata.normalize("NFD", path.name)), truths


@condition("Info-ZIP's unzip leaves names of a Chinese Windows as they are")
def names_in_a_code_page(folder: Path) -> Made:
    built = build(folder / "vm", name="虚拟机", size=4 * MIB, layout="vmfs", snapshots=0)
    for each in list((folder / "vm").iterdir()):
        each.rename(each.with_name(os.fsdecode(each.name.encode("gbk"))))
    path, truths = whole(built)
    return path.with_name(os.fsdecode(path.name.encode("gbk"))), truths


@condition("a folder named in Latin-1, as on an old server")
def a_folder_that_is_no_utf8(folder: Path) -> Made:
    built = small(folder)
    path, truths = whole(built)
    inside = path.parent.rename(folder / os.fsdecode(b"gr\xf6\xdfe"))
    return inside / path.name, truths
