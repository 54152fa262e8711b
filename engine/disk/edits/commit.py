"""Carry out an edit on a raw image, take it back, and finish either after a crash.

Beside the image stands one file for each edit, the newest with the highest number. It is never
changed; its name says how far things are, and renaming it is the one step that counts:

===========================  ====================================================
``disk.raw.undo-001.new``    being written; worth nothing
``disk.raw.undo-001.redo``   safely on disk; its pages are being put into the image
``disk.raw.undo-001``        done; can be taken back
``disk.raw.undo-001.back``   the pages before it are being put back
===========================  ====================================================

Before a name changes, what it promises has been synced; so a crash at any point ends in the old or
in the new state once :func:`recover` has been called. The newest file that is done has the image's
time of change: by that an undo knows that nothing has been written since.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine import platform
from engine.disk.copying.journal import lock, sync_folder
from engine.disk.edits.edit import PAGE, Edit, Page, load
from engine.findings import Finding, Refusal, finding, refuse

_NEW, _REDO, _DONE, _BACK = ".new", ".redo", "", ".back"
_SECTOR = 512
_RUN = 256  #: pages that are written at once at most


def check(image: Path) -> None:
    """Refuse (E403, E407) an image that cannot be written."""
    with _opened(image):
        pass


def _nothing(_: Edit) -> None:
    """What there is to do after an edit unless more is said."""


def commit(
    image: Path,
    edit: Edit,
    folder: Path | None = None,
    settle: Callable[[Edit], None] = _nothing,
) -> Path | None:
    """Carry out ``edit`` on a raw image; returns the file that takes it back.

    ``folder`` is where that file goes: beside the image, unless that is a device. ``settle`` is
    what has to happen with it, such as noting the image's new digests; after a crash before it has
    returned, :func:`recover` calls it again. None if there is nothing to do.

    Refuses (E403, E407) what cannot be written, E604 if the image is no longer what the edit was
    made from, E605 if :func:`recover` has to be called first. The image is then as it
    was, unless E403 came from a disk that no longer takes anything: then as after a crash.
    """
    if not edit.pages:
        return None
    history = _History(image, folder or image.parent)
    with _opened(image) as fd:
        if history.pending():
            raise refuse("E605", path=image)
        strange = _count(fd, edit, lambda found, page: found == page.before)
        if strange:
            raise refuse("E604", path=image, count=strange)
        base = history.next()
        _announce(base, edit)
        with _failing(image):
            try:
                _put(fd, edit.after)
            except OSError:
                _put(fd, edit.before)
                _remove(_named(base, _REDO))
                raise
        _date(fd, _named(base, _REDO))
        settle(edit)
        _rename(base, _REDO, _DONE)
    return base


def adopt(image: Path, file: Path) -> None:
    """Make the saved edit in ``file``, which ``image`` was written with, its newest edit."""
    base = _History(image, image.parent).next()
    with _opened(image) as fd:
        _date(fd, file)
    with _failing(base):
        file.rename(base)
        sync_folder(base.parent)


def undo(
    image: Path,
    folder: Path | None = None,
    *,
    anyway: bool = False,
    settle: Callable[[Edit], None] = _nothing,
) -> bool:
    """Take back the newest edit; False if there is none.

    Refuses like :func:`commit`; E606 if the pages of the edit have changed since, and unless
    ``anyway`` E609 if the image has been written since at all: the guest may have changed other
    pages that rely on these.
    """
    history = _History(image, folder or image.parent)
    if not history.done() and not history.pending():
        return False
    with _opened(image) as fd:
        if history.pending():
            raise refuse("E605", path=image)
        *earlier, base = history.done()
        edit = load(base)
        strange = _count(fd, edit, lambda found, page: found == page.after)
        if strange:
            raise refuse("E606", path=image, count=strange)
        if not (anyway or _has_date(fd, base)):
            raise refuse("E609", path=image)
        _rename(base, _DONE, _BACK)
        with _failing(image):
            try:
                _put(fd, edit.before)
            except OSError:
                _put(fd, edit.after)
                _date(fd, _named(base, _BACK))
                _rename(base, _BACK, _DONE)
                raise
        if earlier:
            _date(fd, earlier[-1])
        settle(edit)
        _remove(_named(base, _BACK))
    return True


def recover(
    image: Path, folder: Path | None = None, settle: Callable[[Edit], None] = _nothing
) -> tuple[Finding, ...]:
    """Finish what a crash interrupted, before the image is used; says what was done (W601, W602).

    Refuses like :func:`commit`; E607 if the image has been changed by something else since.
    """
    history = _History(image, folder or image.parent)
    found: list[Finding] = []
    if not history.pending():
        return ()
    with _opened(image) as fd:
        for path, state in history.pending():
            if state == _NEW:
                _remove(path)
                continue
            edit = load(path)
            strange = _count(fd, edit, _is_mixture)
            if strange:
                raise refuse("E607", path=image, count=strange, undo=path)
            _finish(fd, image, path, state, edit, history.done(), settle)
            found.append(finding("W601" if state == _REDO else "W602", path=image))
    return tuple(found)


def check_settled(image: Path, folder: Path | None = None) -> None:
    """Refuse (E605) an image with an edit that was interrupted."""
    if _History(image, folder or image.parent).pending():
        raise refuse("E605", path=image)


def edits(image: Path, folder: Path | None = None) -> tuple[Path, ...]:
    """The files of the edits that can be taken back, the newest last."""
    return tuple(_History(image, folder or image.parent).done())


def being_undone(image: Path, folder: Path | None = None) -> Path | None:
    """The name of the edit whose taking back was interrupted, as it was when it was done."""
    pending = _History(image, folder or image.parent).pending()
    back = [path for path, state in pending if state == _BACK]
    return back[-1].with_name(back[-1].name.removesuffix(_BACK)) if back else None


def _announce(base: Path, edit: Edit) -> None:
    """Make sure that the edit is on disk before the image is touched; else leave nothing behind."""
    try:
        edit.save(_named(base, _NEW))
        _rename(base, _NEW, _REDO)
    except Refusal:
        for state in (_NEW, _REDO):
            with contextlib.suppress(OSError):
                _named(base, state).unlink()
        raise


def _finish(
    fd: int,
    image: Path,
    path: Path,
    state: str,
    edit: Edit,
    earlier: list[Path],
    settle: Callable[[Edit], None],
) -> None:
    with _failing(image):
        _put(fd, edit.after if state == _REDO else edit.before)
    if state == _REDO:
        _date(fd, path)
        settle(edit)
        _rename(path.with_name(path.name.removesuffix(_REDO)), _REDO, _DONE)
    else:
        if earlier:
            _date(fd, earlier[-1])
        settle(edit)
        _remove(path)


@dataclass(frozen=True, slots=True)
class _History:
    """The files of the edits of an image."""

    image: Path
    folder: Path

    def next(self) -> Path:
        """The name of the next edit."""
        numbers = [int(path.name.rpartition("-")[2]) for path in self.done()]
        return self.folder / f"{self.image.name}.undo-{max(numbers, default=0) + 1:03}"

    def done(self) -> list[Path]:
        return [path for path, state in self._all() if state == _DONE]

    def pending(self) -> list[tuple[Path, str]]:
        """The files of unfinished edits with the endings of their names."""
        return [(path, state) for path, state in self._all() if state != _DONE]

    def _all(self) -> list[tuple[Path, str]]:
        pattern = re.compile(re.escape(self.image.name) + r"\.undo-(\d{3,9})(\.new|\.redo|\.back|)")
        try:
            found = [(pattern.fullmatch(path.name), path) for path in self.folder.iterdir()]
        except OSError as error:
            raise refuse("E410", path=self.folder, reason=error) from None
        known = sorted((int(match[1]), path, match[2]) for match, path in found if match)
        return [(path, state) for _, path, state in known]


@contextmanager
def _opened(image: Path) -> Iterator[int]:
    """The image for reading and writing, held against other processes. Refuses E403, E407, E408."""
    try:
        device = stat.S_ISBLK(image.stat().st_mode)  # one that is mounted is not opened
        fd = platform.open_device(image) if device else platform.open_to_change(image)
    except OSError as error:
        raise refuse("E403", path=image, reason=error) from None
    try:
        if platform.is_read_only(fd):
            raise refuse("E403", path=image, reason=OSError(errno.EROFS, os.strerror(errno.EROFS)))
        lock(fd, image)
        yield fd
    finally:
        os.close(fd)


def _size(fd: int) -> int:
    """Bytes of an image or of a device."""
    found = os.fstat(fd)
    return platform.device_size(fd) if stat.S_ISBLK(found.st_mode) else found.st_size


def _count(fd: int, edit: Edit, good: Callable[[bytes, Page], bool]) -> int:
    """How many pages of the image are not ``good``; all of them if its size is another."""
    if _size(fd) != edit.size:
        return len(edit.pages)
    return sum(
        not good(platform.bytes_at(fd, len(page.before), number * PAGE), page)
        for number, page in edit.pages.items()
    )


def _is_mixture(found: bytes, page: Page) -> bool:
    """Whether each sector is the old or the new one, as it is when writing was interrupted."""
    return len(found) == len(page.before) and all(
        found[at : at + _SECTOR] in (page.before[at : at + _SECTOR], page.after[at : at + _SECTOR])
        for at in range(0, len(found), _SECTOR)
    )


def _put(fd: int, pages: dict[int, bytes]) -> None:
    """Write pages, neighbours together, and wait until they are on disk."""
    for first, data in _runs(pages):
        done = 0
        while done < len(data):
            done += platform.write_at(fd, memoryview(data)[done:], first * PAGE + done)
    platform.sync(fd)


def _runs(pages: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Pages that follow each other: the number of the first, and what they hold."""
    numbers = sorted(pages)
    starts = [n for n in numbers if n - 1 not in pages or n % _RUN == 0]
    for first, end in zip(starts, [*starts[1:], None], strict=True):
        run = itertools.takewhile(pages.__contains__, range(first, end or first + _RUN))
        yield first, b"".join(pages[number] for number in run)


def _date(fd: int, path: Path) -> None:
    """Give the file of an edit the image's time of change."""
    with _failing(path):
        changed = os.fstat(fd).st_mtime_ns
        os.utime(path, ns=(changed, changed))


def _has_date(fd: int, path: Path) -> bool:
    """Whether the image has not been written since; devices do not tell."""
    image = os.fstat(fd)
    return stat.S_ISBLK(image.st_mode) or image.st_mtime_ns == path.stat().st_mtime_ns


def _named(base: Path, state: str) -> Path:
    return base.with_name(base.name + state)


def _rename(base: Path, before: str, after: str) -> None:
    """Change the state of an edit for good."""
    with _failing(base):
        _named(base, before).rename(_named(base, after))
        sync_folder(base.parent)


def _remove(path: Path) -> None:
    with _failing(path):
        path.unlink()
        sync_folder(path.parent)


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    """What the system refuses as a finding."""
    try:
        yield
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
