"""Where the results of a first pass are while the second runs: in a folder of their own, whole."""

from __future__ import annotations

import shutil
from contextlib import suppress
from glob import escape
from pathlib import Path

from engine.findings import Refusal
from engine.job.places import rename
from engine.job.result import manifest
from engine.job.result.conversion import Conversion
from engine.job.result.edited_config import edited_text
from engine.xen import device_model

#: The folder, within that of the results.
ASIDE = "before"


def set_aside(folder: Path) -> None:
    """Put the results of the first pass into a folder of their own; the manifest goes last.

    Does nothing if they are there. Refuses E403, E412.
    """
    aside = folder / ASIDE
    if (aside / manifest.NAME).exists():
        return
    moved = names(folder)
    aside.mkdir(exist_ok=True)
    for name in moved:
        if (folder / name).exists():
            rename(folder / name, aside / name)


def put_back(folder: Path) -> None:
    """Undo :func:`set_aside`, where the second pass is given up. Refuses E403."""
    aside = folder / ASIDE
    if aside.is_symlink() or not aside.is_dir():
        return
    for path in sorted(aside.iterdir(), key=lambda each: each.name == manifest.NAME):
        rename(path, folder / path.name)
    aside.rmdir()


def drop(folder: Path) -> None:
    """Remove the results of the first pass; those of the second are whole.

    A configuration that was edited by hand stays, as ``NAME.cfg.first``. The manifest goes last:
    as long as it is there, what is left is known to be of the first pass.
    """
    aside = folder / ASIDE
    with suppress(Refusal):
        first = Conversion.open(aside)
        if edited_text(first) is not None:
            rename(first.config, folder / f"{first.config.name}.first")
    with suppress(OSError):
        for path in aside.iterdir():
            if path.name != manifest.NAME:
                path.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def is_set_aside(folder: Path) -> bool:
    """Whether all results of the first pass are in their own folder."""
    return (folder / ASIDE / manifest.NAME).exists()


def names(folder: Path) -> list[str]:
    """The files of a conversion, its manifest last. Refuses E412."""
    with manifest.sound(folder):
        found = manifest.load(folder)
        disks = [each.file for each in manifest.entries(found, folder)]
        config = Path(str(found["config"])).name
    undo = [path.name for name in disks for path in sorted(folder.glob(f"{escape(name)}.undo-*"))]
    return [*disks, *undo, config, device_model.NAME, manifest.NAME]
