"""PLAN.toml as it is written: what it says, and what is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from job.fleet import machines
from job.fleet.machines import FLEET
from refusals import refused

from engine.job.fleet import fleet_plan, plan_file
from engine.job.fleet.plan_file import PlanFile


def read(folder: Path, text: str) -> PlanFile:
    (folder / "p.toml").write_text(text)
    return plan_file.read(folder / "p.toml")


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "[fleet]\n",
        '[fleet]\nmachines = ["nothing*"]\n',
        '[fleet]\ntable = "nothing.csv"\n',
        f"{FLEET}at_once = 0\n",
        f'{FLEET}speed = "fast"\n',
        f"{FLEET}colour = 1\n",
        f"{FLEET}[limits]\ndatastore = 0\n",
        f"{FLEET}[limits]\nrack = 1\n",
        f'{FLEET}[[rule]]\nmatch = {{ colour = "red" }}\n',
        f"{FLEET}[[rule]]\npush = 7\n",
        f'{FLEET}[[rule]]\nformat = "zip"\n',
        f'{FLEET}[[rule]]\nlimit = "fast"\n',
        f'{FLEET}[[rule]]\npush = "relative/folder"\n',
        f"{FLEET}[other]\n",
        "rule = 7\n" + FLEET,
    ],
)
def test_what_is_no_plan(tmp_path: Path, text: str) -> None:
    machines.build(tmp_path, 1)
    assert refused(lambda: fleet_plan.make(read(tmp_path, text))) in ("E890", "E701")


def test_whatever_is_not_said_is_as_usual(tmp_path: Path) -> None:
    found = read(tmp_path, FLEET)
    assert found == PlanFile(
        tmp_path / "p.toml", (str(tmp_path / "vms"),), output=tmp_path / "results"
    )
    assert found.state == tmp_path / "p.fleet"


def test_paths_are_seen_from_the_folder_of_the_plan(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '[fleet]\nmachines = ["a/*.vmx", "/b", "esxi://root@h/web*"]\n'
        'table = "t.csv"\noutput = "/srv"\nspeed = "10M"\nat_once = 1\n[limits]\nserver = 1\n',
    )
    assert found.machines == (str(tmp_path / "a/*.vmx"), "/b", "esxi://root@h/web*")
    assert (found.table, found.output) == (tmp_path / "t.csv", Path("/srv"))
    assert (found.speed, found.at_once, found.limits) == (10 << 20, 1, {"server": 1})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("machines", '"vms"'),
        ("machines", "[7]"),
        ("table", "7"),
        ("output", "true"),
        ("at_once", "true"),
        ("at_once", "1.5"),
        ("speed", "100"),
        ("stop_at_failed_wave", "1"),
        ("path", '"/elsewhere"'),
        ("limits", "{}"),
    ],
)
def test_values_are_of_their_kinds(tmp_path: Path, key: str, value: str) -> None:
    text = f"[fleet]\n{key} = {value}\n" + ("" if key == "machines" else 'machines = ["vms"]\n')
    assert refused(lambda: read(tmp_path, text)) == "E890"


@pytest.mark.parametrize("value", ["true", '"2"', "0", "-1", "1.0"])
def test_a_limit_is_a_number_from_1_on(tmp_path: Path, value: str) -> None:
    assert refused(lambda: read(tmp_path, f"{FLEET}[limits]\nserver = {value}\n")) == "E890"


def test_rules_keep_what_they_say_apart_from_what_they_match(tmp_path: Path) -> None:
    rule = '[[rule]]\nmatch = { name = "web*" }\nwave = 2\nset = { acpi = "0" }\n[[rule]]\n'
    first, second = read(tmp_path, FLEET + rule).rules
    said: dict[str, Any] = {"wave": 2, "set": {"acpi": "0"}}
    assert (first.name, first.match, first.said) == ("[[rule]] 1", {"name": "web*"}, said)
    assert (second.match, second.said) == ({}, {})


def test_a_plan_is_no_larger_than_people_write(tmp_path: Path) -> None:
    read(tmp_path, FLEET.ljust(4 << 20, "\n"))
    assert refused(lambda: read(tmp_path, FLEET.ljust((4 << 20) + 1, "\n"))) == "E890"
    assert refused(lambda: plan_file.read(tmp_path / "missing.toml")) == "E890"
    assert refused(lambda: read(tmp_path, "x = " + "[" * 50_000)) == "E890"
