"""Passwords of hosts: out of the system's keyring, or asked for; kept in memory alone.

An account is ``user@host:port``, as the keyring has it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.findings import refuse

#: Asks the user for the password of an account; None where nobody can be asked.
Ask = Callable[[str], str | None]

_SERVICE = "vmx2xen"
_lock = threading.Lock()
_known: dict[str, str] = {}
_ask: list[Ask] = []


def ask_by(ask: Ask) -> None:
    """Have passwords that are in no keyring asked for by ``ask``, from any thread."""
    _ask[:] = [ask]


def found(account: str, *, ask: bool = True) -> str | None:
    """The password of an account; None where nobody knows it. ``ask``: the user may be asked."""
    with _lock:
        if account not in _known:
            asked = _ask if ask else []
            told = _in_keyring(account) or next((each(account) for each in asked), None)
            if told is None:
                return None
            _known[account] = told
        return _known[account]


def password_of(account: str) -> str:
    """The password of an account; refuses E883 where nobody knows it."""
    password = found(account)
    if password is None:
        raise refuse("E883", account=account)
    return password


def forget(account: str) -> None:
    """Ask for it again the next time: it was wrong."""
    with _lock:
        _known.pop(account, None)


def remember(account: str, password: str, *, keep: bool) -> None:
    """Use this one from now on; ``keep``: also after the program has ended, in the keyring."""
    import keyring
    from keyring.errors import KeyringError

    with _lock:
        _known[account] = password
    if keep:
        try:
            keyring.set_password(_SERVICE, account, password)
        except KeyringError as error:
            raise refuse("E884", account=account, reason=str(error)) from None


def _in_keyring(account: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, account)
    except KeyringError:  # there is none, or it is locked
        return None
