"""Where the files of a job are while it is not done, and how they get their final names."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import platformdirs

from engine import platform
from engine.disk import side_files
from engine.disk.copying.journal import sync_folder
from engine.findings import refuse

#: Says in the folder of the results what was asked for, until all is done.
JOB_JOURNAL = side_files.JOB_JOURNAL
#: Says beside a manifest what of a delivery has begun, until all is done.
PUSH_JOURNAL = "push.journal"


def has_begun(journal: Path) -> bool:
    """Whether a journal says of something that it has begun."""
    try:
        return journal.is_file()
    except OSError:
        return False


def partial(target: Path) -> Path:
    """The name of a result while it is not complete and verified."""
    return target.with_name(target.name + ".partial")


def journal_of(target: Path) -> Path:
    """Where the journal of a copy is: beside the target, or in the state folder."""
    if not target.is_block_device():
        return target.with_name(target.name + ".journal")
    return state_folder(target).with_suffix(".journal")


def received_of(target: Path) -> Path:
    """Where it is kept what a copy that was cut has received of a host beyond its journal."""
    return journal_of(target).with_suffix(".received")


def state_folder(target: Path) -> Path:
    """Place of what is kept for a device, under a name made of its path; refuses E403."""
    state = platformdirs.user_state_path("vmx2xen", appauthor=False)
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse("E403", path=state, reason=error) from None
    return state / hashlib.sha256(os.fsencode(target.absolute())).hexdigest()[:16]


def where_now(target: Path) -> Path:
    """The file of a result: under its final name, or not yet. A device has no other name."""
    return target if target.exists() else partial(target)


def edit_of(target: Path) -> Path:
    """Where the change of the guest is kept that the image is written with."""
    return target.with_name(target.name + ".edit")


def side_files_of(target: Path) -> tuple[Path, ...]:
    """Every file that is written beside a result before it has its name."""
    edit = edit_of(target)
    return partial(target), journal_of(target), received_of(target), edit, partial(edit)


def holds(path: Path, text: str) -> bool:
    """Whether a file of ours has this text already; no more of it is read than that is long."""
    data = _bytes_of(text)
    if side_files.is_strange(path) or not path.exists():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(data) + 1) == data
    except OSError:
        return False


def _bytes_of(text: str) -> bytes:
    """A text as it is written: names in it that are no UTF-8 stay the bytes that they are."""
    return text.encode("utf-8", "surrogateescape")


def write_durably(path: Path, text: str, rights: int | None = None) -> None:
    """Write a file anew and wait until it is on disk; refuses E403, E417."""
    try:
        with open(side_files.create_anew(path, rights), "wb") as file:
            file.write(_bytes_of(text))
            file.flush()
            platform.sync(file.fileno())
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None


def make_program(path: Path) -> None:
    """Let those run a file who may read it; raises OSError."""
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode | (mode & 0o444) >> 2)


def replace_durably(path: Path, text: str, rights: int | None = None) -> None:
    """Put a file with this text in the place of what is called so; refuses E403, E417.

    It is the one or the other at every moment, also after a power cut.
    """
    write_durably(partial(path), text, rights)
    rename(partial(path), path)


def rename(path: Path, final: Path) -> None:
    """Give a file another name, durably; what has that name is replaced. Refuses E403."""
    try:
        path.replace(final)
        sync_folder(final.parent)
    except OSError as error:
        raise refuse("E403", path=final, reason=error) from None


def publish(path: Path, final: Path) -> None:
    """Give a result its final name, durably, if nothing has that name. Refuses E402, E403."""
    side_files.rename(path, final)
    try:
        sync_folder(final.parent)
    except OSError as error:
        raise refuse("E403", path=final, reason=error) from None
