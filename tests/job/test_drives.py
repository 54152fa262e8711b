"""Whose turn it is."""

from __future__ import annotations

import os
from pathlib import Path

from fixtures import machine
from hypothesis import given
from hypothesis import strategies as st

from engine.choices import Choices
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import make
from engine.job.drives import drives, next_up
from engine.platform.linux_drives import drives_of
from engine.vmware.machine import read

DRIVES = st.frozensets(st.sampled_from("abcd"))


@given(st.lists(DRIVES, max_size=6), st.lists(DRIVES, max_size=3))
def test_no_drive_is_used_twice_and_nobody_is_overtaken(
    waiting: list[frozenset[str]], running: list[frozenset[str]]
) -> None:
    ready = next_up(waiting, running)
    busy = {drive for each in running for drive in each}
    for place in ready:
        assert busy.isdisjoint(waiting[place])
        busy |= waiting[place]
    for place in set(range(len(waiting))) - set(ready):  # a reason for each that has to wait
        before = [*running, *waiting[:place]]
        assert any(waiting[place] & other for other in before)


def test_different_drives_run_at_once_and_the_same_one_after_another() -> None:
    a, b, c = frozenset("a"), frozenset("b"), frozenset("ab")
    assert next_up([a, b], []) == [0, 1]
    assert next_up([a, a, b], []) == [0, 2]
    assert next_up([c, b], [a]) == []  # b is kept for the one that waits longer


def system(folder: Path, number: int, made_of: list[str] | None = None) -> Path:
    """A /sys in which the device ``number`` is sda2, or a volume on two partitions."""
    devices = folder / "devices"
    for disk in ("sda", "sdb"):
        for part in ("1", "2"):
            partition = devices / disk / f"{disk}{part}"
            partition.mkdir(parents=True)
            (partition / "partition").write_text(part)
    volume = devices / "dm-0"
    (volume / "slaves").mkdir(parents=True)
    for name in made_of or ():
        (volume / "slaves" / name).symlink_to(devices / name[:3] / name)
    block = folder / "dev"
    block.mkdir()
    target = volume if made_of else devices / "sda" / "sda2"
    (block / f"{os.major(number)}:{os.minor(number)}").symlink_to(target)
    return block


def test_a_partition_stands_for_its_drive(tmp_path: Path) -> None:
    number = tmp_path.stat().st_dev
    assert drives_of(number, system(tmp_path, number)) == {"sda"}


def test_a_volume_stands_for_all_its_drives(tmp_path: Path) -> None:
    number, made_of = tmp_path.stat().st_dev, ["sda1", "sdb2"]
    found = drives_of(number, system(tmp_path, number, made_of))
    assert found == {"sda", "sdb"}


def test_a_file_system_without_a_drive_stands_for_itself(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    number = tmp_path.stat().st_dev
    name = f"{os.major(number)}:{os.minor(number)}"
    assert drives_of(number, tmp_path / "none") == {name}
    assert drives([tmp_path / "not" / "yet" / "there"]) == drives([tmp_path])


def test_a_plan_uses_the_drives_of_its_files_and_of_its_folder(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    plan = make(read(made.vmx), tmp_path / "out", Choices())
    assert ConversionJob(plan).drives == drives([made.disk, tmp_path])
