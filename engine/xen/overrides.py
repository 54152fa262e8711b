"""What the user wants otherwise: ``--set KEY=VALUE`` put into a domain.

Keys are the words of xl.cfg(5) where it has one. The network cards are ``nic0``, ``nic1`` …;
``nic.model`` and ``bridge`` go for all of them, ``mac`` for the only one, and ``bridge.NETWORK``
for those that were on VMware's network of that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from engine.findings import Refusal, finding
from engine.phrase import Phrase
from engine.xen.domain import Domain, Firmware, Hdtype, Model, Vga, check


def apply(domain: Domain, settings: Mapping[str, str]) -> Domain:
    """``domain`` with ``settings``, the general ones first.

    nic0.bridge is stronger than bridge.NETWORK, and that is stronger than bridge.

    Raises Refusal with an E501 for every unknown key and every value that is not possible, also
    where ``domain`` was not possible before (then E502 too).
    """
    findings = []
    for key, value in sorted(settings.items(), key=_generality):
        try:
            domain = _set(domain, key, value.strip())
        except ValueError as error:
            findings.append(finding("E501", key=key, value=value, reason=error))
    findings += check(domain)
    if findings:
        raise Refusal(findings)
    return domain


def _generality(setting: tuple[str, str]) -> tuple[int, str]:
    """What to sort settings by: those for all, for a network, for one card."""
    key, _ = setting
    if key.startswith(BRIDGE_OF):
        return 1, key
    return (2 if re.match("nic[0-9]", key) else 0), key


def _whole(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError(Phrase("it is not a whole number"))
    return int(value)


def _mebibytes(value: str) -> int:
    """A whole number of MiB, or one with its unit: 2G, 512 MiB."""
    found = re.fullmatch(r"([0-9]{1,9})\s*(?:([MG])(?:i?B)?)?", value, re.IGNORECASE)
    if not found:
        raise ValueError(Phrase("it is not a whole number of MiB, such as 2048 or 2G"))
    return int(found[1]) << (10 if (found[2] or "").upper() == "G" else 0)


def _flag(value: str) -> bool:
    if value.lower() in ("1", "on", "yes", "true"):
        return True
    if value.lower() in ("0", "off", "no", "false"):
        return False
    raise ValueError(Phrase("it is either 1 or 0"))


def _one_of(*words: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in words:
            raise ValueError(Phrase("it is one of {words}", words=", ".join(words)))
        return value.lower()

    return read


def _mac(value: str) -> str:
    return value.lower().replace("-", ":")


def _serial(value: str) -> str:
    return "" if value == "none" else value


def _smbios(value: str) -> str:
    return "" if value == "none" else value


def _path(value: str) -> str:
    return "" if value == "none" else value


def _tablet(value: str) -> bool:
    return _one_of("tablet", "none")(value) == "tablet"


def _generation_id(value: str) -> bool:
    return _one_of("generate", "none")(value) == "generate"


_READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "name": ("name", str),
    "uuid": ("uuid", str),
    "memory": ("memory", _mebibytes),
    "vcpus": ("vcpus", _whole),
    "cores-per-socket": ("cores_per_socket", _whole),
    "firmware": ("firmware", _one_of(*get_args(Firmware))),
    "pae": ("pae", _flag),
    "acpi": ("acpi", _flag),
    "apic": ("apic", _flag),
    "nx": ("nx", _flag),
    "hpet": ("hpet", _flag),
    "viridian": ("viridian", _flag),
    "xen_platform_pci": ("xen_platform_pci", _flag),
    "localtime": ("localtime", _flag),
    "ms_vm_genid": ("ms_vm_genid", _generation_id),
    "smbios.serial": ("smbios_serial", _smbios),
    "boot": ("boot", str),
    "hdtype": ("hdtype", _one_of(*get_args(Hdtype))),
    "vga": ("vga", _one_of(*get_args(Vga))),
    "usbdevice": ("usb_tablet", _tablet),
    "serial": ("serial", _serial),
    "bios_path_override": ("bios_path_override", _path),
    "device_model_override": ("device_model_override", _path),
}
_NIC_READERS: dict[str, Callable[[str], str]] = {
    "model": _one_of(*get_args(Model)),
    "bridge": str,
    "mac": _mac,
}
_NIC_KEY = re.compile(r"nic(?P<number>(0|[1-9][0-9]{0,2})?)\.(?P<field>model|bridge|mac)")
_SHORT = {"bridge": "nic.bridge", "mac": "nic.mac"}

#: What the keys of networks begin with.
BRIDGE_OF = "bridge."
_CDROM = "cdrom"  #: the image in the drive
#: Every key there is; N is the number of a network card.
KEYS: tuple[str, ...] = (
    *_READERS,
    _CDROM,
    *_SHORT,
    f"{BRIDGE_OF}NETWORK",
    "nic.model",
    *(f"nicN.{key}" for key in _NIC_READERS),
)


def _set(domain: Domain, key: str, value: str) -> Domain:
    if key in _READERS:
        field, read = _READERS[key]
        changes: dict[str, Any] = {field: read(value)}
        return replace(domain, **changes)
    if key == _CDROM:
        return _set_disc(domain, value)
    if key.startswith(BRIDGE_OF):
        return _set_bridge(domain, key.removeprefix(BRIDGE_OF), value)
    if match := _NIC_KEY.fullmatch(_SHORT.get(key, key)):
        return _set_cards(domain, match["number"], match["field"], value)
    raise ValueError(Phrase("there is no such setting; there are {keys}", keys=", ".join(KEYS)))


def _set_cards(domain: Domain, number: str, field: str, value: str) -> Domain:
    cards = len(domain.vifs)
    if number and int(number) >= cards:
        raise ValueError(Phrase("the guest has {cards} network cards, counted from 0", cards=cards))
    if not number and field == "mac" and cards != 1:
        raise ValueError(
            Phrase("the guest has {cards} network cards; name one, such as nic0.mac", cards=cards)
        )
    changes: dict[str, Any] = {field: _NIC_READERS[field](value)}
    return replace(
        domain,
        vifs=tuple(
            replace(vif, **changes) if number in ("", str(index)) else vif
            for index, vif in enumerate(domain.vifs)
        ),
    )


def _set_bridge(domain: Domain, network: str, bridge: str) -> Domain:
    """The cards that were on ``network``, in whatever case that is written, on ``bridge``."""
    known = dict.fromkeys(vif.network for vif in domain.vifs if vif.network)
    if network.casefold() not in (each.casefold() for each in known):
        raise ValueError(
            Phrase(
                "no card is on this network; there are {known}",
                known=", ".join(known) or Phrase("none"),
            )
        )
    return replace(
        domain,
        vifs=tuple(
            replace(vif, bridge=bridge) if vif.network.casefold() == network.casefold() else vif
            for vif in domain.vifs
        ),
    )


def _set_disc(domain: Domain, path: str) -> Domain:
    if not any(disk.cdrom for disk in domain.disks):
        raise ValueError(Phrase("the guest has no CD-ROM drive"))
    return replace(
        domain,
        disks=tuple(replace(disk, target=path) if disk.cdrom else disk for disk in domain.disks),
    )
