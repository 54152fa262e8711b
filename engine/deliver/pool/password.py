"""Passwords of pools: from the keyring of the system, where the user has put them."""

from __future__ import annotations

import keyring
from keyring.errors import KeyringError

from engine.deliver.pool.address import SCHEME, PoolAddress


def kept(address: PoolAddress) -> str:
    """The password that the keyring has for ``vmx2xen xapi://host`` and the user; empty without."""
    try:
        return keyring.get_password(f"vmx2xen {SCHEME}{address.place}", address.user) or ""
    except KeyringError:
        return ""
