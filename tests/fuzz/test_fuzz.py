"""Parsers read changed inputs or refuse them, always the same ones; ``make fuzz`` tries more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fuzz import __main__ as guided
from fuzz.run import run
from fuzz.targets import TARGETS, Target

INPUTS = 200


@pytest.mark.parametrize("target", TARGETS, ids=lambda each: each.name.replace(" ", "-"))
def test_is_read_or_refused(target: Target, tmp_path: Path) -> None:
    count = int(INPUTS * target.share)
    outcome = run(target, tmp_path, "always the same", lambda inputs: inputs < count)
    assert outcome.inputs == count
    assert outcome.faults == {}


@pytest.mark.skipif(not os.environ.get("VMX2XEN_FUZZ"), reason="VMX2XEN_FUZZ is not set")
def test_coverage_guides_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of libFuzzer: what reaches something new is kept, and nothing is a fault."""
    pytest.importorskip("atheris", reason="it has no wheels for this system")
    monkeypatch.setattr(guided, "KEPT", tmp_path)
    target = next(each for each in TARGETS if each.name == "boot.ini")
    inputs, faults = guided.fuzz(target, 1, 1)
    assert inputs > 10
    assert faults == []
    assert list((tmp_path / "corpus/boot-ini").iterdir())
