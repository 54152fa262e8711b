"""An XVA on its way into a pool: streamed by ``PUT /import``, watched by a task of the pool's.

XAPI says 200 as soon as it is ready to read, and 302 where another host has the storage; it takes
no chunks, and needs no length (ocaml/xapi/import.ml of xen-api).
"""

from __future__ import annotations

import http.client
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode, urlsplit

from engine import passwords
from engine.deliver.pool.certificates import connected
from engine.deliver.pool.pool import Pool
from engine.findings import Refusal, Stopped, refuse
from engine.phrase import Phrase

_REDIRECTS = 3
_LOOK_EVERY = 0.5  # seconds
_PENDING, _SUCCESS = "pending", "success"


class Import:
    """An import under way; use :func:`begun`."""

    def __init__(self, pool: Pool, task: str, channel: ssl.SSLSocket) -> None:
        self._pool, self._task, self._channel = pool, task, channel

    def write(self, data: bytes | memoryview) -> None:
        """Send a part of the archive; refuses E907, with what the pool says of it."""
        try:
            self._channel.sendall(data)
        except OSError as error:
            raise self._failed(str(error)) from None

    def close(self) -> None:
        """Nothing: the pool knows the end of an archive by what is in it."""

    def finish(self, told: Callable[[float], None], cancel: threading.Event) -> str:
        """The reference of the VM that was made, once the pool is done.

        ``told`` is called with the part that it has done, 0 to 1. Raises Stopped; refuses E907.
        """
        while True:
            record = self._pool.ask("task.get_record", self._task)
            if record["status"] != _PENDING:
                break
            told(float(record["progress"]))
            if cancel.wait(_LOOK_EVERY):
                raise Stopped
        if cancel.is_set():  # also where all has come: it is not wanted any more
            raise Stopped
        made = re.findall(r"OpaqueRef:[0-9A-Za-z-]+", record["result"])
        if record["status"] != _SUCCESS or len(made) != 1:
            raise self._failed(record["status"])
        return str(made[0])

    def _failed(self, otherwise: str) -> Refusal:
        """The refusal with the pool's own reason, if it has one."""
        told: list[str] = []
        with suppress(Refusal):
            told = self._pool.ask("task.get_record", self._task)["error_info"]
        return refuse(
            "E907",
            host=self._pool.address.host,
            reason=passwords.hidden(" ".join(told)) or otherwise,
        )


@contextmanager
def begun(pool: Pool, storage: str, name: str) -> Iterator[Import]:
    """An import into the storage of that UUID, whose stream can be written.

    Where it is left by an exception the task is cancelled. Refuses E900 to E902, E907.
    """
    task = pool.ask("task.create", f"vmx2xen: {name}", "")
    try:
        with _channel(pool, storage, task) as channel:
            yield Import(pool, task, channel)
    except BaseException:
        with suppress(Refusal):
            pool.ask("task.cancel", task)
        raise
    finally:
        with suppress(Refusal):
            pool.ask("task.destroy", task)


@contextmanager
def _channel(pool: Pool, storage: str, task: str) -> Iterator[ssl.SSLSocket]:
    """A connection to the host that takes the import, which is ready to read it."""
    query = {"session_id": pool.session, "sr_uuid": storage, "task_id": task, "restore": "true"}
    host, port, path = pool.address.host, pool.address.port, f"/import?{urlencode(query)}"
    for _ in range(_REDIRECTS):
        with connected(host, port, pool.known) as channel:
            answer = _asked(channel, host, path)
            if answer.status == http.client.OK:
                yield channel
                return
        host, port, path = _elsewhere(pool, answer)
    raise refuse("E900", host=host, reason=Phrase("it leads from one host to another"))


def _asked(channel: ssl.SSLSocket, host: str, path: str) -> http.client.HTTPResponse:
    """The head of the answer, which comes before anything of the archive is sent."""
    try:
        channel.sendall(f"PUT {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(channel, method="PUT")
        answer.begin()
    except (OSError, http.client.HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise refuse("E900", host=host, reason=reason) from None
    return answer


def _elsewhere(pool: Pool, answer: http.client.HTTPResponse) -> tuple[str, int, str]:
    """Where an answer leads to: a host of this pool alone, for the session is told there."""
    leads = answer.status in (301, 302, 307)
    found = _address(answer.headers.get("Location", "")) if leads else None
    if found is None:
        reason = Phrase("HTTP status {status}", status=answer.status)
        raise refuse("E907", host=pool.address.host, reason=reason)
    if found[0] not in pool.addresses():
        reason = Phrase("it leads to {host}, which is none of its hosts", host=found[0])
        raise refuse("E907", host=pool.address.host, reason=reason)
    return found


def _address(url: str) -> tuple[str, int, str] | None:
    """Host, port, and path with query of an address by HTTPS; None for anything else."""
    try:
        found = urlsplit(url)
        port = found.port or http.client.HTTPS_PORT
    except ValueError:
        return None
    if found.scheme != "https" or not found.query:
        return None
    return found.hostname or "", port, f"{found.path}?{found.query}"
