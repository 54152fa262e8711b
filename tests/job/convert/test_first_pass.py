"""A conversion in two passes equals one in one pass, and reads only what came since."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from fixtures.machine import Machine
from torture import child, strikes

from engine.choices import Choices
from engine.cli.main import main
from engine.disk.stretches import joined
from engine.image_formats import FORMATS
from engine.job import requests
from engine.job.convert import aside, space
from engine.job.discard import discard
from engine.job.events import Event
from engine.job.places import rename
from engine.job.work import run
from engine.source.local import LocalFile

NAME = "win2003.img"


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine of three layers; not to be written to."""
    return machine.build(tmp_path_factory.mktemp("two") / "vm", size=14 << 20, snapshots=2)


def first(vm: Machine, out: Path, *more: str) -> None:
    assert main(["convert", str(vm.vmx), "-o", str(out), "--snapshot", "1", *more]) == 0


def update(vm: Machine, out: Path, *more: str) -> int:
    return main(["convert", str(vm.vmx), "-o", str(out), "--update", *more])


def digests(folder: Path) -> list[Any]:
    disks = json.loads((folder / "manifest.json").read_text())["disks"]
    return [(each["digest"], each["chunks"], each["size"]) for each in disks]


def refused(capsys: pytest.CaptureFixture[str], vm: Machine, out: Path) -> list[str]:
    capsys.readouterr()
    assert update(vm, out, "--json") == 3
    found = json.loads(capsys.readouterr().out)["findings"]
    return [each["code"] for each in found if each["severity"] == "error"]


@pytest.fixture
def counted(vm: Machine, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """The bytes that were read of the files of the machine."""
    read, total = LocalFile.read_some, [0]

    def counting(self: LocalFile, at: int, buffer: memoryview) -> int:
        count = read(self, at, buffer)
        if self.path.parent == vm.vmx.parent:
            total[0] += count
        return count

    monkeypatch.setattr(LocalFile, "read_some", counting)
    return lambda: total[0]


@pytest.mark.parametrize("format", FORMATS)
def test_it_equals_one_pass(
    vm: Machine, tmp_path: Path, format: str, counted: Callable[[], int]
) -> None:
    form = ("-O", format)
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "one"), *form]) == 0
    first(vm, tmp_path / "two", *form)
    before = counted()
    assert update(vm, tmp_path / "two", *form) == 0
    newer = list(vm.vmx.parent.glob("*-0*.vmdk"))
    assert counted() - before < sum(each.stat().st_size for each in newer) + (1 << 20)
    assert digests(tmp_path / "two") == digests(tmp_path / "one")
    assert main(["verify", str(tmp_path / "two")]) == 0
    names = {each.name for each in (tmp_path / "two").iterdir()}
    assert names == {each.name for each in (tmp_path / "one").iterdir()}


def test_a_third_pass_without_anything_new(vm: Machine, tmp_path: Path) -> None:
    first(vm, tmp_path / "out")
    assert update(vm, tmp_path / "out") == 0
    assert update(vm, tmp_path / "out") == 0
    assert filecmp.cmp(tmp_path / "out" / NAME, vm.truths["current"], shallow=False)


def test_what_differs_in_the_image_is_read_again(vm: Machine, tmp_path: Path) -> None:
    first(vm, tmp_path / "out")
    with (tmp_path / "out" / NAME).open("r+b") as image:
        image.seek(7 << 20)
        image.write(b"bit rot")
    assert update(vm, tmp_path / "out") == 0
    assert filecmp.cmp(tmp_path / "out" / NAME, vm.truths["current"], shallow=False)


def test_a_guest_that_was_fitted_is_fitted_anew(tmp_path: Path) -> None:
    """Nothing is left of what the first pass changed in it: taken back, it is what it was."""
    guests.build(tmp_path / "raw", "windowsxp")
    vm = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=1)
    hal = ("--hal", "halacpi", "--storage", "ide", "--yes")
    out = tmp_path / "two"
    first(vm, out, *hal)
    assert update(vm, out, "--storage", "ide") == 0
    assert main(["verify", str(out)]) == 0
    assert main(["hal", str(out / NAME), "--undo", "--conversion"]) == 0
    assert filecmp.cmp(out / NAME, vm.truths["current"], shallow=False)


def stopped(vm: Machine, out: Path, after: int) -> bool:
    """An update that is stopped after so many events; whether it was."""
    request = {
        "kind": "conversion",
        "machine": str(vm.vmx),
        "folder": str(out),
        "choices": Choices(update=True).as_json(),
    }
    cancel, seen = threading.Event(), [0]

    def emit(event: Event) -> None:
        seen[0] += 1
        if seen[0] >= after:
            cancel.set()

    return run(requests.load(request), emit, cancel).outcome == "stopped"


