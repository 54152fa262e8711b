"""What was tried and seen, kept in the conversion's folder: trials.json, and a picture a cell."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import __version__
from engine.boot.runner import Runner
from engine.boot.screen.picture import Picture
from engine.disk import side_files
from engine.findings import refuse
from engine.job.places import replace_durably
from engine.job.result.conversion import Conversion
from engine.job.trial.cell import Cell
from engine.job.trial.subject import Subject
from engine.job.trial.trial_boot import Result
from engine.phrase import packed, unpacked

NAME = "trials.json"
PICTURES = "trials"  #: a folder
HERE = "here"
_VERSION = 1
_SIZE_LIMIT = 64 << 20
_SCREEN_LIMIT = 8000  # characters
#: What reading a file raises that is missing, or was written by somebody else.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a cell. Texts are phrases."""

    hal: str
    flags: str  #: as :class:`engine.xen.flags.Flags` says them
    settings: dict[str, str]  #: the same as --set takes them
    where: str  #: ``here``, or the server
    outcome: str  #: as of a verdict; ``refused`` where it could not be tried
    code: str  #: of the finding; empty if reached
    message: str
    remedy: str
    said: str
    seconds: float
    when: str  #: as ISO 8601 has it
    runner: Runner  #: what ran it
    picture: str  #: the name of a file in PICTURES; empty without
    derived: str  #: the kind that was derived without trying

    @property
    def screen(self) -> str:
        """The path of the last picture below the conversion's folder; empty without."""
        return f"{PICTURES}/{Path(self.picture).name}" if self.picture else ""

    @property
    def reached(self) -> bool:
        return self.outcome == "reached"

    @property
    def agrees(self) -> bool | None:
        """Whether tried and derived say the same; None where either says nothing."""
        if self.derived == "unknown" or self.outcome not in ("reached", "failed"):
            return None
        return self.reached == (self.derived != "fails")

    @property
    def summary(self) -> str:
        """In a few words: what told that it has started, or ``E733 (*** STOP: …)``."""
        return self.said if self.reached else f"{self.code} ({self.said})"


class Results:
    """The results in a folder; each is kept as soon as it is there. For several threads."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._lock = threading.Lock()
        self._cells: dict[str, dict[str, Any]] = {}
        with suppress(*_DAMAGE):
            for entry in _cells(subject.folder, subject.digest):
                self._cells[f"{entry['where']} {entry['hal']} {entry['flags']}"] = entry

    def get(self, cell: Cell, where: str = HERE) -> Tried | None:
        """What became of ``cell``, if it was tried with these images."""
        with self._lock:
            found = self._cells.get(_key(cell, where))
        return _tried(found) if found else None

    def all(self) -> Iterator[Tried]:
        """All that was tried with these images."""
        with self._lock:
            kept = list(self._cells.values())
        return map(_tried, kept)

    def keep(self, cell: Cell, where: str, result: Result) -> Tried:
        """Note what became of ``cell``, with its last picture; refuses E403."""
        picture = _file_name(cell, where)
        shown = result.seen.look.picture
        if shown is not None:
            self._keep_picture(picture, shown)
        found = result.verdict.finding
        about = {
            "outcome": result.verdict.outcome,
            "code": found.code if found else "",
            "message": packed(found.message) if found else "",
            "remedy": packed(found.remedy) if found else "",
            "said": packed(result.verdict.said),
            "seconds": round(result.seen.seconds, 1),
            **asdict(result.seen.runner),
            "restarts": result.seen.restarts,
            "screen": result.seen.look.text[:_SCREEN_LIMIT],
            "serial": result.seen.look.serial[-_SCREEN_LIMIT:],
            "picture": picture if shown is not None else "",
        }
        return self._put(cell, where, about)

    def _keep_picture(self, name: str, shown: Picture) -> None:
        """Keep a picture for those who may read the results; refuses E403, E417."""
        own = self._subject.folder / NAME
        rights, path = side_files.rights_for(own), own.with_name(PICTURES) / name
        try:
            path.parent.mkdir(side_files.of_folder(rights), exist_ok=True)
            if path.parent.is_symlink():
                raise refuse("E417", path=path.parent)
            with open(side_files.create_anew(path, rights), "wb") as file:
                file.write(shown.png())
        except OSError as error:
            raise refuse("E403", path=path, reason=error) from None

    def keep_refused(self, cell: Cell, where: str, code: str, message: str, remedy: str) -> Tried:
        """Note why ``cell`` could not be tried; refuses E403."""
        texts = {"message": packed(message), "remedy": packed(remedy)}
        return self._put(cell, where, {"outcome": "refused", "code": code, **texts})

    def adopt(self, digest: str) -> None:
        """Go on with images of another digest, to which one of the cells was applied."""
        if not self._cells:
            return
        with self._lock:
            self._write(digest)

    def _put(self, cell: Cell, where: str, about: dict[str, Any]) -> Tried:
        entry = {
            "hal": cell.hal,
            "flags": str(cell.flags),
            "settings": cell.flags.settings,
            "where": where,
            "derived": cell.derived.kind,
            "reason": packed(cell.derived.reason),
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "vmx2xen": __version__,
            **about,
        }
        with self._lock:
            self._cells[_key(cell, where)] = entry
            self._write(self._subject.digest)
        return _tried(entry)

    def _write(self, digest: str) -> None:
        text = {"version": _VERSION, "digest": digest, "cells": list(self._cells.values())}
        replace_durably(self._subject.folder / NAME, json.dumps(text, indent=1, ensure_ascii=False))


def kept(conversion: Conversion) -> tuple[Tried, ...]:
    """All that was tried with the images of a conversion; nothing where the file is damaged."""
    digest = ",".join(each.digest for each in conversion.images)
    with suppress(*_DAMAGE):
        return tuple(map(_tried, _cells(conversion.folder, digest)))
    return ()


def _cells(folder: Path, digest: str) -> list[dict[str, Any]]:
    """The entries in a folder, of images with this digest; raises _DAMAGE."""
    path = folder / NAME
    if path.stat().st_size > _SIZE_LIMIT:
        return []
    text = json.loads(path.read_text("utf-8"))
    if (text["version"], text["digest"]) != (_VERSION, digest):
        return []  # of other images
    found: list[dict[str, Any]] = text["cells"]
    for entry in found:
        _tried(entry)  # raises for what is none
    return found


def _tried(entry: dict[str, Any]) -> Tried:
    return Tried(
        str(entry["hal"]),
        str(entry["flags"]),
        {str(key): str(value) for key, value in entry["settings"].items()},
        str(entry["where"]),
        str(entry["outcome"]),
        str(entry["code"]),
        unpacked(entry["message"]),
        unpacked(entry["remedy"]),
        unpacked(entry.get("said", "")),
        float(entry.get("seconds", 0)),
        str(entry["when"]),
        Runner(*(str(entry.get(each.name, "")) for each in fields(Runner))),
        str(entry.get("picture", "")),
        str(entry["derived"]),
    )


def _key(cell: Cell, where: str) -> str:
    return f"{where} {cell.hal} {cell.flags}"


def _file_name(cell: Cell, where: str) -> str:
    name = f"{cell.name} {where}" if where != HERE else cell.name
    return "".join(char if char.isalnum() or char in "-=." else "_" for char in name) + ".png"
