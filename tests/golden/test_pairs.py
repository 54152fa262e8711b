"""Our own machines, made here from a seed, are read and converted as before, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden.pairs import FOLDER, MACHINES, text


@pytest.mark.parametrize("name", MACHINES)
def test_as_before(name: str, tmp_path: Path) -> None:
    """``make golden`` writes it anew."""
    assert text(name, tmp_path) == (FOLDER / f"{name}.json").read_text("utf-8")


def test_there_is_no_pair_without_a_machine() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(MACHINES)
