"""The figures that are made of what was measured."""

from __future__ import annotations

from pathlib import Path

from bench import figures, page, rounds, table, workloads
from bench.contenders import Role
from bench.measure import Run
from bench.rounds import Result, Series
from bench.workload import Goal, Workload, at_least, at_most


def measured(role: Role, *seconds: float, memory: float = 50) -> Series:
    return Series(role.value, role, [Run(each, each + 1, each, memory) for each in seconds])


GOALS = (at_least("copy", 4), at_least("whole", 2), at_most("peak MiB", 128))


def result(*series: Series, key: str = "x", goals: tuple[Goal, ...] = GOALS) -> Result:
    quick = workloads.all_of(64 << 20)[0]
    return Result(Workload(key, key.upper(), quick.stage, quick.field, goals), list(series))


def test_ratios_are_medians_of_pairs() -> None:
    ours, peer = measured(Role.COPY, 1, 2, 10), measured(Role.PEER, 5, 8, 10)
    assert ours.times_faster(peer, lambda run: run.wall) == 4


def test_goals_are_met_or_it_is_said_by_how_much_not() -> None:
    peer = measured(Role.PEER, 8)
    assert table.verdict(result(peer, measured(Role.COPY, 2), measured(Role.WHOLE, 4))) == "met"
    slow = result(peer, measured(Role.COPY, 4), measured(Role.WHOLE, 8))
    assert table.verdict(slow) == "copy 2.00 of 4 (50% short); whole 1.00 of 2 (50% short)"
    heavy = result(peer, measured(Role.COPY, 1, memory=192), measured(Role.WHOLE, 2))
    assert table.verdict(heavy) == "peak MiB 192.00 of at most 128 (50% short)"
    assert table.verdict(result(peer, measured(Role.COPY, 2), goals=())) == ""


def test_a_peer_that_failed_is_none() -> None:
    failed = Series("v2v", Role.PEER, [Run(1, 1, 1, 50, error="no space")], "failed: no space")
    alone = result(failed, measured(Role.COPY, 8), goals=GOALS[:1])
    assert table.verdict(alone) == "copy: nobody to compare with"
    assert "v2v: failed: no space." in table.details(alone)


def test_the_best_peer_counts() -> None:
    slow, fast = measured(Role.PEER, 100), measured(Role.PEER, 8)
    assert figures.figure(result(slow, fast, measured(Role.COPY, 2)), "copy") == 4


def test_the_whole_is_measured_against_what_promises_as_much() -> None:
    peer, checked = measured(Role.PEER, 8), measured(Role.CHECKED, 12)
    copy, whole = measured(Role.COPY, 2), measured(Role.WHOLE, 3)
    found = result(peer, checked, copy, whole)
    assert figures.figure(found, "whole, both compared") == 4
    assert figures.figure(found, "whole, both on disk") == 9 / 4  # a second later each
    assert figures.figure(found, "whole, of our copy") == 1.5
    assert figures.figure(found, "CPU, copy") == 0.25
    assert figures.figure(found, "CPU, whole compared") == 0.25


def test_a_clearly_slower_peer_is_left_out() -> None:
    fast, slow = measured(Role.PEER, 8, 8), measured(Role.PEER, 9, 10)
    close, checked = measured(Role.PEER, 8.1, 9), measured(Role.CHECKED, 20, 20)
    rounds.leave_out([fast, slow, close, checked])
    assert [each.note[:6] for each in (fast, slow, close, checked)] == ["", "slower", "", ""]


def test_other_workloads_stay_if_measured_alike(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    path.write_text(f"{page.BEGIN}\nold\n{page.END}\n")

    def measure(key: str, seconds: float, about: str = "disks of 2 GiB") -> list[str]:
        series = measured(Role.PEER, seconds), measured(Role.COPY, 1)
        page.write(path, [result(*series, key=key)], ["load 0.1", about])
        return [line for line in path.read_text().splitlines() if line.startswith(("| ", "### "))]

    measure("b31", 8)
    measure("a", 5)
    lines = measure("b4", 9)
    assert [line.split()[1].rstrip(".") for line in lines if line[0] == "#"] == ["a", "b4", "b31"]
    assert [line.split("|")[3].strip() for line in lines if line[2:4] in ("a ", "b4", "b3")] == [
        "5.00",
        "9.00",
        "8.00",
    ]
    assert sum(line.startswith("| b4 |") for line in measure("b4", 7)) == 1
    assert not any("b31" in line for line in measure("a", 5, "disks of 4 GiB"))


def test_what_is_said_by_hand_below_a_table_stays(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    path.write_text(f"{page.BEGIN}\nold\n{page.END}\n")

    def measure(key: str, about: str) -> str:
        series = measured(Role.PEER, 8), measured(Role.COPY, 1)
        page.write(path, [result(*series, key=key)], ["load 0.1", about])
        return path.read_text()

    quote = "> The disk is the limit:\n> it takes so much.\n"
    path.write_text(measure("a", "2 GiB").replace("\n" + page.END, f"\n{quote}\n{page.END}"))
    assert quote in measure("a", "2 GiB")
    text = measure("b4", "4 GiB")
    assert f"### a. A\n\nNot measured anew.\n\n{quote}" in text
    assert "| a |" not in text
    assert measure("a", "4 GiB").count(quote) == 1
