"""What a delivery was asked for and has begun, kept beside the manifest until it is done."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from engine.disk.copying.journal import hold_folder, sync_folder
from engine.findings import refuse
from engine.job.places import PUSH_JOURNAL, replace_durably
from engine.phrase import Phrase

_MAGIC = "vmx2xen push 1"
_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    target: str
    yes: bool = False
    configs: str = ""  #: folder on the server for the configuration; empty for the usual one
    limit: int = 0  #: bytes a second that are sent; 0 for none
    start: bool = False  #: have xl start it there in the end


#: Types of what a journal says of a wish; True is no number of bytes.
_KINDS = {"target": str, "yes": bool, "configs": str, "limit": int, "start": bool}


class Journal:
    """What one delivery has begun to write. Entered, it is there and locked."""

    def __init__(self, folder: Path, wish: Wish) -> None:
        self._path = folder / PUSH_JOURNAL
        self._wish = wish
        self._begun = _read(self._path)[1] if self._path.exists() else {}
        self._lock = -1

    def begun(self, place: PurePosixPath, digest: str) -> bool:
        """Whether what is at ``place`` of this target is ours, of a disk with this digest."""
        return self._begun.get(self._key(place)) == digest

    def knows(self, place: PurePosixPath) -> bool:
        """Whether what is written for ``place`` of this target is ours, of whatever content."""
        return self._key(place) in self._begun

    def begin(self, place: PurePosixPath, digest: str) -> None:
        """Note, durably, that ``place`` is about to be written; refuses E403."""
        self._begun[self._key(place)] = digest
        self._write()

    def remove(self) -> None:
        """All is done."""
        self._begun.clear()
        self._path.unlink()
        sync_folder(self._path.parent)

    def __enter__(self) -> Journal:
        self._lock = hold_folder(self._path.parent, self._path)
        try:
            self._write()
        except BaseException:
            os.close(self._lock)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if not self._begun:
            self._path.unlink(missing_ok=True)
        os.close(self._lock)

    def _key(self, place: PurePosixPath) -> str:
        return f"{self._wish.target}\n{place}"

    def _write(self) -> None:
        found = {"magic": _MAGIC, "wish": asdict(self._wish), "begun": self._begun}
        replace_durably(self._path, json.dumps(found, indent=1))


def load(folder: Path) -> Wish:
    """What was asked for when a delivery was stopped; refuses E404."""
    return _read(folder / PUSH_JOURNAL)[0]


def _read(path: Path) -> tuple[Wish, dict[str, str]]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LIMIT))
        if found["magic"] != _MAGIC:
            raise ValueError
        wish = Wish(**found["wish"])
        if not all(type(getattr(wish, each)) is kind for each, kind in _KINDS.items()):
            raise ValueError
        if wish.limit < 0:
            raise ValueError
        return wish, {str(key): str(value) for key, value in found["begun"].items()}
    except OSError as error:
        raise refuse("E404", path=path.parent, reason=error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refuse(
            "E404", path=path.parent, reason=Phrase("{name} is damaged", name=PUSH_JOURNAL)
        ) from None
