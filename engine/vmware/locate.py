"""Where a file named in a .vmx or descriptor is on this computer.

Names come from strangers and from other computers: relative, absolute, Windows and datastore paths
(``[datastore] folder/disk.vmdk``). A file outside the machine's folder is taken only where the user
agreed to it, or said that it is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from engine.findings import Finding, finding, refuse
from engine.vmware.spelling import same

NAME_LIMIT = 4096
FOLDER_LIMIT = 20_000
NOWHERE: Mapping[str, Path] = {}  #: no file was said to be elsewhere

_DATASTORE = re.compile(r"^\[[^\]]*\]\s*")
_WINDOWS = re.compile(r"^[A-Za-z]:[\\/]|^\\\\")


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a machine; ``trusted`` if paths may lead out of it."""

    path: Path
    trusted: bool = False
    placed: Mapping[str, Path] = field(default_factory=dict)  #: by name, where the user said it is

    def holds(self, path: Path) -> bool:
        """Whether ``path``, all symbolic links followed, is inside, or beside a file placed."""
        real = path.resolve()
        if real.is_relative_to(self.path.resolve()):
            return True
        return any(real.parent == each.resolve().parent for each in self.placed.values())

    def place(self, name: str) -> Path | None:
        """Where the user said that ``name`` is; upper and lower case are the same."""
        wanted = name.casefold()
        return next((at for each, at in self.placed.items() if each.casefold() == wanted), None)


@dataclass(frozen=True, slots=True)
class Located:
    """An existing file and what is to be said about how it was found."""

    path: Path
    findings: tuple[Finding, ...] = ()


def locate(written: str, beside: Path, folder: Folder, node: str = "The configuration") -> Located:
    """The file that ``written``, found in a file in the folder ``beside``, means.

    A path that does not exist here, or must not be followed, may mean the file of the same name
    in ``beside``: machines are copied from place to place (W105). Before all that counts where the
    user said that the file is.
    Refuses what is missing (E201) and what leads out of an untrusted folder (E109).
    """
    if not written or len(written) > NAME_LIMIT or "\0" in written:
        raise refuse("E201", path=repr(written), folder=beside)
    direct, name = _meaning(written, beside)
    if (placed := folder.place(name)) is not None:
        return Located(placed)
    near = _same_name(beside, name)
    found = [each for each in (direct, near) if each is not None and _exists(each)]
    for path in found:
        if folder.trusted or folder.holds(path):
            if path == direct:
                return Located(path)
            return Located(path, (finding("W105", node=node, written=written, used=path.name),))
    if found:
        raise refuse("E109", path=written, target=found[0].resolve())
    raise refuse("E201", path=beside / name if name else repr(written), folder=beside)


def last_name(written: str) -> str:
    """The name of the file at the end of a path of any of these kinds, "" if there is none."""
    return _meaning(written, Path())[1]


def _meaning(written: str, beside: Path) -> tuple[Path | None, str]:
    """The path meant, None if it is one of another computer; and the name at its end."""
    if datastore := _DATASTORE.match(written):
        return None, Path(written[datastore.end() :]).name
    if _WINDOWS.match(written) or "\\" in written:
        windows = PureWindowsPath(written)
        return None if windows.anchor else _spelled(beside, windows.parts), windows.name
    return _spelled(beside, Path(written).parts), Path(written).name


def _spelled(folder: Path, parts: Sequence[str]) -> Path:
    """The path ``parts`` below ``folder``, as it is spelled on the disk.

    Folders in any case; a file in another case is for :func:`locate` to find, who says so.
    """
    path = folder
    for number, part in enumerate(parts, 1):
        path = _same_name(path, part, any_case=number < len(parts)) or path / part
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the file system
        return False


def _same_name(folder: Path, name: str, *, any_case: bool = True) -> Path | None:
    """The file ``name`` in ``folder``; in another spelling if there is just one such."""
    if name in ("", ".", ".."):
        return None
    exact = folder / name
    if _exists(exact):
        return exact
    named = same([each.name for each in listing(folder)], name, any_case=any_case)
    return folder / named if named else None


def listing(folder: Path) -> list[Path]:
    """The entries of a folder in order of name; at most FOLDER_LIMIT of them."""
    found: list[Path] = []
    try:
        for each in folder.iterdir():
            found.append(each)
            if len(found) >= FOLDER_LIMIT:
                break
    except OSError:
        return []
    return sorted(found)
