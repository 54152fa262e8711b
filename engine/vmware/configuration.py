"""The file that describes a machine, where a folder is named."""

from __future__ import annotations

from pathlib import Path

from engine.findings import refuse
from engine.source.paths import entries, is_file, stat
from engine.source.source import FileKind

#: What describes a machine; the first kind that is there is meant.
KINDS = ((".vmx", ".vmtx"), (".ovf",), (".ova",))


def configuration_of(path: Path) -> Path:
    """``path`` itself, or the only configuration, template or appliance in the folder that it is.

    Refuses E101, E110 where there are several, and E111 where there is none.
    """
    try:
        if stat(path).kind is not FileKind.FOLDER:
            return path
    except FileNotFoundError:
        return path
    except OSError as error:  # a folder above may not be entered
        raise refuse("E101", path=path, reason=error) from None
    try:
        listed = entries(path)
    except OSError as error:
        raise refuse("E101", path=path, reason=error) from None
    files = [each for each in listed if not each.name.startswith(".") and is_file(each)]
    for suffixes in KINDS:
        found = [each for each in files if each.suffix.lower() in suffixes]
        if len(found) > 1:
            names = ", ".join(each.name for each in found)
            raise refuse("E110", path=path, count=len(found), names=names)
        if found:
            return found[0]
    raise refuse("E111", path=path)
