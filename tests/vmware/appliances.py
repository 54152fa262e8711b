"""Descriptions of appliances made of parts, and archives of them."""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

OVF_1 = "http://schemas.dmtf.org/ovf/envelope/1"
OVF_2 = "http://schemas.dmtf.org/ovf/envelope/2"
RASD = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
VMW = "http://www.vmware.com/schema/ovf"


def item(kind: int, instance: int, name: str = "Item", **children: object) -> str:
    """One piece of hardware."""
    children = {"InstanceID": instance, **children, "ResourceType": kind}
    inner = "".join(f"<rasd:{key}>{value}</rasd:{key}>" for key, value in children.items())
    return f"<{name}>{inner}</{name}>"


def disk_item(parent: int = 3, unit: int | str = 0, resource: str = "ovf:/disk/vmdisk1") -> str:
    return item(17, 100, HostResource=resource, Parent=parent, AddressOnParent=unit)


SCSI = item(6, 3, Address=0, ResourceSubType="lsilogic")


def envelope(
    *hardware: str,
    files: str = '<File ovf:id="file1" ovf:href="disk.vmdk"/>',
    disks: str = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="4194304"/>',
    system: str = "<Name>appliance</Name>",
    version: str = "vmx-13",
    more: str = "",
    namespace: str = OVF_1,
) -> str:
    """A description with these parts."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="{namespace}" xmlns:ovf="{namespace}" xmlns:rasd="{RASD}" xmlns:vssd="{RASD}"
          xmlns:vmw="{VMW}">
  <References>{files}</References>
  <DiskSection><Info>disks</Info>{disks}</DiskSection>
  {more}
  <VirtualSystem ovf:id="vm">
    <Info>a machine</Info>
    {system}
    <VirtualHardwareSection>
      <System><vssd:VirtualSystemType>{version}</vssd:VirtualSystemType></System>
      {"".join(hardware)}
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>"""


def config(key: str, value: str) -> str:
    return f"<vmw:Config vmw:key={quoteattr(key)} vmw:value={quoteattr(value)}/>"


def archive(path: Path, members: dict[str, bytes], form: int = tarfile.USTAR_FORMAT) -> Path:
    with tarfile.open(path, "w", format=form) as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def manifest(files: dict[str, bytes], line: str = "{algorithm}({name})= {digest}") -> bytes:
    """A digest of each file, in the spelling of ``line``."""
    return "".join(
        line.format(algorithm="SHA256", name=name, digest=hashlib.sha256(data).hexdigest()) + "\n"
        for name, data in files.items()
    ).encode()


def old_style(text: str) -> str:
    """A description as in OVF 0.9: sections by their types, InstanceId."""
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    text = text.replace("InstanceID", "InstanceId").replace("<Envelope ", f"<Envelope {xsi} ")
    text = re.sub(r"<VirtualSystem ", '<Content xsi:type="ovf:VirtualSystem_Type" ', text)
    text = text.replace("</VirtualSystem>", "</Content>")
    text = re.sub(r"<(\w+Section)(?=[ >])", r'<Section xsi:type="ovf:\1_Type"', text)
    return re.sub(r"</\w+Section>", "</Section>", text)
