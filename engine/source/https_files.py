"""Files of datastores by HTTPS: ranges, over several connections that are kept open.

A host throttles each connection, so several at once are as many times faster. Source: VMware,
"HTTP access to vSphere Server files" (``/folder/PATH?dcPath=…&dsName=…``); RFC 9110 on ranges.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import (
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
    RemoteDisconnected,
)
from pathlib import Path
from ssl import SSLEOFError
from urllib.parse import quote, urlencode

from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.source import certificates
from engine.source.again import until_connected
from engine.source.esxi_session import EsxiSession
from engine.source.received import took
from engine.source.source import Left, spans

CONNECTIONS = 8
_TIMEOUT = 30  # seconds
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_IN_USE = (403, 409, 423, 500)  #: what hosts say of files that a running machine holds
_LARGEST = 4 << 20  #: bytes of one request
#: Bytes that are read at once: of those nobody knows how many had come when there was a cut.
_STEP = 64 << 10


class HttpsFiles:
    """Reads files of one host; safe to use from several threads."""

    def __init__(self, session: EsxiSession) -> None:
        self._session = session
        self._free = threading.BoundedSemaphore(CONNECTIONS)
        self._lock = threading.Lock()
        self._idle: list[HTTPSConnection] = []
        self._centers: dict[str, str] = {}  #: of datastores
        self.received = 0  #: bytes of files that have come

    def read(self, where: tuple[str, str], path: Path, left: Left) -> None:
        """Fill ``left``, in order of the file ``where`` (datastore, path in it).

        What has come is taken out of it. Refuses E705, E872, E873 and E874; raises
        FileNotFoundError.
        """
        while left:
            until_connected(partial(self._request, where, path, left), left)

    def size(self, where: tuple[str, str], path: Path) -> int:
        """The bytes of a file; raises FileNotFoundError."""
        with self._answer("HEAD", where, path, {}) as answer:
            length = answer.getheader("Content-Length") or ""
            if answer.status != 200 or not length.isdecimal() or len(length) > 18:
                raise self._refusal(answer.status, path)
            return int(length)

    def close(self) -> None:
        """End all connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for each in idle:
            each.close()

    def _request(self, where: tuple[str, str], path: Path, left: Left) -> None:
        """Fill the first parts of ``left``, those that follow each other, by one request."""
        group = next(spans(left, _LARGEST))
        start, stop = group[0][0], group[-1][0] + len(group[-1][1])
        wanted = {"Range": f"bytes={start}-{stop - 1}"}
        with self._answer("GET", where, path, wanted) as answer:
            found = _RANGE.fullmatch(answer.getheader("Content-Range") or "")
            if answer.status != 206 or not found or int(found[1]) != start:
                raise self._refusal(answer.status, path)
            if int(found[2]) != stop - 1:
                raise refuse("E874", path=path, host=self._session.host)
            for _, buffer in group:
                self._fill(buffer, answer, left)

    def _fill(self, buffer: memoryview, answer: HTTPResponse, left: Left) -> None:
        """Read what was promised: an end before that is one of the connection, not of the file."""
        done = 0
        while done < len(buffer):
            count = answer.readinto(buffer[done : done + _STEP])
            if not count:
                raise IncompleteRead(bytes(done), len(buffer) - done)
            done += count
            took(left, count)
            with self._lock:
                self.received += count

    @contextmanager
    def _answer(
        self, method: str, where: tuple[str, str], path: Path, headers: dict[str, str]
    ) -> Iterator[HTTPResponse]:
        """The answer to a request; its connection is used again if all of it was read."""
        with self._free:
            connection = self._connection()
            try:
                datastore, name = where
                query = {"dcPath": self._center(datastore), "dsName": datastore}
                own = {"Cookie": self._session.cookie, **headers}
                connection.request(method, f"/folder/{quote(name)}?{urlencode(query)}", headers=own)
                answer = connection.getresponse()
                if answer.status == 404:
                    raise FileNotFoundError(str(path))
                yield answer
                answer.read(0)
            except BaseException as error:
                connection.close()
                raise self._told(error) from None
            if answer.isclosed():
                with self._lock:
                    self._idle.append(connection)
            else:
                connection.close()

    def _center(self, datastore: str) -> str:
        with self._lock:
            known = self._centers.get(datastore)
        if known is None:
            known = self._centers[datastore] = self._session.datacenter_of(datastore)
        return known

    def _told(self, error: BaseException) -> BaseException:
        if isinstance(error, TimeoutError):
            return refuse("E872", host=self._session.host, seconds=_TIMEOUT)
        if isinstance(error, Refusal | FileNotFoundError) or not isinstance(
            error, OSError | HTTPException
        ):
            return error
        reason: object = str(error) or type(error).__name__
        if isinstance(error, IncompleteRead | RemoteDisconnected | SSLEOFError):
            reason = Phrase("the connection was closed")
        return refuse("E705", host=self._session.host, reason=reason)

    def _refusal(self, status: int, path: Path) -> Refusal:
        host = self._session.host
        if status in _IN_USE:
            return refuse("E873", path=path, host=host)
        return refuse("E715", host=host, answer=f"HTTP {status}")

    def _connection(self) -> HTTPSConnection:
        """One that is open, and to the host that was agreed to; refuses E882."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
        session = self._session
        made = HTTPSConnection(
            session.name, session.port, timeout=_TIMEOUT, context=certificates.unchecked()
        )
        try:
            made.connect()
            found = certificates.digest_of(made.sock)
        except OSError as error:
            made.close()
            raise self._told(error) from None
        if found != session.fingerprint:
            made.close()
            known, new = certificates.shown(session.fingerprint), certificates.shown(found)
            raise refuse("E882", host=session.host, fingerprint=new, known=known)
        return made
