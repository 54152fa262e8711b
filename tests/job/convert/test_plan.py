"""A plan looks at everything and writes nothing; what stands against it is a finding."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.disk.copying.journal import lock
from engine.findings import Refusal
from engine.job.convert import plan as plans
from engine.job.convert.plan import Plan
from engine.job.places import JOB_JOURNAL
from engine.vmware.machine import read
from engine.xen import device_model

NAMES = ["win2003.img", "win2003.cfg", "manifest.json"]


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    """Not to be written to."""
    return machine.build(tmp_path_factory.mktemp("plan") / "vm", size=1 << 20, snapshots=1)


def made(vm: machine.Machine, folder: Path, choices: Choices | None = None) -> Plan:
    return plans.make(read(vm.vmx), folder, choices or Choices())


@pytest.fixture(scope="module")
def planned(vm: machine.Machine, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return made(vm, tmp_path_factory.mktemp("planned"))


def into(plan: Plan, folder: Path) -> Plan:
    """The same into another folder."""
    disks = tuple(replace(each, target=folder / each.target.name) for each in plan.disks)
    return replace(plan, folder=folder, disks=disks)


def blocked(plan: Plan) -> list[str]:
    return sorted(each.code for each in plan.blocking)


def recheck(plan: Plan) -> list[str]:
    try:
        plans.recheck(plan)
    except Refusal as refusal:
        return sorted(each.code for each in refusal.findings)
    return []


def test_nothing_is_written(vm: machine.Machine, tmp_path: Path) -> None:
    plan = made(vm, tmp_path / "out")
    assert (blocked(plan), recheck(plan)) == ([], [])
    assert not (tmp_path / "out").exists()
    [task] = plan.disks
    assert task.target == tmp_path / "out/win2003.img"
    assert 0 < task.allocated <= task.size == 1 << 20
    assert plan.needed >= task.allocated
    found = json.loads(json.dumps(plan.as_json()))
    assert found["disks"][0]["layers"] == 2
    assert found["disks"][0]["source"] == str(vm.disk)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_link", [False, True])
def test_what_comes_in_the_way_is_seen_before_anything_is_written(
    planned: Plan, tmp_path: Path, name: str, is_link: bool
) -> None:
    """A link that leads nowhere is there, too."""
    if is_link:
        (tmp_path / name).symlink_to("nowhere")
    else:
        (tmp_path / name).write_text("")
    assert recheck(into(planned, tmp_path)) == ["E402"]


def test_what_is_in_the_way_blocks_unless_it_is_of_the_conversion_itself(
    vm: machine.Machine, tmp_path: Path
) -> None:
    for name in NAMES:
        (tmp_path / name).write_text("")
    assert blocked(made(vm, tmp_path)) == ["E402"] * len(NAMES)
    resuming = plans.make(read(vm.vmx), tmp_path, Choices(), resuming=True)
    assert blocked(resuming) == []


@pytest.mark.parametrize("end", [".partial", ".journal", ".received", ".edit", ".edit.partial"])
def test_a_link_in_the_place_of_a_file_of_ours_is_in_the_way(
    planned: Plan, tmp_path: Path, end: str
) -> None:
    beside = tmp_path / f"win2003.img{end}"
    beside.write_text("left over")
    assert recheck(into(planned, tmp_path)) == []
    beside.unlink()
    beside.symlink_to("elsewhere")
    assert recheck(into(planned, tmp_path)) == ["E417"]


def test_another_job_in_the_folder_is_in_the_way(planned: Plan, tmp_path: Path) -> None:
    path, plan = tmp_path / JOB_JOURNAL, into(planned, tmp_path)
    path.write_text("")
    assert recheck(plan) == ["E414"]  # stopped: it is resumed, or discarded
    with path.open("r+b") as held:
        lock(held.fileno(), path)
        assert recheck(plan) == ["E407"]


def test_the_wrapper_is_in_the_way_where_one_is_written(planned: Plan, tmp_path: Path) -> None:
    (tmp_path / device_model.NAME).write_text("")
    plan = into(planned, tmp_path)
    assert recheck(plan) == []
    wrapped = replace(plan.domain, device_model_override=device_model.USUAL)
    assert recheck(replace(plan, domain=wrapped)) == ["E402"]


def test_what_blocks_is_said_first_and_once(vm: machine.Machine, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("")
    plan = made(vm, tmp_path, Choices(format="vmdk"))
    assert [each.blocks for each in plan.findings] == sorted(
        (each.blocks for each in plan.findings), reverse=True
    )
    assert len(set(plan.findings)) == len(plan.findings)
    assert "W507" in [each.code for each in plan.findings]  # no Xen starts from it


def test_every_disk_has_a_name_of_its_own(tmp_path: Path) -> None:
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    other = machine.build(tmp_path / "other", size=1 << 20, snapshots=0, seed=1)
    other.disk.rename(vm.vmx.parent / "second.vmdk")
    with vm.vmx.open("a") as lines:
        lines.write('scsi0:1.present = "TRUE"\nscsi0:1.fileName = "second.vmdk"\n')
    plan = made(vm, tmp_path / "out", Choices(format="qcow2"))
    assert [each.target.name for each in plan.disks] == ["win2003.qcow2", "win2003-2.qcow2"]
    without = made(vm, tmp_path / "out", Choices(without=("scsi0:1",)))
    assert [each.target.name for each in without.disks] == ["win2003.img"]
    assert without.as_json()["left_out"] == ["scsi0:1"]


def test_the_configuration_names_the_images_where_they_will_be(
    vm: machine.Machine, tmp_path: Path
) -> None:
    (here,) = [each for each in made(vm, tmp_path).domain.disks if not each.cdrom]
    assert here.target == str(tmp_path / "win2003.img")
    there = made(vm, tmp_path, Choices(settings={"images": "/srv/xen/"})).domain
    assert [each.target for each in there.disks if not each.cdrom] == ["/srv/xen/win2003.img"]


def test_a_disk_that_cannot_be_read_blocks(tmp_path: Path) -> None:
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)
    with vm.disk.open("r+b") as file:
        file.truncate(vm.disk.stat().st_size // 2)
    plan = made(vm, tmp_path / "out")
    assert blocked(plan)
    assert plan.disks == ()


def test_the_domain_alone_is_that_of_the_plan(vm: machine.Machine, tmp_path: Path) -> None:
    choices = Choices(settings={"memory": "300", "images": "/srv"})
    told, _ = plans.domain(read(vm.vmx), choices)
    assert told == made(vm, tmp_path, choices).domain
    assert told.memory == 300
    with pytest.raises(Refusal, match="E501"):
        plans.domain(read(vm.vmx), Choices(settings={"guest.crash": "perhaps"}))
