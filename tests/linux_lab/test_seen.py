"""Debians started by ``try``: their login is seen, and each way to be lost is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from fixtures.machine import Machine
from fixtures.tools import run

from engine.cli.main import main
from linux_lab import debian
from linux_lab.debian import Recipe

SECONDS = "1800"  # a minute or two on an idle machine
RECIPES = [Recipe("initramfs-tools", "plain", "dos", debian.BOTH), Recipe("dracut", "lvm", "dos")]
EMERGENCY = "systemd.unit=emergency.target"


@pytest.fixture(scope="module", params=RECIPES, ids=lambda each: each.name)
def vm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A Debian that starts in VMware only, on a machine of VMware's."""
    if missing := debian.missing():
        pytest.skip(f"the lab needs {missing} (see installer/xen-test-packages.txt)")
    folder = tmp_path_factory.mktemp(request.param.name)
    disk = debian.built(request.param)
    return machine.build(
        folder / "vm", image=disk, controller="pvscsi", name="debian", guest_os="debian12-64"
    )


def converted(vm: Machine, out: Path, *options: str) -> Path:
    assert main(["convert", str(vm.vmx), "-o", str(out), "--set", "memory=768", *options]) == 0
    return out


def tried(out: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """What ``try`` says of a result, emulated."""
    capsys.readouterr()
    main(["try", str(out), "--accelerator", "tcg", "--seconds", SECONDS, "--json"])
    return json.loads(capsys.readouterr().out)


def test_a_login_is_seen(vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = tried(converted(vm, tmp_path / "out"), capsys)
    assert found["verdict"] == "reached"
    assert found["said"].startswith(("guest-of-vmware login:", "Reached target multi-user.target"))


def test_a_start_up_shell_is_told(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its start-up image has no driver for the disk."""
    found = tried(converted(vm, tmp_path / "out", "--linux", "keep"), capsys)
    assert found["verdict"] == "failed"
    assert found["findings"][0]["code"] in ("E736", "E737")


def test_emergency_mode_is_told(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = converted(vm, tmp_path / "out")
    with debian.mounted(out / "debian.img", *_boot(out / "debian.img")) as boot:
        menu = boot / "grub" / "grub.cfg"
        menu.write_text(re.sub("( console=tty0)", rf" {EMERGENCY}\1", menu.read_text()))
    found = tried(out, capsys)
    assert found["findings"][0]["code"] == "E737"
    assert "emergency mode" in found["said"]


def _boot(disk: Path) -> tuple[int, int]:
    """Offset and size in bytes of the volume with the boot loader's menu."""
    first = json.loads(run("sfdisk", "--json", disk))["partitiontable"]["partitions"][0]
    return first["start"] * 512, first["size"] * 512
