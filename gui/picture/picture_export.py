"""Pictures of chains as files: SVG and PNG."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

from engine.job.convert.plan import Plan
from engine.report.disk_picture import Coverage, cover
from engine.vmware.model import VirtualMachine
from gui.picture.picture_colours import of_paper
from gui.picture.picture_layout import Layout, View, good_height
from gui.picture.picture_painting import paint
from gui.picture.picture_subject import Subject, described, subjects

WIDTH = 1200
SHARP = 2  #: dots per pixel of a PNG


@dataclass(frozen=True, slots=True)
class Sheet:
    """A disk, and what is known of the part that is drawn."""

    drawn: Subject
    coverage: Coverage

    @property
    def height(self) -> int:
        return round(good_height(len(self.drawn.layers)))


def picture(machine: VirtualMachine, plan: Plan | None = None) -> bytes:
    """All disks of a machine, below each other, as SVG: for the report. May run in any thread.

    Refuses what is damaged.
    """
    return svg([whole(drawn) for drawn in subjects(machine, plan).values()])


def whole(drawn: Subject, cancel: threading.Event | None = None) -> Sheet:
    """All of a disk; refuses what is damaged."""
    columns = Layout(WIDTH, 0, len(drawn.layers), View(0, drawn.size)).columns
    found = cover(drawn.chain, 0, drawn.size, columns, cancel or threading.Event())
    return Sheet(drawn, found)


def svg(sheets: Sequence[Sheet]) -> bytes:
    """An SVG document."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(_size(sheets))
    generator.setViewBox(QRect(0, 0, *_size(sheets).toTuple()))
    generator.setTitle("; ".join(each.drawn.title for each in sheets))
    generator.setDescription("\n".join(described(each.drawn, each.coverage) for each in sheets))
    _paint(generator, sheets)
    return bytes(buffer.data().data())


def png(sheets: Sequence[Sheet]) -> bytes:
    """A PNG, sharp enough to be printed."""
    image = QImage(_size(sheets) * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    _paint(image, sheets)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _size(sheets: Sequence[Sheet]) -> QSize:
    return QSize(WIDTH, max(sum(each.height for each in sheets), 1))


def _paint(device: QPaintDevice, sheets: Sequence[Sheet]) -> None:
    colours = of_paper()
    painter = QPainter(device)
    painter.fillRect(QRect(0, 0, *_size(sheets).toTuple()), colours.ground)
    for each in sheets:
        view = View(each.coverage.start, each.coverage.stop)
        layout = Layout(WIDTH, each.height, len(each.drawn.layers), view)
        paint(painter, layout, each.drawn, each.coverage, colours)
        painter.translate(0, each.height)
    painter.end()
