"""What is known of a virtual machine: hardware, disks, layers and snapshots, as plain data.

The window's tree shows exactly this; plans are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from engine.disk.block_map import Mapping, Overlaid
from engine.disk.copying.noted_digest import NotedDigest
from engine.disk.files import Files
from engine.findings import Finding
from engine.vmware.guest_names import name_of
from engine.vmware.places import Located

Bus = Literal["ide", "scsi", "sata", "nvme"]
BUSES: tuple[Bus, ...] = ("ide", "scsi", "sata", "nvme")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Where a device is attached: ``scsi0:1``."""

    bus: Bus
    controller: int
    unit: int

    def __str__(self) -> str:
        return f"{self.bus}{self.controller}:{self.unit}"


@dataclass(frozen=True, slots=True)
class Layer:
    """One link of a chain: one descriptor (or bare extent) and the files it names."""

    path: Path  #: the descriptor, or the extent where there is none
    format: str  #: createType, such as ``monolithicSparse``, or ``COWD``
    size: int  #: virtual size in bytes
    files: tuple[Path, ...]  #: everything the layer consists of, ``path`` first
    held: int  #: bytes it takes on the disk of this computer
    cid: str  #: content ID, eight hex digits, or empty
    parent_cid: str  #: content ID of the parent it was made from, empty for a base
    geometry: tuple[int, int, int] | None  #: cylinders, heads, sectors (ddb.geometry)
    adapter: str  #: ddb.adapterType
    modified: datetime


@dataclass(frozen=True, slots=True)
class DiskChain:
    """A disk from its running state down to its base, ready to be read."""

    layers: tuple[Layer, ...]  #: newest first
    mapping: Mapping  #: all layers merged
    layer_mappings: tuple[Mapping, ...]  #: one per layer, newest first
    files: Files
    notes: list[Finding] = field(default_factory=list)  #: grows while tables are read
    blank: Mapping | None = None  #: what reads as zeros, whatever the layers hold; over all of them

    def with_blank(self, blank: Mapping) -> DiskChain:
        """The same chain, of which ``blank`` hides a part."""
        return replace(self, mapping=Overlaid((blank, self.mapping)), blank=blank)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said so far; complete once the whole map was read."""
        return tuple(dict.fromkeys(self.notes))

    @property
    def size(self) -> int:
        """Virtual size in bytes."""
        return self.mapping.size


@dataclass(frozen=True, slots=True)
class Disk:
    """A hard disk as the configuration has it, with its chain if that can be opened."""

    slot: Slot
    written: str  #: the file name as written in the configuration
    path: Path  #: where it was looked for
    mode: str  #: persistent, undoable, independent-nonpersistent …
    #: lsilogic, buslogic, lsisas1068, pvscsi, ahci, ide, nvme; empty where VMware chooses
    controller_model: str
    chain: DiskChain | None
    findings: tuple[Finding, ...]  #: why there is no chain, and what to know of it
    readable: tuple[Layer, ...] = ()  #: where there is no chain: its layers that can be read
    found: tuple[Located, ...] = ()  #: how its files were found

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Newest first; of a broken chain those that can be read."""
        return self.chain.layers if self.chain else self.readable


@dataclass(frozen=True, slots=True)
class Cdrom:
    slot: Slot
    image: str  #: path of an .iso as written, empty for a drive of the host or none
    connected: bool


@dataclass(frozen=True, slots=True)
class Nic:
    index: int
    model: str  #: vlance, e1000, e1000e, vmxnet, vmxnet2, vmxnet3; empty where VMware chooses
    mac: str  #: lower-case with colons, empty if none was made yet
    mac_kind: str  #: generated, static or vpx
    connection: str  #: bridged, nat, hostonly, custom
    network: str  #: the name of the network or vnet, may be empty
    pci_slot: int | None = None  #: VMware's number, of which Linux makes names such as ens192


@dataclass(frozen=True, slots=True)
class SnapshotDisk:
    slot: str  #: as written: ``scsi0:0``
    written: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state that was frozen; ``disks`` hold what the machine's disks were then."""

    uid: int
    parent: int | None
    name: str
    description: str
    created: datetime | None  #: UTC
    has_memory: bool
    disks: tuple[SnapshotDisk, ...]


@dataclass(frozen=True, slots=True)
class Snapshots:
    """All snapshots of a machine; a tree through ``parent``."""

    all: tuple[Snapshot, ...] = ()
    current: int | None = None  #: uid of the one the running state descends from

    def children(self, uid: int | None) -> tuple[Snapshot, ...]:
        return tuple(each for each in self.all if each.parent == uid)

    def ancestors(self, uid: int | None) -> tuple[Snapshot, ...]:
        """A snapshot and those that it descends from; none for None."""
        known = {each.uid: each for each in self.all}
        found: list[Snapshot] = []
        while uid is not None and uid in known:
            found.append(known[uid])
            uid = known[uid].parent
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Branch:
    """A disk of a snapshot that the running state does not descend from."""

    uid: int  #: of the snapshot
    slot: Slot
    layers: tuple[Layer, ...]  #: those that are in no chain told before, newest first
    findings: tuple[Finding, ...]  #: why it could not be converted


@dataclass(frozen=True, slots=True)
class VirtualMachine:
    """A virtual machine as VMware describes it."""

    path: Path
    name: str
    annotation: str = ""
    guest_os: str = ""  #: VMware's name for it, such as ``winnetenterprise``
    guest_detail: str = ""  #: prettyName of guestOS.detailed.data
    hardware_version: int = 0
    memory: int = 32 << 20  #: bytes
    vcpus: int = 1
    cores_per_socket: int = 1
    firmware: Literal["bios", "efi"] = "bios"
    secure_boot: bool = False
    tpm: bool = False
    hpet: bool = False
    uuid: str = ""  #: of the BIOS, canonical text with hyphens
    reflects_host: bool = False  #: its SMBIOS has the strings of the host
    generation_id: str = ""  #: 32 hex digits as in the guest's memory, empty if there is none
    nvram: str = ""
    disks: tuple[Disk, ...] = ()  #: in the order the BIOS tries them
    left_out: tuple[Disk, ...] = ()  #: those that are not converted, as the user chose
    cdroms: tuple[Cdrom, ...] = ()
    nics: tuple[Nic, ...] = ()
    floppies: tuple[str, ...] = ()  #: images as written, empty for a drive of the host or none
    serial_ports: int = 0
    parallel_ports: int = 0
    sound: str = ""  #: sb16, es1371, hdaudio; auto where VMware chooses; empty for none
    usb: bool = False
    video_memory: int = 0  #: bytes, 0 where VMware chooses
    shared_folders: int = 0
    clean_shutdown: bool = True
    snapshots: Snapshots = field(default_factory=Snapshots)
    branches: tuple[Branch, ...] = ()  #: snapshots beside those of the running state
    digests: tuple[NotedDigest, ...] = ()  #: of its files, by the manifest of an appliance
    findings: tuple[Finding, ...] = ()  #: of the machine itself, not of its disks

    @property
    def system(self) -> str:
        """Name of the guest's system as it told VMware, else as the machine was set up for it."""
        return self.guest_detail or name_of(self.guest_os)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the machine, of its disks and of their chains, each once."""
        found = list(self.findings)
        for disk in self.disks:
            found += disk.findings
            found += disk.chain.findings if disk.chain else ()
        return tuple(dict.fromkeys(found))
