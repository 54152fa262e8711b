"""Where a file named in a .vmx or descriptor is on this computer.

Names come from strangers and from other computers: relative, absolute, Windows and datastore paths
(``[datastore] folder/disk.vmdk``). A file outside the machine's folder is taken only where the user
agreed to it, or said that it is there. A file of the same name is only a guess: whether it can be
the one that is meant is for who knows its size and content ID, and claims.py knows the other slots.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from engine import platform
from engine.findings import finding, refuse
from engine.host_paths import on_host, root_of
from engine.source import packed
from engine.source.packed import check_plain
from engine.source.paths import exists, head_of, listing, real, stat
from engine.source.source import FileKind
from engine.source.unpacking import SUFFIXES as PACKED
from engine.vmware.places import How, Located, Place, Said
from engine.vmware.spelling import same

NAME_LIMIT = 4096
_HEAD = 4096  #: bytes at the beginning of a file that tell disks apart: content IDs are there

_DATASTORE = re.compile(r"^\[[^\]]*\]\s*")
_DRIVE = re.compile(r"[A-Za-z]:")
_WINDOWS = re.compile(r"^[A-Za-z]:[\\/]|^\\\\")


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a machine; ``trusted`` if paths may lead out of it."""

    path: Path
    trusted: bool = False
    said: Said = field(default_factory=Said)  #: where files are, by the user
    working: Path | None = None  #: where files that the configuration names may be too

    def holds(self, path: Path) -> bool:
        """Whether ``path``, all symbolic links followed, is inside, or beside what was said."""
        where = real(path)
        if where.is_relative_to(real(self.path)):
            return True
        return any(where.parent == real(each).parent for each in self.said.paths)


def locate(written: str, beside: Path, folder: Folder, place: Place, by: str = "") -> Located:
    """The file that ``written``, found in a file in the folder ``beside``, means.

    A path that does not exist here, or must not be followed, may mean the file of the same name
    in ``beside``: machines are copied from place to place (W105, said of ``by``). Before all that
    counts where the user said that the file is.
    Refuses what is missing (E201), what is there but compressed (E120), and what leads out of an
    untrusted folder (E109).
    """
    if not written or len(written) > NAME_LIMIT or "\0" in written:
        raise refuse("E201", path=repr(written), folder=beside).at(place)
    if said := said_of(written, beside, folder, place):
        return said
    direct, name = _named(written, beside, folder), last_name(written)
    meant = _meant(written, direct)
    near = _same_name(beside, name)
    there = [each for each in (direct, near) if each is not None and exists(each)]
    allowed = [each for each in there if folder.trusted or folder.holds(each)]
    if direct in allowed[:1]:
        return Located(allowed[0], place, written, meant)
    if near in allowed and (direct not in there or _alike(there[0], allowed[0])):
        note = finding("W105", node=by or place, written=written, used=allowed[0].name)
        return Located(allowed[0], place, written, meant, How.BESIDE, (note,))
    if there:
        raise refuse("E109", path=written, target=real(there[0])).at(place)
    if other := _packed(beside, name):
        check_plain(other, packed.head_of(other))
    raise refuse("E201", path=beside / name if name else repr(written), folder=beside).at(place)


def _packed(beside: Path, name: str) -> Path | None:
    """The file that would be ``name`` if it were unpacked, such as ``disk.vmdk.gz``."""
    found = (_same_name(beside, f"{name}{suffix}") for suffix in PACKED if name)
    return next((each for each in found if each is not None), None)


def _named(written: str, beside: Path, folder: Folder) -> Path | None:
    """The path meant, as :func:`direct_path`; from the working folder if it is only there."""
    direct = direct_path(written, beside)
    if direct is None or folder.working is None or beside != folder.path or exists(direct):
        return direct
    working = direct_path(written, folder.working)
    return working if working is not None and exists(working) else direct


def said_of(written: str, beside: Path, folder: Folder, place: Place) -> Located | None:
    """The file that the user said ``written`` is; None if nothing was said of it."""
    meant = _meant(written, _named(written, beside, folder))
    at = folder.said.find(place, meant)
    return Located(at, place, written, meant, How.SAID) if at else None


def _meant(written: str, direct: Path | None) -> str:
    return written if direct is None else os.path.normpath(direct)


def _alike(one: Path, other: Path) -> bool:
    """Whether two files have the same size and begin alike, as a disk and its copy do."""
    try:
        found = [stat(each) for each in (one, other)]
        if not all(each.kind is FileKind.FILE for each in found):
            return False
        heads = [head_of(each, _HEAD) for each in (one, other)]
    except OSError:
        return False
    return found[0].size == found[1].size and heads[0] == heads[1]


def last_name(written: str) -> str:
    """The name of the file at the end of a path of any of these kinds, "" if there is none."""
    if datastore := _DATASTORE.match(written):
        return Path(written[datastore.end() :]).name
    return PureWindowsPath(written).name if _is_windows(written) else Path(written).name


def direct_path(written: str, beside: Path) -> Path | None:
    """The path meant, None if it is one of another computer."""
    if datastore := _DATASTORE.match(written):
        if on_host(beside) is None:
            return None
        name = datastore[0].strip()[1:-1]
        return root_of(beside) / "vmfs/volumes" / name / written[datastore.end() :]
    windows = PureWindowsPath(written) if _is_windows(written) else None
    if windows and windows.anchor:
        return _on_drive(written, windows)
    if on_host(beside) is not None and written.startswith("/"):
        return root_of(beside) / written.lstrip("/")
    parts = windows.parts if windows else Path(written).parts
    return None if any(map(platform.means_no_file, parts)) else _spelled(beside, parts)


def _on_drive(written: str, windows: PureWindowsPath) -> Path | None:
    """A path on a drive of this computer, where it has such; a server's share is never asked."""
    here = Path(written)
    is_ours = here.is_absolute() and _DRIVE.fullmatch(here.drive)
    return here if is_ours and not any(map(platform.means_no_file, windows.parts[1:])) else None


def _is_windows(written: str) -> bool:
    return bool(_WINDOWS.match(written)) or "\\" in written


def _spelled(folder: Path, parts: Sequence[str]) -> Path:
    """The path ``parts`` below ``folder``, as it is spelled on the disk.

    Folders in any case; a file in another case is for :func:`locate` to find, who says so.
    """
    path = folder
    for number, part in enumerate(parts, 1):
        path = _same_name(path, part, any_case=number < len(parts)) or path / part
    return path


def _same_name(folder: Path, name: str, *, any_case: bool = True) -> Path | None:
    """The file ``name`` in ``folder``; in another spelling if there is just one such."""
    if name in ("", ".", "..") or platform.means_no_file(name):
        return None
    exact = folder / name
    if exists(exact):
        return exact
    named = same([each.name for each in listing(folder)], name, any_case=any_case)
    return folder / named if named else None
