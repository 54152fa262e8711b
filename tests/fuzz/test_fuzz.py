"""Parsers read changed inputs or refuse them, always the same ones; ``make fuzz`` tries more."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.run import run
from fuzz.targets import TARGETS, Target

INPUTS = 200


@pytest.mark.parametrize("target", TARGETS, ids=lambda each: each.name.replace(" ", "-"))
def test_is_read_or_refused(target: Target, tmp_path: Path) -> None:
    count = int(INPUTS * target.share)
    outcome = run(target, tmp_path, "always the same", lambda inputs: inputs < count)
    assert outcome.inputs == count
    assert outcome.faults == {}
