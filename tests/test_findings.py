"""The catalogue: every code is used, every code used is there, and texts are safe to show."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from engine.actions import ACTIONS, PREFIX
from engine.findings import CATALOGUE, Severity, finding

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r'"([EW]\d{3})"')


def used() -> set[str]:
    code = (path for part in ("engine", "gui") for path in (ROOT / part).rglob("*.py"))
    sources = [*code, *(ROOT / "resources").glob("*.toml")]  # some are data
    return {
        code
        for path in sources
        if path.name != "findings.py"
        for code in CODE.findall(path.read_text("utf-8"))
    }


def test_every_code_used_is_in_the_catalogue() -> None:
    assert used() <= set(CATALOGUE)


def test_every_code_of_the_catalogue_is_used() -> None:
    assert set(CATALOGUE) <= used()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_texts(code: str) -> None:
    """A sentence that says what, and one that says what helps; hostile values stay on the line."""
    fields = {
        name
        for text in CATALOGUE[code]
        for _, name, _, _ in string.Formatter().parse(text)
        if name and not name.startswith(PREFIX)
    } | {"key", "network", "best", "place"}  # of actions
    hostile = "x\n\x1b[31m{path}" + "y" * 10_000
    found = finding(code, **dict.fromkeys(fields, hostile))
    assert found.severity is (Severity.ERROR if code[0] == "E" else Severity.WARNING)
    for text in (found.message, found.remedy):
        assert text
        assert text.isprintable()
        assert len(text) < 2500


def test_an_action_has_the_fields_of_its_findings() -> None:
    found = finding("W525", guest="it", model="e1000", best="rtl8139")
    assert found.actions == ("do_set_nic",)
    assert "--set nic.model=rtl8139" in found.remedy


def test_every_action_is_in_a_remedy() -> None:
    named = {name for _, text in CATALOGUE.values() for name in ACTIONS if f"{{{name}}}" in text}
    assert named == set(ACTIONS)


def test_what_to_do_is_said_of_the_place() -> None:
    said = finding("E201", path="x", folder="f")
    assert "locate.SLOT.LAYER=" in said.remedy
    assert "locate.scsi0:1.2=PATH" in said.at("scsi0:1.2").remedy
    assert said.at("scsi0:1").at("scsi0:0").place == "scsi0:1"
