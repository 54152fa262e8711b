"""Passwords of hosts: out of the system's keyring, or asked for; kept in memory alone.

An account is ``user@host:port``, as the keyring has it under ``vmx2xen``; that of a pool is
``xapi://user@host``, which the keyring has as ``user`` under ``vmx2xen xapi://host``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from engine import platform
from engine.findings import Refusal, refuse

#: Asks the user for the password of an account; None where nobody can be asked.
Ask = Callable[[str], str | None]

_SERVICE = "vmx2xen"
_lock = threading.Lock()
_known: dict[str, str] = {}
_wrong: dict[str, str] = {}  #: what the keyring has, and a host did not take
_ask: list[Ask] = []

_T = TypeVar("_T")


class Wrong(Exception):  # noqa: N818
    """A host does not take a password."""


def ask_by(ask: Ask) -> None:
    """Have passwords that are in no keyring asked for by ``ask``, from any thread."""
    _ask[:] = [ask]


def found(account: str, *, ask: bool = True) -> str | None:
    """The password of an account; None where nobody knows it. ``ask``: the user may be asked."""
    with _lock:
        if account not in _known:
            kept = _in_keyring(account)
            if kept is None or kept == _wrong.get(account):
                asked = _ask if ask else []
                kept = next((each(account) for each in asked), None)
            if kept is None:
                return None
            _keep(account, kept)
        return _known[account]


def used(account: str, log_in: Callable[[str], _T], *, ask: bool = True) -> _T | None:
    """What ``log_in`` makes of the password of an account; None where nobody knows one.

    ``log_in`` raises Wrong where it is not taken. One out of the keyring is asked for anew then,
    once, and the right one takes its place there; Wrong is raised for all others.
    """
    password = found(account, ask=ask)
    if password is None:
        return None
    try:
        made = log_in(password)
    except Wrong:
        if not forget(account) or (password := found(account, ask=ask)) is None:
            raise
        try:
            made = log_in(password)
        except Wrong:
            forget(account)
            raise
    _replace(account, password)
    return made


def forget(account: str) -> bool:
    """Ask for it again the next time: it was wrong. Whether it was that of the keyring."""
    with _lock:
        wrong = _known.pop(account, None)
        is_kept = wrong is not None and wrong == _in_keyring(account)
        if wrong is not None and is_kept:
            _wrong[account] = wrong
        return is_kept


def remember(account: str, password: str, *, keep: bool) -> None:
    """Use this one from now on; ``keep``: also after the program has ended, in the keyring.

    Refuses E884 where it cannot be kept.
    """
    import keyring
    from keyring.errors import KeyringError

    with _lock:
        _keep(account, password)
    if keep:
        try:
            keyring.set_password(*_entry(account), password)
        except KeyringError as error:
            raise refuse("E884", account=account, reason=str(error)) from None


def hidden(said: str) -> str:
    """What a host said, without the passwords that it may have been told."""
    with _lock:
        for password in filter(None, _known.values()):
            said = re.sub(rf"(?<!\w){re.escape(password)}(?!\w)", "…", said)
    return said


def _keep(account: str, password: str) -> None:
    """Know a password from now on; what a crash leaves on disk does not have it."""
    platform.without_core_dumps()
    _known[account] = password


def _replace(account: str, right: str) -> None:
    """Put the right one into the keyring where that has a wrong one."""
    wrong = _wrong.pop(account, None)
    if wrong is not None and wrong == _in_keyring(account):
        with suppress(Refusal):  # that it cannot be kept stops nothing
            remember(account, right, keep=True)


def _in_keyring(account: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(*_entry(account))
    except KeyringError:  # there is none, or it is locked
        return None


def _entry(account: str) -> tuple[str, str]:
    """The service and the user's name that the keyring has it by."""
    scheme, separator, rest = account.partition("://")
    if not separator:
        return _SERVICE, account
    user, _, place = rest.rpartition("@")
    return f"{_SERVICE} {scheme}://{place}", user
