"""Logical volumes that cannot be looked into are named in words that their owners know."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import lvm
from fixtures.raw_disk import RawDisk

from engine.guest.inspect import look


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ('type = "raid5"', "a RAID of level 5"),
        ('type = "raid10_near"', "a RAID of level 10"),
        ('type = "thin"', "thin: its blocks are in a pool"),
        ('type = "cache"', "cached on a faster disk"),
        ('type = "vdo"', "compressed and deduplicated (VDO)"),
        ('type = "newest"', "of the type newest"),
        ('type = "striped"\n\t\t\t\tstripe_count = 2', "striped over 2 disks"),
    ],
)
def test_kinds_of_logical_volumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: str, words: str
) -> None:
    plain = lvm._segments
    monkeypatch.setattr(
        lvm,
        "_segments",
        lambda segments: (
            plain(segments).replace("stripe_count = 1", "").replace('type = "striped"', segment)
        ),
    )
    lvm.build([tmp_path / "pv"], [2], "vg", {"root": [(0, 0, 2)]})
    (finding,) = (each for each in look(RawDisk(tmp_path / "pv")).findings if each.code == "W220")
    assert finding.message == (
        f"The logical volume vg/root is {words}: what is on it cannot be looked into."
    )


def test_linear_volumes_beside_them_are_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = lvm._segments
    monkeypatch.setattr(
        lvm,
        "_segments",
        lambda segments: plain(segments).replace(
            '"striped"', '"raid1"' if segments[0][1] else '"striped"'
        ),
    )
    lvm.build([tmp_path / "pv"], [2], "vg", {"plain": [(0, 0, 1)], "mirror": [(0, 1, 1)]})
    with (tmp_path / "pv").open("r+b") as file:
        file.seek((1 << 20) + 65536 + 0x40)  # a superblock of btrfs, damaged: it is looked at
        file.write(b"_BHRfS_M")
    findings = look(RawDisk(tmp_path / "pv")).findings
    assert sorted(each.code for each in findings) == ["W220", "W631"]
