"""The manifest of a conversion: what is written of a plan once its images are made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine import __version__
from engine.disk.copying.digest import ALGORITHM, chunk_size, disk_digest
from engine.guest.windows import changes
from engine.host_paths import text_of
from engine.job.convert import first_pass
from engine.job.convert.disk_task import DiskTask
from engine.job.convert.plan import Plan, config_path
from engine.job.result import edited_config, manifest
from engine.job.result.edit_history import first_edit
from engine.job.work import Work
from engine.xen import domain_json
from engine.xen.config import written


def manifest_of(plan: Plan, work: Work) -> str:
    """The text of the manifest for a ``plan`` whose images were made and verified by ``work``."""
    return manifest.as_text(
        {
            "vmx2xen": __version__,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": plan.machine.name,
            "source": text_of(plan.machine.path.absolute()),
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
            "disks": [_disk(task, work) for task in plan.disks],
            "findings": [each.as_json() for each in plan.findings],
            "steps": work.times,
        }
    )


def _disk(task: DiskTask, work: Work) -> dict[str, Any]:
    target, chunks = task.target, work.digests[task.target]
    made = task.fitting.changes if task.fitting else ()
    undoable = bool(made) and task.format == "raw"
    return {
        "file": task.target.name,
        "format": task.format,
        "size": task.size,
        "allocated": task.allocated,
        **({"free_blocks": task.left_out.as_json()} if task.left_out else {}),
        "algorithm": ALGORITHM,
        "digest": disk_digest(chunks),
        **({"sha256": work.sums[target]} if target in work.sums else {}),
        **({"metadata": work.metadata[target]} if target in work.metadata else {}),
        "chunk_size": chunk_size(task.size),
        "chunks": chunks,
        "layers": [
            {
                "file": layer.path.name,
                "format": layer.format,
                "size": layer.size,
                "cid": layer.cid,
                "modified": layer.modified.isoformat(),
            }
            for layer in task.chain.layers
        ],
        "changes": [changes.as_json(each) for each in made],
        "origin": first_pass.origin(task.chain, task.fitting, disk_digest(chunks)),
        "edits": [first_edit(task.target.name, changes.summary(made))] if undoable else [],
    }
