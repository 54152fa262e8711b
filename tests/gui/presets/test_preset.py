"""Named sets of choices: made of one machine, chosen for others, seen in the cards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtWidgets import QInputDialog, QMenu

from engine.choices import Choices
from engine.job.push.pool_job import PoolWish
from gui.context import Context
from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.presets import preset
from gui.presets.preset import Preset
from gui.queue.state import State
from gui.road.then_send import wish
from gui.settings import Settings

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def three(built: machine.Machine, tmp_path: Path) -> Path:
    """A folder with three machines."""
    for name in ("a", "b", "c"):
        shutil.copytree(built.vmx.parent, tmp_path / "vms" / name)
    return tmp_path / "vms"


def entry(menu: QMenu, text: str) -> Any:
    return next(each for each in menu.actions() if each.text() == text)


def test_what_is_chosen_for_one_is_chosen_for_the_selected_ones(
    run: Run, until: Until, around: Context, window: MainWindow, three: Path
) -> None:
    async def ready() -> None:
        await until(lambda: len(window.jobs) == 3)
        await until(lambda: all(job.state is State.READY for job in window.jobs))

    async def scenario() -> None:
        window.open([three])
        await ready()
        first, second, third = window.jobs
        settings = {"memory": "2048", "name": "of-one", "nic0.mac": "00:16:3e:00:00:01"}
        first.choose(format="qcow2", settings=settings)
        first.choose_delivery(wish("root@xen:/srv/xen"))
        await ready()
        window.pane.select(0)
        menu = QMenu(window)
        window.presets.fill(menu, window.pane.jobs)
        assert not entry(menu, "None yet").isEnabled()
        entry(menu, "&Save the choices of this machine…").trigger()
        await until(lambda: any(each.isVisible() for each in window.findChildren(QInputDialog)))
        (dialog,) = window.findChildren(QInputDialog)
        dialog.setTextValue("Small & fast")
        dialog.accept()
        await until(lambda: around.settings.presets)
        window.pane.list.selectAll()
        made = window.pane.menu()  # that of the right button
        shown = next(each for each in made.findChildren(QMenu) if each.title() == "Preset")
        entry(shown, "Small && fast").trigger()
        await ready()
        for job in (second, third):
            assert (job.choices.format, job.choices.settings) == ("qcow2", {"memory": "2048"})
            assert job.then == wish("root@xen:/srv/xen")
        assert first.choices.settings == settings  # what is its own stays
        window.pane.select(1)
        assert "preset “Small & fast”" in window.header.line.text()
        window.road.unfold("xen")
        assert window.road.target.format.currentData() == "qcow2"
        assert window.xen.editor.fields["memory"].widget.value() == 2048  # type: ignore[attr-defined]
        (notice,) = window.notices.all()
        assert notice.text == "“Small & fast” is chosen for 3 of 3 machines."
        second.choose(format="raw")
        assert second.preset == ""  # it is another choice now
        await ready()

    run(scenario())
    (kept,) = preset.presets(Settings.load(around.settings.file))
    assert (kept.name, kept.choices.format, kept.then) == (
        "Small & fast",
        "qcow2",
        wish("root@xen:/srv/xen"),
    )


def test_what_is_under_way_or_done_stays_as_it_is(
    run: Run, until: Until, around: Context, window: MainWindow, three: Path
) -> None:
    async def scenario() -> None:
        window.open([three])
        await until(lambda: len(window.jobs) == 3)
        await until(lambda: all(job.state is State.READY for job in window.jobs))
        window.jobs[0].convert()
        await until(lambda: window.jobs[0].state is State.DONE)
        window.presets.apply(Preset("Q", Choices(format="qcow2")), list(window.jobs))
        assert [job.choices.format for job in window.jobs] == ["raw", "qcow2", "qcow2"]
        assert window.jobs[0].state is State.DONE
        notice = window.notices.all()[-1]
        assert "for 2 of 3 machines. The others are under way or done." in notice.text
        await until(lambda: all(job.state is State.READY for job in list(window.jobs)[1:]))

    run(scenario())


def test_they_are_kept_by_name_and_forgotten(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    preset.keep(settings, Preset("b", Choices(format="vhd")))
    preset.keep(settings, Preset("A", Choices()))
    preset.keep(settings, Preset("b", Choices(sha256=True)))
    assert [each.name for each in preset.presets(settings)] == ["A", "b"]
    assert preset.presets(settings)[1] == Preset("b", Choices(sha256=True))
    settings.presets.append('{"name": "damaged"}')
    settings.presets.append("[" * 100_000)
    assert [each.name for each in preset.presets(Settings.load(settings.file))] == ["A", "b"]
    assert len(preset.presets(settings)) == 2
    preset.forget(settings, "b")
    assert [each.name for each in preset.presets(Settings.load(settings.file))] == ["A"]


def test_a_job_that_has_no_preset_says_none(job: Migration) -> None:
    assert Preset.of(job, "x").choices == Choices()


def test_a_pool_is_kept_whole_but_for_what_was_agreed_to_for_one_machine(
    run: Run, job: Migration, tmp_path: Path
) -> None:
    wanted = PoolWish("xapi://root@pool", "fast", {"xenbr0": "LAN"}, ("ab" * 32,), limit=1000)
    job.choose_delivery(replace(wanted, agreed=True))
    settings = Settings(tmp_path / "settings.json")
    preset.keep(settings, Preset.of(job, "to the pool"))
    (kept,) = preset.presets(Settings.load(settings.file))
    assert kept.then == wanted
    job.choose_delivery(None)

    async def scenario() -> None:
        assert kept.apply(job)

    run(scenario())
    assert job.then == wanted
