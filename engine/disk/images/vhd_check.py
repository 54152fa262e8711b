"""Checks the metadata of a dynamic VHD of ours: the table, every bitmap, and the length.

Our writer lays blocks in the order of the disk, so all of it follows from which entries are used.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.disk.files import Files
from engine.disk.images import vhd
from engine.disk.images.vhd import BITMAP_AT, SECTOR, STRIDE, damaged
from engine.phrase import Phrase

_BITMAP = bytes(BITMAP_AT) + b"\xff" * SECTOR


def check(path: Path) -> None:
    """Refuse (E204, E421) an image whose metadata are not as they were written."""
    with Files() as files:
        image = vhd.open_image(path, files)
        count, first = vhd.entries(image.size), vhd.first_block(image.size)
        head = files.read(image.file, vhd.TABLE_AT, first - vhd.TABLE_AT)
        if any(head[count * 4 :]):
            raise damaged(path, Phrase("something is written between its tables"))
        table = np.frombuffer(head, ">u4", count)
        used = table[table != vhd.UNUSED].astype(np.int64) * SECTOR
        if not np.array_equal(used, first + BITMAP_AT + np.arange(len(used)) * STRIDE):
            raise damaged(path, Phrase("its table of blocks is wrong"))
        expected = first + len(used) * STRIDE + SECTOR
        if files.size(image.file) != expected:
            size = files.size(image.file)
            raise damaged(
                path, Phrase("{size} bytes instead of {expected}", size=size, expected=expected)
            )
        for place in used.tolist():
            if files.read(image.file, place - BITMAP_AT, len(_BITMAP)) != _BITMAP:
                raise damaged(path, Phrase("the bitmap at byte {offset} is wrong", offset=place))
