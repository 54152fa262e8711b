"""What is typed and pointed at in the window, as events for the guest (QMP input-send-event)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt

from gui.trial.qcodes import qcode

_ABSOLUTE = 0x7FFF  #: the last place of a tablet, on either axis
_BUTTONS = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.RightButton: "right",
    Qt.MouseButton.MiddleButton: "middle",
}

Event = dict[str, Any]
Events = list[Event]


def key(scan_code: int, *, down: bool) -> Events:
    """A key pressed or released; nothing for one that QEMU does not have."""
    name = qcode(scan_code)
    data = {"down": down, "key": {"type": "qcode", "data": name}}
    return [{"type": "key", "data": data}] if name else []


def keys(*names: str) -> Events:
    """Several keys pressed together and released again."""
    data = [{"down": True, "key": {"type": "qcode", "data": name}} for name in names]
    data += [{"down": False, "key": {"type": "qcode", "data": name}} for name in reversed(names)]
    return [{"type": "key", "data": each} for each in data]


def button(which: Qt.MouseButton, *, down: bool) -> Events:
    """A button of the mouse."""
    name = _BUTTONS.get(which)
    return [{"type": "btn", "data": {"down": down, "button": name}}] if name else []


def moved(to: QPointF, since: QPointF | None, screen: QRectF) -> Events:
    """The pointer moved, to a place on ``screen`` (in the widget): for a tablet and for a mouse."""
    across = (to.x() - screen.x()) / max(screen.width(), 1)
    down = (to.y() - screen.y()) / max(screen.height(), 1)
    places = (("x", across), ("y", down))
    events = [_axis("abs", axis, round(min(max(at, 0), 1) * _ABSOLUTE)) for axis, at in places]
    if since is not None:
        way = to - since
        events += [_axis("rel", "x", round(way.x())), _axis("rel", "y", round(way.y()))]
    return events


def _axis(kind: str, axis: str, value: int) -> dict[str, Any]:
    return {"type": kind, "data": {"axis": axis, "value": value}}
