"""What is written for our own machines, to the letter: a change of any text is to be seen."""

from __future__ import annotations

import pytest
from xen.golden import FOLDER, MACHINES, texts


@pytest.mark.parametrize("name", MACHINES)
def test_as_written_before(name: str) -> None:
    """``make golden`` writes them anew."""
    before = {path.name: path.read_text("utf-8") for path in FOLDER.glob(f"{name}.*")}
    del before[f"{name}.vmx"]
    assert texts(name) == before


def test_there_is_no_text_without_a_machine() -> None:
    expected = {file for name in MACHINES for file in (f"{name}.vmx", *texts(name))}
    assert {path.name for path in FOLDER.iterdir()} == expected
