"""A certificate is agreed to once, by its digest; before that nothing is sent."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path

import pytest
from fixtures.xapi_server import XapiServer

from engine.deliver.pool.certificates import Known, connected, plain
from engine.findings import Refusal

FIRST, SECOND = b"a certificate", b"another one"
DIGEST, OTHER = (hashlib.sha256(each).hexdigest() for each in (FIRST, SECOND))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config/known_pools.json"


def test_one_that_nobody_has_seen_is_shown_and_not_kept(path: Path) -> None:
    for _ in range(2):
        with pytest.raises(Refusal, match=f"E901.* pool:443 .*{DIGEST}"):
            Known((), path).check("pool", 443, FIRST)
    assert not path.exists()


def test_agreed_to_once_it_is_known_at_that_place_alone(path: Path) -> None:
    typed = ":".join(DIGEST[at : at + 2] for at in range(0, 64, 2)).upper()
    assert plain(typed) == DIGEST
    Known([typed], path).check("pool", 443, FIRST)
    Known((), path).check("pool", 443, FIRST)
    for place in (("pool", 8443), ("other", 443)):
        with pytest.raises(Refusal, match="E901"):
            Known((), path).check(*place, FIRST)


def test_another_than_before_is_said_to_be_another(path: Path) -> None:
    Known([DIGEST], path).check("pool", 443, FIRST)
    for agreed in ((), [DIGEST]):
        with pytest.raises(Refusal, match=f"E902.*{OTHER}, not {DIGEST}"):
            Known(agreed, path).check("pool", 443, SECOND)


def test_a_renewed_one_takes_its_place_and_leaves_others(path: Path) -> None:
    Known([DIGEST], path).check("pool", 443, FIRST)
    Known([DIGEST], path).check("other", 443, FIRST)
    Known([OTHER], path).check("pool", 443, SECOND)
    known = Known((), path)
    known.check("pool", 443, SECOND)
    known.check("other", 443, FIRST)
    with pytest.raises(Refusal, match="E902"):
        known.check("pool", 443, FIRST)


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "\udcff"])
def test_a_damaged_file_lets_nothing_in(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(Refusal, match="E403"):
        Known([DIGEST], path).check("pool", 443, FIRST)


def test_a_file_that_cannot_be_read_or_written(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(Refusal, match="E403"):
        Known([DIGEST], path).check("pool", 443, FIRST)
    with pytest.raises(Refusal, match="E403"):
        Known([DIGEST], Path("/proc/known_pools.json")).check("pool", 443, FIRST)


def test_nothing_is_sent_to_a_host_that_is_not_known(xapi: XapiServer, path: Path) -> None:
    with pytest.raises(Refusal, match="E901"):
        connected("127.0.0.1", xapi.port, Known((), path))
    assert xapi.calls == []
    connected("127.0.0.1", xapi.port, Known([xapi.certificate], path)).close()
    connected("127.0.0.1", xapi.port, Known((), path)).close()


def test_a_port_that_is_closed_or_speaks_something_else(path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Refusal, match="E900"):
        connected("127.0.0.1", port, Known((), path))
