"""What our own machines are read as, and what is made of them; run as a program, it writes it anew.

The machines are made by ``fixtures`` when they are needed, from a seed; what they have to come to
is in ``pairs``, a file each: facts to be read by people, and digests of what is in the disks.
``make golden`` writes; what changes is seen in the diff, and is to be read there.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from hashlib import file_digest
from io import StringIO
from pathlib import Path
from typing import Any

from fixtures import guests
from fixtures.layouts import LAYOUTS
from fixtures.machine import build
from vmware.appliances import SCSI, archive, disk_item, envelope, item, manifest
from vmware.facts import facts, snapshots_of

from engine.cli.main import main
from engine.vmware.machine import read

FOLDER = Path(__file__).parent / "pairs"
MIB = 1 << 20
ODD = 2 * MIB + 37 * 512  #: no multiple of a grain or of a page

Make = Callable[[Path], Path]


def _layout(layout: str) -> Make:
    def make(folder: Path) -> Path:
        built = build(folder, layout=layout, size=ODD, split=MIB // 2 + 5 * 512, snapshots=2)
        return built.vmx

    return make


def _branches(folder: Path) -> Path:
    """A branch beside the running state, grains in no order, and a name in windows-1252."""
    return build(
        folder, size=ODD, snapshots=3, branches=True, fragmentation=True, seed=7,
        controller="ide", name="Büro", encoding="windows-1252",
    ).vmx  # fmt: skip


def _windows(folder: Path) -> Path:
    """A Windows 2003 in partitions of its own."""
    image = folder.with_name("image")
    guests.build(image, "windows2003")
    return build(folder, image=image, snapshots=1).vmx


def _appliance(folder: Path) -> Path:
    """An archive with a description, digests and a disk that is compressed."""
    built = build(folder / "vm", size=ODD, layout="streamOptimized", snapshots=0, seed=3)
    memory = item(4, 1, VirtualQuantity=512, AllocationUnits="byte * 2^20")
    card = item(10, 4, ResourceSubType="E1000", Connection="VM Network")
    text = envelope(item(3, 2, VirtualQuantity=2), memory, SCSI, disk_item(), card)
    files = {"vm.ovf": text.encode(), "disk.vmdk": built.disk.read_bytes()}
    return archive(folder / "vm.ova", {**files, "vm.mf": manifest(files)})


MACHINES: dict[str, Make] = {
    **{layout: _layout(layout) for layout in LAYOUTS},
    "branches": _branches,
    "windows2003": _windows,
    "appliance": _appliance,
}
#: What is said of them beyond the usual; without an UUID it would be made of where they lie.
_SAID = {
    "redo": ("redo=commit",),
    "legacySplit": ("redo=commit",),
    "appliance": ("uuid=564d0000-0000-0000-0000-000000000001", "nic0.mac=00:16:3e:00:00:01"),
}


def options(name: str) -> list[str]:
    """What a machine's conversion is told on the command line."""
    return [word for each in _SAID.get(name, ()) for word in ("--set", each)]


def pair(name: str, folder: Path) -> dict[str, Any]:
    """What the machine ``name``, made in ``folder``, is and becomes; the same in every folder."""
    vmx = MACHINES[name](folder / "vm")
    said = options(name)
    found = read(vmx, redo="commit" if "redo=commit" in said else "")
    findings = _converted(vmx, folder / "raw", *said)
    (config,) = (folder / "raw").glob("*.cfg")
    _converted(vmx, folder / "qcow2", "-O", "qcow2", *said)
    states = {}
    for uid in (str(each.uid) for each in found.snapshots.all):
        _converted(vmx, folder / uid, "--snapshot", uid)
        states[uid] = _digests(folder / uid)
    return {
        "machine": facts(found),
        "snapshots": snapshots_of(found.snapshots),
        "findings": findings,
        "config": config.read_text("utf-8").splitlines(),
        "images": _digests(folder / "raw") | _digests(folder / "qcow2"),
        "states": states,
    }


def _converted(vmx: Path, out: Path, *options: str) -> list[str]:
    """Convert into ``out``; codes of the findings. What changes a guest has the time in it."""
    command = ["convert", str(vmx), "-o", str(out), "--set", "images=/srv/xen", "--storage", "keep"]
    with redirect_stdout(StringIO()) as told, redirect_stderr(StringIO()):
        code = main([*command, *options, "--json"])
    assert code == 0, told.getvalue()
    return [each["code"] for each in json.loads(told.getvalue())["findings"]]


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each image; VHD and VMDK have the time and a number of their own in them."""
    images = (path for path in sorted(folder.iterdir()) if path.suffix in (".img", ".qcow2"))
    return {path.name: _digest(path) for path in images}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def text(name: str, folder: Path) -> str:
    """The pair of ``name``, made in ``folder``, as it is kept."""
    return json.dumps(pair(name, folder), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for each in MACHINES:
        with tempfile.TemporaryDirectory() as place:
            (FOLDER / f"{each}.json").write_text(text(each, Path(place)), "utf-8")
