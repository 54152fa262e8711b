"""Opening machines, and the questions that come up."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from engine.findings import Refusal
from gui.context import Context
from gui.machines.opener import Opened, Opener

Run = Callable[..., Any]


class Answers:
    """Gives the answer that contains a word, and remembers what was asked."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.asked: list[str] = []

    async def __call__(self, title: str, text: str, answers: dict[str, str], otherwise: str) -> str:
        self.asked.append(text)
        return next((a for label, a in answers.items() if self._word in label), otherwise)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A machine whose disk lies beside its folder."""
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    shutil.move(made.disk, tmp_path / "elsewhere.vmdk")
    text = made.vmx.read_text().replace(made.disk.name, str(tmp_path / "elsewhere.vmdk"))
    made.vmx.write_text(text)
    return made.vmx


@pytest.fixture
def redo(tmp_path: Path) -> Path:
    """A machine with a redo log."""
    return machine.build(tmp_path / "vm", size=1 << 20, layout="redo", snapshots=1).vmx


def opened(run: Run, around: Context, answers: Answers, path: Path) -> Opened:
    found = run(Opener(around.workers, answers).open(path))
    assert isinstance(found, Opened)
    return found


def test_most_machines_raise_no_question(run: Run, around: Context, built: machine.Machine) -> None:
    answers = Answers("")
    for path in (built.vmx, built.vmx.parent, built.disk):
        found = opened(run, around, answers, path)
        assert found.machine.disks[0].chain is not None
    assert answers.asked == []


def test_a_trusted_machine_may_lead_outside(run: Run, around: Context, outside: Path) -> None:
    answers = Answers("Trust")
    found = opened(run, around, answers, outside)
    assert found.trusted
    assert found.machine.disks[0].chain is not None
    assert "elsewhere.vmdk" in answers.asked[0]


def test_without_trust_the_finding_stays(run: Run, around: Context, outside: Path) -> None:
    answers = Answers("nothing of the kind")
    found = opened(run, around, answers, outside)
    assert not found.trusted
    assert [each.code for each in found.machine.disks[0].findings] == ["E109"]
    assert len(answers.asked) == 1


@pytest.mark.parametrize(
    ("word", "choice", "layers"), [("Keep", "commit", 2), ("Disc", "discard", 1)]
)
def test_a_redo_log_is_kept_or_discarded(
    run: Run, around: Context, redo: Path, word: str, choice: str, layers: int
) -> None:
    answers = Answers(word)
    found = opened(run, around, answers, redo)
    assert found.redo == choice
    chain = found.machine.disks[0].chain
    assert chain is not None
    assert len(chain.layers) == layers
    assert len(answers.asked) == 1


def test_an_undecided_redo_log_blocks(run: Run, around: Context, redo: Path) -> None:
    found = opened(run, around, Answers("neither"), redo)
    assert [each.code for each in found.machine.all_findings if each.blocks] == ["E305"]


def test_what_is_no_machine_is_refused(run: Run, around: Context, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="E111"):
        run(Opener(around.workers, Answers("")).open(tmp_path))


def test_questions_of_several_machines_come_one_at_a_time(
    run: Run, around: Context, outside: Path, tmp_path: Path
) -> None:
    shutil.copytree(outside.parent, tmp_path / "other")
    open_now: list[str] = []
    asked = 0

    async def ask(title: str, text: str, answers: dict[str, str], otherwise: str) -> str:
        nonlocal asked
        assert open_now == []
        open_now.append(text)
        await asyncio.sleep(0.05)
        open_now.clear()
        asked += 1
        return otherwise

    opener = Opener(around.workers, ask)

    async def scenario() -> None:
        paths = outside, tmp_path / "other" / outside.name
        found = await asyncio.gather(*map(opener.read, paths))
        assert [each.refusal for each in found] == [None, None]

    run(scenario())
    assert asked == 2
