"""What Xen is told of a virtual machine: the same hardware, or the nearest that Xen has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from uuid import NAMESPACE_URL, uuid5

from engine.actions import said
from engine.findings import Finding, Refusal, finding
from engine.image_formats import Format
from engine.phrase import Phrase
from engine.translate import cards, disk_sizes, flag_findings, xen_guest
from engine.translate.windows_findings import windows_findings
from engine.vmware.model import Cdrom, Disk, Nic, VirtualMachine
from engine.xen import advice, compat
from engine.xen.compat import Guest
from engine.xen.domain import (
    CDROM,
    MEMORY,
    Domain,
    Vbd,
    Vif,
    acceptable_name,
    vdevs,
)
from engine.xen.flags import Flags
from engine.xen.overrides import BRIDGE_OF, apply
from engine.xen.target import DEFAULT, Target, facts

Image = tuple[Disk, str, Format]  # a disk, and the absolute path and format of what it becomes

BRIDGE = "xenbr0"
MIB = 1 << 20


def domain_of(
    machine: VirtualMachine,
    images: Sequence[Image],
    settings: Mapping[str, str],
    guest: Guest | None = None,
    trials: Sequence[str] = (),
    target: Target = DEFAULT,
) -> tuple[Domain, tuple[Finding, ...]]:
    """The domain for ``machine`` on ``target`` with ``settings`` (KEY=VALUE) put in, and what to
    tell the user.

    ``images`` are in the order of the machine's disks; those that Xen shall not have are left out.
    ``guest`` is what was found inside, if anything was; ``trials`` are the HALs that its boot menu
    will offer. Errors: E501 for a setting or a value that is not possible, E502 for a path; they
    come first, and the domain is then the one without the settings; E503 for what the target does
    not have. Else warnings W501 to W508, W520 to W525 and W530 to W549.
    """
    guest = guest or xen_guest.by_name(machine)
    domain = _translated(machine, images, guest, target)
    errors: tuple[Finding, ...] = ()
    try:
        domain = apply(domain, settings)
    except Refusal as refusal:
        errors = refusal.findings
    domain = replace(domain, comments=(*domain.comments, flag_findings.comment(guest, domain)))
    return domain, (
        *errors,
        *_disk_findings(machine, domain),
        *disk_sizes.findings(_sizes(images), domain),
        *cards.findings(machine, guest, domain),
        *_network_findings(machine, settings),
        *_firmware_findings(machine, domain),
        *((finding("W508"),) if machine.reflects_host else ()),
        *_device_findings(machine),
        *flag_findings.findings(machine, guest, domain, settings, trials),
        *advice.findings(domain, guest),
        *windows_findings(guest, domain),
    )


def _translated(
    machine: VirtualMachine, images: Sequence[Image], guest: Guest, target: Target
) -> Domain:
    uuid = _uuid(machine)
    suited = compat.suited(guest, Flags(vcpus=machine.vcpus, hpet=machine.hpet, target=target))
    return Domain(
        name=acceptable_name(machine.name),
        memory=max(-(-machine.memory // MIB), MEMORY.start),
        **asdict(suited),
        cores_per_socket=1 if suited.vcpus % machine.cores_per_socket else machine.cores_per_socket,
        uuid=uuid,
        localtime=guest.local_time,
        ms_vm_genid=bool(machine.generation_id),
        smbios_serial=_smbios_serial(machine),
        vga="stdvga" if suited.firmware == "uefi" else compat.devices(guest).vga,
        serial="pty" if machine.serial_ports else "",
        disks=_disks(machine, images),
        vifs=tuple(_vif(nic, uuid, guest, target) for nic in machine.nics),
        comments=tuple(_comments(machine)),
    )


def _uuid(machine: VirtualMachine) -> str:
    """Its own, or one made up for good: without one the guest would have another at every start."""
    return machine.uuid or str(uuid5(NAMESPACE_URL, ascii((str(machine.path), machine.name))))


def _smbios_serial(machine: VirtualMachine) -> str:
    """What VMware's BIOS makes of its UUID: ``VMware-56 4d 4f …-cc cc …``."""
    digits = machine.uuid.replace("-", "")
    if machine.reflects_host or not re.fullmatch("[0-9a-f]{32}", digits):
        return ""
    data = bytes.fromhex(digits)
    return f"VMware-{data[:8].hex(' ')}-{data[8:].hex(' ')}"


def _disks(machine: VirtualMachine, images: Sequence[Image]) -> tuple[Vbd, ...]:
    """The hard disks in the order given, then the CD-ROM drive.

    The machine has them in the order its BIOS tried them: what ``bios.hddOrder`` names, else the
    IDE disks of the chip set before those of other controllers. The first, hda, is what boots.
    """
    names = vdevs(cdrom=bool(machine.cdroms))
    disks = tuple(
        Vbd(path, vdev, format, note=f"{disk.slot} {disk.written}")
        for (disk, path, format), vdev in zip(images, names, strict=False)
    )
    drives = (Vbd("", CDROM, cdrom=True, note=str(cdrom.slot)) for cdrom in machine.cdroms[:1])
    return (*disks, *drives)


