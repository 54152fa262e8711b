"""Every text that is written for the machines in ``golden``; run as a program, it writes them anew.

``make golden`` writes; what changes is seen in the diff, and is to be read there.
"""

from __future__ import annotations

import xmlrpc.client
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.choices import Choices
from engine.findings import Refusal
from engine.job.convert.plan import domain
from engine.vmware import machine
from engine.xen import xva
from engine.xen.domain import Domain
from engine.xen.libvirt_xml import libvirt
from engine.xen.xl_config import xl, xm

FOLDER = Path(__file__).parent / "golden"
MACHINES = sorted(path.stem for path in FOLDER.glob("*.vmx"))
_DISK = 8 << 30


def texts(name: str) -> dict[str, str]:
    """File name -> text: the findings, and the domain in each dialect or why it cannot be had."""
    read = machine.read(FOLDER / f"{name}.vmx")
    told, findings = domain(read, Choices(settings={"images": "/srv/xen"}))
    said = [each for each in (*read.findings, *findings) if each.code != "E201"]
    return {
        f"{name}.findings": "".join(f"{each}\n" for each in said),
        f"{name}.xl.cfg": _written(xl, told),
        f"{name}.xm.cfg": _written(xm, told),
        f"{name}.libvirt.xml": _written(libvirt, told),
        f"{name}.ova.txt": _written(_ova, told),
    }


def _written(write: Callable[[Domain], str], told: Domain) -> str:
    try:
        return write(told)
    except Refusal as refusal:
        return f"{refusal}\n"


def _ova(told: Domain) -> str:
    """ova.xml in lines ``CLASS.field: value``; what is empty or false is left out."""
    xml = xva.ova_xml(told, [_DISK for disk in told.disks if not disk.cdrom]).decode()
    value = xml.partition("?>")[2]
    reply = f"<methodResponse><params><param>{value}</param></params></methodResponse>"
    ((found,), _) = xmlrpc.client.loads(reply)
    assert isinstance(found, dict)
    lines = [f"version.{line}" for line in _lines(found["version"])]
    for each in found["objects"]:
        lines += ["", f"{each['class']} {each['id']}"]
        lines += [f"{each['class']}.{line}" for line in _lines(each["snapshot"])]
    return "\n".join(lines) + "\n"


def _lines(record: dict[str, object]) -> Iterator[str]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from (f"{key}.{line}" for line in _lines(value))
        elif value and value != "OpaqueRef:NULL":
            yield f"{key}: {' '.join(value) if isinstance(value, list) else value}"


if __name__ == "__main__":
    for each in MACHINES:
        for file, text in texts(each).items():
            (FOLDER / file).write_text(text, "utf-8")
