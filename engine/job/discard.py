"""What a stopped job has left in a folder, removed: it is not wanted any more."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine import platform
from engine.disk.copying import journal
from engine.disk.copying.journal import hold_folder, lock, sync_folder
from engine.findings import Refusal, refuse
from engine.job.convert import aside, conversion_job
from engine.job.places import (
    JOB_JOURNAL,
    PUSH_JOURNAL,
    edit_of,
    has_begun,
    partial,
    received_of,
)
from engine.job.result import manifest
from engine.xen import device_model

_JOURNAL, _PARTIAL = ".journal", ".partial"
_MANIFEST_LIMIT = 256 << 20


def discard(folder: Path) -> None:
    """Remove what a conversion or a delivery that was stopped has left in ``folder``.

    Of a conversion the images go that were begun, of a delivery the memory of it: what was sent
    stays on the server. Finished results and the source stay. Refuses E403, E407 where it runs.
    """
    if has_begun(folder / JOB_JOURNAL):
        _discard_conversion(folder)
    elif has_begun(folder / PUSH_JOURNAL):
        with _held(folder, folder / PUSH_JOURNAL):
            (folder / PUSH_JOURNAL).unlink(missing_ok=True)
            sync_folder(folder)


def _discard_conversion(folder: Path) -> None:
    """The journal of the job goes last: until then it can be discarded, or resumed, again."""
    with _held(folder / JOB_JOURNAL, folder / JOB_JOURNAL):
        if not (folder / manifest.NAME).exists():  # where it is, only tidying up is left
            partials = sorted(folder.glob(f"*{_PARTIAL}"))
            for path in (*_begun(folder), *_published(folder), *partials):
                path.unlink(missing_ok=True)
        if _is_update(folder):
            _end_update(folder)
        sync_folder(folder)
        (folder / JOB_JOURNAL).unlink(missing_ok=True)
        sync_folder(folder)
    with suppress(OSError):  # it holds something else
        folder.rmdir()


def _is_update(folder: Path) -> bool:
    try:
        return conversion_job.asked(folder)[1].update
    except Refusal:
        return False


def _end_update(folder: Path) -> None:
    """The first pass is a result again, unless the second was done but for tidying up."""
    if (folder / manifest.NAME).exists() and aside.is_set_aside(folder):
        aside.drop(folder)
    else:
        aside.put_back(folder)


def _begun(folder: Path) -> Iterator[Path]:
    """The files of each image that was begun, its journal last: the journal says whose they are."""
    for path in sorted(folder.glob(f"*{_JOURNAL}")):
        if path.name not in (JOB_JOURNAL, PUSH_JOURNAL) and _is_ours(path):
            image = path.with_suffix("")
            edit = edit_of(image)
            yield from (image, partial(image), edit, partial(edit), received_of(image), path)


def _published(folder: Path) -> Iterator[Path]:
    """The texts that may have their names already, while the manifest has not."""
    written = partial(folder / manifest.NAME)
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        if written.stat().st_size <= _MANIFEST_LIMIT:
            config = str(json.loads(written.read_bytes())["config"])
            if Path(config).name == config:
                yield from (folder / config, folder / device_model.NAME)


def _is_ours(path: Path) -> bool:
    try:
        found, identity, _ = journal.reopen(path)
    except Refusal:
        return False
    found.close()
    return identity.get("target") == path.with_suffix("").name


@contextmanager
def _held(locked: Path, path: Path) -> Iterator[None]:
    """Hold a file or folder that a running job locks; refuses E407, E403."""
    fd = hold_folder(locked, path) if locked.is_dir() else _locked(locked)
    try:
        yield
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
    finally:
        os.close(fd)


def _locked(path: Path) -> int:
    """A file of ours, open and locked; refuses E403, E407."""
    try:
        fd = platform.open_own(path)
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
    try:
        lock(fd, path)
    except BaseException:
        os.close(fd)
        raise
    return fd
