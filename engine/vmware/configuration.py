"""The file that describes a machine, where a folder or an archive is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.findings import refuse
from engine.phrase import Phrase
from engine.source import packed
from engine.source.paths import entries, is_file, is_folder, stat
from engine.source.source import FileKind
from engine.source.unpacking import ARCHIVES, may_hold

#: What describes a machine; the first kind that is there is meant.
#: An .ova may be in a ZIP. No deeper: an archive can be made that holds itself.
_NESTED = 2
KINDS = ((".vmx", ".vmtx"), (".ovf",), (".ova",))


def configuration_of(path: Path) -> Path:
    """``path`` itself, or the only configuration, template or appliance in the folder that it is.

    An archive is a folder too; what is in it may be in a folder of its own there.
    Refuses E101, E110 where there are several, E111 and E112 where there is none, E120 an archive
    that is compressed and E121 one that is not called as one.
    """
    try:
        kind = stat(path).kind
    except FileNotFoundError:
        return path
    except OSError as error:  # a folder above may not be entered
        raise refuse("E101", path=path, reason=error) from None
    if kind is FileKind.FOLDER:
        found = _of_first_kind(_entries(path))
        if not found:
            raise refuse("E111", path=path)
        path = _only(path, found)
        kind = FileKind.FILE
    return _in_archive(path) if kind is FileKind.FILE else path


def _in_archive(path: Path) -> Path:
    """What describes the machine in the archive ``path``; of any other file the file itself."""
    head = packed.head_of(path)
    is_archive = packed.is_tar(head) or packed.is_zip(head)
    if path.suffix.lower() not in ARCHIVES:
        if is_archive:
            raise refuse("E121", path=path, command=packed.renamed(path))
        return path
    if not is_archive:
        packed.check_plain(path, head)
    level = [path]
    while level:
        below = [each for folder in level for each in _entries(folder)]
        if found := _of_first_kind(below):
            only = _only(path, found)
            nested = len(may_hold(only)) <= _NESTED
            return _in_archive(only) if nested else only
        level = [each for each in below if is_folder(each)]
    raise refuse("E112", path=path, reason=Phrase("it has no machine in it (.ovf or .vmx)"))


def _entries(folder: Path) -> list[Path]:
    try:
        return entries(folder)
    except OSError as error:
        raise refuse("E101", path=folder, reason=error) from None


def _of_first_kind(listed: Iterable[Path]) -> list[Path]:
    files = [each for each in listed if not each.name.startswith(".") and is_file(each)]
    kinds = ([each for each in files if each.suffix.lower() in suffixes] for suffixes in KINDS)
    return next(filter(None, kinds), [])


def _only(path: Path, found: list[Path]) -> Path:
    if len(found) > 1:
        names = ", ".join(each.name for each in found)
        raise refuse("E110", path=path, count=len(found), names=names)
    return found[0]
