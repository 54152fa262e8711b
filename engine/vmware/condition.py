"""Whether a machine is in a condition to be read: not encrypted, not suspended, not in use."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.findings import Finding, finding
from engine.vmware.model import Disk
from engine.vmware.vmx import Vmx

_ENCRYPTED = ("encryption.keySafe", "encryption.data", "encryption.bundle")


def encrypted(vmx: Vmx) -> bool:
    """Whether the configuration is encrypted, and with it the disks.

    ``vmx.encryptionType = "partial"`` is what a virtual TPM brings about: only its own secrets are
    encrypted, disks and configuration are not.
    """
    return any(map(vmx.text, _ENCRYPTED)) and vmx.text("vmx.encryptionType").lower() != "partial"


def findings(vmx: Vmx, path: Path, disks: Iterable[Disk]) -> tuple[Finding, ...]:
    """What stands against reading the machine described in ``path`` as it is now."""
    found = []
    if encrypted(vmx):
        found.append(finding("E103"))
    if state := vmx.text("checkpoint.vmState").strip():
        found.append(finding("E104", path=state))
    return (*found, *locked([path, *_newest(disks)]))


def locked(paths: Iterable[Path]) -> tuple[Finding, ...]:
    """A finding for each file of ``paths`` that VMware has locked.

    The lock of ``vm.vmdk`` is the folder (in old versions the file) ``vm.vmdk.lck`` beside it.
    After a crash an empty one may be left over.
    """
    locks = dict.fromkeys(path.with_name(f"{path.name}.lck") for path in paths if path.name)
    return tuple(finding("E105", path=lock) for lock in locks if _holds_something(lock))


def _newest(disks: Iterable[Disk]) -> Iterable[Path]:
    """Files that a running machine writes to; parents may be shared."""
    for disk in disks:
        yield disk.path
        if disk.chain is not None:
            yield from disk.chain.layers[0].files


def _holds_something(lock: Path) -> bool:
    try:
        return any(lock.iterdir()) if lock.is_dir() else lock.stat().st_size > 0
    except OSError:  # not there, or not to be seen by this user
        return False