def _vif(nic: Nic, uuid: str, guest: Guest, target: Target) -> Vif:
    network = network_of(nic)
    note = " ".join(filter(None, (f"ethernet{nic.index}", nic.model, network)))
    mac = nic.mac or _mac(uuid, nic.index)
    return Vif(mac, BRIDGE, cards.model_for(nic, guest, target), network, note)


def network_of(nic: Nic) -> str:
    """The name of a card's network; Workstation has names for the kinds only, such as ``nat``."""
    return nic.network or (nic.connection if nic.connection != "bridged" else "")


def _mac(uuid: str, index: int) -> str:
    """An address of Xen's range, made up for good as in :func:`_uuid`."""
    first, *rest = hashlib.sha256(ascii((uuid, index)).encode()).digest()[:3]
    return ":".join(f"{byte:02x}" for byte in (0x00, 0x16, 0x3E, first & 0x7F, *rest))


def _comments(machine: VirtualMachine) -> Iterator[str]:
    guest = machine.system or "an unknown guest"
    yield f'Made from the VMware machine "{machine.name}" ({guest}).'
    if len(machine.disks) > 1:
        yield "The disks are in the order in which VMware tried to boot from them."
    for disk in machine.left_out:
        yield f'Left out: the disk at {disk.slot} ("{disk.written}").'


def with_bridges(
    settings: Mapping[str, str], table: Mapping[str, str], machine: VirtualMachine
) -> dict[str, str]:
    """``settings`` and, where they do not say it, the bridges of ``table`` (network -> bridge).

    Only networks that a card of ``machine`` is on are taken: a table may be that of a whole site.
    """
    names = {network_of(nic).casefold() for nic in machine.nics}
    chosen = {key.casefold() for key in settings}
    added = {
        f"{BRIDGE_OF}{network}": bridge
        for network, bridge in table.items()
        if network.casefold() in names and f"{BRIDGE_OF}{network}".casefold() not in chosen
    }
    return added | dict(settings)


def _sizes(images: Sequence[Image]) -> Iterator[tuple[str, int]]:
    """Name and size in bytes of each image."""
    for disk, path, _ in images:
        yield path.rpartition("/")[2], disk.chain.size if disk.chain else 0


def _disk_findings(machine: VirtualMachine, domain: Domain) -> Iterator[Finding]:
    if domain.hidden:
        code = "W501" if domain.xen_platform_pci else "W976"
        yield finding(code, disks=", ".join(f"{each.vdev} ({each.note})" for each in domain.hidden))
    loaded = any(disk.cdrom and disk.target for disk in domain.disks)
    for index, cdrom in enumerate(machine.cdroms):
        yield from _cdrom_findings(cdrom, first=index == 0, loaded=loaded)


def _cdrom_findings(cdrom: Cdrom, *, first: bool, loaded: bool) -> Iterator[Finding]:
    if not first:
        yield _no_counterpart(
            Phrase("The CD-ROM drive {slot}", slot=cdrom.slot),
            Phrase("one drive is enough, as it takes the place of a disk"),
        )
    elif cdrom.connected and cdrom.image and not loaded:
        yield _no_counterpart(
            Phrase("The disc {image}", image=cdrom.image),
            said("the drive starts empty; name its image on the server ({do_set_cdrom})"),
        )


def _network_findings(machine: VirtualMachine, settings: Mapping[str, str]) -> Iterator[Finding]:
    """One for each named network whose bridge nobody has chosen."""
    chosen = {key.casefold() for key in settings}
    if chosen & {"bridge", "nic.bridge"}:
        return
    unchosen = (
        network_of(nic)
        for index, nic in enumerate(machine.nics)
        if f"nic{index}.bridge" not in chosen
        and f"{BRIDGE_OF}{network_of(nic)}".casefold() not in chosen
    )
    for network in dict.fromkeys(filter(None, unchosen)):
        yield finding("W506", network=network, bridge=BRIDGE)


def _firmware_findings(machine: VirtualMachine, domain: Domain) -> Iterator[Finding]:
    if machine.firmware == "efi" and domain.firmware == "uefi":
        code = "W503" if facts(domain.target).keeps_nvram else "W535"
        yield finding(code, nvram=machine.nvram or Phrase("its NVRAM"))
        if machine.secure_boot:
            yield finding("W504")


def _device_findings(machine: VirtualMachine) -> Iterator[Finding]:
    missing = (
        (
            machine.sound,
            Phrase("The sound card ({model})", model=machine.sound),
            Phrase("soundhw= in the configuration adds one"),
        ),
        (machine.floppies, Phrase("The floppy drive"), Phrase("xl has none")),
        (
            machine.serial_ports > 1,
            Phrase("All but the first serial port"),
            Phrase("a console needs one only"),
        ),
        (machine.parallel_ports, Phrase("The parallel port"), Phrase("Xen has none")),
        (
            machine.shared_folders,
            Phrase("Folder sharing"),
            Phrase("it belongs to VMware; use the network instead"),
        ),
    )
    for there, device, detail in missing:
        if there:
            yield _no_counterpart(device, detail)


def _no_counterpart(device: str, detail: str) -> Finding:
    return finding("W505", device=device, detail=detail)
