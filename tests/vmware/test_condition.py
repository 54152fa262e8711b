"""Whether a machine is at rest: encrypted, suspended, locked, not shut down."""

from __future__ import annotations

from pathlib import Path

import pytest
from vmware.configurations import Write, codes, disk_lines

from engine.vmware import machine


def test_encrypted(write: Write) -> None:
    path = write('displayName = "secret"', 'encryption.keySafe = "k"', 'encryption.data = "d"')
    found = machine.read(path)
    assert found.name == "secret"
    assert codes(found) == ["E103"]


def test_suspended(write: Write) -> None:
    assert "E104" not in codes(machine.read(write('checkpoint.vmState = ""')))
    path = write('checkpoint.vmState = "vm-5cf6.vmss"')
    path.with_name("vm-5cf6.vmss").touch()
    found = machine.read(path)
    assert codes(found) == ["E104", "E106"]
    assert "vm-5cf6.vmss" in found.findings[0].message


@pytest.mark.parametrize("locked", ["vm.vmx", "disk.vmdk"])
def test_locked(write: Write, tmp_path: Path, locked: str) -> None:
    path = write(*disk_lines())
    lock = tmp_path / f"{locked}.lck"
    lock.mkdir()
    assert codes(machine.read(path)) == []  # left over from a crash
    (lock / "M12345.lck").touch()
    found = machine.read(path)
    assert codes(found) == ["E105"]
    assert lock.name in found.findings[0].message


def test_locked_by_a_file(write: Write, tmp_path: Path) -> None:
    path = write(*disk_lines())
    lock = tmp_path / "vm.vmx.lck"
    lock.touch()
    assert codes(machine.read(path)) == []
    lock.write_text("host=1234")
    assert codes(machine.read(path)) == ["E105"]


def test_locks_of_other_machines_do_not_matter(write: Write, tmp_path: Path) -> None:
    path = write(*disk_lines())
    (tmp_path / "other.vmx.lck").write_text("host=1234")
    assert codes(machine.read(path)) == []


def test_memory_that_was_saved_elsewhere(write: Write) -> None:
    """In the working directory, or in no folder that was brought along."""
    path = write('checkpoint.vmState = "/vmfs/volumes/old/vm.vmss"', 'workingDir = "work"')
    (path.parent / "work").mkdir()
    assert codes(machine.read(path)) == ["W114", "E106"]
    (path.parent / "work/VM.vmss").touch()
    assert codes(machine.read(path)) == ["E104", "E106"]


def test_a_guest_that_was_not_shut_down(write: Write) -> None:
    assert codes(machine.read(write('cleanShutdown = "FALSE"', *disk_lines()))) == ["W110"]
    suspended = write('cleanShutdown = "FALSE"', 'checkpoint.vmState = "x.vmss"', *disk_lines())
    assert codes(machine.read(suspended)) == ["W114"]


@pytest.mark.parametrize(
    ("key", "partial", "code"),
    [
        ("encryption.keySafe", False, ["E103"]),
        ("encryption.data", False, ["E103"]),
        ("encryption.bundle", False, ["E103"]),
        ("encryption.bundle", True, []),
    ],
)
def test_what_is_encrypted(write: Write, key: str, partial: bool, code: list[str]) -> None:
    """A virtual TPM encrypts its own secrets alone."""
    lines = [f'{key} = "x"', *disk_lines()]
    lines += ['vmx.encryptionType = "Partial"'] if partial else []
    assert codes(machine.read(write(*lines))) == code


def test_locks_on_nfs(write: Write, tmp_path: Path) -> None:
    path = write(*disk_lines())
    (tmp_path / ".lck-3409000000000000").touch()
    assert codes(machine.read(path)) == []
    (tmp_path / ".lck-3409000000000000").write_bytes(b"host")
    assert codes(machine.read(path)) == ["E105"]


@pytest.mark.parametrize(
    ("swap", "alone", "noted", "is_ours"),
    [
        ("vm-1234.vswp", False, "", True),
        ("VMX-VM-1234.VSWP", False, "", True),
        ("other-1234.vswp", False, "", False),
        ("other-1234.vswp", True, "", True),
        ("moved-1.vswp", False, "/vmfs/volumes/x/moved-1.vswp", True),
        ("vm-1234.log", True, "", False),
    ],
)
def test_swap_files_of_this_machine(
    write: Write, tmp_path: Path, swap: str, alone: bool, noted: str, is_ours: bool
) -> None:
    path = write(f'sched.swap.derivedName = "{noted}"', *disk_lines())
    if not alone:
        write(name="other.vmx")
    (tmp_path / swap).touch()
    assert codes(machine.read(path)) == (["W111"] if is_ours else [])
