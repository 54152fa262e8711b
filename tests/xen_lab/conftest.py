"""One Xen for all tests, and the transcript of what it said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from xen_lab import dom0
from xen_lab.lab import Lab
from xen_lab.release import USED
from xen_lab.transcript import Transcript

BUILD = Path(__file__).resolve().parents[2] / "build" / "xen-test" / USED.xen


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder whose files the lab can see."""
    return tmp_path_factory.mktemp("xen")


@pytest.fixture(scope="session")
def lab(place: Path) -> Iterator[Lab]:
    if missing := dom0.missing():
        pytest.skip(f"the lab needs {missing} (see installer/xen-test-packages.txt)")
    with Lab(dom0.built(), place, BUILD) as running:
        yield running


@pytest.fixture(scope="session")
def transcript(lab: Lab) -> Iterator[Transcript]:
    """What was measured; written to build/xen-test/transcript.md in the end."""
    found = Transcript(lab.versions())
    yield found
    (BUILD / "transcript.md").write_text(found.text())
