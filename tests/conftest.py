"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None)  # machines are small and noisy
settings.load_profile("project")

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real files of other projects; they are not part of this one, so tests skip without them."""
    folder = Path(os.environ.get("VMX2XEN_SAMPLES") or _BESIDE)
    if not folder.is_dir():
        pytest.skip("no sample files: set VMX2XEN_SAMPLES to their folder")
    return folder
