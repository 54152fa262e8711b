"""A conversion that can be tried, looked at once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.job.trial import subject
from engine.job.trial.subject import Subject


@pytest.fixture(scope="session")
def looked_at(small: Path) -> Subject:
    """The subject of a conversion that is not to be written to; its guest is none that we know."""
    return subject.look(small)


@pytest.fixture
def about(looked_at: Subject, tmp_path: Path) -> Subject:
    """The same with a folder of its own, in which there is no more than the manifest."""
    shutil.copy(looked_at.folder / "manifest.json", tmp_path)
    return replace(looked_at, folder=tmp_path)
