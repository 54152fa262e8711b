"""What is sent is limited, and compressed where that helps: counted at a real sshd."""

from __future__ import annotations

import os
import threading
import time

import pytest
from deliver.ssh_server import HOST, SshServer, user

from engine.cli.main import main
from engine.deliver import scripts
from engine.deliver.transit import Bucket, Transit, chosen
from engine.sizes import rate
from engine.ssh.connection import connected
from engine.ssh.host import Host
from engine.ssh.server import Server

MIB = 1 << 20
FLAT = bytes(range(64)) * (MIB // 64)  # compresses well
NOISE = os.urandom(MIB)


@pytest.mark.parametrize(
    ("text", "count"),
    [("20M", 20 << 20), ("500k", 500 << 10), ("1.5G", 3 << 29), ("7", 7), ("2MiB/s", 2 << 20)],
)
def test_rates(text: str, count: int) -> None:
    assert rate(text) == count


@pytest.mark.parametrize("text", ["", "M", "0", "-1M", "20T", "1e9", "fast"])
def test_what_is_no_rate(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no rate"):
        rate(text)
    assert main(["push", "DIR", "/srv", f"--limit={text}"]) == 2
    assert "no rate" in capsys.readouterr().err


def test_a_bucket_never_lets_more_through() -> None:
    bucket, began = Bucket(4 * MIB, threading.Event()), time.monotonic()
    for _ in range(24):
        bucket.take(64 << 10)
    assert (time.monotonic() - began + 0.2 + 0.05) * 4 * MIB >= 1.5 * MIB


def test_a_bucket_does_not_keep_one_who_has_cancelled() -> None:
    cancel = threading.Event()
    cancel.set()
    Bucket(1, cancel).take(1 << 30)


def decided(limit: int, data: bytes) -> Transit:
    with connected(Host(HOST, user())) as there:
        return chosen(there, iter([data]), limit, threading.Event())


def test_a_slow_network_is_relieved(server: SshServer) -> None:
    assert decided(4 * MIB, FLAT) == Transit(4 * MIB, packed=True)


def test_what_does_not_shrink_is_not_compressed(server: SshServer) -> None:
    assert decided(4 * MIB, NOISE) == Transit(4 * MIB)
    assert decided(4 * MIB, b"") == Transit(4 * MIB)


def test_a_server_without_zstd(server: SshServer, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = scripts.SAMPLE.replace("zstd", "zstd-which-is-not-there")
    monkeypatch.setattr(scripts, "SAMPLE", absent)
    assert decided(4 * MIB, FLAT) == Transit(4 * MIB)


def test_nothing_is_compressed_on_this_computer() -> None:
    assert chosen(Server(None), iter([FLAT]), 1, threading.Event()) == Transit(1)
