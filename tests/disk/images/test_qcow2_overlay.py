"""An overlay is read by QEMU's tools: the pages of the edit, and for the rest the image below."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from fixtures.tools import run

from engine.disk.edits.edit import PAGE, Edit, Page
from engine.disk.images import qcow2_overlay
from engine.findings import Refusal


def edit_of(content: bytes, numbers: list[int]) -> tuple[Edit, bytes]:
    """An edit of those pages of ``content``, and what it makes of it."""
    noise, changed, pages = random.Random(1), bytearray(content), {}
    for number in numbers:
        before = content[number * PAGE : (number + 1) * PAGE]
        after = noise.randbytes(len(before))
        pages[number] = Page(before, after)
        changed[number * PAGE : (number + 1) * PAGE] = after
    return Edit(len(content), pages), bytes(changed)


@pytest.mark.parametrize(
    ("size", "numbers"),
    [
        (1 << 20, []),
        (1 << 20, [0, 255]),
        ((5 << 20) + 1536, [0, 511, 512, 1024, 1280]),  # the last page is short
        (40 << 20, list(range(0, 10240, 3))),  # more than a block of counts
    ],
)
def test_what_is_read(tmp_path: Path, size: int, numbers: list[int]) -> None:
    base, overlay, flat = (tmp_path / name for name in ("base, it's", "over.qcow2", "flat"))
    content = random.Random(2).randbytes(size)
    base.write_bytes(content)
    edit, changed = edit_of(content, numbers)
    qcow2_overlay.write(overlay, edit, base, "raw")
    run("qemu-img", "check", overlay)
    info = json.loads(run("qemu-img", "info", "--output=json", overlay))
    assert (info["backing-filename"], info["backing-filename-format"]) == (str(base), "raw")
    run("qemu-img", "convert", "-O", "raw", overlay, flat)
    assert flat.read_bytes()[:size] == changed
    assert base.read_bytes() == content


def test_a_large_disk(tmp_path: Path) -> None:
    base, overlay = tmp_path / "base", tmp_path / "over.qcow2"
    with base.open("wb") as file:
        file.truncate(2 << 40)
    last = (2 << 40) // PAGE - 1
    qcow2_overlay.write(overlay, Edit(2 << 40, {last: Page(bytes(PAGE), b"x" * PAGE)}), base, "raw")
    run("qemu-img", "check", overlay)
    found = run("qemu-io", "-r", "-c", f"read -P 0x78 {last * PAGE} {PAGE}", overlay)
    assert "Pattern verification failed" not in found


def test_what_cannot_be_written(tmp_path: Path) -> None:
    edit = Edit(PAGE, {})
    for path, base in ((tmp_path / "no" / "x", tmp_path), (tmp_path / "x", Path("/" + "y" * 1023))):
        with pytest.raises(Refusal) as refused:
            qcow2_overlay.write(path, edit, base, "raw")
        assert refused.value.findings[0].code == "E403"
