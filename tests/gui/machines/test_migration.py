"""A job with the real engine: from the first look to the result."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from fixtures import machine

from engine.vmware.machine import read
from engine.vmware.model import Slot
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.migration_look import vdevs
from gui.machines.opener import Opened
from gui.queue.state import State
from gui.settings import Settings

Run = Callable[..., Any]


async def done(job: Migration) -> None:
    while job.state.active:
        await asyncio.sleep(0.005)


async def planned(job: Migration) -> None:
    await job.replan()


async def converted(job: Migration) -> None:
    await job.replan()
    assert job.state is State.READY
    job.convert()
    assert job.state.active  # at once, so that a second click finds it running
    job.convert()
    await done(job)


def same(image: Path, truth: Path) -> bool:
    return image.read_bytes() == truth.read_bytes()


def image_in(folder: Path) -> Path:
    (image,) = folder.glob("*.img")
    return image


def test_from_look_to_image(run: Run, job: Migration, built: machine.Machine) -> None:
    steps: list[str] = []
    job.changed.connect(lambda: steps.extend([job.step.name] if job.step else []))
    run(converted(job))
    assert job.state is State.DONE
    assert job.folder is not None
    assert same(image_in(job.folder), built.truths[machine.CURRENT])
    assert list(job.folder.glob("*.cfg"))
    assert steps
    assert not job.resumable


def test_the_plan_tells_what_a_disk_becomes(run: Run, job: Migration) -> None:
    assert vdevs(job.last_plan) == {}
    run(planned(job))
    assert vdevs(job.last_plan) == {Slot("scsi", 0, 0): "hda"}


def test_another_snapshot(run: Run, job: Migration, built: machine.Machine) -> None:
    job.choices = replace(job.choices, snapshot="1")
    run(converted(job))
    assert job.folder is not None
    assert same(image_in(job.folder), built.truths["1"])


def test_stopped_resumed_and_done(run: Run, job: Migration, built: machine.Machine) -> None:
    async def scenario() -> None:
        await job.replan()
        job.convert()
        states: list[State] = []
        job.changed.connect(lambda: states.append(job.state))
        job.cancel()
        await done(job)
        assert states[0] is State.STOPPING
        assert states[-1] is State.STOPPED
        assert job.resumable
        job.resume()
        await done(job)

    run(scenario())
    assert job.state is State.DONE
    assert job.folder is not None
    assert same(image_in(job.folder), built.truths[machine.CURRENT])


def test_a_stopped_one_is_found_again_by_its_folder(
    run: Run, around: Context, job: Migration, built: machine.Machine
) -> None:
    async def scenario() -> Migration:
        job.choices = replace(job.choices, snapshot="2")
        await job.replan()
        job.convert()
        job.cancel()
        await done(job)
        assert Settings.load(around.settings.file).unfinished == [str(job.folder)]
        later = Migration(around, Opened(read(built.vmx)), job.folder)
        await later.replan()
        assert later.state is State.STOPPED
        assert later.choices.snapshot == "2"
        later.resume()
        await done(later)
        return later

    later = run(scenario())
    assert later.state is State.DONE
    assert same(image_in(later.folder), built.truths["2"])
    assert Settings.load(around.settings.file).unfinished == []


def test_a_stopped_one_of_another_machine_is_not_continued(
    run: Run, around: Context, job: Migration, tmp_path: Path
) -> None:
    other = machine.build(tmp_path / "other", size=1 << 20)

    async def scenario() -> Migration:
        await job.replan()
        job.convert()
        job.cancel()
        await done(job)
        stranger = Migration(around, Opened(read(other.vmx)), job.folder)
        await stranger.replan()
        return stranger

    stranger = run(scenario())
    assert stranger.state is State.BLOCKED
    assert [each.code for each in stranger.findings if each.blocks] == ["E414"]
    assert not stranger.resumable


def test_a_refusal_while_running_is_told(run: Run, job: Migration) -> None:
    async def scenario() -> None:
        await job.replan()
        assert job.folder is not None
        job.folder.write_text("a file where the folder should be")
        job.convert()
        await done(job)

    run(scenario())
    assert job.state is State.FAILED
    assert [each.code for each in job.findings if each.blocks] == ["E403"]


def test_what_stands_in_the_way_is_said_before(run: Run, job: Migration) -> None:
    folder = job.folder
    run(converted(job))
    run(planned(job))
    assert job.folder != folder  # a result stays, the next is beside it
    job.folder = folder
    run(planned(job))
    assert job.state is State.BLOCKED
    assert {each.code for each in job.findings if each.blocks} == {"E402"}


def test_only_the_latest_choice_counts(run: Run, job: Migration, tmp_path: Path) -> None:
    async def scenario() -> None:
        await asyncio.gather(*(look(tmp_path / name) for name in ("a", "b", "c")))

    async def look(folder: Path) -> None:
        job.folder = folder
        await job.replan()

    run(scenario())
    assert job.plan is not None
    assert job.plan.folder == tmp_path / "c"
    assert job.state is State.READY


def test_a_blocked_job_does_not_start(run: Run, around: Context, tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    made.disk.with_name("win2003-000001.vmdk").unlink()
    job = Migration(around, Opened(read(made.vmx)))
    run(planned(job))
    assert job.state is State.BLOCKED
    job.convert()
    job.resume()
    job.cancel()
    assert job.state is State.BLOCKED
    assert job.findings[0].code == "E301"


def test_the_log_has_what_happened(run: Run, around: Context, job: Migration) -> None:
    run(converted(job))
    text = around.log.text()
    assert "Convert" in text
    assert "verified" in text


def test_each_state_has_a_folder_of_its_own_until_one_is_named(
    run: Run, around: Context, built: machine.Machine, tmp_path: Path
) -> None:
    around.settings.target_folder = str(tmp_path)
    job = Migration(around, Opened(read(built.vmx)))
    folders: list[Path | None] = []

    async def scenario() -> None:
        await job.replan()
        folders.append(job.folder)
        for state in ("1", ""):
            await job.choose(snapshot=state)
            folders.append(job.folder)
        job.choose_folder(tmp_path / "named")
        await job.choose(snapshot="2")
        folders.append(job.folder)

    run(scenario())
    names = ["server-xen", "server-snapshot-1-xen", "server-xen", "named"]
    assert folders == [tmp_path / name for name in names]


def test_no_two_machines_go_into_the_same_folder(run: Run, around: Context, tmp_path: Path) -> None:
    """Machines of one folder, and folders of one name: all are planned at once, and converted."""
    around.settings.target_folder = str(tmp_path / "out")
    first = machine.build(tmp_path / "a" / "server", size=1 << 20, snapshots=0)
    shutil.copy(first.vmx, first.vmx.with_name("other.vmx"))
    shutil.copytree(first.vmx.parent, tmp_path / "b" / "server")
    paths = (first.vmx, first.vmx.with_name("other.vmx"), tmp_path / "b/server" / first.vmx.name)
    jobs = [Migration(around, Opened(read(path))) for path in paths]

    async def scenario() -> None:
        await asyncio.gather(*(job.replan() for job in jobs))
        assert {job.state for job in jobs} == {State.READY}
        for job in jobs:
            job.convert()
        while any(job.state.settled for job in jobs):
            await asyncio.sleep(0.005)

    run(scenario())
    assert [job.state for job in jobs] == [State.DONE] * 3
    names = ("server-xen", "server-xen-2", "server-xen-3")
    assert {job.folder for job in jobs} == {tmp_path / "out" / name for name in names}
    closed = jobs.pop()
    closed.discard()
    assert set(around.targets) == set(jobs)


def test_its_name_cannot_turn_the_text_around_it(around: Context, built: machine.Machine) -> None:
    """A right-to-left override, and the end of a line, in the name that VMware was given."""
    found = replace(read(built.vmx), name="mail\u202e\nserver")
    assert Migration(around, Opened(found)).name == "mail\N{REPLACEMENT CHARACTER} server"
