"""manifest.json: what was made, from what, and the digests to check it with. Read and revised."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk import side_files
from engine.disk.copying.digest import ALGORITHM, chunk_size, disk_digest
from engine.findings import Refusal, refuse, words
from engine.image_formats import FORMATS, Format
from engine.job.places import replace_durably
from engine.phrase import Phrase

NAME = side_files.MANIFEST
_SIZE_LIMIT = 256 << 20
#: Since this format a manifest ends with a digest of itself.
_FORMAT = 2
_OWN = "manifest_sha256"
_ZEROS, _AFTER = "0" * 64, '"\n}'
_END = _ZEROS + _AFTER
_NO_UTF8 = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One disk of a manifest."""

    file: str
    format: Format
    size: int
    chunk: int
    chunks: dict[int, str]
    sha256: str = ""  #: of the whole file, 64 hex digits; empty if nobody asked for it
    #: digest of the file's own metadata, see engine.disk.images.metadata; empty for raw images and
    #: where an older version made it
    metadata: str = ""


def as_text(found: dict[str, Any]) -> str:
    """JSON; the bytes of a path that are no UTF-8 are escaped, as Python reads them back.

    It ends with the SHA-256 of itself, made with zeros in the place of the digest.
    """
    own = {"format": _FORMAT, **found}
    own.pop(_OWN, None)
    text = json.dumps({**own, _OWN: _ZEROS}, indent=1, ensure_ascii=False)
    text = _NO_UTF8.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text.removesuffix(_END)}{digest}{_AFTER}"


def check_text(folder: Path) -> bool:
    """Whether the manifest has a digest of itself; older ones have none.

    Refuses E420 where it is not as it was written, and E412 as :func:`read`.
    """
    with sound(folder):
        found, content = load(folder), (folder / NAME).read_bytes()
    if not found.keys() & {"format", _OWN}:
        return False
    zeroed = content[: -len(_END)] + _END.encode()
    digest = hashlib.sha256(zeroed).hexdigest()
    if content[-len(_END) :] != f"{digest}{_AFTER}".encode():
        raise refuse("E420", path=folder / NAME)
    return True


def read(folder: Path) -> list[Entry]:
    """The disks of a finished conversion; refuses E412 what is no manifest or not sound."""
    with sound(folder):
        return entries(load(folder), folder)


def entries(found: dict[str, Any], folder: Path) -> list[Entry]:
    """The disks that a manifest speaks of; to be called within :func:`sound`."""
    return [_entry(each, folder) for each in found["disks"]]


def entry_of(image: Path) -> Entry | None:
    """The disk that ``image`` is in the manifest beside it; None without a sound one that has it.

    Refuses E410 a manifest that is there and cannot be read.
    """
    try:
        listed = read(image.parent)
    except Refusal as refusal:
        if is_unread(refusal):
            raise
        return None
    return next((each for each in listed if each.file == image.name), None)


def is_unread(refusal: Refusal) -> bool:
    """Whether something could not be read, so that what is in it is not known."""
    return any(each.code == "E410" for each in refusal.findings)


@contextmanager
def sound(folder: Path) -> Iterator[None]:
    """Refuses while a manifest is read: E412 where there is none or it is damaged, else E410."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise unsound(folder, Phrase.joined(": ", (NAME, words(error)))) from None
    except OSError as error:
        raise refuse("E410", path=folder / NAME, reason=error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise unsound(folder, Phrase("{name} is damaged", name=NAME)) from None


def load(folder: Path) -> dict[str, Any]:
    """All that a manifest says, unchecked; to be called within :func:`sound`."""
    path = folder / NAME
    if path.stat().st_size > _SIZE_LIMIT:
        raise unsound(folder, Phrase("{name} is too large", name=NAME))
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@contextmanager
def revised(folder: Path) -> Iterator[dict[str, Any]]:
    """All that a manifest says, to be changed in place: then it is written anew, durably.

    Refuses E403, E420, and E412 as :func:`read`.
    """
    check_text(folder)
    with sound(folder):
        text = load(folder)
        yield text
    replace_durably(folder / NAME, as_text(text))


def note_sum(folder: Path, entry: Entry, sum: str) -> None:
    """Note the SHA-256 of an image, unless its digests are others by now. Refuses E403, E412."""
    with revised(folder) as text:
        for disk in text["disks"]:
            if (disk["file"], disk["digest"]) == (entry.file, disk_digest(entry.chunks)):
                disk["sha256"] = sum


def note_config(folder: Path, sum: str) -> None:
    """Note the SHA-256 of a configuration that was changed by hand, and is meant to be so.

    Refuses E403, E412, E420.
    """
    with revised(folder) as text:
        text["config_accepted"] = sum


def note_digests(
    folder: Path, file: str, chunks: dict[int, str], size: int, metadata: str = ""
) -> None:
    """Note other digests of an image of ``size`` bytes, chunk number -> digest.

    Refuses E403, E412.
    """
    with revised(folder) as text:
        for disk in text["disks"]:
            if disk["file"] == file:
                disk |= {"size": size, "chunk_size": chunk_size(size)}
                disk |= {"chunks": chunks, "digest": disk_digest(chunks)}
                disk |= {"metadata": metadata} if metadata else {}
                disk.pop("sha256", None)  # that of another content


def _entry(found: dict[str, Any], folder: Path) -> Entry:
    file, format, size = found["file"], found["format"], found["size"]
    if not is_name(file) or format not in FORMATS:
        raise unsound(folder, Phrase("{name} names {file}", name=NAME, file=repr(file)))
    if not isinstance(size, int) or size < 0 or found["chunk_size"] != chunk_size(size):
        raise unsound(folder, Phrase("{name} has an impossible size", name=NAME))
    if found["algorithm"] != ALGORITHM:
        raise unsound(folder, Phrase("the digests in {name} are of another kind", name=NAME))
    chunks = {int(number): str(digest) for number, digest in found["chunks"].items()}
    if disk_digest(chunks) != found["digest"]:
        raise unsound(
            folder, Phrase("the digests in {name} do not agree with each other", name=NAME)
        )
    sha256 = found.get("sha256", "")
    if sha256 and not re.fullmatch("[0-9a-f]{64}", sha256):
        raise unsound(folder, Phrase("a SHA-256 in {name} is none", name=NAME))
    metadata = str(found.get("metadata", ""))
    return Entry(file, format, size, found["chunk_size"], chunks, sha256, metadata)


def is_name(value: Any) -> bool:
    """Whether a value of a manifest is the name of a file in its folder, and leads nowhere else."""
    return isinstance(value, str) and Path(value).name == value and value not in ("", "..")


def unsound(folder: Path, reason: str) -> Refusal:
    """The refusal (E412) of a folder that holds no sound manifest."""
    return refuse("E412", path=folder, reason=reason)
