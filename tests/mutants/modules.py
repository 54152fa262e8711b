"""Modules whose mistakes cost a machine, each with the tests that ought to catch them."""

from __future__ import annotations

from pathlib import Path

#: Besides the test file that has a module's own name.
MODULES: dict[str, tuple[str, ...]] = {
    "engine/deliver/store.py": ("tests/job/push/test_push_job.py",),
    "engine/disk/block_map.py": (),
    "engine/disk/copying/copy.py": (),
    "engine/disk/copying/fill.py": ("tests/disk/copying/test_copy.py",),
    "engine/disk/copying/follow.py": (),
    "engine/disk/copying/journal.py": ("tests/disk/copying/test_copy.py",),
    "engine/disk/copying/pieces.py": ("tests/disk/copying/test_copy.py",),
    "engine/disk/copying/verify.py": ("tests/job/result/test_verify_job.py",),
    "engine/disk/edits/commit.py": ("tests/job/result/test_edit_history.py",),
    "engine/disk/edits/edit.py": ("tests/disk/edits/test_commit.py",),
    "engine/disk/edits/overlay.py": (),
    "engine/disk/images/qcow2_target.py": (
        "tests/disk/images/test_qcow2.py", "tests/disk/images/test_targets.py"),
    "engine/disk/images/vhd_target.py": (
        "tests/disk/images/test_vhd.py", "tests/disk/images/test_targets.py"),
    "engine/disk/side_files.py": (),
    "engine/guest/fit.py": ("tests/guest/test_fit_refusals.py",),
    "engine/guest/hives/hive_log.py": (),
    "engine/guest/partitions.py": (),
    "engine/guest/windows/boot_drivers.py": (),
    "engine/guest/windows/boot_entries.py": (),
    "engine/guest/windows/boot_ini.py": (),
    "engine/guest/windows/hal_change.py": ("tests/guest/test_fit_refusals.py",),
    "engine/job/convert/aside.py": ("tests/job/convert/test_first_pass.py",),
    "engine/job/places.py": ("tests/job/convert/test_steps.py",),
    "engine/job/push/push_journal.py": ("tests/job/push/test_push_job.py",),
    "engine/job/push/push_steps.py": ("tests/job/push/test_push_job.py",),
    "engine/job/result/edit_history.py": ("tests/job/result/test_refit_job.py",),
    "engine/job/result/manifest.py": ("tests/job/result/test_verify_job.py",),
    "engine/job/result/redigest.py": (
        "tests/job/result/test_hal_jobs.py", "tests/job/result/test_guest_image.py"),
    "engine/ssh/server.py": ("tests/job/push/test_push_job.py",),
    "engine/vmware/descriptor.py": (),
    "engine/vmware/grain_tables.py": ("tests/vmware/test_hosted_sparse.py",),
    "engine/vmware/layers.py": (),
}  # fmt: skip


def catchers(module: str) -> list[str]:
    """Files of tests for a module of ``MODULES``, its own first."""
    path = Path("tests", *Path(module).parts[1:])
    own = path.with_name(f"test_{path.name}")
    return [*([str(own)] if own.exists() else []), *MODULES[module]]
