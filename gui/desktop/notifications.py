"""Notifications of the desktop, for whoever has gone on to other things meanwhile."""

from __future__ import annotations

from html import escape

from jeepney import DBusAddress

from gui.desktop.bus import call, connect

SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    "org.freedesktop.Notifications",
    "org.freedesktop.Notifications",
)
ENTRY = "org.vmx2xen.vmx2xen"  #: the name of our file .desktop, without its end
NORMAL, CRITICAL = 1, 2  #: levels of urgency of the Desktop Notifications Specification
NO_LIMIT = -1  #: the desktop decides how long it is shown


def notify(title: str, text: str, urgency: int) -> None:
    """Show a notification; raises Unavailable where the desktop has none. Blocks."""
    hints = {"desktop-entry": ("s", ENTRY), "urgency": ("y", urgency)}
    no_actions: list[str] = []
    with connect("SESSION") as connection:
        (capabilities,) = call(connection, SERVICE, "GetCapabilities", "")
        text = escape(text, quote=False) if "body-markup" in capabilities else text
        values = ("vmx2xen", 0, "vmx2xen", title, text, no_actions, hints, NO_LIMIT)
        call(connection, SERVICE, "Notify", "susssasa{sv}i", *values)
