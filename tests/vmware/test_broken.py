"""Which finding each broken machine gives, and that it leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from fixtures import broken
from vmware.reading import attempt, codes, content

from engine.choices import Choices
from engine.cli import exit_codes, main
from engine.findings import Finding, Refusal
from engine.job.convert import plan
from engine.vmware import machine

# The findings of each kind before anything is copied; nothing for damage that only shows where
# compressed data is looked at.
PLANNED: dict[str, list[str]] = {
    "missing_disk": ["E201"],
    "missing_parent": ["E301"],
    "cid_mismatch": ["E302"],
    "parent_loop": ["E303"],
    "parent_is_itself": ["E303"],
    "missing_extent": ["E201"],
    "truncated_flat": ["E202"],
    "wrong_capacity": ["E211"],
    "negative_offset": ["E204"],
    "huge_offset": ["E204"],
    "negative_size": ["E204"],
    "huge_size": ["E204"],
    "no_extents": ["E203"],
    "huge_descriptor": ["E210"],
    "binary_junk": ["E203"],
    "junk_vmx": ["E102"],
    "empty_disk_file": ["E203"],
    "passwd_extent": ["E109"],
    "extent_outside": ["E109"],
    "absolute_extent": ["E109"],
    "symlink_extent": ["E109"],
    "fifo_extent": ["E209"],
    "folder_extent": ["E209"],
    "raw_device_map": ["E205"],
    "physical_disk": ["E215"],
    "truncated_grain_table": ["E204", "W202"],
    "truncated_grains": ["E204"],
    "grain_beyond_file": ["E204"],
    "grain_in_metadata": ["E204"],
    "overlapping_grains": ["E204"],
    "directory_beyond_file": ["E204"],
    "table_beyond_file": ["E204"],
    "entries_zero": ["E204"],
    "entries_huge": ["E204"],
    "grain_size_zero": ["E204"],
    "grain_size_odd": ["E204"],
    "grain_size_huge": ["E204"],
    "capacity_huge": ["E204"],
    "version_unknown": ["E206"],
    "newlines_converted": ["E204"],
    "marker_lba_mismatch": ["E204"],
    "corrupt_compressed_grain": ["E204"],
    "compressed_size_huge": ["E204"],
    "missing_footer": ["E204"],
    "zlib_bomb": ["E204"],
    "cowd_grain_size_zero": ["E204"],
    "cowd_table_beyond_file": ["E204"],
    "se_sparse_dirty_journal": ["E208"],
    "se_sparse_table_beyond_file": ["E204"],
    "encrypted": ["E103"],
    "suspended": ["E104"],
    "locked": ["E105", "E105"],
}

RECOVERED: dict[str, list[str]] = {
    "primary_directory_damaged": ["W202"],
    "unclean_shutdown": ["W201"],
    "stale_parent_hint": ["W302"],
    "snapshot_loop": ["W104"],
}


def of_source(found: Iterable[Finding]) -> list[str]:
    """The codes, without those of what Xen is told."""
    return [code for code in codes(found) if not code.startswith(("W5", "W910"))]


def errors(found: list[str]) -> list[str]:
    return [code for code in found if code.startswith("E")]


def test_every_kind_is_in_a_table() -> None:
    assert set(PLANNED) == set(broken.KINDS)
    assert set(RECOVERED) == set(broken.RECOVERABLE)


@pytest.mark.parametrize("kind", sorted(PLANNED))
def test_broken_machine(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vmx, out = broken.KINDS[kind](tmp_path / "vm"), tmp_path / "out"
    before = sorted(path.name for path in vmx.parent.iterdir())
    planned = attempt(lambda: plan.make(machine.read(vmx), out, Choices()))
    assert of_source(planned.findings) == PLANNED[kind]
    if not isinstance(planned, Refusal):
        assert bool(planned.blocking) == bool(PLANNED[kind])
    assert not out.exists()

    assert main.main(["convert", str(vmx), "-o", str(out), "--json"]) == exit_codes.REFUSED
    said = capsys.readouterr()
    told = sorted(each["code"] for each in json.loads(said.out)["findings"])
    assert errors(told) == errors(PLANNED[kind])
    assert "Traceback" not in said.err
    left = {path.name for path in out.iterdir()} if out.exists() else set()
    assert not [name for name in left if name.endswith((".img", ".cfg", "manifest.json"))]
    assert sorted(path.name for path in vmx.parent.iterdir()) == before


@pytest.mark.parametrize("kind", sorted(RECOVERED))
def test_damaged_but_readable(kind: str, tmp_path: Path) -> None:
    vmx = broken.RECOVERABLE[kind](tmp_path / "vm")
    found = plan.make(machine.read(vmx), tmp_path / "out", Choices())
    assert of_source(found.findings) == RECOVERED[kind]
    (task,) = found.disks
    truth = tmp_path / "vm-truth" / "current.raw"
    assert content(task.chain) == truth.read_bytes()
