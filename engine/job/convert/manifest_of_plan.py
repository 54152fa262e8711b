"""The manifest of a conversion: what is written of a plan once its images are made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import __version__
from engine.disk.copying.digest import ALGORITHM, chunk_size, disk_digest
from engine.guest.windows import changes
from engine.job.convert.disk_task import DiskTask
from engine.job.convert.plan import Plan, config_path
from engine.job.result import edited_config, manifest
from engine.job.result.edit_history import first_edit
from engine.xen import domain_json
from engine.xen.config import written


def manifest_of(
    plan: Plan,
    digests: dict[Path, dict[int, str]],
    sums: dict[Path, str],
    steps: list[dict[str, Any]],
) -> str:
    """The text of the manifest for a finished ``plan``.

    ``digests``: chunk number -> digest, and ``sums``: SHA-256 where wanted, both by target.
    """
    return manifest.as_text(
        {
            "vmx2xen": __version__,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": plan.machine.name,
            "source": str(plan.machine.path.absolute()),
            "snapshot": plan.choices.snapshot,
            "left_out": [
                {"slot": str(disk.slot), "file": disk.written} for disk in plan.machine.left_out
            ],
            "target": plan.choices.target,
            "choices": plan.choices.as_json(),
            "vcpus": plan.machine.vcpus,
            "config": config_path(plan.folder, plan.machine).name,
            "config_sha256": edited_config.digest(written(plan.domain)),
            "domain": domain_json.as_json(plan.domain),
            "disks": [_disk(task, digests[task.target], sums) for task in plan.disks],
            "findings": [each.as_json() for each in plan.findings],
            "steps": steps,
        }
    )


def _disk(task: DiskTask, chunks: dict[int, str], sums: dict[Path, str]) -> dict[str, Any]:
    made = task.fitting.changes if task.fitting else ()
    undoable = bool(made) and task.format == "raw"
    return {
        "file": task.target.name,
        "format": task.format,
        "size": task.size,
        "allocated": task.allocated,
        "algorithm": ALGORITHM,
        "digest": disk_digest(chunks),
        **({"sha256": sums[task.target]} if task.target in sums else {}),
        "chunk_size": chunk_size(task.size),
        "chunks": chunks,
        "changes": [changes.as_json(each) for each in made],
        "edits": [first_edit(task.target.name, changes.summary(made))] if undoable else [],
    }