@pytest.mark.parametrize("after", [4, 9, 12])
def test_it_is_stopped_and_goes_on(vm: Machine, tmp_path: Path, after: int) -> None:
    out = tmp_path / "out"
    first(vm, out)
    if stopped(vm, out, after):
        assert main(["resume", str(out)]) == 0
    assert filecmp.cmp(out / NAME, vm.truths["current"], shallow=False)
    assert not (out / "before").exists()
    assert main(["verify", str(out)]) == 0


@pytest.mark.parametrize("after", [1, 9])
def test_given_up_the_first_pass_is_what_it_was(vm: Machine, tmp_path: Path, after: int) -> None:
    out = tmp_path / "out"
    first(vm, out)
    there = {each.name: each.read_bytes() for each in out.iterdir()}
    assert stopped(vm, out, after)
    discard(out)
    assert {each.name: each.read_bytes() for each in out.iterdir()} == there


def test_a_crash_while_results_are_set_aside(
    vm: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    first(vm, out)
    done: list[Path] = []

    def crashing(path: Path, final: Path) -> None:
        if done:
            raise KeyboardInterrupt
        rename(path, final)
        done.append(final)

    monkeypatch.setattr(aside, "rename", crashing)
    with pytest.raises(KeyboardInterrupt):
        stopped(vm, out, 1000)
    monkeypatch.undo()
    assert main(["resume", str(out)]) == 0
    assert filecmp.cmp(out / NAME, vm.truths["current"], shallow=False)


def test_killed_while_the_first_pass_is_removed_the_second_stays(
    vm: Machine, tmp_path: Path
) -> None:
    first(vm, tmp_path / "first")
    ends = []
    for at in range(1, 5):
        out = tmp_path / f"out{at}"
        shutil.copytree(tmp_path / "first", out)
        arguments = ("convert", vm.vmx, "-o", out, "--update")
        before = out / aside.ASIDE
        end = child.run(
            arguments, tmp_path / "notes", strikes.killing(before, ("unlink",), at, tear=False)
        )
        ends.append(end.code)
        discard(out)
        assert filecmp.cmp(out / NAME, vm.truths["current"], shallow=False), at
        assert main(["verify", str(out)]) == 0
        assert not before.exists()
    assert ends == [-9, -9, -9, 0]  # all removals: image, configuration, manifest


def test_a_configuration_edited_by_hand_is_kept(vm: Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first(vm, out)
    with (out / "win2003.cfg").open("a") as config:
        config.write("# mine\n")
    assert update(vm, out) == 0
    assert "# mine" not in (out / "win2003.cfg").read_text()
    assert "# mine" in (out / "win2003.cfg.first").read_text()


def test_refused_without_its_layers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vm = machine.build(tmp_path / "vm", size=8 << 20, snapshots=1)
    out = tmp_path / "out"
    first(vm, out)
    os.utime(next(vm.vmx.parent.glob("win2003.vmdk")), (1, 1))  # as a consolidation does
    assert refused(capsys, vm, out) == ["E875"]
    assert main(["verify", str(out)]) == 0


def test_refused_after_a_change_of_the_image(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    first(vm, out)
    with (out / NAME).open("r+b") as image:
        image.write(b"mended")
    assert main(["verify", str(out), "--accept"]) == 0
    assert refused(capsys, vm, out) == ["E876"]


def test_refused_where_nothing_is(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, vm, tmp_path / "nothing") == ["E412"]


def test_stretches_join_where_they_meet() -> None:
    assert joined([(8, 12), (0, 4), (4, 6), (11, 30), (40, 50)], 20) == ((0, 6), (8, 20))


def test_a_full_file_system_is_gone_on_in_once_there_is_room(
    tmp_path: Path, file_system_of: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    vm = machine.build(tmp_path / "vm", size=24 << 20, snapshots=2)
    small = file_system_of(44)
    out, other = small / "out", small / "other"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--snapshot", "1"]) == 0
    update = ["convert", str(vm.vmx), "-o", str(out), "--update"]
    assert main(update) == 3  # seen before: not enough room
    assert filecmp.cmp(out / NAME, vm.truths["1"], shallow=False)
    other.write_bytes(bytes(22 << 20))
    monkeypatch.setattr(space, "free_bytes", lambda _: 1 << 40)  # somebody else takes it meanwhile
    assert main(update) in (3, 4)
    kept = [each for each in small.rglob(NAME) if filecmp.cmp(each, vm.truths["1"], shallow=False)]
    assert len(kept) == 1
    other.unlink()
    assert main(["resume", str(out)]) == 0
    assert filecmp.cmp(out / NAME, vm.truths["current"], shallow=False)
    assert sorted(each.name for each in out.iterdir()) == ["manifest.json", "win2003.cfg", NAME]
