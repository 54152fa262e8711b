"""A disk on a VMware machine with a snapshot, on VMware's own controller and card."""

from __future__ import annotations

from pathlib import Path

from fixtures import machine
from fixtures.machine import Machine

from linux_lab.debian import CARD
from linux_lab.emulated import MAC


def built(folder: Path, disk: Path) -> Machine:
    """The machine; its card is in the slot that gives ``CARD`` its name."""
    vm = machine.build(
        folder, image=disk, controller="pvscsi", snapshots=1, name="debian",
        guest_os="debian12-64",
    )  # fmt: skip
    with vm.vmx.open("a") as file:
        file.write('ethernet0.present = "TRUE"\nethernet0.virtualDev = "vmxnet3"\n')
        file.write(f'ethernet0.pciSlotNumber = "{CARD.removeprefix("ens")}"\n')
        file.write(f'ethernet0.addressType = "static"\nethernet0.address = "{MAC}"\n')
    return vm
