"""Files of ours in a folder that may have been a stranger's: made anew, never reached by a link.

Who may read them is said once for a folder of results: by its journal while a job is at work, then
by its manifest. All others in it are made with the rights of these; an image that is made alone has
those of its own journal.

What is called like a file of ours and is a symbolic link, has a second name elsewhere, or is no
ordinary file, was made by somebody else: writing to it would change something in another place.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engine import platform
from engine.findings import Refusal, refuse

JOB_JOURNAL, MANIFEST = "job.journal", "manifest.json"
OWNER, _USUAL = 0o600, 0o644  #: rights, as ``chmod`` counts


def rights_for(path: Path) -> int:
    """Who may read and write a new file at ``path``, as ``chmod`` counts."""
    own = path.with_name(f"{path.name.removesuffix('.partial')}.journal")
    for each in (path.with_name(JOB_JOURNAL), path.with_name(MANIFEST), own):
        with suppress(OSError):
            return rights_of(each)
    return _USUAL


def rights_of(path: Path) -> int:
    """Who may read and write a file of ours, as ``chmod`` counts; raises OSError."""
    return stat.S_IMODE(path.lstat().st_mode) & 0o666


def of_folder(rights: int) -> int:
    """The rights of a folder whose files have ``rights``: who may read these may look into it."""
    return 0o700 | rights & 0o044 | (rights & 0o044) >> 2


def is_there(path: Path) -> bool:
    """Whether there is a file of ours; refuses E403, and E417 for what is none."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
    _check(path, found)
    return True


def is_strange(path: Path) -> bool:
    """Whether what is called so was not made by us; False where nothing is to be seen."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return not _is_ordinary(found)


def create(path: Path, rights: int | None = None) -> int:
    """A new file, open for reading and writing. Refuses E402 (it is there), E403, E417.

    Its ``rights`` are those that files beside it have if nothing else is said.
    """
    try:
        return _new(path, rights)
    except FileExistsError:
        is_there(path)
        raise refuse("E402", path=path) from None
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None


def create_anew(path: Path, rights: int | None = None) -> int:
    """A new file in the place of one that was left over; refuses E403, E417."""
    if is_there(path):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise refuse("E403", path=path, reason=error) from None
    return create(path, rights)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A new file to be written; it has its name once it is whole and on disk, no .partial is left.

    Refuses E402 where something is called so, or like its .partial; E403, E417.
    """
    if os.path.lexists(path):
        raise refuse("E402", path=path)
    partial = path.with_name(f"{path.name}.partial")
    descriptor = create(partial)
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            platform.sync(file.fileno())
        rename(partial, path)
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def reopen(path: Path) -> int:
    """A file of ours, open for reading and writing; raises OSError, refuses E417."""
    try:
        fd = platform.open_own(path)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _strange(path) from None
        raise
    try:
        _check(path, os.fstat(fd))
    except BaseException:
        os.close(fd)
        raise
    return fd


def create_or_reopen(path: Path, rights: int | None = None) -> int:
    """The file of ours, which is made if it is not there; refuses E403, E417."""
    try:
        return _new(path, rights)
    except FileExistsError:
        pass
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
    try:
        return reopen(path)
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None


def rename(path: Path, final: Path) -> None:
    """Give a file another name, if nothing has that name; refuses E402, E403."""
    try:
        _rename(path, final)
    except FileExistsError:
        raise refuse("E402", path=final) from None
    except OSError as error:
        raise refuse("E403", path=final, reason=error) from None


def _new(path: Path, rights: int | None) -> int:
    """A new file; raises OSError."""
    return platform.open_new(path, rights_for(path) if rights is None else rights)


def _rename(path: Path, final: Path) -> None:
    """Rename without replacing; raises FileExistsError."""
    if platform.rename_new(path, final):
        return
    if os.path.lexists(final):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    path.rename(final)


def _check(path: Path, found: os.stat_result) -> None:
    if not _is_ordinary(found):
        raise _strange(path)


def _is_ordinary(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def _strange(path: Path) -> Refusal:
    return refuse("E417", path=path)
