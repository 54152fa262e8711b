"""The kernels that a Linux can start with: their start-up images, and which disks they find.

Xen's emulated disks are a PIIX3's (ata_piix or, before libata, piix) or an ICH9's (ahci). A kernel
with PV drivers in HVM (CONFIG_XEN_PVHVM) takes them away when it starts and wants its disks by
xen-blkfront, as /dev/xvd*; with no such module in its start-up image it finds none. Sources: Xen's
docs/misc/hvm-emulated-unplug.pandoc and xen-vbd-interface.7, the kernel's drivers/xen/Kconfig.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.findings import Refusal
from engine.guest.linux import initramfs, kernel_modules
from engine.guest.linux.initramfs import StartUpImage, same_name
from engine.guest.linux.installation import Tree
from engine.guest.linux.kernel_modules import KernelModules
from engine.phrase import Phrase

BOOT = "/boot"
#: What Xen's disks need of a kernel: for each bus, modules of which one is enough.
NEEDED = {"ide": ("ata_piix", "piix"), "ahci": ("ahci",), "pv": ("xen-blkfront", "xen-vbd")}
#: What else goes with them, where the kernel has it.
_BESIDE = (("sd_mod",), ("xen-platform-pci",), ("xen-netfront", "xen-vnif"))
#: Network cards that Xen has, for names that have to be kept from the start-up image.
NETWORK = ("xen-netfront", "xen-vnif", "e1000", "e1000e", "8139cp", "8139too", "pcnet32")
_LIMIT = 16
_FIRST_WITH_PV = "2.6.36"


@dataclass(frozen=True)
class Kernel:
    """An installed kernel; ``version`` is that of its modules: a rescue entry's name lacks it."""

    name: str  #: what follows ``vmlinuz-``
    version: str
    image_path: str  #: of its start-up image; empty if there is none
    image: StartUpImage | None = field(repr=False)  #: None if it cannot be looked into, too
    fault: str  #: why it cannot be
    modules: KernelModules = field(repr=False)
    has_pv_drivers: bool  #: it takes emulated disks away and wants xen-blkfront
    unpacks_gzip: bool

    @property
    def path(self) -> str:
        return f"{BOOT}/vmlinuz-{self.name}"

    @property
    def is_rescue(self) -> bool:
        return "rescue" in self.name

    def served(self) -> dict[str, Phrase]:
        """What serves each bus that is served: in the kernel, or in the image."""
        held = self.image.modules if self.image else frozenset()
        found: dict[str, Phrase] = {}
        for bus, modules in NEEDED.items():
            own = [name for name in modules if same_name(name) in self.modules.builtin]
            loaded = [name for name in modules if same_name(name) in held]
            if own:
                found[bus] = Phrase("{name} (built in)", name=own[0])
            elif loaded:
                found[bus] = Phrase.of_data(loaded[0])
        return found

    def missing(self) -> tuple[str, ...]:
        """The buses that nothing serves; none where the image cannot be looked into."""
        served = self.served()
        return tuple(bus for bus in NEEDED if bus not in served) if self.image else ()

    def addable(self) -> tuple[str, ...]:
        """The modules to be put into the image for the buses that are missing; none if none."""
        groups = [NEEDED[bus] for bus in self.missing()]
        if not any(self._first(names) for names in groups):
            return ()
        return self.lacking([*groups, *_BESIDE])

    def lacking(self, groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """The first module of each group that the kernel has, where the image lacks it."""
        held = self.image.modules if self.image else frozenset()
        known = filter(None, map(self._first, groups))
        return tuple(name for name in known if same_name(name) not in held)

    def _first(self, names: tuple[str, ...]) -> str:
        """The first of ``names`` that is a module; empty if one before it is built in, or none."""
        for name in names:
            if same_name(name) in self.modules.builtin:
                return ""
            if same_name(name) in self.modules.paths:
                return name
        return ""


def find(tree: Tree) -> tuple[Kernel, ...]:
    """The kernels in /boot, the newest first, rescue entries last. Refuses E631."""
    names = tree.list(BOOT)
    found = [each.removeprefix("vmlinuz-") for each in names if each.startswith("vmlinuz-")]
    usual = sorted((each for each in found if "rescue" not in each), key=_natural, reverse=True)
    rescue = [each for each in found if "rescue" in each]
    return tuple(_kernel(tree, name, names) for name in [*usual, *rescue][:_LIMIT])


def _kernel(tree: Tree, name: str, names: tuple[str, ...]) -> Kernel:
    path = next((f"{BOOT}/{each}" for each in _image_names(name) if each in names), "")
    image, fault = _image(tree, path)
    version = _version(tree, name, image)
    modules = kernel_modules.read(tree, version)
    config = tree.text(f"{BOOT}/config-{version}")
    return Kernel(
        name=name,
        version=version,
        image_path=path,
        image=image,
        fault=fault,
        modules=modules,
        has_pv_drivers=_has_pv_drivers(version, config, modules),
        unpacks_gzip=not config or "\nCONFIG_RD_GZIP=y" in config,
    )


def _version(tree: Tree, name: str, image: StartUpImage | None) -> str:
    """The version of a kernel: a rescue entry's name lacks it, and Arch's is a flavour."""
    held = image.versions if image else ()
    installed = {each for folder in kernel_modules.FOLDERS for each in tree.list(folder)}
    known = [each for each in (name, *held) if each in installed]
    return (*known, *held, name)[0]


def _image(tree: Tree, path: str) -> tuple[StartUpImage | None, str]:
    """What a start-up image holds; else why it cannot be looked into."""
    if not path:
        return None, ""
    try:
        return initramfs.read(path, tree.read(path, initramfs.LIMIT)), ""
    except Refusal as refusal:
        return None, refusal.findings[0].message


def _has_pv_drivers(version: str, config: str, modules: KernelModules) -> bool:
    """By the kernel's configuration; where it is not kept, by its age and its modules."""
    if config:
        return "CONFIG_XEN_PVHVM=y" in config and "\nCONFIG_XEN_BLKDEV_FRONTEND=" in config
    return _natural(version) >= _natural(_FIRST_WITH_PV) and "xen-blkfront" in modules.known


def _image_names(name: str) -> tuple[str, ...]:
    """What the distributions call the start-up image of a kernel; Arch has one a flavour."""
    return (
        f"initramfs-{name}.img", f"initrd.img-{name}", f"initrd-{name}.img", f"initrd-{name}",
        f"initramfs-{name}",
    )  # fmt: skip


def _natural(version: str) -> list[tuple[int, str]]:
    """A key to sort versions by: numbers as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part)
            for part in re.findall(r"\d+|[a-z]+", version)]  # fmt: skip
