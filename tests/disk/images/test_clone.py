"""Sharing blocks with the source, on real file systems that can."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import machine
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.copying import journal
from engine.disk.copying.copy import Copy
from engine.disk.copying.digest import ChunkDigests, chunk_size
from engine.disk.images.clone import Stretch, without
from engine.disk.images.targets import RawFile
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

MAKE = {"btrfs": ["mkfs.btrfs", "-q"], "xfs": ["mkfs.xfs", "-q"]}
SIZE = 96 << 20


@pytest.fixture(params=MAKE)
def sharing(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file system that shares blocks; needs root."""
    image, folder = tmp_path / "image", tmp_path / "mounted"
    image.touch()
    os.truncate(image, 400 << 20)
    folder.mkdir()
    try:
        subprocess.run([*MAKE[request.param], image], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", image, folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no {request.param} can be mounted: {error}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def used(folder: Path) -> int:
    subprocess.run(["sync", "-f", folder], check=True)
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


@pytest.mark.skipif(sys.platform != "linux", reason="macOS clones whole files only, Windows none")
@pytest.mark.parametrize("fragmentation", [False, True])
def test_an_image_shares_its_blocks(sharing: Path, fragmentation: bool) -> None:
    built = machine.build(sharing / "vm", size=SIZE, snapshots=2, fragmentation=fragmentation)
    chain = open_chain(built.disk, Folder(built.disk.parent))
    before = used(sharing)
    target = RawFile(sharing / "out", chain.size, sources=chain.files)
    digests, log = ChunkDigests(chunk_size(SIZE)), journal.create(sharing / "log", {})
    with chain.files:
        Copy(chain.mapping, chain.files, target, log, digests).run(print, threading.Event())
    target.close()
    log.close()
    taken = used(sharing) - before
    assert (
        subprocess.run(["cmp", sharing / "out", built.truths["current"]], check=False).returncode
        == 0
    )
    assert built.allocated
    assert taken < built.allocated / 3


ordered = st.lists(st.integers(0, 40), max_size=12, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(ordered, ordered)
def test_what_is_not_shared_is_written(stretches: list[Stretch], taken: list[Stretch]) -> None:
    def covered(parts: list[Stretch]) -> set[int]:
        return {at for begin, end in parts for at in range(begin, end)}

    left = without(stretches, taken)
    assert covered(left) == covered(stretches) - covered(taken)
    assert all(begin < end for begin, end in left)
