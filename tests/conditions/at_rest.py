"""C. The machine is at rest, or it is said."""

from __future__ import annotations

from pathlib import Path

from conditions.table import Met, condition, small, whole

from engine.vmware import machine

ESXI_FILES = "VMware's knowledge base, article 1008061: files of a powered-on machine"


@condition("usual case")
def shut_down(folder: Path) -> Met:
    return whole(small(folder, 'cleanShutdown = "TRUE"', 'checkpoint.vmState = ""'))


@condition("libvirt, tests/vmx2xmldata/esx-in-the-wild-5.vmx", "W110")
def not_shut_down(folder: Path) -> Met:
    return whole(small(folder, 'cleanShutdown = "FALSE"'))


@condition("VMware's knowledge base, article 10051: locks of files on NFS", "E105")
def locked_on_nfs(folder: Path) -> Met:
    built = small(folder)
    (folder / "vm/.lck-0500000000000000").write_bytes(b"\1" * 84)
    return whole(built)


@condition("the same; an empty one is left over")
def a_lock_left_over(folder: Path) -> Met:
    built = small(folder)
    (folder / "vm/.lck-0500000000000000").touch()
    return whole(built)


@condition(ESXI_FILES, "W111")
def with_a_swap_file(folder: Path) -> Met:
    built = small(folder)
    (folder / "vm/vm-1a2b3c4d.vswp").write_bytes(bytes(4096))
    return whole(built)


@condition(ESXI_FILES, "W111")
def with_the_swap_file_noted(folder: Path) -> Met:
    """Two machines in the folder: which of the swap files is whose is in the configuration."""
    built = small(folder, 'sched.swap.derivedName = "/vmfs/volumes/a/vm/Old name-1a2b.vswp"')
    for name in ("other.vmx", "Old name-1a2b.vswp", "other-1a2b.vswp"):
        (folder / "vm" / name).write_text('displayName = "other"\n')
    return whole(built)


@condition(ESXI_FILES, "E105", "W110", "W111")
def running(folder: Path) -> Met:
    built = small(folder, 'cleanShutdown = "FALSE"')
    (folder / "vm/.lck-0500000000000000").write_bytes(b"\1" * 84)
    (folder / "vm/vmx-vm-1a2b3c4d-1.vswp").write_bytes(bytes(4096))
    return whole(built)


@condition("VMware's knowledge base, article 2003638: consolidation needed", "W112")
def consolidation_pending(folder: Path) -> Met:
    built = small(folder)
    (folder / "vm/vm.vmsd").write_text('snapshot.needConsolidate = "TRUE"\n')
    return whole(built)


def forgotten(folder: Path, keep: str = "") -> Met:
    """A .vmx from before two snapshots; the list of snapshots has ``keep``."""
    built = small(folder, snapshots=2, layout="monolithicSparse")
    text = built.vmx.read_text().replace(built.disk.name, "vm.vmdk")
    built.vmx.write_text(text)
    (folder / "vm/vm.vmsd").write_text(keep)
    return built.vmx, [built.truths["1"].read_bytes()]


@condition("forum posts: a .vmx restored from a backup names the base disk", "W113")
def a_lost_snapshot(folder: Path) -> Met:
    made = forgotten(folder)
    (said,) = (each for each in machine.read(made[0]).findings if each.code == "W113")
    assert "vm-000002.vmdk" in said.message
    return made


@condition("linked clones of one folder: the child belongs to another machine")
def a_clone_in_the_folder(folder: Path) -> Met:
    made = forgotten(folder)
    (folder / "vm/clone.vmx").write_text('scsi0:0.fileName = "VM-000002.vmdk"\n')
    return made


@condition("a branch: the child is a snapshot that can be chosen")
def a_branch(folder: Path) -> Met:
    return forgotten(
        folder,
        'snapshot0.uid = "1"\nsnapshot0.filename = "vm-Snapshot1.vmsn"\nsnapshot0.numDisks = "2"\n'
        'snapshot0.disk0.fileName = "vm-000002.vmdk"\nsnapshot0.disk0.node = "scsi0:0"\n'
        'snapshot0.disk1.fileName = "vm-000001.vmdk"\nsnapshot0.disk1.node = "scsi0:0"\n',
    )


@condition("the parent was written to since: its content ID is another")
def a_child_of_the_past(folder: Path) -> Met:
    made = forgotten(folder)
    base = folder / "vm/vm.vmdk"
    data = base.read_bytes()
    at = data.index(b"\nCID=") + 5
    base.write_bytes(data[:at] + b"12345678" + data[at + 8 :])
    return made


@condition("Workstation: VM > Power > Suspend", "E104")
def suspended(folder: Path) -> Met:
    built = small(folder, 'checkpoint.vmState = "vm-5cf6.vmss"', 'cleanShutdown = "FALSE"')
    (folder / "vm/vm-5cf6.vmss").write_bytes(b"\xd2\xbe\xd2\xbe".ljust(4096, b"\0"))
    return whole(built)


@condition("workingDir: suspend files lie there", "E104")
def suspended_in_its_working_directory(folder: Path) -> Met:
    (folder / "work").mkdir()
    (folder / "work/vm-5cf6.vmss").touch()
    built = small(folder, 'checkpoint.vmState = "vm-5cf6.vmss"')
    with built.vmx.open("a") as file:
        file.write('workingDir = "../work"\n')
    return whole(built)


@condition("the .vmss was left out of the copy, or deleted to start afresh", "W114")
def suspended_without_its_memory(folder: Path) -> Met:
    return whole(small(folder, 'checkpoint.vmState = "/vmfs/volumes/a/vm/vm-5cf6.vmss"'))
