"""The command ``convert``: of one machine and of several, shown and done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conditions.command import run, said
from fixtures import guests, machine

from engine.cli.exit_codes import DONE, REFUSED, USAGE

NAMES = ("one", "three", "two")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of machines; not to be written to."""
    folder = tmp_path_factory.mktemp("convert") / "machines"
    for name in NAMES:
        machine.build(folder / name, name=name, size=2 << 20, snapshots=0)
    return folder


@pytest.fixture
def one(machines: Path) -> Path:
    return machines / "one/one.vmx"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "bad.vmx").write_text("nonsense")
    return tmp_path / "bad.vmx"


def test_a_dry_run_of_several_writes_nothing(machines: Path, bad: Path, tmp_path: Path) -> None:
    again = machines / "two/two.vmx"
    words = ("convert", bad, machines, again, "-o", tmp_path / "out", "--dry-run")
    found = said(*words)
    assert found.code == REFUSED
    shown = [line for line in found.out.splitlines() if ".vmx -> " in line]
    assert [line.partition(":")[0] for line in shown] == list(NAMES)  # each of them once
    assert "bad" in found.err
    told = run(*words)
    assert told.code == REFUSED
    assert [each.get("machine") for each in told.told["machines"]] == [None, *NAMES]
    assert not (tmp_path / "out").exists()


def test_several_have_a_folder_each(machines: Path, bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = run("convert", bad, machines, "-o", out)
    assert (found.code, found.told["outcome"]) == (REFUSED, "refused")
    outcomes = {Path(each["source"]).stem: each["outcome"] for each in found.told["machines"]}
    assert outcomes == {"bad": "refused", **dict.fromkeys(NAMES, "done")}
    for name in NAMES:
        assert said("verify", out / name).code == DONE
    assert sorted(each.name for each in out.iterdir()) == sorted(NAMES)


def test_a_folder_with_a_machine_of_its_own_is_that_machine(machines: Path, tmp_path: Path) -> None:
    """Whatever lies below it is not meant."""
    parent = tmp_path / "parent"
    machine.build(parent, name="parent", size=1 << 20, snapshots=0)
    machine.build(parent / "more", name="more", size=1 << 20, snapshots=0)
    found = run("convert", parent, "-o", tmp_path / "out", "--dry-run")
    assert (found.code, found.told["machine"]) == (DONE, "parent")


def test_a_dry_run_of_one_says_what_is_needed(one: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = said("convert", one, "-o", out, "--dry-run")
    assert shown.code == DONE
    assert shown.out.startswith(f"one: {one} -> {out}\n  1. ")
    assert re.search(r"\n  at most \S+ MiB needed, .* free\n$", shown.out)
    found = run("convert", one, "-o", out, "--dry-run", "--free-blocks", "skip")
    assert found.told["free_blocks"] == {"choice": "skip", "saved": 0}
    assert not out.exists()


def test_a_dry_run_that_is_refused_says_so_in_its_code(one: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/one.img").touch()
    shown = said("convert", one, "-o", tmp_path / "out", "--dry-run")
    assert (shown.code, "E402" in shown.err) == (REFUSED, True)


def test_many_changes_of_a_guest_are_counted(tmp_path: Path) -> None:
    guests.build(tmp_path / "raw", "windowsxp")
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    arguments = ("convert", built.vmx, "-o", tmp_path / "out", "--dry-run")
    short = said(*arguments).out
    assert "entry of the registry" in short
    assert "--verbose lists them" in short
    assert len(short.splitlines()) < 20
    assert len(said(*arguments, "--verbose").out.splitlines()) > 100


def test_that_xen_starts_no_vmdk_is_told_first_and_once(one: Path, tmp_path: Path) -> None:
    """Also where the machine cannot be read: before it is looked at."""
    found = said("convert", one, "-o", tmp_path / "out", "-O", "vmdk")
    assert found.code == DONE
    assert found.err.startswith("W507: Xen cannot start a vmdk image;")
    assert found.err.count("W507") == 1
    assert "push" not in found.out  # it would be refused
    gone = said("convert", tmp_path / "gone", "-o", "x", "-O", "vmdk")
    assert (gone.code, gone.err[:4]) == (REFUSED, "W507")
    told = run("convert", one, "-o", tmp_path / "more", "-O", "vmdk")
    assert told.codes.count("W507") == 1
    assert "W507" not in said("convert", one, "-o", tmp_path / "x", "-O", "raw", "--dry-run").err


def test_a_snapshot_is_taken_of_a_machine_on_a_host_alone(one: Path, tmp_path: Path) -> None:
    found = run("convert", one, "-o", tmp_path / "out", "--take-snapshot")
    assert (found.code, len(found.codes)) == (REFUSED, 1)
    assert not (tmp_path / "out").exists()


def test_a_folder_for_the_results_is_asked_for(one: Path) -> None:
    assert said("convert", one).code == USAGE
