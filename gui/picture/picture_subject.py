"""What a picture of a chain is of: one disk, its layers from the running state to the base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from engine.job.convert.plan import Plan
from engine.printable import label
from engine.report.disk_picture import Area, Coverage, areas
from engine.vmware.model import Disk, DiskChain, VirtualMachine
from gui.chain.chain_nodes import frozen_by, layer_role
from gui.engine_texts import phrase
from gui.widgets.told_apart import told_apart
from gui.widgets.units import exact_size, size


@dataclass(frozen=True, slots=True)
class LayerName:
    """How a layer is called: layers are counted from the base, which is 1."""

    number: int
    role: str
    file: str
    short: str  #: the role in few words
    cut: str  #: what tells it from those beside it, for where that has no room


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """A disk to be drawn."""

    title: str
    chain: DiskChain = field(repr=False)
    layers: tuple[LayerName, ...]  #: newest first
    areas: tuple[Area, ...] = ()

    @property
    def size(self) -> int:
        return self.chain.size


def subject(
    machine: VirtualMachine, disk: Disk, found: tuple[Area, ...] = (), state: str = ""
) -> Subject | None:
    """A disk of ``machine`` as it was at the snapshot ``state``; None where it cannot be read."""
    if disk.chain is None:
        return None
    count = len(disk.chain.layers)
    short = [_short(index, disk, machine) for index in range(count)]
    names = tuple(
        LayerName(
            number=count - index,
            role=layer_role(index, layer, disk, machine.snapshots),
            file=layer.path.name,
            short=short[index],
            cut=cut,
        )
        for index, (layer, cut) in enumerate(zip(disk.chain.layers, told_apart(short), strict=True))
    )
    title = _tr("{machine}, disk {slot}: {size}").format(
        machine=label(machine.name), slot=disk.slot, size=size(disk.chain.size)
    )
    snapshot = next((each for each in machine.snapshots.all if str(each.uid) == state), None)
    if snapshot is not None:
        title = _tr("{disk}, at “{snapshot}”").format(disk=title, snapshot=label(snapshot.name))
    return Subject(title, disk.chain, names, found)


def _short(index: int, disk: Disk, machine: VirtualMachine) -> str:
    """What a layer is, in few words: the name of its snapshot will do."""
    layer = disk.layers[index]
    named = frozen_by(layer, disk.slot, machine.snapshots)
    if index and index == len(disk.layers) - 1:
        return " · ".join(filter(None, (_tr("Base"), named)))
    return label(named) or layer_role(index, layer, disk, machine.snapshots)


def subjects(
    machine: VirtualMachine, plan: Plan | None = None, state: str = ""
) -> Mapping[str, Subject]:
    """The disks that can be drawn, by slot, in the state that the plan converts.

    ``state``: the number of the snapshot that this is, to be named.
    """
    shown = plan.machine if plan else machine
    found: dict[str, Subject] = {}
    for number, disk in enumerate(shown.disks):
        guest = plan.guests.get(number) if plan else None
        drawn = subject(shown, disk, areas(guest) if guest else (), state)
        if drawn is not None:
            found[str(disk.slot)] = drawn
    return found


def described(drawn: Subject, coverage: Coverage) -> str:
    """The picture in words: for those who hear it, and for the report."""
    lines = [drawn.title]
    for name, held, shown in zip(drawn.layers, coverage.data, coverage.shown, strict=True):
        text = _tr("{number} {role}, {file}: holds {held}, of which {shown} are in the result")
        lines.append(
            text.format(
                number=name.number,
                role=name.role,
                file=name.file,
                held=size(int(held.sum())),
                shown=size(int(shown.sum())),
            )
        )
    for area in drawn.areas:
        text = _tr("Partition {label}: {size} from {start} on")
        lines.append(
            text.format(
                label=phrase(area.label),
                size=size(area.stop - area.start),
                start=exact_size(area.start),
            )
        )
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("picture_subject", text)
