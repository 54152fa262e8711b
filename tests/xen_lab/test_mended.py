"""Debians that start in VMware only, mended, on Xen: PV drivers of their own take the disk over."""

from __future__ import annotations

from pathlib import Path

import pytest
from linux_lab import debian, on_vmware, typed
from linux_lab.debian import BOTH, LOGIN, Recipe

from engine.xen.target import facts
from xen_lab.lab import Lab
from xen_lab.release import USED
from xen_lab.test_road import export
from xen_lab.transcript import Transcript

SECONDS = 3600  # eight minutes on a busy computer
PLAIN = Recipe("initramfs-tools", "plain", "dos", BOTH)
LVM = Recipe("dracut", "lvm", "dos")
GPT = Recipe("dracut", "plain", "gpt")
XFS = Recipe("initramfs-tools", "xfs", "gpt", BOTH)


@pytest.mark.parametrize("bus", ["ide", "ahci"])
@pytest.mark.parametrize("recipe", [PLAIN, LVM, GPT, XFS], ids=["plain", "lvm", "gpt", "xfs"])
def test_it_starts_with_its_address(
    lab: Lab, place: Path, tmp_path: Path, transcript: Transcript, recipe: Recipe, bus: str
) -> None:
    if missing := debian.missing():
        pytest.skip(f"a Debian takes {missing}")
    vm = on_vmware.built(tmp_path / "vm", debian.built(recipe))
    folder = place / f"{recipe.name}-{bus}"
    exported = export(vm, folder, "raw", "--set", f"hdtype={bus}", "--set", "memory=768")
    if left := typed.commands(vm, folder):
        typed.carry_out(recipe, exported.image, left)
    lab.bring(exported.image)
    said = lab.start(exported.config, LOGIN, SECONDS)
    assert "blkfront: xvda" in said
    stays = bus == "ahci" and not facts(USED.target).unplugs_ahci
    assert ("[sda] Attached SCSI disk" in said) == stays
    transcript.start(f"mended {recipe.name}, {bus}", exported.image.name, LOGIN)
