"""What the tests of disk formats share: reading a whole disk, and what was said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from fixtures.vmdk.descriptor import Descriptor, Extent
from refusals import refused

from engine.disk.block_map import windows
from engine.disk.reader import Reader
from engine.findings import Finding, Refusal
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder
from engine.vmware.model import DiskChain

SECTOR = 512
T = TypeVar("T")


def open_disk(path: Path, redo: str = "", *, trusted: bool = False) -> DiskChain:
    """The chain that ends in ``path``."""
    return open_chain(path, Folder(path.parent, trusted), redo)


def content(chain: DiskChain) -> bytes:
    """All bytes of a disk, in steps that fit no grain; its map must cover it without gaps."""
    at = 0
    for window in windows(chain.mapping):
        for start, length in zip(window.start.tolist(), window.length.tolist(), strict=True):
            assert start == at
            assert length > 0
            at += length
    assert at == chain.size
    reader = Reader(chain.mapping, chain.files)
    step = (1 << 20) - SECTOR * 3
    return b"".join(reader.pread(at, step) for at in range(0, chain.size, step))


def codes(findings: Iterable[Finding]) -> list[str]:
    return sorted(each.code for each in findings)


def said(chain: DiskChain) -> list[str]:
    """The codes of all that is to be said of a chain once it was read."""
    return codes(chain.findings)


def attempt(work: Callable[[], T]) -> T | Refusal:
    """What ``work`` returns or is refused with; anything else it raises is a bug."""
    try:
        return work()
    except Refusal as refusal:
        return refusal


def unreadable(path: Path, redo: str = "") -> str:
    """The code that opening or reading the disk is refused with."""
    return refused(lambda: content(open_disk(path, redo)))


def describe(path: Path, *extents: Extent, create_type: str = "custom", parent: str = "") -> Path:
    """A descriptor over ``extents``; returns its path."""
    text = Descriptor(
        create_type,
        extents,
        cid=0x11223344,
        parent_cid=0x11223344 if parent else 0xFFFFFFFF,
        parent_hint=parent or None,
    )
    path.write_bytes(text.encode())
    return path
