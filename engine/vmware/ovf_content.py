"""What the drives of an OVF hold: its References and its DiskSection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from engine.vmware.descriptor import SECTOR
from engine.vmware.ovf_xml import attribute, integer, named, unit

_RESOURCE = re.compile(r"(?:ovf:)?/{0,2}(disk|file)/(.+)")
_PROPERTY = re.compile(r"\$\{([^{}]{1,200})\}")
_LIMIT = 1 << 60


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a drive. A disk without a file is empty."""

    href: str = ""
    compression: str = ""
    chunked: bool = False
    capacity: int = 0  #: bytes of a disk; 0 where it is not said
    parent: str = ""  #: the disk that this one holds only the differences to

    @property
    def size(self) -> int:
        """The capacity in whole sectors, in bytes."""
        return -(-self.capacity // SECTOR) * SECTOR


def contents(envelope: Element) -> dict[str, Content]:
    """What there is by what a drive may call it: ``file/ID`` or ``disk/ID``."""
    files = dict(_files(envelope))
    found = {f"file/{name}": content for name, content in files.items()}
    properties = {
        attribute(each, "key"): attribute(each, "value") for each in named(envelope, "Property")
    }
    for disk in named(envelope, "Disk"):
        reference = attribute(disk, "fileRef")
        file = files.get(reference, Content()) if reference else Content()
        if reference and not file.href:  # it names a file that is not among the references
            file = Content(href=reference)
        found[f"disk/{attribute(disk, 'diskId')}"] = Content(
            file.href,
            file.compression,
            file.chunked,
            _capacity(disk, properties),
            attribute(disk, "parentRef"),
        )
    return found


def content_of(resource: str, found: dict[str, Content]) -> Content | None:
    """What a drive's ``ovf:/disk/ID`` or ``ovf:/file/ID`` means."""
    match = _RESOURCE.fullmatch(resource)
    return found.get(f"{match[1]}/{match[2]}") if match else None


def _files(envelope: Element) -> Iterator[tuple[str, Content]]:
    for each in named(envelope, "File"):
        compression = attribute(each, "compression").lower()
        yield (
            attribute(each, "id"),
            Content(
                attribute(each, "href"),
                "" if compression == "identity" else compression,
                bool(attribute(each, "chunkSize")),
            ),
        )


def _capacity(disk: Element, properties: dict[str, str]) -> int:
    """Bytes; the number may be a property of the appliance, such as ``${size}``."""
    written = attribute(disk, "capacity").strip()
    if match := _PROPERTY.fullmatch(written):
        written = properties.get(match[1], "").strip()
    number = integer(written, 0, _LIMIT)
    return min(number * unit(attribute(disk, "capacityAllocationUnits"), 1), _LIMIT)
