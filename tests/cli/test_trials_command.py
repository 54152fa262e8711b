"""The command ``trials``: which combinations are meant, listed and not tried."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from conditions.command import run, said
from fixtures import machine, windows2003

from engine.cli.exit_codes import DONE, REFUSED, USAGE
from engine.cli.trials_command import _settings


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Windows 2003, converted; not to be written to."""
    folder = tmp_path_factory.mktemp("trials")
    windows2003.build(folder / "raw", size=32 << 20, hal="halmacpi")
    vm = machine.build(folder / "vm", image=folder / "raw", snapshots=0)
    assert said("convert", vm.vmx, "-o", folder / "out").code == DONE
    return folder / "out"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--use x --hal hal", "--use goes alone"),
        ("--use x --flags acpi=1", "--use goes alone"),
        ("--use x --on root@xen", "--use goes alone"),
        ("--use x --export a.toml", "--use goes alone"),
        ("--jobs 0", "not 1 to 64"),
        ("--jobs 65", "not 1 to 64"),
        ("--jobs x", "not 1 to 64"),
        ("--seconds 0", "not 1 to 86400 seconds"),
        ("--flags acpi", "not KEY=VALUE"),
        ("--accelerator kvn", "did you mean kvm?"),
    ],
)
def test_words_that_are_none(words: str, says: str) -> None:
    found = said("trials", "DIR", *words.split())
    assert found.code == USAGE
    assert says in found.err


def test_the_bounds_of_jobs_are_taken(converted: Path) -> None:
    for count in ("1", "64"):
        assert said("trials", converted, "--jobs", count, "--dry-run").code == DONE


def test_one_set_for_each_choice_of_values() -> None:
    assert _settings("vcpus=2 apic=0|1,hdtype=ide|ahci") == [
        {"vcpus": "2", "apic": apic, "hdtype": hdtype}
        for apic in "01" for hdtype in ("ide", "ahci")
    ]  # fmt: skip
    with pytest.raises(argparse.ArgumentTypeError):
        _settings("acpi")


def test_the_combinations_are_listed(converted: Path) -> None:
    before = sorted(converted.iterdir())
    told = run("trials", converted, "--hal", "halacpi", "--flags", "acpi=1 apic=0|1", "--dry-run")
    assert told.code == DONE
    cells = told.told["cells"]
    assert {each["hal"] for each in cells} == {"halacpi"}
    assert sorted(each["settings"]["apic"] for each in cells) == ["0", "1"]
    shown = said("trials", converted, "--hal", "halacpi", "--flags", "acpi=1", "--dry-run").out
    assert shown.count("halacpi") == 1
    everything = run("trials", converted, "--dry-run").told["cells"]
    assert len(everything) > len(cells)
    assert sorted(converted.iterdir()) == before


def test_an_export_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "there.toml").write_text("mine")
    found = run("trials", tmp_path, "--export", tmp_path / "there.toml")
    assert (found.code, found.codes) == (REFUSED, ["E402"])
    assert (tmp_path / "there.toml").read_text() == "mine"


def test_a_combination_that_is_none_is_not_used(converted: Path) -> None:
    assert run("trials", converted, "--use", "nothing of the kind").code == REFUSED
