"""A pool that is logged in to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import keyrings, xapi_server
from fixtures.xapi_server import PASSWORD, XapiServer

from engine import passwords
from engine.deliver.pool.address import PoolAddress
from engine.deliver.pool.certificates import Known
from engine.deliver.pool.pool import Pool, logged_in


@pytest.fixture
def xapi(tmp_path: Path) -> Iterator[XapiServer]:
    """A server that speaks XAPI."""
    with xapi_server.running(XapiServer(tmp_path)) as running:
        yield running


@pytest.fixture
def known(xapi: XapiServer, tmp_path: Path) -> Known:
    """Its certificate was agreed to."""
    return Known([xapi.certificate], tmp_path / "known.json")


@pytest.fixture
def pool(xapi: XapiServer, known: Known, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A session of root's."""
    with keyrings.empty(monkeypatch):
        passwords.ask_by(lambda _: PASSWORD)
        with logged_in(PoolAddress("root", "127.0.0.1", xapi.port), known) as session:
            yield session
