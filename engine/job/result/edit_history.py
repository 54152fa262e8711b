"""What was changed in the guest of an image since it was made, and by whom; in the manifest.

An edit is a file beside the image (:mod:`engine.disk.edits.commit`). The manifest says of each what
it was for, so that taking one back can name it, and so that the user's own changes are told from
what the conversion fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from engine.disk.edits import commit
from engine.findings import refuse
from engine.job.result import manifest

By = Literal["conversion", "user"]


@dataclass(frozen=True, slots=True)
class GuestEdit:
    """A change of a guest that can be taken back."""

    file: Path
    by: By
    at: str  #: time, ISO 8601; empty if it is not known
    what: str  #: in a few words; empty if it is not known


def first_edit(image: str, what: str) -> dict[str, Any]:
    """What the manifest says of the change that the conversion itself made."""
    return {"file": f"{image}.undo-001", "by": "conversion", "at": _now(), "what": what}


def edits(image: Path, folder: Path) -> tuple[GuestEdit, ...]:
    """The changes of ``image`` that can be taken back, the newest last, by files in ``folder``."""
    everything = _noted(image)
    noted = [each for each in everything if not each.get("undone")]
    files = commit.edits(image, folder)
    if files and _is_fitted_again(files[-1], image):  # its process was killed before it noted that
        noted.insert(0, {**_fitting(everything), "file": files[-1].name, "by": "conversion"})
    return tuple(_told(file, noted) for file in files)


def being_undone(image: Path, folder: Path) -> GuestEdit | None:
    """The change whose taking back was interrupted, if one was."""
    file = commit.being_undone(image, folder)
    return None if file is None else _told(file, _noted(image))


def _told(file: Path, noted: Sequence[dict[str, Any]]) -> GuestEdit:
    """What was noted last of a file of a change."""
    said: dict[str, Any] = next((each for each in reversed(noted) if each["file"] == file.name), {})
    by: By = "conversion" if said.get("by") == "conversion" else "user"
    return GuestEdit(file, by, str(said.get("at", "")), str(said.get("what", "")))


def kept_fitting(image: Path, folder: Path) -> Path:
    """Where what the conversion fitted is kept once it was taken back, so that it can be redone."""
    return folder / f"{image.name}.fitting"


def drop_kept(image: Path, folder: Path) -> None:
    """Remove what is kept of the fitting if the image has it again. Refuses E403, E410."""
    files, kept = commit.edits(image, folder), kept_fitting(image, folder)
    if files and _is_fitted_again(files[-1], image):
        try:
            kept.unlink()
        except OSError as error:
            raise refuse("E403", path=kept, reason=error) from None


def _is_fitted_again(file: Path, image: Path) -> bool:
    """Whether the newest change is what is kept of the fitting, byte for byte. Refuses E410."""
    kept = kept_fitting(image, file.parent)
    try:
        return (
            kept.exists()
            and kept.stat().st_size == file.stat().st_size
            and kept.read_bytes() == file.read_bytes()
        )
    except OSError as error:
        raise refuse("E410", path=kept, reason=error) from None


def was_undone(image: Path, folder: Path) -> bool:
    """Whether a change that the user made was taken back already.

    What was noted and has no file any more was taken back too, by a process that was killed.
    """
    there = {file.name for file in commit.edits(image, folder)}
    noted = [each for each in _noted(image) if each["by"] == "user"]
    return any(each.get("undone") or each["file"] not in there for each in noted)


def note_change(file: Path, image: Path, what: str) -> None:
    """Note that ``file`` takes a change back that the user made. Refuses E403."""
    _note(image, [{"file": file.name, "by": "user", "at": _now(), "what": what}])


def note_missing(edit: GuestEdit, image: Path) -> None:
    """Note a change that nothing is noted of: its process was killed before. Refuses E403.

    What that process may have left beside the manifest is used up.
    """
    if not any(each["file"] == edit.file.name and not each.get("undone") for each in _noted(image)):
        _note(image, [{"file": edit.file.name, "by": edit.by, "at": edit.at, "what": edit.what}])


def note_refitted(file: Path, image: Path) -> None:
    """Note that ``file`` takes what the conversion fitted back once more. Refuses E403."""
    what = str(_fitting(_noted(image)).get("what", ""))
    _note(image, [{"file": file.name, "by": "conversion", "at": _now(), "what": what}])


def _fitting(noted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was noted last of what the conversion fitted."""
    return next((each for each in reversed(noted) if each.get("by") == "conversion"), {})


def note_undone(file: Path, image: Path) -> None:
    """Note that the change that ``file`` took back is gone. Refuses E403."""
    _note(image, [], undone=file.name)


def _note(image: Path, new: Sequence[dict[str, Any]], undone: str = "") -> None:
    """Change what the manifest says of ``image``; does nothing where none speaks of it."""
    if manifest.entry_of(image) is None:
        return
    with manifest.revised(image.parent) as text:
        for disk in text["disks"]:
            if disk["file"] == image.name:
                listed = disk.setdefault("edits", _of_older(disk))
                for each in listed:
                    if each["file"] == undone and not each.get("undone"):
                        each["undone"] = _now()
                listed.extend(new)


def _noted(image: Path) -> list[dict[str, Any]]:
    """What the manifest says."""
    if manifest.entry_of(image) is None:
        return []
    with manifest.sound(image.parent):
        for disk in manifest.load(image.parent)["disks"]:
            if disk["file"] == image.name:
                listed = disk.get("edits", _of_older(disk))
                return [each for each in listed if isinstance(each["file"], str)]
    return []


def _of_older(disk: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes of a disk of an older manifest, which lists none: that of the conversion."""
    fitted = {"file": f"{disk['file']}.undo-001", "by": "conversion"}
    return [fitted] if disk.get("changes") else []


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
