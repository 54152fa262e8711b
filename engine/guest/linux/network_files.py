"""Files by which a Linux keeps the names of its network cards under Xen.

VMware's slot numbers make names such as ens192; under Xen slots are others, and addresses stay.
Source: systemd.link(5), udev(7), VMware's ``ethernetN.pciSlotNumber``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.guest.linux.installation import Tree
from engine.guest.linux.linux_network import NicName

RULES = "/etc/udev/rules.d/70-persistent-net.rules"
LINKS = "/etc/systemd/network"
_SLOT = re.compile(r"ens(\d+)(?:f\d+|np\d+)?")
_LINK_AWARE = ("/lib/systemd/network", "/usr/lib/systemd/network")


@dataclass(frozen=True, slots=True)
class Card:
    """A network card of the machine."""

    address: str  #: MAC in lower case with colons; empty if it has none yet
    slot: int | None  #: VMware's number of its PCI slot, if it has one


def addresses(nics: Iterable[NicName], cards: Sequence[Card]) -> dict[str, str]:
    """The MAC address of each configured card whose name changes, as far as it is certain.

    By the slot that its name is made of; what is left by the order of both, if as many are left.
    """
    names = [each.name for each in nics if each.changes]
    found: dict[str, str] = {}
    left = [card for card in cards if card.address]
    for name in names:
        slot = _SLOT.fullmatch(name)
        card = next((each for each in left if slot and each.slot == int(slot[1])), None)
        if card is not None:
            found[name] = card.address
            left.remove(card)
    rest = sorted((name for name in names if name not in found), key=_natural)
    if len(rest) == len(left):
        in_order = sorted(left, key=lambda card: card.slot or 0)
        found |= {name: card.address for name, card in zip(rest, in_order, strict=True)}
    return found


def knows_links(tree: Tree) -> bool:
    """Whether its udev reads .link files (systemd 209 and later), and not rules alone."""
    return any(name.endswith(".link") for folder in _LINK_AWARE for name in tree.list(folder))


def link_path(name: str) -> str:
    return f"{LINKS}/10-{name}.link"


def link(name: str, address: str) -> bytes:
    """A .link file that gives the card with ``address`` its name."""
    return f"[Match]\nMACAddress={address}\n\n[Link]\nName={name}\n".encode()


def rule(name: str, address: str) -> str:
    """A rule of udev that does the same, a line."""
    return (
        f'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{{address}}=="{address}", '
        f'ATTR{{type}}=="1", NAME="{name}"\n'
    )


def _natural(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]
