"""Copy-on-write pages over a disk that is only read: a change that has not happened yet.

What is written stays in memory. :meth:`Overlay.edit` is the change as data; it can be looked at,
saved, laid over a chain as its newest layer, or committed to an image.
"""

from __future__ import annotations

from engine.disk.disk import Disk
from engine.disk.edits.edit import PAGE, PAGES_LIMIT, Edit, Page
from engine.findings import refuse


class Overlay:
    """A disk that reads like ``base`` but for what was written to it; ``base`` stays as it is."""

    def __init__(self, base: Disk) -> None:
        self._base = base
        self._size = base.size
        self._before: dict[int, bytes] = {}
        self._after: dict[int, bytearray] = {}

    @property
    def size(self) -> int:
        return self._size

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the disk."""
        stop = min(offset + length, self._size)
        if offset >= stop:
            return b""
        content = self._base.pread(offset, stop - offset)
        own = [number for number in _pages(offset, stop) if number in self._after]
        if not own:
            return content
        mixed = bytearray(content)
        for number in own:
            low, high = max(number * PAGE, offset), min((number + 1) * PAGE, stop)
            page = self._after[number]
            mixed[low - offset : high - offset] = page[low - number * PAGE : high - number * PAGE]
        return bytes(mixed)

    def pwrite(self, offset: int, data: bytes) -> None:
        """Put ``data`` at ``offset``.

        Raises ValueError outside of the disk; refuses (E603) more pages than memory should hold.
        """
        stop = offset + len(data)
        if offset < 0 or stop > self._size:
            raise ValueError(f"bytes {offset} to {stop} are not on a disk of {self._size}")
        for number in _pages(offset, stop):
            page = self._page(number)
            start = number * PAGE
            low, high = max(start, offset), min(start + len(page), stop)
            page[low - start : high - start] = data[low - offset : high - offset]

    def edit(self) -> Edit:
        """The pages that differ from the base's."""
        pages = {
            number: Page(self._before[number], bytes(page))
            for number, page in sorted(self._after.items())
            if page != self._before[number]
        }
        return Edit(self._size, pages)

    def adopt(self, edit: Edit) -> None:
        """Take over all pages of an overlay that has this one as its base; refuses E603."""
        if len(self._after.keys() | edit.pages.keys()) > PAGES_LIMIT:
            raise refuse("E603", limit=PAGES_LIMIT * PAGE)
        for number, page in edit.pages.items():
            self._before.setdefault(number, page.before)
            self._after[number] = bytearray(page.after)

    def _page(self, number: int) -> bytearray:
        """The own copy of a page, made at the first write to it."""
        if number not in self._after:
            if len(self._after) >= PAGES_LIMIT:
                raise refuse("E603", limit=PAGES_LIMIT * PAGE)
            before = self._base.pread(number * PAGE, PAGE)
            self._before[number] = before
            self._after[number] = bytearray(before)
        return self._after[number]


def _pages(start: int, stop: int) -> range:
    """The numbers of the pages that [start, stop) touches."""
    return range(start // PAGE, -(-stop // PAGE))
