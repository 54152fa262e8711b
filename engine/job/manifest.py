"""manifest.json: what was made, from what, and the digests to check it with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import __version__
from engine.disk.digest import chunk_size, disk_digest
from engine.findings import Refusal, refuse
from engine.job.plan import FORMATS, Format, Plan, config_path

NAME = "manifest.json"
ALGORITHM = "blake3, pieces of 4 MiB"
_SIZE_LIMIT = 256 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One disk of a manifest."""

    file: str
    format: Format
    size: int
    chunk: int
    chunks: dict[int, str]


def write(plan: Plan, digests: dict[Path, dict[int, str]], steps: list[dict[str, Any]]) -> str:
    """The text of the manifest for a finished ``plan``."""
    return json.dumps(
        {
            "vmx2xen": __version__,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": plan.machine.name,
            "source": str(plan.machine.path),
            "snapshot": plan.choices.snapshot,
            "config": config_path(plan.folder, plan.machine).name,
            "disks": [
                {
                    "file": task.target.name,
                    "format": task.format,
                    "size": task.size,
                    "allocated": task.allocated,
                    "algorithm": ALGORITHM,
                    "digest": disk_digest(digests[task.target]),
                    "chunk_size": chunk_size(task.size),
                    "chunks": digests[task.target],
                }
                for task in plan.disks
            ],
            "findings": [each.as_json() for each in plan.findings],
            "steps": steps,
        },
        indent=1,
        ensure_ascii=False,
    )


def read(folder: Path) -> list[Entry]:
    """The disks of a finished conversion; refuses E412 what is no manifest or not sound."""
    path = folder / NAME
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise _unsound(folder, f"{NAME} is too large")
        found = json.loads(path.read_text("utf-8"))
        return [_entry(each, folder) for each in found["disks"]]
    except OSError as error:
        raise _unsound(folder, f"{NAME}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _unsound(folder, f"{NAME} is damaged") from None


def _entry(found: dict[str, Any], folder: Path) -> Entry:
    file, format, size = found["file"], found["format"], found["size"]
    if not isinstance(file, str) or Path(file).name != file or format not in FORMATS:
        raise _unsound(folder, f"{NAME} names {file!r}")
    if not isinstance(size, int) or size < 0 or found["chunk_size"] != chunk_size(size):
        raise _unsound(folder, f"{NAME} has an impossible size")
    chunks = {int(number): str(digest) for number, digest in found["chunks"].items()}
    if disk_digest(chunks) != found["digest"]:
        raise _unsound(folder, f"the digests in {NAME} do not agree with each other")
    return Entry(file, format, size, found["chunk_size"], chunks)


def _unsound(folder: Path, reason: str) -> Refusal:
    return refuse("E412", path=folder, reason=reason)
