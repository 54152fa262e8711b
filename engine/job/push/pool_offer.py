"""What a pool has for a machine: storage and networks, for whoever chooses among them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.deliver.pool import address as addresses
from engine.deliver.pool.certificates import Known
from engine.deliver.pool.pool import Network, Storage, logged_in
from engine.findings import Refusal
from engine.job.result.conversion import Conversion
from engine.xen.domain import Domain


@dataclass(frozen=True, slots=True)
class PoolOffer:
    """A pool that let somebody in."""

    target: str  #: xapi://user@host
    storages: tuple[Storage, ...]
    usual: str  #: UUID of the storage that it takes if none is named; empty if it has none
    networks: tuple[Network, ...]

    def network_of(self, bridge: str) -> str:
        """UUID of the network that a bridge means there; empty where that is not clear."""
        for fits in ("bridge", "name"):
            found = [each.uuid for each in self.networks if getattr(each, fits) == bridge]
            if len(found) == 1:
                return found[0]
        return ""


def bridges(domain: Domain) -> tuple[str, ...]:
    """The bridges that its network cards are on, each once."""
    return tuple(dict.fromkeys(vif.bridge for vif in domain.vifs))


def bridges_of(folder: Path) -> tuple[str, ...]:
    """Those of a conversion; refuses as opening it does."""
    domain = Conversion.open(folder).domain
    return bridges(domain) if domain is not None else ()


def look(
    target: str, password: str = "", *, keep: bool = False, certificate: str = ""
) -> PoolOffer:
    """The offer of a pool. Refuses E701, and E884 and E900 to E903.

    ``password``: what it is to be asked with, if any; ``keep``: it goes into the keyring once it
    was right. ``certificate``: the SHA-256 that is agreed to.
    """
    address = addresses.read(target)
    agreed = Known((certificate,) if certificate else ())
    with logged_in(address, agreed, password, keep=keep) as pool:
        try:
            usual = pool.storage("").uuid
        except Refusal:  # it has none
            usual = ""
        return PoolOffer(target, tuple(pool.storages()), usual, tuple(pool.all_networks()))
