"""A real Dask cluster of processes: a scheduler that can be ended, and workers that can be lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fixtures.tools import run

_WITHIN = 60  # seconds


class DaskCluster:
    """Its processes; ``log`` has what they say."""

    def __init__(self, folder: Path, protocol: str = "tcp") -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.address = f"{protocol}://127.0.0.1:{self.port}"
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self._protocol = protocol

    def start(self, workers: int) -> None:
        """A scheduler at the same port as before, and so many workers; without waiting."""
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--protocol",
                 self._protocol, "--no-dashboard", "--no-show")  # fmt: skip
        self.scheduler = self._process("scheduler", "distributed.cli.dask_scheduler", *where)
        for _ in range(workers):
            self.add()

    def add(self) -> subprocess.Popen[bytes]:
        """One more worker, of one thread."""
        name = f"worker{len(self.workers)}"
        made = self._process(
            name, "distributed.cli.dask_worker", self.address, "--nthreads", "1",
            "--no-dashboard", "--no-nanny", "--name", name,
            "--local-directory", str(self.folder / "spill"),
        )  # fmt: skip
        self.workers.append(made)
        return made

    def await_workers(self, count: int) -> None:
        """Wait until so many are there."""
        from distributed import Client

        deadline = time.monotonic() + _WITHIN
        while True:
            try:
                with Client(self.address, timeout=_WITHIN, set_as_default=False) as client:
                    client.wait_for_workers(count, timeout=_WITHIN)
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise

    def end(self) -> None:
        """End all, as a power cut does."""
        for each in (self.scheduler, *self.workers):
            if each is not None and each.poll() is None:
                each.send_signal(signal.SIGKILL)
            if each is not None:
                each.wait()
        self.scheduler, self.workers = None, []

    def _process(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        settings = {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments], stdout=log, stderr=log, env=settings
            )


def certificates(folder: Path) -> dict[str, str]:
    """Settings of Dask, as environment, for ``tls://``; with a certificate made for that."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=dask")  # fmt: skip
    begin = "DASK_DISTRIBUTED__COMM__TLS__"
    found = {f"{begin}CA_FILE": str(certificate), "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "1"}
    for each in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{begin}{each}__KEY": str(key), f"{begin}{each}__CERT": str(certificate)}
    return found


@contextmanager
def settings_of_environment() -> Iterator[None]:
    """What the environment says to Dask holds in this process, too; all else is as it was."""
    import dask.config
    import distributed  # noqa: F401  # its own settings come before

    said = dask.config.collect(paths=[])
    with dask.config.set(dask.config.merge(dask.config.config, said)):
        yield


@contextmanager
def running(folder: Path, workers: int, protocol: str = "tcp") -> Iterator[DaskCluster]:
    """A cluster whose workers are there."""
    cluster = DaskCluster(folder, protocol)
    try:
        cluster.start(workers)
        cluster.await_workers(workers)
        yield cluster
    finally:
        cluster.end()
