"""Commands that change something, each with what it starts from and what has to come of it."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from fixtures import guests, linux, linux_vmware, machine
from torture import child
from vmware.appliances import SCSI, disk_item, envelope

from engine.cli.exit_codes import DONE

FORMATS = ("raw", "qcow2", "vhd", "vmdk")


@dataclass(frozen=True)
class Scenario:
    """A command in a folder of its own."""

    name: str
    build: Callable[[Path], None]  #: what it starts from
    arguments: Callable[[Path], tuple[object, ...]]
    result: Callable[[Path], object]  #: to be compared; what is not there raises


def go_on(scenario: Scenario, place: Path, notes: Path) -> None:
    """Go on as the command line says: resume what can be, else give the command again."""
    out = place / "out"
    if any((out / name).exists() for name in ("job.journal", "push.journal")):
        end = child.run(("resume", out), notes, _nothing)
        assert "Traceback" not in end.err, end
        if end.code == DONE and (out / "manifest.json").exists():
            return
    again = child.run(scenario.arguments(place), notes, _nothing)
    assert again.code == DONE or again.codes & {"E402", "E441"}, again  # it was done already


def copied(template: Path, place: Path) -> None:
    """A copy of a folder, with its times and holes."""
    subprocess.run(["cp", "-a", "--sparse=always", template, place], check=True)


def _nothing() -> None:
    """Nothing is done to the command."""


def _did(place: Path, *arguments: object) -> None:
    end = child.run(arguments, place.parent / "built", _nothing)
    assert end.code == DONE, end


# -- what they start from


def _machine(place: Path, **more: object) -> None:
    place.mkdir(parents=True)
    machine.build(place / "vm", size=6 << 20, **more)  # type: ignore[arg-type]


def _appliance(place: Path) -> None:
    """An .ova of the machine that ``_machine`` makes."""
    place.mkdir(parents=True)
    built = machine.build(place / "vm", size=6 << 20, layout="streamOptimized", snapshots=0)
    text = envelope(SCSI, disk_item()).replace("4194304", str(6 << 20))
    (place / "vm/a.ovf").write_text(text)
    with tarfile.open(place / "a.ova", "w", format=tarfile.USTAR_FORMAT) as archive:
        archive.add(place / "vm/a.ovf", "a.ovf")
        archive.add(built.disk, "disk.vmdk")


def _with_guest(place: Path, make: Callable[[Path], object]) -> None:
    place.mkdir(parents=True)
    make(place / "raw")
    machine.build(place / "vm", image=place / "raw")
    (place / "raw").unlink()


def _windows(place: Path) -> None:
    _with_guest(place, lambda image: guests.build(
        image, "windowsxp", hal="halaacpi", file_system="fat32", size=guests.SMALL))  # fmt: skip


def _linux(place: Path) -> None:
    tree = place.parent / f"{place.name}-tree"
    _with_guest(place, lambda image: linux.ext4(image, linux_vmware.tree(tree), size=16 << 20))


def _converted(place: Path) -> None:
    _windows(place)
    _did(place, "convert", place / "vm", "-o", place / "out")


def _halved(place: Path) -> None:
    _converted(place)
    _did(place, "hal", place / "out/win2003.img", "--set", "halacpi")


def _first_pass(place: Path) -> None:
    _machine(place)
    _did(place, "convert", place / "vm", "-o", place / "out", "--snapshot", 1, *_IMAGES)


def _machine_and_folder(place: Path) -> None:
    _machine(place)
    (place / "out").mkdir()


# -- what comes of them


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _whole(place: Path) -> object:
    """Names in the folder of results, and the digest of each; the manifest has times in it."""
    out = place / "out"
    return {name: name == "manifest.json" or digest(out / name) for name in _names(out)}


def _readable(format: str) -> Callable[[Path], object]:
    """Names in the folder of results; the image as QEMU reads it, and what it thinks of it."""

    def result(place: Path) -> object:
        known = {"raw": "raw", "qcow2": "qcow2", "vhd": "vpc", "vmdk": "vmdk"}[format]
        (image,) = (each for each in (place / "out").iterdir() if each.stem == "win2003"
                    and each.suffix not in (".cfg", ".json"))  # fmt: skip
        return _names(place / "out"), _content(image, known, place)

    return result


def _content(image: Path, format: str, place: Path) -> str:
    """Digest of a disk as QEMU reads it, which has checked it before."""
    if format in ("qcow2", "vmdk"):
        subprocess.run(["qemu-img", "check", "-q", "-f", format, image], check=True)
    plain = place / "plain"
    subprocess.run(["qemu-img", "convert", "-f", format, "-O", "raw", image, plain], check=True)
    return digest(plain)


def _undone(place: Path) -> object:
    """Names of the results, and the image once all changes of the guest are taken back."""
    names = _names(place / "out")
    _did(place, "verify", place / "out")
    image = place / "out/win2003.img"
    while any(".undo-" in name for name in _names(place / "out")):
        _did(place, "hal", image, "--undo", "--conversion")
    return names, digest(image)


def _delivered(place: Path) -> object:
    return _names(place / "out"), _names(place / "srv"), digest(place / "srv/win2003.img")


def _packed(place: Path) -> object:
    return _names(place / "out"), digest(place / "out/win2003.xva")


_IMAGES = ("--set", "images=/srv")


def _convert(place: Path, *more: object, source: str = "vm") -> tuple[object, ...]:
    return ("convert", place / source, "-o", place / "out", *_IMAGES, *more)


def _hal(*change: str) -> Callable[[Path], tuple[object, ...]]:
    return lambda place: ("hal", place / "out/win2003.img", *change)


def _of_format(format: str) -> Scenario:
    return Scenario(
        f"convert to {format}",
        _machine,
        lambda place: _convert(place, "-O", format),
        _readable(format),
    )


SCENARIOS = (
    *map(_of_format, FORMATS),
    Scenario("convert an .ova", _appliance, lambda at: _convert(at, source="a.ova"), _whole),
    Scenario("convert a Windows", _windows, lambda at: _convert(at), _undone),
    Scenario("convert a Linux", _linux, lambda at: _convert(at), _undone),
    Scenario("update", _first_pass, lambda at: _convert(at, "--update"), _whole),
    Scenario("set a HAL", _converted, _hal("--set", "halacpi"), _undone),
    Scenario("a HAL for trial", _converted, _hal("--trial", "halacpi", "--timeout", "9"), _undone),
    Scenario("undo", _halved, _hal("--undo"), _undone),
    Scenario("pack", _converted, lambda at: ("xva", at / "out"), _packed),
    Scenario("push", _converted, lambda at: ("push", at / "out", at / "srv"), _delivered),
    Scenario(
        "flatten",
        _machine_and_folder,
        lambda at: ("flatten", at / "vm/win2003-000002.vmdk", at / "out/flat.vmdk"),
        lambda at: (_names(at / "out"), _content(at / "out/flat.vmdk", "vmdk", at)),
    ),
    Scenario("configure", _converted, lambda at: ("configure", at / "out", "--set", "vcpus=2"),
             _whole),
)  # fmt: skip
