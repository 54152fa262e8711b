"""Conversions of a Linux: mended, kept, or told what to type; what cannot be mended is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import linux, linux_vmware, machine, partitioned
from fixtures.machine import Machine
from fixtures.tools import run

from engine.cli import main
from engine.cli.exit_codes import DONE, REFUSED
from engine.guest.inspect import look
from engine.job.result import guest_image
from engine.report import prospect

Say = Callable[..., dict[str, Any]]
#: Findings that are mended.
FAULTS = {"W660", "W661", "W662", "W663"}


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command; what it says as JSON. ``code``: how it must end."""

    def run(*arguments: object, code: int = DONE) -> dict[str, Any]:
        assert main.main([*map(str, arguments), "--json"]) == code
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return run


def codes(said: dict[str, Any]) -> set[str]:
    return {each["code"] for each in said["findings"]}


def built(folder: Path, options: str = "") -> Machine:
    """A Debian alone on its disk, with names of disks that last but in GRUB's configuration."""
    fstab = f"UUID={linux.UUID} / ext4 defaults 0 1\n"
    grub = "linux /boot/vmlinuz root=/dev/sda1 ro\n"
    more = {"etc/fstab": fstab, "boot/grub/grub.cfg": grub}
    tree = linux_vmware.tree(folder / "tree", more=more)
    (tree / "etc/initramfs-tools/conf.d/resume").unlink()
    volume = linux.ext4(folder / "volume", tree, size=16 << 20)
    if options:
        run("debugfs", "-w", "-R", options, volume)
    partitioned.build(folder / "raw", [partitioned.Part(16 << 20, "83", volume, active=True)])
    made = machine.build(folder / "vm", image=folder / "raw", snapshots=1, guest_os="debian10-64")
    with made.vmx.open("a") as file:
        file.write('ethernet0.present = "TRUE"\nethernet0.virtualDev = "vmxnet3"\n')
        file.write('ethernet0.pciSlotNumber = "192"\nethernet0.addressType = "static"\n')
        file.write('ethernet0.address = "00:50:56:01:02:03"\n')
    return made


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return built(tmp_path_factory.mktemp("debian"))


def truth(made: Machine) -> bytes:
    return made.truths[machine.CURRENT].read_bytes()


def test_mended_and_taken_back(debian: Machine, tmp_path: Path, say: Say) -> None:
    out = tmp_path / "out"
    foreseen = say("convert", debian.vmx, "-o", out, "--dry-run")["changes"]
    assert not out.exists()
    done = say("convert", debian.vmx, "-o", out)
    assert not codes(done) & {*FAULTS, "W670"}
    manifest = json.loads((out / "manifest.json").read_text())
    assert [each["path"] for each in manifest["disks"][0]["changes"]] == [
        each["path"] for each in foreseen
    ]
    assert {each["kind"] for each in foreseen} == {"file", "entry"}
    image = out / "win2003.img"
    assert b"MACAddress=00:50:56:01:02:03" in image.read_bytes()
    say("verify", out)
    say("hal", image, "--undo")
    assert image.read_bytes() == truth(debian)


@pytest.mark.parametrize("choice", ["keep", "commands"])
def test_left_as_it_is(debian: Machine, tmp_path: Path, say: Say, choice: str) -> None:
    done = say("convert", debian.vmx, "-o", tmp_path / "out", "--linux", choice)
    assert codes(done) >= FAULTS
    assert (tmp_path / "out/win2003.img").read_bytes() == truth(debian)
    told = [each["remedy"] for each in done["findings"] if each["code"] == "W670"]
    if choice == "keep":
        assert not told
        return
    *lines, last = told[0].split("run in the guest: ", 1)[1].split(" && ")
    assert last.startswith("update-initramfs -u -k ")
    assert ["MACAddress" in each for each in lines] == [True, False, False]
    assert "root" not in lines[1]
    assert "ata_piix ahci xen-blkfront" in lines[2]


def test_journal_to_be_recovered(tmp_path: Path, say: Say) -> None:
    made = built(tmp_path, "feature needs_recovery")
    refused = say("convert", made.vmx, "-o", tmp_path / "out", code=REFUSED)
    assert codes(refused) >= {"E660", "E663"}
    assert not (tmp_path / "out").exists()
    say("convert", made.vmx, "-o", tmp_path / "out", "--linux", "commands")
    assert (tmp_path / "out/win2003.img").read_bytes() == truth(made)


def test_without_the_library(
    debian: Machine, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The helper finds no cffi: it is as on a computer where libext2fs cannot be used."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/cffi.py").write_text("raise ImportError('it is not installed')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    done = say("convert", debian.vmx, "-o", tmp_path / "out")
    assert codes(done) >= {*FAULTS, "W670"}
    assert (tmp_path / "out/win2003.img").read_bytes() == truth(debian)


def test_a_hal_is_not_for_linux(debian: Machine, tmp_path: Path, say: Say) -> None:
    refused = say("convert", debian.vmx, "-o", tmp_path, "--hal", "hal", code=REFUSED)
    assert "E645" in codes(refused)


def test_what_becomes_of_it_in_one_sentence(debian: Machine, tmp_path: Path, say: Say) -> None:
    said = say("inspect", debian.vmx)["prospects"]
    assert said == {
        "scsi0:0": ["As it is it would not find its disks under Xen; converting mends that."]
    }
    out = tmp_path / "out"
    say("convert", debian.vmx, "-o", out)
    with guest_image.opened(out / "win2003.img") as disk:
        [sentence] = prospect.of(look(disk))
    assert sentence == "It will start under Xen from IDE, AHCI, PV disks and keep its names."
