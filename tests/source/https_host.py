"""An HTTPS server that answers as a test has it: a fake of what serves files on an ESXi host."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fixtures import tls


@dataclass
class HttpsHost:
    """One that runs; ``content`` is what every path has, as far as nothing else is said."""

    content: bytes = b""
    status: int = 206  #: of answers to GET
    headers: dict[str, str] = field(default_factory=dict)  #: in place of those of a true answer
    cut_after: int | None = None  #: bytes of the next answer, then the connection ends
    asked: list[tuple[str, str, str]] = field(default_factory=list)  #: method, path, range
    cookies: set[str] = field(default_factory=set)
    connections: int = 0
    port: int = 0
    fingerprint: str = ""

    def answer(self, wanted: str) -> tuple[bytes, dict[str, str]]:
        """What is sent for a range, and its headers."""
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)
        if not found:
            return self.content, {"Content-Length": str(len(self.content)), **self.headers}
        first, last = int(found[1]), min(int(found[2]), len(self.content) - 1)
        body = self.content[first : last + 1]
        told = f"bytes {first}-{last}/{len(self.content)}"
        return body, {"Content-Length": str(len(body)), "Content-Range": told, **self.headers}


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.host.connections += 1

    def _answer(self) -> None:
        host, wanted = self.server.host, self.headers.get("Range", "")
        host.asked.append((self.command, self.path, wanted))
        host.cookies.add(self.headers.get("Cookie", ""))
        body, headers = host.answer(wanted)
        self.send_response(host.status if wanted else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        cut, host.cut_after = host.cut_after, None
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.close_connection = True

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    host: HttpsHost

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client may go when it likes."""


@contextmanager
def running(folder: Path) -> Iterator[HttpsHost]:
    """The server at a port of its own, with a certificate that it signed itself."""
    made = tls.certificate(folder)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.socket = made.context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.host = HttpsHost(port=server.server_address[1], fingerprint=made.fingerprint)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.host
        finally:
            server.shutdown()
            thread.join()
