"""A machine as JSON and as text: what ``inspect`` says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.disk.copying.pieces import held
from engine.findings import Finding, Refusal
from engine.guest.inspect import Guest
from engine.host_paths import text_of
from engine.job.convert import guests
from engine.report import guest_report, prospect, xen_report
from engine.sizes import binary
from engine.vmware.model import Disk, Layer, Snapshot, VirtualMachine
from engine.xen.target import DEFAULT, Target


def examine(
    machine: VirtualMachine,
) -> tuple[dict[str, int], dict[str, Guest], tuple[Finding, ...]]:
    """Allocated bytes and the guest of each disk by slot, and all findings.

    The maps are read in full, so what is wrong with any table shows.
    """
    allocated: dict[str, int] = {}
    found = list(machine.findings)
    for disk in machine.disks:
        found += disk.findings
        if disk.chain is None:
            continue
        try:
            allocated[str(disk.slot)] = held(disk.chain.mapping)
        except Refusal as refusal:
            found += refusal.findings
        found += disk.chain.findings
    seen = guests.look(machine)
    found += seen.findings
    by_slot = {str(machine.disks[number].slot): guest for number, guest in seen.guests.items()}
    findings = tuple(sorted(dict.fromkeys(found), key=lambda each: not each.blocks))
    return allocated, by_slot, findings


def as_json(
    machine: VirtualMachine,
    allocated: dict[str, int],
    found: dict[str, Guest],
    findings: tuple[Finding, ...],
    target: Target = DEFAULT,
) -> dict[str, Any]:
    """Everything known of a machine, and what is recommended on ``target``.

    Sizes in bytes, times in ISO 8601.
    """
    return {
        "name": machine.name,
        "path": text_of(machine.path.absolute()),
        "guest_os": machine.guest_os,
        "hardware_version": machine.hardware_version,
        "memory": machine.memory,
        "vcpus": machine.vcpus,
        "firmware": machine.firmware,
        "uuid": machine.uuid,
        "disks": [_disk(disk, allocated) for disk in machine.disks],
        "cdroms": [{"slot": str(each.slot), "image": each.image} for each in machine.cdroms],
        "nics": [
            {
                "model": nic.model,
                "mac": nic.mac,
                "mac_kind": nic.mac_kind,
                "connection": nic.connection,
                "network": nic.network,
            }
            for nic in machine.nics
        ],
        "snapshots": [_snapshot(each, machine) for each in machine.snapshots.all],
        "xen": xen_report.as_json(machine, found, target),
        "guests": {slot: guest.as_json() for slot, guest in found.items()},
        "prospects": {slot: [*prospect.of(guest)] for slot, guest in found.items()},
        "findings": [each.as_json() for each in findings],
    }


def _disk(disk: Disk, allocated: dict[str, int]) -> dict[str, Any]:
    chain = disk.chain
    return {
        "slot": str(disk.slot),
        "file": disk.written,
        "path": text_of(disk.path.absolute()),
        "mode": disk.mode,
        "controller": disk.controller_model,
        "size": chain.size if chain else None,
        "allocated": allocated.get(str(disk.slot)),
        "layers": [_layer(layer) for layer in chain.layers] if chain else [],
    }


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "path": text_of(layer.path.absolute()),
        "format": layer.format,
        "size": layer.size,
        "held": layer.held,
        "cid": layer.cid,
        "parent_cid": layer.parent_cid,
        "files": [text_of(path) for path in layer.files],
        "modified": layer.modified.isoformat(),
    }


def _snapshot(snapshot: Snapshot, machine: VirtualMachine) -> dict[str, Any]:
    return {
        "uid": snapshot.uid,
        "parent": snapshot.parent,
        "name": snapshot.name,
        "description": snapshot.description,
        "created": snapshot.created.isoformat() if snapshot.created else None,
        "current": snapshot.uid == machine.snapshots.current,
        "memory": snapshot.has_memory,
    }


def as_text(
    machine: VirtualMachine,
    allocated: dict[str, int],
    found: dict[str, Guest],
    target: Target = DEFAULT,
) -> Iterator[str]:
    """The same for people, without the findings: lines of a tree."""
    firmware = "UEFI" if machine.firmware == "efi" else "BIOS"
    guest = machine.system or "unknown guest"
    yield f"{machine.name}  ({text_of(machine.path)})"
    yield f"  {guest}, {binary(machine.memory)}, {machine.vcpus} vCPU, {firmware}"
    for disk in machine.disks:
        yield from _disk_text(disk, allocated)
        if inside := found.get(str(disk.slot)):
            yield from (f"    {line}" for line in guest_report.as_text(inside))
    yield from xen_report.as_text(machine, found, target)
    for cdrom in machine.cdroms:
        yield f"  {cdrom.slot}  CD-ROM {cdrom.image or '(empty)'}"
    for nic in machine.nics:
        words = ("NIC", nic.model, nic.mac, nic.connection, nic.network)
        yield "  " + " ".join(filter(None, words))
    if machine.snapshots.all:
        yield "  Snapshots"
        yield from _snapshot_text(machine, None, 2)


def _disk_text(disk: Disk, allocated: dict[str, int]) -> Iterator[str]:
    chain = disk.chain
    if chain is None:
        yield f"  {disk.slot}  {disk.written}  cannot be read"
        return
    used = allocated.get(str(disk.slot))
    text = f", {binary(used)} allocated" if used is not None else ""
    yield f"  {disk.slot}  {binary(chain.size)}{text}  ({disk.controller_model}, {disk.mode})"
    for depth, layer in enumerate(chain.layers):
        yield f"    {'  ' * depth}{layer.path.name}  {layer.format}, {binary(layer.held)} on disk"


def _snapshot_text(machine: VirtualMachine, parent: int | None, depth: int) -> Iterator[str]:
    for each in machine.snapshots.children(parent):
        mark = "  <- running state" if each.uid == machine.snapshots.current else ""
        yield f"{'  ' * depth}{each.uid}  {each.name}{mark}"
        yield from _snapshot_text(machine, each.uid, depth + 1)
