"""A pool that somebody has logged in to: what it has, and VMs that are imported into it."""

from __future__ import annotations

import http.client
import xmlrpc.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from XenAPI import XenAPI

from engine import passwords
from engine.deliver.pool.address import PoolAddress
from engine.deliver.pool.certificates import Known, Transport
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

Record = dict[str, Any]

_VERSION, _ORIGINATOR = "1.0", "vmx2xen"
_NO_STORAGE = ("iso", "udev")


@dataclass(frozen=True, slots=True)
class Storage:
    """A storage repository that takes disks."""

    ref: str
    uuid: str
    name: str
    free: int  #: bytes


@dataclass(frozen=True, slots=True)
class Network:
    """A network of the pool."""

    ref: str
    uuid: str
    name: str
    bridge: str


class Pool:
    """A session; use :func:`logged_in`. Whatever it cannot do is refused as E900 or E907."""

    def __init__(self, session: Any, address: PoolAddress, known: Known) -> None:
        self._session, self.address, self.known = session, address, known

    @property
    def session(self) -> str:
        """The secret reference of the session."""
        return str(self._session.handle)

    def ask(self, method: str, *arguments: object) -> Any:
        """The answer to a call of the API, such as ``SR.get_all_records``."""
        with _refusals(self.address):
            return getattr(self._session.xenapi, method)(*arguments)

    def storages(self) -> list[Storage]:
        """Where disks can go, by name."""
        records = self.ask("SR.get_all_records")
        with _refusals(self.address):
            found = [
                Storage(ref, each["uuid"], each["name_label"],
                        int(each["physical_size"]) - int(each["physical_utilisation"]))
                for ref, each in records.items()
                if each["content_type"] != "iso" and each["type"] not in _NO_STORAGE
                and each["PBDs"]
            ]  # fmt: skip
        return sorted(found, key=lambda each: each.name)

    def storage(self, wanted: str) -> Storage:
        """The one of that name or UUID, else the pool's usual one; refuses E904."""
        found = self.storages()
        if wanted:
            fitting = [each for each in found if wanted in (each.uuid, each.name)]
        else:
            usual = [each["default_SR"] for each in self.ask("pool.get_all_records").values()]
            fitting = [each for each in found if each.ref in usual] or found
        if len(fitting) != 1:
            known = ", ".join(f"{each.name} ({each.uuid})" for each in found) or Phrase("none")
            raise refuse("E904", host=self.address.host, known=known)
        return fitting[0]

    def all_networks(self) -> list[Network]:
        """Those that the pool has."""
        records = self.ask("network.get_all_records")
        with _refusals(self.address):
            return [
                Network(ref, each["uuid"], each["name_label"], each["bridge"])
                for ref, each in records.items()
            ]

    def networks(self, wanted: Mapping[str, str]) -> dict[str, Network]:
        """The network for each bridge of ``wanted``: by the name or UUID that is said there, or,
        where that is empty, the one on that bridge, or so called. Refuses E905.
        """
        known = self.all_networks()
        return {bridge: self._network(bridge, name, known) for bridge, name in wanted.items()}

    def _network(self, bridge: str, name: str, known: list[Network]) -> Network:
        keys: tuple[Callable[[Network], bool], ...] = (
            (lambda each: name in (each.uuid, each.name),)
            if name
            else (lambda each: each.bridge == bridge, lambda each: each.name == bridge)
        )
        for fits in keys:
            fitting = [each for each in known if fits(each)]
            if len(fitting) == 1:
                return fitting[0]
        listed = ", ".join(sorted(f"{each.name} ({each.bridge})" for each in known))
        raise refuse("E905", host=self.address.host, network=name or bridge, known=listed,
                     bridge=bridge)  # fmt: skip

    def addresses(self) -> set[str]:
        """The addresses of all hosts of the pool."""
        return {each["address"] for each in self.ask("host.get_all_records").values()}

    def marked(self, key: str, value: str) -> dict[str, Record]:
        """The VMs, by reference, whose other_config has that."""
        records = self.ask("VM.get_all_records")
        return {ref: each for ref, each in records.items()
                if each["other_config"].get(key) == value}  # fmt: skip

    def destroy(self, ref: str, record: Record) -> None:
        """Remove a VM of ours and its disks, as far as they are still there."""
        for vbd in record["VBDs"]:
            with suppress(Refusal):
                found = self.ask("VBD.get_record", vbd)
                if found["type"] == "Disk":
                    self.ask("VDI.destroy", found["VDI"])
        self.ask("VM.destroy", ref)


@contextmanager
def logged_in(
    address: PoolAddress, known: Known, password: str = "", *, keep: bool = False
) -> Iterator[Pool]:
    """A pool to work with; refuses E900 to E903.

    ``password``: what it is asked with, if any is given; ``keep``: it goes into the keyring once it
    was right, or E884 is refused.
    """
    if password:
        passwords.remember(str(address), password, keep=False)
    transport = Transport(address.host, address.port, known)
    session = XenAPI.Session(f"https://{address.host}:{address.port}", transport=transport)
    try:
        _log_in(session, address)
        if password and keep:
            passwords.remember(str(address), password, keep=True)
        try:
            yield Pool(session, address, known)
        finally:
            with suppress(Exception):  # it ends by itself too
                session.xenapi.session.logout()
    finally:
        transport.close()


def _log_in(session: Any, address: PoolAddress) -> None:
    """By the password that the keyring has or somebody types; refuses E900 to E903."""

    def log_in(password: str) -> bool:
        try:
            with _refusals(address):
                session.login_with_password(address.user, password, _VERSION, _ORIGINATOR)
        except Refusal as refusal:
            if refusal.findings[0].code == "E903":
                raise passwords.Wrong from None
            raise
        return True

    with suppress(passwords.Wrong):
        if passwords.used(str(address), log_in):
            return
    raise refuse("E903", user=address.user, host=address.place)


@contextmanager
def _refusals(address: PoolAddress) -> Iterator[None]:
    """Turn what the library raises into refusals; no message has the password in it."""
    try:
        yield
    except XenAPI.Failure as failure:
        details = [str(each) for each in failure.details]
        if details and details[0] == "SESSION_AUTHENTICATION_FAILED":
            raise refuse("E903", user=address.user, host=address.place) from None
        raise refuse(
            "E907", host=address.host, reason=passwords.hidden(" ".join(details))
        ) from None
    except (OSError, http.client.HTTPException, xmlrpc.client.Error, ExpatError, TypeError,
            KeyError, ValueError) as error:  # fmt: skip
        raise refuse(
            "E900", host=address.host, reason=passwords.hidden(str(error)) or type(error).__name__
        ) from None
