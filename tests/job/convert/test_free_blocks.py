"""Conversions without free blocks: right, smaller, resumed, fitted, undone; and what they say."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures import aged, guests, machine
from fixtures.guest_proof import Guest
from fixtures.machine import Machine
from fixtures.raw_disk import RawDisk
from fixtures.tools import run

from engine.choices import Choices
from engine.cli import main
from engine.cli.exit_codes import DONE
from engine.guest.free_blocks.find import find
from engine.guest.free_blocks.found import FreeBlocks
from engine.job.convert import copy_journal
from engine.job.convert import plan as plans
from engine.report import disk_picture
from engine.vmware import machine as machines

Say = Callable[..., dict[str, Any]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command; what it says as JSON. ``code``: how it must end."""

    def run(*arguments: object, code: int = DONE) -> dict[str, Any]:
        assert main.main([*map(str, arguments), "--json"]) == code
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return run


@pytest.fixture(scope="module")
def xp(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A Windows XP with a snapshot; deleted files fill all that is free."""
    folder = tmp_path_factory.mktemp("xp")
    guests.build(folder / "raw", "windowsxp")
    free, choose = find(RawDisk(folder / "raw")).spans, random.Random(1)
    assert free.total > 20 * aged.MIB
    with (folder / "raw").open("r+b") as file:
        for start, stop in zip(free.start.tolist(), free.stop.tolist(), strict=True):
            file.seek(start)
            file.write(choose.randbytes(stop - start))
    return machine.build(folder / "vm", image=folder / "raw", snapshots=1)


def image_in(folder: Path) -> Path:
    return folder / "win2003.img"


def emptied(built: Machine) -> tuple[bytes, FreeBlocks]:
    """The disk with zeros in all that is free."""
    found = find(RawDisk(built.truths[machine.CURRENT]))
    content = bytearray(built.truths[machine.CURRENT].read_bytes())
    for start, stop in zip(found.spans.start.tolist(), found.spans.stop.tolist(), strict=True):
        content[start:stop] = bytes(stop - start)
    return bytes(content), found


def streams(guest: Guest) -> dict[str, object]:
    """What the users' files hold, by path; times differ from one conversion to the next."""
    users = ((path, file) for path, file in guest.files.items() if not path.startswith("$"))
    return {path: getattr(file, "streams", None) for path, file in users}


def test_the_image_is_the_disk_without_what_is_free(xp: Machine, say: Say, tmp_path: Path) -> None:
    kept, skipped = tmp_path / "kept", tmp_path / "skipped"
    say("convert", xp.vmx, "-o", kept, "--storage", "keep")
    said = say("convert", xp.vmx, "-o", skipped, "--storage", "keep", "--free-blocks", "skip")
    wanted, found = emptied(xp)
    assert image_in(skipped).read_bytes() == wanted
    assert image_in(kept).read_bytes() == xp.truths[machine.CURRENT].read_bytes()
    blocks = image_in(kept).stat().st_blocks - image_in(skipped).stat().st_blocks
    assert blocks * 512 > 0.9 * found.spans.total
    assert "W861" in [each["code"] for each in said["findings"]]
    noted = json.loads((skipped / "manifest.json").read_text())
    assert noted["choices"]["free_blocks"] == "skip"
    assert noted["disks"][0]["free_blocks"]["digest"] == found.digest
    assert "free_blocks" not in json.loads((kept / "manifest.json").read_text())["disks"][0]
    say("verify", skipped)


def test_a_fitted_guest_is_whole_and_undone(xp: Machine, say: Say, tmp_path: Path) -> None:
    """What fitting writes lies in blocks that were free, and is in the image."""
    folder, kept = tmp_path / "fitted", tmp_path / "kept"
    say("convert", xp.vmx, "-o", kept)
    say("convert", xp.vmx, "-o", folder, "--free-blocks", "skip")
    own, other = (Guest.of(image_in(each), 63, "ntfs") for each in (folder, kept))
    own.assert_sound()
    assert streams(own) == streams(other)
    wanted, _ = emptied(xp)
    assert image_in(folder).read_bytes() != wanted
    say("hal", image_in(folder), "--undo", "--conversion")
    assert image_in(folder).read_bytes() == wanted


def test_what_would_be_saved_is_told_before(xp: Machine, say: Say, tmp_path: Path) -> None:
    said = say("convert", xp.vmx, "-o", tmp_path / "new", "--dry-run")
    skipping = say("convert", xp.vmx, "-o", tmp_path / "new", "--dry-run", "--free-blocks", "skip")
    saved = said["free_blocks"]["saved"]
    assert said["free_blocks"]["choice"] == "keep"
    assert skipping["free_blocks"] == {"choice": "skip", "saved": saved}
    before, after = (each["disks"][0]["allocated"] for each in (said, skipping))
    assert before - after == saved > 20 * aged.MIB


def test_picture_and_journal_know_what_is_left_out(xp: Machine, tmp_path: Path) -> None:
    found = machines.read(xp.vmx)
    plan = plans.make(found, tmp_path / "new", Choices(free_blocks="skip"))
    identity = copy_journal.identity(plan.disks[0])
    assert identity["free_blocks"] != copy_journal.identity(
        replace(plan.disks[0], left_out=None)
    ).get("free_blocks")
    chains = found.disks[0].chain, plan.machine.disks[0].chain
    looks = [
        disk_picture.cover(chain, 0, chain.size, 100, threading.Event())
        for chain in chains
        if chain
    ]
    assert np.array_equal(looks[0].data, looks[1].data)
    left_out = plan.disks[0].left_out
    assert left_out is not None
    assert int((looks[0].shown - looks[1].shown).sum()) == left_out.saved


def test_what_was_not_shut_down_is_said_and_copied(tmp_path: Path, say: Say) -> None:
    raw = tmp_path / "raw"
    with raw.open("wb") as file:
        file.truncate(16 * aged.MIB)
    run("mkfs.ext4", "-qFb", "1024", raw)
    run("debugfs", "-w", "-R", "feature needs_recovery", raw)
    built = machine.build(tmp_path / "vm", image=raw, snapshots=0)
    said = say("convert", built.vmx, "-o", tmp_path / "new", "--free-blocks", "skip", "--dry-run")
    told = {each["code"]: each["message"] for each in said["findings"]}
    assert "its journal has to be recovered" in told["W860"]
    assert "W861" not in told
    assert not said["free_blocks"]["saved"]
