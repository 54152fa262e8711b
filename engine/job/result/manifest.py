"""manifest.json: what was made, from what, and the digests to check it with."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from engine import __version__
from engine.disk.copying.digest import ALGORITHM, chunk_size, disk_digest
from engine.disk.copying.verify import Chunks, digests_of
from engine.disk.edits.edit import PAGE, Edit
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Refusal, refuse, words
from engine.guest.windows import changes
from engine.job.convert.disk_task import FORMATS, Format
from engine.job.convert.plan import JOURNAL, Plan, config_path
from engine.job.places import partial, rename, write_durably
from engine.phrase import Phrase
from engine.xen import domain_json
from engine.xen.domain import Domain

NAME = "manifest.json"
_SIZE_LIMIT = 256 << 20
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


def write(
    plan: Plan,
    digests: dict[Path, dict[int, str]],
    sums: dict[Path, str],
    steps: list[dict[str, Any]],
) -> str:
    """The text of the manifest for a finished ``plan``; ``sums`` are SHA-256, where wanted."""
    return _as_text(
        {
            "vmx2xen": __version__,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": plan.machine.name,
            "source": str(plan.machine.path),
            "snapshot": plan.choices.snapshot,
            "left_out": [
                {"slot": str(disk.slot), "file": disk.written} for disk in plan.machine.left_out
            ],
            "target": plan.choices.target,
            "config": config_path(plan.folder, plan.machine).name,
            "domain": domain_json.as_json(plan.domain),
            "disks": [
                {
                    "file": task.target.name,
                    "format": task.format,
                    "size": task.size,
                    "allocated": task.allocated,
                    "algorithm": ALGORITHM,
                    "digest": disk_digest(digests[task.target]),
                    **({"sha256": sums[task.target]} if task.target in sums else {}),
                    "chunk_size": chunk_size(task.size),
                    "chunks": digests[task.target],
                    "changes": [
                        changes.as_json(each)
                        for each in (task.fitting.changes if task.fitting else ())
                    ],
                }
                for task in plan.disks
            ],
            "findings": [each.as_json() for each in plan.findings],
            "steps": steps,
        }
    )


def _as_text(found: dict[str, Any]) -> str:
    """JSON; the bytes of a path that are no UTF-8 are escaped, as Python reads them back."""
    text = json.dumps(found, indent=1, ensure_ascii=False)
    return _NO_UTF8.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def read(folder: Path) -> list[Entry]:
    """The disks of a finished conversion; refuses E412 what is no manifest or not sound."""
    with _sound(folder):
        return [_entry(each, folder) for each in _load(folder)["disks"]]


def domain(folder: Path) -> Domain | None:
    """The domain of a finished conversion; None if the manifest is older than that.

    Refuses E412 as :func:`read`.
    """
    with _sound(folder):
        found = _load(folder)
        return domain_json.from_json(found["domain"]) if "domain" in found else None


def described(folder: Path, unfit: str) -> tuple[Domain, tuple[Entry, ...]]:
    """The domain of a finished conversion, and its images in the order of the domain's disks.

    Refuses E412, E414, and with the code ``unfit`` (fields path, reason) what cannot be used.
    """
    if (folder / JOURNAL).exists():
        raise refuse("E414", path=folder)
    entries = {entry.file: entry for entry in read(folder)}
    made = domain(folder)
    if made is None:
        raise refuse(unfit, path=folder, reason=Phrase("an older vmx2xen made it"))
    if any(entry.format == "vmdk" for entry in entries.values()):
        raise refuse(
            unfit, path=folder, reason=Phrase("its images are vmdk, so its domain has no disks")
        )
    names = [PurePosixPath(disk.target).name for disk in made.disks if not disk.cdrom]
    if sorted(names) != sorted(entries):
        raise refuse(
            "E412", path=folder, reason=Phrase("its domain has other disks than its manifest")
        )
    return made, tuple(entries[name] for name in names)


def config(folder: Path) -> str:
    """The name of the configuration of a finished conversion. Refuses E412 as :func:`read`."""
    with _sound(folder):
        name = _load(folder)["config"]
        if Path(name).name != name:
            raise _unsound(folder, Phrase("{name} names {file}", name=NAME, file=repr(name)))
        return str(name)


@contextmanager
def _sound(folder: Path) -> Iterator[None]:
    """Refuses (E412) for whatever goes wrong while a manifest is read."""
    try:
        yield
    except OSError as error:
        raise _unsound(folder, Phrase.joined(": ", (NAME, words(error)))) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _unsound(folder, Phrase("{name} is damaged", name=NAME)) from None


def _load(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    if path.stat().st_size > _SIZE_LIMIT:
        raise _unsound(folder, Phrase("{name} is too large", name=NAME))
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def revise(image: Path, edit: Edit) -> None:
    """Note the new digests of an image that was changed in place, if a manifest speaks of it.

    Only the chunks that the pages of ``edit`` are in are read. Refuses E403, E410.
    """
    folder = image.parent
    try:
        entry = next((each for each in read(folder) if each.file == image.name), None)
    except Refusal:
        return  # there is no sound manifest
    if entry is None or entry.format != "raw":
        return
    touched = {number * PAGE // entry.chunk for number in edit.pages}
    with Files() as files:
        file = files.add(image)
        whole = Flat(files, file, files.size(file))
        found = digests_of(
            Chunks(whole, entry.chunk, touched), files, entry.chunk, _unwatched, threading.Event()
        )
    kept = {number: digest for number, digest in entry.chunks.items() if number not in touched}
    _put_digests(folder, image.name, dict(sorted((kept | found).items())))


def note_sum(folder: Path, entry: Entry, sum: str) -> None:
    """Note the SHA-256 of an image, unless its digests are others by now.

    Refuses E403, and E412 as :func:`read`.
    """
    with _sound(folder):
        text = _load(folder)
        for disk in text["disks"]:
            if (disk["file"], disk["digest"]) == (entry.file, disk_digest(entry.chunks)):
                disk["sha256"] = sum
    _replace(folder, text)


def _unwatched(_: int) -> None:
    """Nobody watches the progress of some chunks."""


def _put_digests(folder: Path, file: str, chunks: dict[int, str]) -> None:
    text = json.loads((folder / NAME).read_text("utf-8"))
    for disk in text["disks"]:
        if disk["file"] == file:
            disk |= {"chunks": chunks, "digest": disk_digest(chunks)}
            disk.pop("sha256", None)  # that of another content
    _replace(folder, text)


def _replace(folder: Path, text: dict[str, Any]) -> None:
    path = folder / NAME
    write_durably(partial(path), _as_text(text))
    rename(partial(path), path)


def _entry(found: dict[str, Any], folder: Path) -> Entry:
    file, format, size = found["file"], found["format"], found["size"]
    if not isinstance(file, str) or Path(file).name != file or format not in FORMATS:
        raise _unsound(folder, Phrase("{name} names {file}", name=NAME, file=repr(file)))
    if not isinstance(size, int) or size < 0 or found["chunk_size"] != chunk_size(size):
        raise _unsound(folder, Phrase("{name} has an impossible size", name=NAME))
    if found["algorithm"] != ALGORITHM:
        raise _unsound(folder, Phrase("the digests in {name} are of another kind", name=NAME))
    chunks = {int(number): str(digest) for number, digest in found["chunks"].items()}
    if disk_digest(chunks) != found["digest"]:
        raise _unsound(
            folder, Phrase("the digests in {name} do not agree with each other", name=NAME)
        )
    sha256 = found.get("sha256", "")
    if sha256 and not re.fullmatch("[0-9a-f]{64}", sha256):
        raise _unsound(folder, Phrase("a SHA-256 in {name} is none", name=NAME))
    return Entry(file, format, size, found["chunk_size"], chunks, sha256)


def _unsound(folder: Path, reason: str) -> Refusal:
    return refuse("E412", path=folder, reason=reason)
