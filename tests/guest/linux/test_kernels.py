"""Kernels of a Linux: their order, their images, and what serves the disks that Xen has."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping
from pathlib import Path
from stat import S_IFREG

import pytest
from fixtures.linux import start_up_image
from guest.linux.trees import tree_of

from engine.guest.linux import kernels
from engine.guest.linux.initramfs import StartUpImage
from engine.guest.linux.kernel_modules import KernelModules
from engine.guest.linux.kernels import Kernel

PV = "CONFIG_XEN_PVHVM=y\nCONFIG_XEN_BLKDEV_FRONTEND=m\n"


def kernel(
    held: Collection[str] | None = (), modules: Collection[str] = (), builtin: Collection[str] = ()
) -> Kernel:
    """A kernel with modules of its own, and those in its start-up image; None: no image."""
    image = StartUpImage({f"lib/{name}.ko": S_IFREG for name in held or ()})
    own = KernelModules("/lib", frozenset(builtin), {name: f"{name}.ko" for name in modules}, {})
    return Kernel("6", "6", "/boot/i", None if held is None else image, "", own, True, True)


@pytest.mark.parametrize(
    ("own", "served", "missing"),
    [
        (kernel(["ata_piix", "ahci", "xen_blkfront"]),
         {"ide": "ata_piix", "ahci": "ahci", "pv": "xen-blkfront"}, ()),
        (kernel(["piix"], builtin=["ata-piix"]), {"ide": "ata_piix (built in)"}, ("ahci", "pv")),
        (kernel(["piix"]), {"ide": "piix"}, ("ahci", "pv")),
        (kernel(builtin=["xen-vbd", "ahci"]),
         {"ahci": "ahci (built in)", "pv": "xen-vbd (built in)"}, ("ide",)),
        (kernel(None), {}, ()),  # it is not known what is missing
    ],
)  # fmt: skip
def test_what_serves_each_bus(
    own: Kernel, served: dict[str, str], missing: tuple[str, ...]
) -> None:
    assert own.served() == served
    assert own.missing() == missing


@pytest.mark.parametrize(
    ("own", "addable"),
    [
        (kernel(modules=["ata-piix", "sd-mod"]), ("ata_piix", "sd_mod")),
        (kernel(["sd_mod"], ["ata-piix", "ahci", "sd-mod"]), ("ata_piix", "ahci")),
        (kernel(modules=["sd-mod"]), ()),  # that alone serves no disk
        (kernel(["ata_piix", "ahci", "xen-blkfront"], ["piix", "sd-mod"]), ()),
        (kernel(None, ["ata-piix"]), ()),
        (kernel(["ahci", "xen-vbd"], ["piix", "xen-platform-pci", "xen-vnif"]),
         ("piix", "xen-platform-pci", "xen-vnif")),
        (kernel(["ahci"], ["xen-blkfront"], ["ata-piix", "xen-netfront"]), ("xen-blkfront",)),
    ],
)  # fmt: skip
def test_what_can_be_put_into_the_image(own: Kernel, addable: tuple[str, ...]) -> None:
    assert own.addable() == addable


def image(*modules: str) -> bytes:
    return start_up_image([f"lib/modules/6.1/{name}.ko" for name in modules], gzip.compress)


@pytest.fixture
def found(tmp_path: Path) -> dict[str, Kernel]:
    """Kernels by name, in order, of a /boot with all kinds of them."""
    files: Mapping[str, str | bytes] = {
        "boot/vmlinuz-5.10.0-9": "",
        "boot/vmlinuz-5.10.0-10": "",
        "boot/vmlinuz-0-rescue-ab": "",
        "boot/vmlinuz-2.6.18": "",
        "boot/vmlinuz-linux": "",
        "boot/initramfs-linux": image("ahci"),
        "boot/initrd.img-5.10.0-10": image("ahci"),
        "boot/initrd-5.10.0-9.img": b"\x1f\x8b damaged",
        "boot/initramfs-0-rescue-ab.img": image("piix"),
        "boot/config-5.10.0-10": f"\n{PV}",
        "boot/config-5.10.0-9": f"\n{PV}CONFIG_RD_GZIP=y\n",
        "lib/modules/5.10.0-10/modules.dep": "",
        "lib/modules/2.6.18/modules.dep": "kernel/xen-blkfront.ko:\n",
        "lib/modules/6.1/modules.dep": "kernel/xen-blkfront.ko:\n",
    }
    return {each.name: each for each in kernels.find(tree_of(tmp_path, files))}


def test_the_newest_is_first_and_rescue_entries_last(found: dict[str, Kernel]) -> None:
    assert list(found) == ["5.10.0-10", "5.10.0-9", "2.6.18", "linux", "0-rescue-ab"]
    assert [each.is_rescue for each in found.values()] == [False] * 4 + [True]
    assert found["linux"].path == "/boot/vmlinuz-linux"


def test_images_by_the_names_of_distributions(found: dict[str, Kernel]) -> None:
    assert {name: each.image_path.removeprefix("/boot/") for name, each in found.items()} == {
        "5.10.0-10": "initrd.img-5.10.0-10",
        "5.10.0-9": "initrd-5.10.0-9.img",
        "2.6.18": "",
        "linux": "initramfs-linux",
        "0-rescue-ab": "initramfs-0-rescue-ab.img",
    }
    damaged = found["5.10.0-9"]
    assert damaged.image is None
    assert damaged.fault
    assert (found["2.6.18"].image, found["2.6.18"].fault) == (None, "")
    assert found["linux"].served()["ahci"] == "ahci"


@pytest.mark.parametrize("name", ["0-rescue-ab", "linux"])
def test_a_kernel_without_a_version_has_the_modules_of_its_image(
    found: dict[str, Kernel], name: str
) -> None:
    own = found[name]
    assert (own.version, own.modules.folder) == ("6.1", "/lib/modules/6.1")
    assert own.has_pv_drivers  # it has the module, and is not older than they are


def test_pv_drivers_and_gzip_are_told_by_the_configuration_or_the_age(
    found: dict[str, Kernel],
) -> None:
    pv = {name: each.has_pv_drivers for name, each in found.items()}
    assert pv == {
        "5.10.0-10": True,
        "5.10.0-9": True,
        "2.6.18": False,  # its xen-blkfront is for guests of another kind
        "linux": True,  # by the version of its modules
        "0-rescue-ab": True,
    }
    gzips = {name: each.unpacks_gzip for name, each in found.items()}
    assert [name for name, can in gzips.items() if not can] == ["5.10.0-10"]


@pytest.mark.parametrize("config", ["CONFIG_XEN_PVHVM=y\n", "\nCONFIG_XEN_BLKDEV_FRONTEND=m\n"])
def test_half_a_configuration_is_none(tmp_path: Path, config: str) -> None:
    tree = tree_of(tmp_path, {"boot/vmlinuz-6": "", "boot/config-6": config})
    assert not kernels.find(tree)[0].has_pv_drivers
