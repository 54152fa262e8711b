"""B. One missing data disk does not stop a machine; what it starts from does."""

from __future__ import annotations

import json
from pathlib import Path

from conditions.command import run
from conditions.table import MIB, condition
from fixtures import lvm, partitioned
from fixtures.partitioned import Part
from fixtures.several import noise, write_base, write_vmx

LOST = "forum posts: the disk for swap or backups was not copied"


def put_disk(folder: Path, name: str, *parts: Part) -> None:
    """A partitioned disk as ``name``.vmdk."""
    partitioned.build(folder / "raw", parts)
    write_base(folder / f"{name}.vmdk", (folder / "raw").read_bytes())
    (folder / "raw").unlink()


def machine_of(folder: Path, *names: str) -> Path:
    return write_vmx(
        folder / "vm.vmx", {f"scsi0:{n}": f"{each}.vmdk" for n, each in enumerate(names)}
    )


@condition(LOST, "E201")
def a_disk_that_is_missing(folder: Path) -> list[str]:
    write_base(folder / "a.vmdk", noise(1))
    done = run("convert", machine_of(folder, "a", "data"), "-o", folder / "out")
    assert (done.code, (folder / "out").exists()) == (3, False)
    return done.codes


@condition(LOST, "W208")
def without_it(folder: Path) -> list[str]:
    """Configuration, manifest and findings say that it is left out."""
    truth = write_base(folder / "a.vmdk", noise(1))
    out = folder / "out"
    done = run("convert", machine_of(folder, "a", "b"), "-o", out, "--without", "scsi0:1")
    assert done.code == 0
    assert [path.read_bytes() for path in out.glob("*.img")] == [truth]
    assert 'the disk at scsi0:1 ("b.vmdk")' in (out / "vm.cfg").read_text()
    left_out = json.loads((out / "manifest.json").read_text())["left_out"]
    assert left_out == [{"slot": "scsi0:1", "file": "b.vmdk"}]
    return done.codes


@condition("the boot volume is on it", "E117")
def what_the_machine_starts_from(folder: Path) -> list[str]:
    put_disk(folder, "start", Part(MIB, "83", active=True))
    put_disk(folder, "data", Part(MIB, "83"))
    command = ("convert", machine_of(folder, "data", "start"), "--without", "scsi0:1")
    done = run(*command, "-o", folder / "out")
    assert "the machine starts from it" in done.told["findings"][-1]["message"]
    return done.codes


@condition("LVM's manual: a volume group over several disks", "E117")
def a_part_of_a_spanned_volume(folder: Path) -> list[str]:
    volumes = [folder / "pv0", folder / "pv1"]
    lvm.build(volumes, [1, 1], "data", {"all": [(0, 0, 1), (1, 0, 1)]})
    for number, volume in enumerate(volumes):
        put_disk(folder, f"d{number}", Part(6 * MIB, "8e", volume))
    put_disk(folder, "start", Part(MIB, "83", active=True))
    path = machine_of(folder, "start", "d0", "d1")
    done = run("convert", path, "-o", folder / "out", "--without", "scsi0:2")
    assert "a part of the volume group data is on it" in done.told["findings"][-1]["message"]
    return done.codes


@condition("a mistyped slot", "E116")
def a_slot_without_a_disk(folder: Path) -> list[str]:
    write_base(folder / "a.vmdk", noise(1))
    path = machine_of(folder, "a")
    return run("convert", path, "-o", folder / "out", "--without", "scsi0:5").codes
