"""A change of an image that can be taken back."""

from __future__ import annotations

from pathlib import Path

from engine.disk.edits import commit
from engine.disk.edits.edit import PAGE, Edit, Page


def change(image: Path, page: int = 0) -> Path:
    """An edit of one page, its bytes turned round; the file that takes it back."""
    with image.open("rb") as file:
        file.seek(page * PAGE)
        before = file.read(PAGE)
    made = commit.commit(image, Edit(image.stat().st_size, {page: Page(before, before[::-1])}))
    assert made is not None
    return made
