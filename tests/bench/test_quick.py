"""The benchmark in small: it runs, all contenders produce the same, the page is written.

Never how fast: that is what ``make bench`` is for, on a machine that does nothing else.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import page, workloads

TESTS = Path(__file__).resolve().parents[1]
MIB = 1 << 20

PAGE = f"""# Speed
By hand, above.
{page.BEGIN}
old figures
{page.END}
By hand, below.
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page after a smoke run; the run compares what all contenders produce, and fails else."""
    folder = tmp_path_factory.mktemp("bench")
    path = folder / "speed.md"
    path.write_text(PAGE, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "bench", "--quick", "--write", str(path)]
    done = subprocess.run(
        command, env=environment, cwd=TESTS.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    left = {each.name for each in (folder / "cache" / "vmx2xen-bench").iterdir()}
    assert left == {"64-MiB", "32-MiB"}
    shutil.rmtree(folder / "cache")
    return path.read_text("utf-8")


def test_every_quick_workload_has_its_table(written: str) -> None:
    quick = [each for each in workloads.all_of(64 * MIB) if each.quick]
    assert quick
    for workload in quick:
        _, heading, rest = written.partition(f"### {workload.key}. {workload.title}\n")
        assert heading
        rows = [line for line in rest.partition("###")[0].splitlines() if line.startswith("| ")]
        assert any(re.match(r"\| vmx2xen.* \| +[0-9.]+ \|", row) for row in rows), rows
        assert any(row.startswith("| qemu-img") for row in rows), rows
        assert f"| {workload.key} | {workload.title} |" in written


def test_what_was_written_by_hand_stays(written: str) -> None:
    assert written.startswith("# Speed\nBy hand, above.\n")
    assert written.endswith("\nBy hand, below.\n")
    assert "old figures" not in written


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    path.write_text("# Speed\n", "utf-8")
    with pytest.raises(ValueError, match="where the results go"):
        page.write(path, [], [])
    assert path.read_text("utf-8") == "# Speed\n"


def test_the_docs_have_a_place_for_the_results() -> None:
    text = (TESTS.parent / "docs" / "speed.md").read_text("utf-8")
    assert text.count(page.BEGIN) == text.count(page.END) == 1
