"""ova.xml, the first file of an XVA: a domain as XCP-ng and XenServer export and import it.

An XVA is a tar archive: ova.xml, then for each disk a folder named by its reference with blocks of
1 MiB. XAPI reads them as a stream, the folders in the order of their names
(ocaml/xapi/import.ml and stream_vdi.ml of xen-api; @xen-orchestra/xva).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import tostring

from engine.findings import Refusal
from engine.xen import xapi, xva_platform
from engine.xen.domain import Domain, check
from engine.xen.xml_rpc import encoded

NAME = "ova.xml"
BLOCK = 1 << 20
MIB = 1 << 20
#: An older XAPI refuses the import; the checksums are those of this one.
_VERSION = {
    "hostname": "localhost",
    "date": "2022-01-01",
    "product_version": "8.2.1",
    "product_brand": "XCP-ng",
    "build_number": "release/yangtze/master/58",
    "xapi_major": 1,
    "xapi_minor": 20,
    "export_vsn": 2,  # there is a checksum after each block
}
_VM, _SR = "Ref:000", "Ref:001"


def disk_ref(index: int) -> str:
    """The folder of the blocks of hard disk ``index`` in the archive."""
    return _ref(2 + index)


def rounded(size: int) -> int:
    """``size`` bytes in whole blocks: a disk of XAPI has no other sizes."""
    return -(-size // BLOCK) * BLOCK


def command(file: str) -> str:
    """What to type on the server. Without ``preserve`` XAPI makes new MAC addresses."""
    quoted = file if re.fullmatch(r"[\w/.+:@-]+", file) else "'" + file.replace("'", r"'\''") + "'"
    return f"xe vm-import filename={quoted} preserve=true"


def ova_xml(
    domain: Domain,
    sizes: Sequence[int],
    *,
    networks: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
) -> bytes:
    """The text; ``sizes`` are those of the domain's hard disks in bytes, in order.

    ``networks``: XAPI's names of them by bridge, where they are known; ``marks`` go into the VM's
    other_config. The same arguments give the same bytes. Raises Refusal (E501, E502) for an
    impossible domain.
    """
    if findings := check(domain):
        raise Refusal(findings)
    data = {
        "version": _VERSION,
        "objects": _Objects(domain, sizes, networks or {}, marks or {}).all(),
    }
    xml: bytes = tostring(encoded(data), encoding="utf-8", xml_declaration=True)
    return xml


class _Objects:
    """The objects of an export, each with a reference that the others name it by."""

    def __init__(
        self,
        domain: Domain,
        sizes: Sequence[int],
        names: Mapping[str, str],
        marks: Mapping[str, str],
    ) -> None:
        self.domain, self.names, self.marks = domain, names, marks
        disks = [disk for disk in domain.disks if not disk.cdrom]
        self.disks = list(zip(disks, sizes, strict=True))
        self.bridges = list(dict.fromkeys(vif.bridge for vif in domain.vifs))
        first = 2 + len(disks)
        self.vbds = {disk.vdev: _ref(first + place) for place, disk in enumerate(domain.disks)}
        first += len(self.vbds)
        self.networks = {name: _ref(first + place) for place, name in enumerate(self.bridges)}
        first += len(self.networks)
        self.vifs = [_ref(first + place) for place, _ in enumerate(domain.vifs)]

    def all(self) -> list[xapi.Record]:
        return [
            _object("VM", _VM, self._vm()),
            _object("SR", _SR, self._sr()),
            *(
                _object("VDI", disk_ref(index), self._vdi(index))
                for index in range(len(self.disks))
            ),
            *(
                _object("VBD", ref, self._vbd(place))
                for place, ref in enumerate(self.vbds.values())
            ),
            *(_object("network", ref, self._network(name)) for name, ref in self.networks.items()),
            *(_object("VIF", ref, self._vif(place)) for place, ref in enumerate(self.vifs)),
        ]

    def uuid(self, what: str) -> str:
        """A UUID made up for good, so that the same domain gives the same archive."""
        space = UUID(self.domain.uuid) if self.domain.uuid else NAMESPACE_URL
        return str(uuid5(space, f"{self.domain.name} {what}"))

    def _vm(self) -> xapi.Record:
        domain = self.domain
        memory = ("static_max", "static_min", "dynamic_max", "dynamic_min")
        return xapi.vm(
            uuid=domain.uuid or self.uuid("VM"),
            name_label=domain.name,
            name_description=" ".join(domain.comments[:1]),
            VCPUs_max=domain.vcpus,
            VCPUs_at_startup=domain.vcpus,
            HVM_boot_params={"firmware": domain.firmware, "order": domain.boot},
            platform=xva_platform.platform(domain),
            bios_strings=xva_platform.bios_strings(domain),
            generation_id="0:0" if domain.ms_vm_genid else "",  # XAPI makes a fresh one of any
            other_config={"mac_seed": self.uuid("mac_seed"), **self.marks},
            VBDs=list(self.vbds.values()),
            VIFs=self.vifs,
            **{f"memory_{bound}": domain.memory * MIB for bound in memory},
        )

    def _sr(self) -> xapi.Record:
        refs = [disk_ref(index) for index, _ in enumerate(self.disks)]
        return xapi.sr(uuid=self.uuid("SR"), name_label="Local storage", VDIs=refs)

    def _vdi(self, index: int) -> xapi.Record:
        disk, size = self.disks[index]
        return xapi.vdi(
            uuid=self.uuid(f"VDI {disk.vdev}"),
            name_label=f"{self.domain.name} {disk.vdev}",
            SR=_SR,
            VBDs=[self.vbds[disk.vdev]],
            virtual_size=rounded(size),
        )

    def _vbd(self, place: int) -> xapi.Record:
        disk = self.domain.disks[place]
        number = None if disk.cdrom else [each for each, _ in self.disks].index(disk)
        return xapi.vbd(
            uuid=self.uuid(f"VBD {disk.vdev}"),
            VM=_VM,
            VDI=xapi.NULL if number is None else disk_ref(number),
            userdevice=str(disk.number),
            bootable=number == 0,
            mode="RO" if disk.cdrom else "RW",
            type="CD" if disk.cdrom else "Disk",
            unpluggable=not disk.cdrom,
            empty=disk.cdrom,
        )

    def _network(self, bridge: str) -> xapi.Record:
        cards = zip(self.domain.vifs, self.vifs, strict=True)
        return xapi.network(
            uuid=self.uuid(f"network {bridge}"),
            name_label=self.names.get(bridge) or network_name(bridge),
            bridge="",  # one that is not there is refused: xen-api's issue 6040
            VIFs=[ref for vif, ref in cards if vif.bridge == bridge],
        )

    def _vif(self, place: int) -> xapi.Record:
        vif = self.domain.vifs[place]
        return xapi.vif(
            uuid=self.uuid(f"VIF {place}"),
            VM=_VM,
            network=self.networks[vif.bridge],
            device=str(place),
            MAC=vif.mac,
            MAC_autogenerated=not vif.mac,
        )


def network_name(bridge: str) -> str:
    """XAPI's name of the network on ``bridge``, as long as nobody renames it.

    Source: choose_network_name_for_pif of xen-api 1.249 to 25 (ocaml/xapi/helpers.ml).
    """
    standard = re.fullmatch("xenbr([0-9]+)", bridge)
    return f"Pool-wide network associated with eth{standard[1]}" if standard else bridge


def _ref(number: int) -> str:
    return f"Ref:{number:03d}"


def _object(kind: str, ref: str, record: xapi.Record) -> xapi.Record:
    return {"class": kind, "id": ref, "snapshot": record}
