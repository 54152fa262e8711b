"""An import under way: where it is led, how it ends, and that nothing of it stays there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fixtures.xapi_server import Record, XapiServer

from engine.deliver.pool.import_stream import Import, begun
from engine.deliver.pool.pool import Pool
from engine.findings import Refusal, Stopped


def storage(xapi: XapiServer) -> str:
    return str(xapi.tables["SR"][xapi.sr]["uuid"])


@contextmanager
def ended(xapi: XapiServer, pool: Pool, **fields: object) -> Iterator[Import]:
    """An import whose task has come to such an end."""
    with begun(pool, storage(xapi), "a") as stream:
        task(xapi).update(fields)
        yield stream


def task(xapi: XapiServer) -> Record:
    [found] = xapi.tables["task"].values()
    return found


def finish(stream: Import) -> str:
    return stream.finish(lambda part: None, threading.Event())


def test_the_machine_that_was_made_is_told(xapi: XapiServer, pool: Pool) -> None:
    with ended(xapi, pool, status="success", result="<value>OpaqueRef:7-a</value>") as stream:
        assert finish(stream) == "OpaqueRef:7-a"
    assert not task(xapi)["cancelled"]
    assert xapi.calls[-1] == "task.destroy"


@pytest.mark.parametrize("result", ["", "<value>x</value>", "OpaqueRef:1 OpaqueRef:2"])
def test_a_success_without_a_machine_is_none(xapi: XapiServer, pool: Pool, result: str) -> None:
    with (
        pytest.raises(Refusal, match=r"E907.*: success\."),
        ended(xapi, pool, status="success", result=result) as stream,
    ):
        finish(stream)


def test_a_failure_is_told_in_the_words_of_the_pool(xapi: XapiServer, pool: Pool) -> None:
    error = ["SR_FULL", "4096", "1"]
    with (
        pytest.raises(Refusal, match=r"E907.*SR_FULL 4096 1"),
        ended(xapi, pool, status="failure", error_info=error, result="OpaqueRef:1") as stream,
    ):
        finish(stream)


def test_it_is_waited_for_and_progress_told(xapi: XapiServer, pool: Pool) -> None:
    told: list[float] = []

    def look(part: float) -> None:
        told.append(part)
        task(xapi).update(status="success", result="OpaqueRef:1", progress=1.0)

    with ended(xapi, pool, progress=0.25) as stream:
        assert stream.finish(look, threading.Event()) == "OpaqueRef:1"
    assert told == [0.25]


@pytest.mark.parametrize("status", ["pending", "success"])
def test_stopped_it_is_cancelled_there(xapi: XapiServer, pool: Pool, status: str) -> None:
    """Also where all has come: it is not wanted any more."""
    cancel = threading.Event()
    cancel.set()
    with (
        pytest.raises(Stopped),
        ended(xapi, pool, status=status, result="OpaqueRef:1") as stream,
    ):
        stream.finish(lambda part: None, cancel)
    assert task(xapi)["cancelled"]
    assert xapi.calls[-2:] == ["task.cancel", "task.destroy"]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("evil.example", "E907: .*none of its hosts"),
        ("127.0.0.1:99999", "E907: .*HTTP status 302"),
        ("[", "E907: .*HTTP status 302"),
        ("127.0.0.1/#", "E907: .*HTTP status 302"),
    ],
)
def test_it_is_led_to_hosts_of_the_pool_alone(
    xapi: XapiServer, pool: Pool, place: str, says: str
) -> None:
    """The session is told there."""
    xapi.redirect_to = place
    with pytest.raises(Refusal, match=says), begun(pool, storage(xapi), "a"):
        pass
    assert task(xapi)["cancelled"]


def test_it_is_not_led_for_ever(xapi: XapiServer, pool: Pool) -> None:
    xapi.redirect_to = f"127.0.0.1:{xapi.port}"
    with pytest.raises(Refusal, match=r"E900: .*from one host to another"):
        begun(pool, storage(xapi), "a").__enter__()


def test_a_storage_that_is_none(xapi: XapiServer, pool: Pool) -> None:
    with pytest.raises(Refusal, match=r"E907: .*HTTP status 400"):
        begun(pool, "none", "a").__enter__()


def test_what_cannot_be_sent_is_told_with_the_reason_of_the_pool(
    xapi: XapiServer, pool: Pool
) -> None:
    xapi.stop_after, xapi.refuses = 1, ("SR_FULL", "4096")
    with pytest.raises(Refusal, match=r"E907: .*SR_FULL 4096"), ended(xapi, pool) as stream:
        stream.write(bytes(64 << 20))  # more than is taken before the pool reads no more
