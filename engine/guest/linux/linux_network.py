"""Which network cards a Linux is configured for, and whether by name or by address.

Xen presents other hardware, so names made of slots (ens33, enp3s0) change; addresses stay. Source:
systemd.net-naming-scheme(7), systemd.network(5), interfaces(5), bridge-utils-interfaces(5),
netplan's reference, nm-settings-keyfile(5), initscripts' sysconfig.txt, SUSE's ifcfg-bridge(5),
ifcfg-bonding(5), ifcfg-vlan(5) and ifcfg-team(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.guest.linux.installation import Tree

_FILES_LIMIT = 100
_NAME = re.compile(r"[\w.-]{1,15}")
#: Lines of interfaces(5) that name cards besides those they are about.
_BELOW = re.compile(
    r"^\s*(?:bridge[_-]ports|bond[_-]slaves|slaves|vlan[_-]raw[_-]device)\s+(.+)", re.MULTILINE
)
#: The same in files of Red Hat's and SUSE's.
_PORTS = re.compile(
    r"^(?:BRIDGE_PORTS|BONDING_SLAVE_?\w*|TEAM_PORT_DEVICE_?\w*|ETHERDEVICE|PHYSDEV)"
    r"=[\"']?([\w.: \t-]+)", re.MULTILINE
)  # fmt: skip
_MATCHED = re.compile(r"(?<![\w-])name:\s*[\"']?([\w.-]+)(?=[\"'\s,}]|$)")  #: in netplan's match
_NO_CARDS = ("lo", "none", "all", "regex")
#: What gives a card the name that a file of Red Hat's has for its address, before it is looked for.
_RENAMER = ("/lib/udev/rename_device", "/usr/lib/udev/rename_device")


@dataclass(frozen=True, slots=True)
class NicName:
    """A network card as a configuration file names it."""

    name: str
    path: str
    by_address: bool  #: found by its MAC address alone, which stays

    @property
    def changes(self) -> bool:
        """Whether the card has another name under Xen and is not found any more."""
        return self.name.startswith("en") and not self.by_address


def find(files: Tree) -> tuple[NicName, ...]:
    """The cards that are configured, each name once."""
    found: dict[str, NicName] = {}
    pinned = set(_pinned(files))
    for reader in (_ifcfg, _interfaces, _netplan, _keyfiles):
        for nic in reader(files):
            bound = nic.by_address or nic.name in pinned
            if _NAME.fullmatch(nic.name):
                found.setdefault(nic.name, NicName(nic.name, nic.path, bound))
    return tuple(found.values())


def _pinned(files: Tree) -> Iterator[str]:
    """The names that udev or systemd gives to an address."""
    rules = files.text("/etc/udev/rules.d/70-persistent-net.rules")
    for line in rules.splitlines():
        name = re.search(r'NAME="?([\w.-]+)', line)
        if name and "address}==" in line and not line.lstrip().startswith("#"):
            yield name[1]
    for _, text in _texts(files, "/etc/systemd/network", ".link"):
        if re.search(r"^MACAddress=", text, re.MULTILINE):
            yield from re.findall(r"^Name=(\S+)", text, re.MULTILINE)


def _texts(files: Tree, folder: str, suffix: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    names = [n for n in files.list(folder) if n.endswith(suffix) and n.startswith(prefix)]
    for name in names[:_FILES_LIMIT]:
        yield f"{folder}/{name}", files.text(f"{folder}/{name}")


def _ifcfg(files: Tree) -> Iterator[NicName]:
    """Red Hat's and SUSE's: one file for each card. To NetworkManager name and address must fit."""
    renames = any(map(files.exists, _RENAMER))
    for folder in ("/etc/sysconfig/network-scripts", "/etc/sysconfig/network"):
        for path, text in _texts(files, folder, "", "ifcfg-"):
            device = re.search(r"^DEVICE=[\"']?([\w.-]+)", text, re.MULTILINE)
            name = device[1] if device else path.rsplit("ifcfg-", 1)[1]
            if name != "lo" and "." not in name:
                has_address = re.search(r"^HWADDR=\S", text, re.MULTILINE) is not None
                yield NicName(name, path, has_address and renames)
            for ports in _PORTS.findall(text):
                for port in ports.split():
                    yield NicName(_card(port), path, False)


def _interfaces(files: Tree) -> Iterator[NicName]:
    """Debian's ifupdown."""
    paths = [("/etc/network/interfaces", files.text("/etc/network/interfaces"))]
    for path, text in [*paths, *_texts(files, "/etc/network/interfaces.d", "")]:
        names = re.findall(r"^\s*iface\s+(\S+)", text, re.MULTILINE)
        names += [name for line in _BELOW.findall(text) for name in line.split()]
        for name in names:
            card = _card(name)
            if card not in _NO_CARDS:
                yield NicName(card, path, False)


def _card(name: str) -> str:
    """The card that a VLAN or a second address is on."""
    return re.split("[.:]", name)[0]


def _netplan(files: Tree) -> Iterator[NicName]:
    """Ubuntu's; of its YAML only the keys below ``ethernets`` are looked at."""
    for path, text in _texts(files, "/etc/netplan", ".yaml"):
        for name, block in _blocks(text, "ethernets"):
            match = re.search(r"^match:.*", block, re.DOTALL | re.MULTILINE)
            asked = _MATCHED.search(match[0]) if match else None
            by_address = match is not None and "macaddress:" in match[0] and not asked
            yield NicName(asked[1] if asked else name, path, by_address)


def _blocks(text: str, parent: str) -> Iterator[tuple[str, str]]:
    """The keys below ``parent`` in YAML in blocks, each with the lines below it."""
    inside, own, name = -1, -1, ""
    block: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        if bare == f"{parent}:":
            inside, own = indent, -1
        elif inside >= 0 and indent <= inside:
            inside = -1
        elif inside >= 0:
            own = indent if own < 0 else own
            if indent == own:
                if name:
                    yield name, "\n".join(block)
                name, block = bare.split(":")[0].strip("\"'"), []
            else:
                block.append(bare)
    if name:
        yield name, "\n".join(block)


def _keyfiles(files: Tree) -> Iterator[NicName]:
    """NetworkManager's connections and systemd-networkd's networks: an address is asked besides."""
    for folder, suffix, key in (
        ("/etc/NetworkManager/system-connections", "", "interface-name"),
        ("/etc/systemd/network", ".network", "Name"),
    ):
        for path, text in _texts(files, folder, suffix):
            for names in re.findall(rf"^{key}\s*=(.+)$", text, re.MULTILINE):
                for name in names.split():
                    if name not in _NO_CARDS:
                        yield NicName(name, path, False)
