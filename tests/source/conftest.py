"""Hosts of the tests of sources, and what is known of their certificates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from source import https_host
from source.https_host import HttpsHost

from engine.source import certificates


@pytest.fixture
def https(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpsHost]:
    """A host that nobody has agreed to; what is agreed to is forgotten after the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(certificates, "_agreed", {})
    monkeypatch.setattr(certificates, "_expected", set())
    (tmp_path / "keys").mkdir()
    with https_host.running(tmp_path / "keys") as host:
        yield host
