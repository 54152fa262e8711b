"""File dialogs of the desktop: Qt asks the desktop portal for them where there is one."""

from __future__ import annotations

import os

from jeepney import DBusAddress

from gui.desktop.bus import Unavailable, call, connect

_THEME = "QT_QPA_PLATFORMTHEME"  #: Qt's variable, read as the application is made
_PORTAL = "xdgdesktopportal"  #: Qt's plugin; all but the dialogs it leaves to the desktop's own
_SERVICE = "org.freedesktop.portal.Desktop"
_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


def prefer() -> None:
    """Have dialogs of the portal, unless somebody has chosen otherwise or there is none.

    To be called before there is an application. Asks the bus alone, which answers at once.
    """
    if not os.environ.get(_THEME) and _is_there():
        os.environ[_THEME] = _PORTAL


def _is_there() -> bool:
    try:
        with connect("SESSION") as connection:
            (running,) = call(connection, _BUS, "ListNames", "")
            (startable,) = call(connection, _BUS, "ListActivatableNames", "")
    except Unavailable:
        return False
    return _SERVICE in running or _SERVICE in startable
