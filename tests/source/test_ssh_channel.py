"""What a channel reads of a file is what is in it, wherever the parts begin and end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.source.ssh_channel import Channel
from engine.ssh.server import Server

SIZE = (300 << 10) + 77
CONTENT = bytes(number * 7 % 251 for number in range(SIZE))

#: Where parts begin, and how long they are.
Spans = list[tuple[int, int]]


def read(channel: Channel, path: Path, parts: Spans, *, packed: bool) -> list[bytes]:
    buffers = [(at, memoryview(bytearray(length))) for at, length in parts]
    left = list(buffers)
    channel.read(PurePosixPath(path), path.stat().st_size, left, packed=packed)
    assert left == []
    return [bytes(buffer) for _, buffer in buffers]


def buffer() -> memoryview:
    return memoryview(bytearray(512))


@pytest.fixture(params=["coreutils", "busybox"])
def channel(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Channel]:
    """A channel to this computer, with the tools of a distribution or of BusyBox."""
    if request.param == "busybox":
        busybox = shutil.which("busybox") or pytest.skip("busybox is not installed")
        for name in ("dd", "gzip", "sh", "printf"):
            (tmp_path / name).symlink_to(busybox)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    made = Channel(Server(None))
    yield made
    made.close()


@st.composite
def _parts(draw: st.DrawFn) -> Spans:
    edges = draw(st.lists(st.integers(0, SIZE), min_size=2, max_size=8, unique=True).map(sorted))
    pairs = list(pairwise(edges))
    return [(low, high - low) for low, high in pairs if draw(st.booleans())] or [(0, edges[-1])]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(_parts(), st.booleans())
def test_any_parts(channel: Channel, tmp_path: Path, parts: Spans, packed: bool) -> None:
    path = tmp_path / "file with 'quotes' and $blanks.vmdk"
    if not path.exists():
        path.write_bytes(CONTENT)
    found = read(channel, path, parts, packed=packed)
    assert found == [CONTENT[at : at + length] for at, length in parts]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_became_shorter_is_told(channel: Channel, tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "disk"
    path.write_bytes(CONTENT)
    whole = memoryview(bytearray(SIZE))
    read(channel, path, [(0, SIZE)], packed=packed)
    path.write_bytes(CONTENT[: SIZE // 2])
    left = [(0, whole)]
    with pytest.raises(Refusal) as refused:
        channel.read(PurePosixPath(path), SIZE, left, packed=packed)
    assert refused.value.findings[0].code == "E874"
    assert [(at, len(buffer)) for at, buffer in left] == [(SIZE // 2, SIZE - SIZE // 2)]
    assert whole[: SIZE // 2] == CONTENT[: SIZE // 2]


def test_a_file_that_is_gone(channel: Channel, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        channel.read(
            PurePosixPath(tmp_path / "no"), 5, [(0, memoryview(bytearray(5)))], packed=False
        )


def test_a_file_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VMFS says so of what a running machine writes to."""
    tool = tmp_path / "dd"
    tool.write_text(
        "#!/bin/sh\necho \"dd: can't open '/f': Device or resource busy\" >&2\nexit 1\n"
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    channel = Channel(Server(None))
    with pytest.raises(Refusal) as refused:
        channel.read(PurePosixPath("/f"), 512, [(0, buffer())], packed=False)
    channel.close()
    assert refused.value.findings[0].code == "E873"
