"""Where things are in a picture of a chain: rows below each other, the disk from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

MARGIN = 10.0
TITLE, RESULT, AREAS, AXIS, LEGEND = 24.0, 30.0, 22.0, 20.0, 22.0
GAP = 8.0  #: between the layers, the result and what is underneath
ROW_LEAST, ROW_MOST = 14.0, 26.0
LABEL_LEAST, LABEL_MOST, LABEL_SHARE = 110.0, 250.0, 0.37
TICK_LEAST = 80.0
SPAN_LEAST = 1 << 16  #: bytes; more cannot be zoomed in


@dataclass(frozen=True, slots=True)
class View:
    """The part of the disk that is looked at."""

    start: int
    stop: int

    @property
    def span(self) -> int:
        return self.stop - self.start

    def zoomed(self, factor: float, about: int, size: int) -> View:
        """So many times as much of a disk of ``size`` bytes, ``about`` staying where it is."""
        span = min(max(int(self.span * factor), SPAN_LEAST), size)
        return _inside(about - (about - self.start) * span // self.span, span, size)

    def moved(self, by: int, size: int) -> View:
        return _inside(self.start + by, self.span, size)


def _inside(start: int, span: int, size: int) -> View:
    start = min(max(start, 0), size - span)
    return View(start, start + span)


@dataclass(frozen=True, slots=True)
class Layout:
    """The places in a picture of ``width`` × ``height`` with ``count`` layers."""

    width: float
    height: float
    count: int
    view: View

    @property
    def label(self) -> float:
        return min(max(self.width * LABEL_SHARE, LABEL_LEAST), LABEL_MOST)

    @property
    def left(self) -> float:
        return MARGIN + self.label

    @property
    def right(self) -> float:
        return max(self.width - MARGIN, self.left + 1)

    @property
    def columns(self) -> int:
        return int(self.right - self.left)

    @property
    def row(self) -> float:
        """The height of a layer's row."""
        room = (self.height - _fixed()) / max(self.count, 1)
        return min(max(room, ROW_LEAST), ROW_MOST)

    @property
    def title(self) -> QRectF:
        return QRectF(MARGIN, MARGIN / 2, self.right - MARGIN, TITLE)

    def layer(self, index: int) -> QRectF:
        """The strip of a layer, newest first."""
        return self._strip(MARGIN / 2 + TITLE + index * self.row + 1, self.row - 2)

    @property
    def result(self) -> QRectF:
        return self._strip(self._below_layers, RESULT)

    @property
    def areas(self) -> QRectF:
        return self._strip(self._below_layers + RESULT + 4, AREAS - 4)

    @property
    def axis(self) -> QRectF:
        return self._strip(self._below_layers + RESULT + AREAS + 2, AXIS)

    @property
    def legend(self) -> QRectF:
        return QRectF(self.left, self.axis.bottom() + 2, self.right - self.left, LEGEND)

    def beside(self, strip: QRectF) -> QRectF:
        """The place of a strip's label."""
        return QRectF(MARGIN, strip.top(), self.label - GAP, strip.height())

    def row_at(self, y: float) -> int | None:
        """The layer whose row is at ``y``; ``count`` for the result, None for none."""
        for index in range(self.count):
            strip = self.layer(index)
            if strip.top() - 1 <= y < strip.bottom() + 1:
                return index
        return self.count if self.result.top() <= y < self.result.bottom() else None

    # -- the disk

    def x(self, address: NDArray[np.int64]) -> NDArray[np.float64]:
        """Where addresses are, those out of sight at the edges."""
        share = (address - self.view.start) / self.view.span
        return np.clip(self.left + share * (self.right - self.left), self.left, self.right)

    def address(self, x: float) -> int:
        """The address at ``x``, within the view."""
        share = (x - self.left) / (self.right - self.left)
        at = self.view.start + int(share * self.view.span)
        return min(max(at, self.view.start), self.view.stop - 1)

    def ticks(self) -> Iterator[int]:
        """Round addresses, far enough from each other to be labelled."""
        step = 512
        while step * (self.right - self.left) < self.view.span * TICK_LEAST:
            step *= 2
        yield from range(-(-self.view.start // step) * step, self.view.stop + 1, step)

    def _strip(self, top: float, height: float) -> QRectF:
        return QRectF(self.left, top, self.right - self.left, height)

    @property
    def _below_layers(self) -> float:
        return MARGIN / 2 + TITLE + self.count * self.row + GAP


def _fixed() -> float:
    return MARGIN * 1.5 + TITLE + GAP + RESULT + AREAS + AXIS + LEGEND


def least_height(count: int) -> float:
    """What a picture of ``count`` layers needs."""
    return _fixed() + count * ROW_LEAST


def good_height(count: int) -> float:
    """What a picture of ``count`` layers takes where there is room."""
    return _fixed() + count * ROW_MOST
