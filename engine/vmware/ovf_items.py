"""The hardware items of an OVF: CIM resources as plain text by the names of their properties."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from engine.vmware.ovf_xml import attribute, local

Item = dict[str, str]

#: CIM resource types.
CPU, MEMORY, IDE, SCSI, ETHERNET, FLOPPY = "3", "4", "5", "6", "10", "14"
CDROMS, DISK, OTHER_STORAGE = ("15", "16"), "17", "20"
SERIAL, PARALLEL, USB, SOUND = "21", "22", "23", "35"

_ITEMS = ("Item", "StorageItem", "EthernetPortItem")
#: Names of OVF 0.9 and the drafts of 1.0.
_OLD_NAMES = {"InstanceId": "InstanceID", "BusNumber": "Address"}


def items_of(system: Element, option: str) -> list[Item]:
    """The hardware items of the configuration ``option``; limits of ranges are left out."""
    return [_item(each) for each in system.iter() if local(each) in _ITEMS and _meant(each, option)]


def _meant(element: Element, option: str) -> bool:
    options = attribute(element, "configuration").split()
    bound = attribute(element, "bound")
    return bound in ("", "normal") and (not options or option in options)


def _item(element: Element) -> Item:
    item: Item = {}
    for child in element:
        item.setdefault(local(child), (child.text or "").strip())
    for old, name in _OLD_NAMES.items():
        if old in item:
            item.setdefault(name, item[old])
    return item


def sub_type(item: Item) -> str:
    """ResourceSubType in lower case; the first where several are allowed."""
    return (item.get("ResourceSubType", "").lower().split() or [""])[0]


def of_type(items: list[Item], *kinds: str) -> list[Item]:
    """Those of ``items`` that are of the resource types ``kinds``."""
    return [item for item in items if item.get("ResourceType") in kinds]
