"""The work at one machine: what is left of it to do, as its folder says."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from job.fleet import machines
from refusals import refused

from engine.choices import Choices
from engine.findings import finding
from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Found, Progress, StepOutline, StepsKnown, StepStarted
from engine.job.fleet import machine_task
from engine.job.fleet.order import Order
from engine.job.places import JOB_JOURNAL
from engine.phrase import Phrase


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """A machine that is to be converted, and sent to a folder."""
    machines.build(tmp_path, 1)
    vmx = tmp_path / "vms/vm-000/vm-000.vmx"
    wish = {"target": str(tmp_path / "srv")}
    return Order("vm-000", str(vmx), str(tmp_path / "out"), Choices().as_json(), wish)


def perform(order: Order) -> tuple[str, list[float]]:
    told: list[float] = []
    return machine_task.perform(order, told.append, threading.Event()).outcome, told


def test_it_is_done_once_and_told_in_parts(order: Order, tmp_path: Path) -> None:
    assert not machine_task.is_done(order)
    record = machine_task.perform(order, lambda part: None, threading.Event())
    assert (record.outcome, record.delivered) == ("done", str(tmp_path / "srv"))
    assert [disk["file"] for disk in record.disks] == ["vm-000.img"]
    assert record.worker == machine_task.worker_name()
    assert 0 < record.began <= record.ended
    assert machine_task.is_done(order)
    assert perform(order) == ("done", [])  # nothing is left
    assert machine_task.done(order).disks == record.disks
    assert machine_task.conversion(order) is None


def test_a_delivery_to_another_place_is_left_to_do(order: Order, tmp_path: Path) -> None:
    assert perform(order)[0] == "done"
    other = Order(
        order.name, order.machine, order.folder, order.choices, {"target": str(tmp_path / "two")}
    )
    assert not machine_task.is_done(other)
    outcome, told = perform(other)
    assert outcome == "done"
    assert all(0.5 <= part <= 1 for part in told)  # the conversion was done before
    without = Order(order.name, order.machine, order.folder, order.choices)
    assert machine_task.is_done(without)


def test_the_results_of_another_machine_are_not_ours(order: Order, tmp_path: Path) -> None:
    assert perform(order)[0] == "done"
    other = Order(order.name, str(tmp_path / "x.vmx"), order.folder, order.choices)
    assert not machine_task.is_done(other)
    record = machine_task.perform(other, lambda part: None, threading.Event())
    assert record.outcome == "refused"


def test_a_conversion_that_was_cut_is_gone_on_with(order: Order) -> None:
    job = machine_task.conversion(order)
    assert isinstance(job, ConversionJob)
    with pytest.raises(KeyboardInterrupt), job.prepared():
        raise KeyboardInterrupt
    again = machine_task.conversion(order)
    assert again is not None
    assert again.plan.resuming
    assert not machine_task.is_done(order)
    (Path(order.folder) / JOB_JOURNAL).write_text("damaged")
    assert refused(lambda: machine_task.conversion(order)) == "E404"


def test_what_stands_against_it_is_a_record(order: Order, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    for folder in ("out", "out/below"):
        blocked = Order(order.name, order.machine, str(tmp_path / folder), order.choices)
        record = machine_task.perform(blocked, lambda part: None, threading.Event())
        assert record.outcome == "refused"
        assert record.findings
        assert record.disks == ()


def test_parts_are_of_all_steps() -> None:
    told: list[float] = []
    findings: dict[object, None] = {}
    hear = machine_task._listener(told.append, findings)  # type: ignore[arg-type]
    hear(StepsKnown(tuple(StepOutline(Phrase("x"), total) for total in (30, 0, 70))))
    for event in (
        StepStarted(0, 3, Phrase("x"), 30),
        Progress(15, 30),
        StepStarted(2, 3, Phrase("x"), 70),
        Progress(35, 70),
        Progress(700, 70),
        Found(finding("W205", path="x")),
    ):
        hear(event)
    assert told == [0.15, 0.65, 1.0]
    assert list(findings) == [finding("W205", path="x")]
