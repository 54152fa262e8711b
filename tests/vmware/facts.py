"""A machine and its snapshots as the golden files have them: what a person can check."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from engine.vmware.model import Snapshots, VirtualMachine

MIB = 1 << 20


def facts(found: VirtualMachine) -> dict[str, Any]:
    """The machine in the shape of the golden files: what is as by default is left out."""
    apart = {
        "path",
        "memory",
        "disks",
        "cdroms",
        "nics",
        "floppies",
        "snapshots",
        "findings",
        "branches",
        "digests",
    }
    usual = VirtualMachine(Path(), "")
    read: dict[str, Any] = {
        field.name: getattr(found, field.name)
        for field in fields(VirtualMachine)
        if field.name not in apart and getattr(found, field.name) != getattr(usual, field.name)
    }
    read["memory_mib"] = found.memory // MIB
    read["disks"] = {
        str(disk.slot): {key: getattr(disk, key) for key in ("written", "mode", "controller_model")}
        for disk in found.disks
    }
    read["cdroms"] = {
        str(each.slot): {"image": each.image, "connected": each.connected} for each in found.cdroms
    }
    keys = ("index", "model", "mac", "mac_kind", "connection", "network")
    read["nics"] = [{key: getattr(each, key) for key in keys} for each in found.nics]
    read["branches"] = [f"{each.uid} {each.slot} {len(each.layers)}" for each in found.branches]
    read["floppies"] = list(found.floppies)
    read["findings"] = [each.code for each in found.findings]
    return {key: value for key, value in read.items() if value not in ({}, [], "")}


def snapshots_of(found: Snapshots) -> list[dict[str, Any]]:
    """The snapshots in the shape of the golden files, each with its first disk."""
    return [
        {
            "uid": each.uid,
            "parent": each.parent,
            "name": each.name,
            "description": each.description,
            "created": each.created.isoformat() if each.created else "",
            "disk": each.disks[0].written,
        }
        for each in found.all
    ]
