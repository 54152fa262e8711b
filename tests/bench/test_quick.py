"""The benchmark in small: it runs, all contenders produce the same, the page is written.

Never how fast: that is what ``make bench`` is for, on a machine that does nothing else.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench import identity, page, pattern, table, workloads
from bench.contenders import Role
from bench.measure import Run
from bench.rounds import Result, Series
from bench.workload import Workload

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
        page.write(path, "figures")
    assert path.read_text("utf-8") == "# Speed\n"


def test_the_docs_have_a_place_for_the_results() -> None:
    text = (TESTS.parent / "docs" / "speed.md").read_text("utf-8")
    assert text.count(page.BEGIN) == text.count(page.END) == 1


# -- the content


def test_a_third_each() -> None:
    rows = pattern.first(256 * MIB).rows
    kinds = np.bincount(np.sign(rows) + (rows > pattern.ROWS), minlength=3) / len(rows)
    assert np.allclose(kinds, 1 / 3, atol=0.01)


def test_half_of_the_zeros_were_written() -> None:
    state = pattern.first(256 * MIB)
    zeros = state.rows == 0
    assert 0.4 < state.written[zeros].mean() < 0.6
    assert state.written[~zeros].all()


def test_any_part_of_the_content_reads_the_same() -> None:
    state = pattern.first(MIB)
    content = pattern.Pattern(state.rows)
    whole = content.read(0, MIB)
    assert content.read(12345, 54321) == whole[12345:][:54321]
    assert content.read(MIB - 10, 20) == whole[-10:] + bytes(10)


# -- whether two images are the same


def test_holes_are_zeros(tmp_path: Path) -> None:
    block = np.random.default_rng(1).bytes(4096)
    content = bytes(MIB) + block + bytes(3 * MIB) + block[:100]
    full, sparse = tmp_path / "full", tmp_path / "sparse"
    full.write_bytes(content)
    with sparse.open("wb") as file:
        file.truncate(len(content))
        file.seek(MIB)
        file.write(block)
        file.seek(4 * MIB + 4096)
        file.write(block[:100])
    assert identity.digest(full) == identity.digest(sparse)


@pytest.mark.parametrize("at", [0, MIB - 1, 5 * MIB])
def test_another_byte_is_another_image(tmp_path: Path, at: int) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    content = bytearray(6 * MIB)
    one.write_bytes(content)
    content[at] = 1
    other.write_bytes(content)
    assert identity.digest(one) != identity.digest(other)


def test_another_size_is_another_image(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(bytes(MIB))
    other.write_bytes(bytes(MIB + 1))
    assert identity.digest(one) != identity.digest(other)


# -- the figures


def measured(role: Role, *seconds: float, memory: float = 50) -> Series:
    return Series(role.value, role, [Run(each, each + 1, each, memory) for each in seconds])


def result(*series: Series) -> Result:
    quick = workloads.all_of(64 * MIB)[0]
    return Result(Workload("x", "X", quick.stage, quick.field, goal=4), list(series))


def test_ratios_are_medians_of_pairs() -> None:
    ours, peer = measured(Role.COPY, 1, 2, 10), measured(Role.PEER, 5, 8, 10)
    assert ours.times_faster(peer, lambda run: run.wall) == 4


def test_goals_are_met_or_it_is_said_by_how_much_not() -> None:
    peer = measured(Role.PEER, 8)
    assert table.verdict(result(peer, measured(Role.COPY, 2), measured(Role.WHOLE, 4))) == "met"
    slow = result(peer, measured(Role.COPY, 4), measured(Role.WHOLE, 8))
    assert table.verdict(slow) == "copy 2.00 of 4; whole 1.00 of 2"
    heavy = result(peer, measured(Role.COPY, 1, memory=300))
    assert table.verdict(heavy) == "more memory"


def test_a_peer_that_failed_is_none() -> None:
    failed = Series("v2v", Role.PEER, [Run(1, 1, 1, 50, error="no space")], "failed: no space")
    alone = result(failed, measured(Role.COPY, 8))
    assert table.verdict(alone) == "no peer could do it"
    assert "v2v: failed: no space." in table.details(alone)


def test_the_best_peer_counts() -> None:
    slow, fast = measured(Role.PEER, 100), measured(Role.PEER, 8)
    assert table.faster(result(slow, fast, measured(Role.COPY, 2)), Role.COPY) == 4
