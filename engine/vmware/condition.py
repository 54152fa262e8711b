"""Whether a machine is at rest: not encrypted, not suspended, not in use, nothing of it lost.

Sources: VMware's knowledge base on files of a virtual machine, on ``.lck`` files of NFS datastores
and on snapshots that need consolidation; what a machine leaves behind when its host goes down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.findings import Finding, finding
from engine.source import taken_snapshots
from engine.source.paths import exists, listing, runs, stat
from engine.source.source import FileKind
from engine.vmware.locate import last_name
from engine.vmware.lost_snapshots import lost_snapshots
from engine.vmware.model import Disk, Snapshots
from engine.vmware.spelling import folded, same
from engine.vmware.vmx import Vmx

_ENCRYPTED = ("encryption.keySafe", "encryption.data", "encryption.bundle")
#: What is said of the running state only; a snapshot is at rest.
OF_RUNNING_STATE = frozenset(("E104", "E877", "W878", "W110", "W111", "W113", "W114"))


def encrypted(vmx: Vmx) -> bool:
    """Whether the configuration is encrypted, and with it the disks.

    ``vmx.encryptionType = "partial"`` is what a virtual TPM brings about: only its own secrets are
    encrypted, disks and configuration are not.
    """
    return any(map(vmx.text, _ENCRYPTED)) and vmx.text("vmx.encryptionType").lower() != "partial"


def findings(
    vmx: Vmx, path: Path, disks: tuple[Disk, ...], snapshots: Snapshots
) -> tuple[Finding, ...]:
    """What stands against reading the machine described in ``path`` as it is now."""
    found = [finding("E103")] if encrypted(vmx) else []
    running = runs(path)
    found += [finding("W878", name=path.stem)] if taken_snapshots.is_left(path) else []
    found += [finding("E877", name=path.stem)] if running else _unfinished(vmx, path)
    found += locked([path, *_newest(disks)])
    found += [finding("E105", path=each) for each in _locks_on_nfs(path.parent)]
    found += [finding("W111", path=each) for each in _swap_files(vmx, path)]
    return (*found, *lost_snapshots(path, disks, snapshots))


def locked(paths: Iterable[Path]) -> tuple[Finding, ...]:
    """A finding for each file of ``paths`` that VMware has locked.

    The lock of ``vm.vmdk`` is the folder (in old versions the file) ``vm.vmdk.lck`` beside it.
    After a crash an empty one may be left over.
    """
    locks = dict.fromkeys(path.with_name(f"{path.name}.lck") for path in paths if path.name)
    return tuple(finding("E105", path=lock) for lock in locks if _holds_something(lock))


def _unfinished(vmx: Vmx, path: Path) -> Iterator[Finding]:
    """The guest was suspended (E104; W114 if its memory is not here) or not shut down (W110)."""
    state = vmx.text("checkpoint.vmState").strip()
    if not state:
        if not vmx.flag("cleanShutdown", default=True):
            yield finding("W110")
        return
    yield finding("E104" if _is_here(state, vmx, path) else "W114", path=state)


def _is_here(state: str, vmx: Vmx, path: Path) -> bool:
    """Whether the saved memory is where its path leads, or in a folder of the machine."""
    folders = (path.parent, path.parent / vmx.text("workingDir"))
    names = (each.name for folder in dict.fromkeys(folders) for each in listing(folder))
    return exists(path.parent / state) or bool(same(set(names), last_name(state)))


def _locks_on_nfs(folder: Path) -> list[Path]:
    """ESXi's locks of files on NFS, ``.lck-`` and the number of the file, which a copy lacks."""
    names = (each for each in listing(folder) if each.name.startswith(".lck-"))
    return [each for each in names if _holds_something(each)]


def _swap_files(vmx: Vmx, path: Path) -> list[Path]:
    """ESXi's swap files of this machine: by the name it noted, or of the only machine here."""
    there = listing(path.parent)
    alone = sum(each.suffix.lower() == ".vmx" for each in there) < 2
    noted = folded(last_name(vmx.text("sched.swap.derivedName")))
    own = tuple(f"{prefix}{folded(path.stem)}-" for prefix in ("", "vmx-"))
    return [
        each
        for each in there
        if each.suffix.lower() == ".vswp"
        and (alone or folded(each.name) == noted or folded(each.name).startswith(own))
    ]


def _newest(disks: Iterable[Disk]) -> Iterable[Path]:
    """Files that a running machine writes to; parents may be shared."""
    for disk in disks:
        yield disk.path
        if disk.chain is not None:
            yield from disk.chain.layers[0].files


def _holds_something(lock: Path) -> bool:
    try:
        found = stat(lock)
    except OSError:  # not there, or not to be seen by this user
        return False
    return bool(listing(lock)) if found.kind is FileKind.FOLDER else found.size > 0
