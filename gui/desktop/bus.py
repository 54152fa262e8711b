"""Calls to the services of the desktop over D-Bus. They wait for the answer: for threads only."""

from __future__ import annotations

from typing import Any, Literal

from jeepney import DBusAddress, DBusErrorResponse, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

TIMEOUT = 5.0  #: seconds for an answer


class Unavailable(Exception):  # noqa: N818 - that a desktop lacks something is no error
    """There is no such bus, no such service, or it does not do it."""


def connect(bus: Literal["SYSTEM", "SESSION"]) -> DBusConnection:
    """A connection to a bus; raises Unavailable where there is none."""
    try:
        return open_dbus_connection(bus=bus, enable_fds=True)
    except (OSError, RuntimeError, LookupError, ValueError, AttributeError) as error:
        why = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
        raise Unavailable(f"no {bus.lower()} bus{why}") from error


def call(
    connection: DBusConnection, address: DBusAddress, method: str, signature: str, *values: Any
) -> tuple[Any, ...]:
    """What the method returns; raises Unavailable where it does not."""
    message = new_method_call(address, method, signature, values)
    try:
        reply = connection.send_and_get_reply(message, timeout=TIMEOUT)
    except (OSError, RuntimeError) as error:  # a timeout is an OSError
        raise Unavailable(str(error) or type(error).__name__) from error
    if reply.header.message_type is MessageType.error:
        raise Unavailable(str(DBusErrorResponse(reply)))
    found: tuple[Any, ...] = reply.body
    return found
