"""What the mouse points at in a picture of a chain, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF

from engine.report.block_files import AtPlace
from engine.report.disk_picture import Coverage
from gui.engine_texts import phrase
from gui.picture.picture_layout import Layout
from gui.picture.picture_subject import LayerName, Subject
from gui.widgets.units import exact_size, place, size

_FILES = 3  #: that are named


def told(point: QPointF, layout: Layout, drawn: Subject, coverage: Coverage | None) -> str:
    """Offset, layer and file at ``point``; empty where there is nothing to be said."""
    if not layout.left <= point.x() < layout.right:
        return ""
    at = layout.address(point.x())
    where = place(at, drawn.size, layout.view.span // max(layout.columns, 1))
    row = layout.row_at(point.y())
    if row is None:
        what = _area(at, drawn) if layout.areas.contains(point) else ""
    elif coverage is None or not coverage.start <= at < coverage.stop:
        what = ""
    elif row < layout.count:
        what = _layer(drawn.layers[row], coverage, row, coverage.column(at))
    else:
        what = _result(drawn, coverage, coverage.column(at))
    return _tr("{where}: {what}").format(where=where, what=what) if what else ""


def owners(found: AtPlace) -> str:
    """Whose blocks they are: the files that have most of them, and what is in no file."""
    parts = [f"{each.path} ({size(each.held)})" for each in found.files[:_FILES]]
    if found.count > _FILES:
        parts.append(_tr("{count} more files").format(count=found.count - _FILES))
    for held, text in (
        (found.metadata, _tr("{size} in structures of the file system")),
        (found.free, _tr("{size} in space that is free")),
        (found.other, _tr("{size} in no file")),
    ):
        if held:
            parts.append(text.format(size=size(held)))
    return ", ".join(parts) or _tr("nothing held here")


def _layer(name: LayerName, coverage: Coverage, index: int, column: int) -> str:
    data = float(coverage.share(coverage.data[index])[column])
    zeros = float(coverage.share(coverage.zeros[index])[column])
    held = [_tr("{share} data").format(share=_percent(data))] if data else []
    held += [_tr("{share} zeros").format(share=_percent(zeros))] if zeros else []
    return f"{_named(name)} – {', '.join(held) or _tr('holds nothing here')}"


def _result(drawn: Subject, coverage: Coverage, column: int) -> str:
    shares = coverage.share(coverage.shown)[:, column]
    order = sorted(range(len(shares)), key=lambda index: -shares[index])
    found = [
        _tr("{share} from {layer}").format(
            share=_percent(float(shares[index])), layer=_named(drawn.layers[index])
        )
        for index in order[:3]
        if shares[index]
    ]
    return "; ".join(found) or _tr("nothing held, reads as zeros")


def _area(at: int, drawn: Subject) -> str:
    for area in drawn.areas:
        if area.start <= at < area.stop:
            return _tr("partition {label}, {size} from {start} on").format(
                label=phrase(area.label),
                size=size(area.stop - area.start),
                start=exact_size(area.start),
            )
    return _tr("in no partition")


def _named(name: LayerName) -> str:
    return f"{name.number} {name.role}, {name.file}"


def _percent(share: float) -> str:
    return _tr("less than 1 %") if share < 0.01 else f"{share:.0%}".replace("%", " %")


def _tr(text: str) -> str:
    return QCoreApplication.translate("picture_hover", text)
