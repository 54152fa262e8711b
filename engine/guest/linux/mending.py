"""What is changed in a Linux so that it starts under Xen and keeps its names: planned, not done.

What cannot be written (XFS, btrfs, volumes that are not linear) is left out, and what it would have
mended stays a finding with its command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.findings import refuse
from engine.guest import user_commands
from engine.guest.linux import (
    disk_names,
    kernel_modules,
    linux_commands,
    linux_first_boot,
    lvm_devices,
    network_files,
    start_up_addition,
    vmware_remains,
)
from engine.guest.linux.actions import Action, Append, Link, Rename, Write
from engine.guest.linux.initramfs import LIMIT, StartUpImage, same_name
from engine.guest.linux.installation import Installation
from engine.guest.linux.kernels import NETWORK, Kernel
from engine.guest.linux.linux_system import Description, Fault, can_add
from engine.guest.linux.network_files import Card
from engine.phrase import Phrase

_MODULE_LIMIT = 64 << 20


@dataclass(frozen=True)
class Machine:
    """What is known of the machine around an installation."""

    cards: tuple[Card, ...] = ()
    #: the UUIDs on each disk by the numbers of the partitions, in the order in which Linux names
    #: the disks; empty if that is not known
    disks: tuple[dict[str, str], ...] = ()
    first_boot: tuple[str, ...] = ()  #: paths of files to be run once at the first start
    is_uefi: bool = False  #: its firmware looks for a loader of its own
    keep: tuple[str, ...] = ()  #: parts that are left as they are, of LINUX_PARTS


class Mending:
    """What mends an installation; nothing where nothing has to be."""

    def __init__(
        self,
        own: Installation,
        kernels: Sequence[Kernel],
        described: Description,
        machine: Machine,
    ) -> None:
        self._own, self._tree, self._kernels = own, own.tree, kernels
        self._linux = described.linux
        self._faults = described.faults
        self._keep, self._commands = machine.keep, machine.first_boot
        nics = () if "cards" in machine.keep else described.linux.nics
        self._addresses = network_files.addresses(nics, machine.cards)
        self._disks = machine.disks or (disk_names.uuids_of(own),)
        self.mended: list[Fault] = []  #: complete when all actions were asked for

    def actions(self) -> Iterator[Action]:
        """What is to be done, one after another: what an image gets is large.

        Refuses E601, E617, E620, E631 and E634.
        """
        for part, actions in (
            ("cards", self._network),
            ("names", self._names),
            ("names", self._lvm),
            ("images", self._later_images),
            ("images", self._images),
            ("tools", self._remains),
            ("first boot", self._first_boot),
        ):
            if part not in self._keep:
                yield from actions()

    def _mend(self, *subject: str) -> None:
        """Note that what is wrong with ``subject`` is mended."""
        self.mended += [each for each in self._faults if each.subject == subject]

    # -- network cards

    def _links(self) -> dict[str, bytes]:
        """The .link files by their paths."""
        return {
            network_files.link_path(name): network_files.link(name, address)
            for name, address in self._addresses.items()
        }

    def _network(self) -> Iterator[Action]:
        if not self._own.can_write(network_files.LINKS):
            return
        if network_files.knows_links(self._tree):
            for path, content in self._links().items():
                yield Write(path, content, Phrase("the card keeps its name"))
        elif self._addresses:
            path = network_files.RULES
            rules = [network_files.rule(*each) for each in self._addresses.items()]
            old = self._bytes(path)
            new = old + b"\n" * (not old.endswith(b"\n") and bool(old)) + "".join(rules).encode()
            yield Write(path, new, Phrase("the card keeps its name"))
        for name in self._addresses:
            self._mend(name)

    # -- names of disks

    def _names(self) -> Iterator[Action]:
        for path in dict.fromkeys(each.path for each in self._linux.renamed):
            # LILO has files by their blocks, and its configuration counts when it is run.
            if not self._own.can_write(path) or path == "/etc/lilo.conf":
                continue
            old = self._bytes(path).decode("latin-1")
            new = disk_names.rewritten(path, old, self._disks)
            if new == old:
                continue
            for each in self._linux.renamed:
                if each.path == path and disk_names.lasting(each.device, self._disks):
                    self._mend(path, each.device)
            yield Write(path, new.encode("latin-1"), Phrase("disks by their UUIDs"))

    def _lvm(self) -> Iterator[Action]:
        wrong = {each.subject[0] for each in self._faults}
        for path in (lvm_devices.DEVICES, lvm_devices.CONFIGURATION):
            if path not in wrong or not self._own.can_write(path):
                continue
            self._mend(path)
            if path == lvm_devices.DEVICES:
                yield Rename(path, lvm_devices.ASIDE)
            else:
                text = lvm_devices.widened(self._bytes(path).decode("latin-1"))
                yield Write(path, text.encode("latin-1"), Phrase("LVM uses Xen's disks"))

    # -- start-up images

    def _later_images(self) -> Iterator[Action]:
        """Have images that the guest makes later hold the modules too."""
        names = dict.fromkeys(name for each in self._kernels for name in each.addable())
        tool = linux_commands.tool(self._tree)
        if not names or tool not in ("initramfs-tools", "dracut"):
            return
        note = Phrase("for start-up images to come")
        if tool == "dracut":
            content = f'add_drivers+=" {" ".join(names)} "\n'.encode()
            path = linux_commands.DRACUT
        else:
            path = linux_commands.INITRAMFS_TOOLS
            old = self._bytes(path)
            new = [each for each in names if each.encode() not in old.split()]
            content = old + "".join(f"{each}\n" for each in new).encode()
        if self._own.can_write(path) and content != self._bytes(path):
            yield Write(path, content, note)

    def _images(self) -> Iterator[Action]:
        for kernel in self._kernels:
            image = kernel.image
            if image is None or not can_add(self._own, kernel):
                continue
            files = self._additions(kernel, image)
            if not files:
                continue
            if kernel.addable():
                self._mend(kernel.path)
            yield self._extended(kernel, image, files)

    def _additions(self, kernel: Kernel, image: StartUpImage) -> dict[str, bytes]:
        """The files to be put into an image, by their names there."""
        modules = kernel.addable()
        links = self._links() if network_files.knows_links(self._tree) else {}
        if links and not self._own.can_write(network_files.LINKS):
            # The cards get their names before the root is mounted, and keep them.
            modules += kernel.lacking((name,) for name in NETWORK if name not in modules)
        held = {*map(same_name, modules), *image.modules, *kernel.modules.builtin}
        files = dict(self._texts(image))
        if modules:
            files |= self._modules(kernel, image, modules)
        if links and held.intersection(NETWORK):
            files |= {path[1:]: content for path, content in links.items()}
            for name in self._addresses:
                self._mend(name)
        return files

    def _modules(
        self, kernel: Kernel, image: StartUpImage, names: Sequence[str]
    ) -> Mapping[str, bytes]:
        """Modules with all that they need, and what depmod says of all modules."""
        own, folder = kernel.modules, f"{image.library_folder}/modules/{kernel.version}"
        paths = [path for path in own.closure(names) if f"{folder}/{path}" not in image.kinds]
        indexes = [f"modules.{each}" for each in kernel_modules.INDEXES]
        paths += [each for each in indexes if self._tree.exists(f"{own.folder}/{each}")]
        return {
            f"{folder}/{path}": self._tree.read(f"{own.folder}/{path}", _MODULE_LIMIT)
            for path in paths
        }

    def _texts(self, image: StartUpImage) -> Iterator[tuple[str, bytes]]:
        """Configuration in the image that names disks."""
        for name, content in () if "names" in self._keep else image.texts.items():
            old = content.decode("latin-1")
            if f"/{name}" == lvm_devices.CONFIGURATION:
                new = lvm_devices.widened(old)
            else:
                new = disk_names.rewritten(name, old, self._disks)
            if new != old:
                yield name, new.encode("latin-1")

    def _extended(self, kernel: Kernel, image: StartUpImage, files: dict[str, bytes]) -> Action:
        path = kernel.image_path
        data = self._tree.read(path, LIMIT)
        note = Phrase("with {count} files more", count=len(files))
        if not image.takes_more and kernel.unpacks_gzip:
            return Write(path, start_up_addition.repacked(path, data, image, files), note)
        more = start_up_addition.appended(data, image, files, packed=kernel.unpacks_gzip)
        return Append(path, more, len(data), note)

    # -- VMware's tools

    def _remains(self) -> Iterator[Action]:
        for name in vmware_remains.units(self._tree):
            path = f"{vmware_remains.MASKS}/{name}"
            if self._own.can_write(path):
                yield Link(path, "/dev/null")
        for path, name in vmware_remains.renamed(self._tree):
            if self._own.can_write(path):
                yield Rename(path, name)

    # -- commands of the user's

    def _first_boot(self) -> Iterator[Action]:
        if self._commands and not self._own.can_write(linux_first_boot.FOLDER):
            kind = self._own.tree.locate("/etc")[0].device.file_system.kind
            raise refuse("E822", reason=Phrase("files on {kind} cannot be changed here", kind=kind))
        yield from linux_first_boot.actions(self._tree, tuple(user_commands.load(self._commands)))

    def _bytes(self, path: str) -> bytes:
        """The content of a file; nothing if there is none."""
        return self._tree.read(path) if self._tree.exists(path) else b""
