"""What a picture is of: disks of a state, their layers and partitions, in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fixtures import guests, machine

from engine.choices import Choices
from engine.job.convert import plan as planning
from engine.vmware.machine import read, state
from gui.picture.picture_export import Sheet, whole
from gui.picture.picture_hover import told
from gui.picture.picture_layout import Layout
from gui.picture.picture_subject import described, subjects
from gui.widgets.units import size

LayoutOf = Callable[[Sheet], Layout]


def test_partitions_are_told(tmp_path: Path, layout_of: LayoutOf) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw")
    plan = planning.make(read(made.vmx), tmp_path / "out", Choices())
    one = whole(subjects(plan.machine, plan)["scsi0:0"])
    (area,) = one.drawn.areas
    assert (area.start, area.label) == (63 * 512, "1 ntfs")
    layout = layout_of(one)
    text = told(layout.areas.center(), layout, one.drawn, one.coverage)
    assert "partition 1 ntfs, " in text
    assert "Partition 1 ntfs: " in described(one.drawn, one.coverage)


def test_a_snapshot_is_drawn_as_it_was(built: machine.Machine) -> None:
    frozen = subjects(state(read(built.vmx), "1"))["scsi0:0"]
    assert [layer.short for layer in frozen.layers] == ["Snapshot 1"]


def test_layers_are_counted_from_the_base(built: machine.Machine) -> None:
    drawn = subjects(read(built.vmx))["scsi0:0"]
    assert drawn.title == "win2003, disk scsi0:0: 16 MiB"
    assert [(each.number, each.short, each.file) for each in drawn.layers] == [
        (3, "Running state", "win2003-000002.vmdk"),
        (2, "Snapshot 2", "win2003-000001.vmdk"),
        (1, "Base · Snapshot 1", "win2003.vmdk"),
    ]
    assert drawn.size == 16 << 20


def test_the_state_that_is_drawn_is_named(built: machine.Machine) -> None:
    found = read(built.vmx)
    named = subjects(state(found, "2"), state="2")["scsi0:0"]
    assert named.title == "win2003, disk scsi0:0: 16 MiB, at “Snapshot 2”"
    assert subjects(found, state="9")["scsi0:0"].title == "win2003, disk scsi0:0: 16 MiB"


def test_a_disk_that_cannot_be_read_is_not_drawn(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    made.disk.unlink()
    assert subjects(read(made.vmx)) == {}


def test_words_say_what_each_layer_holds(sheet: Sheet) -> None:
    title, *layers = described(sheet.drawn, sheet.coverage).splitlines()
    assert title == sheet.drawn.title
    assert len(layers) == 3
    held, shown = sheet.coverage.data.sum(axis=1), sheet.coverage.shown.sum(axis=1)
    assert layers[2].startswith("1 Base · Snapshot “Snapshot 1”, win2003.vmdk: holds ")
    assert layers[2].endswith(
        f"{size(int(held[2]))}, of which {size(int(shown[2]))} are in the result"
    )
