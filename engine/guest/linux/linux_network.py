"""Which network cards a Linux is configured for, and whether by name or by address.

Xen presents other hardware, so names made of slots (ens33, enp3s0) change; addresses stay. Source:
systemd.net-naming-scheme(7), interfaces(5), netplan's reference, nm-settings-keyfile(5), ifcfg(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.guest.linux.installation import Tree

_FILES_LIMIT = 100
_NAME = re.compile(r"[\w.-]{1,15}")


@dataclass(frozen=True, slots=True)
class NicName:
    """A network card as a configuration file names it."""

    name: str
    path: str
    by_address: bool  #: found by its MAC address, which stays

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
    """Red Hat's and SUSE's: one file for each card."""
    for folder in ("/etc/sysconfig/network-scripts", "/etc/sysconfig/network"):
        for path, text in _texts(files, folder, "", "ifcfg-"):
            device = re.search(r"^DEVICE=[\"']?([\w.-]+)", text, re.MULTILINE)
            name = device[1] if device else path.rsplit("ifcfg-", 1)[1]
            if name != "lo" and "." not in name:
                by_address = re.search(r"^(HWADDR|LLADDR)=\S", text, re.MULTILINE) is not None
                yield NicName(name, path, by_address)


def _interfaces(files: Tree) -> Iterator[NicName]:
    """Debian's ifupdown."""
    paths = [("/etc/network/interfaces", files.text("/etc/network/interfaces"))]
    for path, text in [*paths, *_texts(files, "/etc/network/interfaces.d", "")]:
        for name in re.findall(r"^\s*iface\s+(\S+)", text, re.MULTILINE):
            if name != "lo" and not set(name) & set(".:"):
                yield NicName(name, path, False)


def _netplan(files: Tree) -> Iterator[NicName]:
    """Ubuntu's; of its YAML only the keys below ``ethernets`` are looked at."""
    for path, text in _texts(files, "/etc/netplan", ".yaml"):
        for name, block in _blocks(text, "ethernets"):
            yield NicName(name, path, "macaddress:" in block)


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
    """NetworkManager's connections and systemd-networkd's networks."""
    for folder, suffix, name_key, address_key in (
        ("/etc/NetworkManager/system-connections", "", "interface-name", "mac-address"),
        ("/etc/systemd/network", ".network", "Name", "MACAddress"),
    ):
        for path, text in _texts(files, folder, suffix):
            name = re.search(rf"^{name_key}\s*=\s*([\w.-]+)\s*$", text, re.MULTILINE)
            if name and name[1] != "lo":
                by_address = re.search(rf"^{address_key}\s*=\s*\S", text, re.MULTILINE) is not None
                yield NicName(name[1], path, by_address)
