"""A fleet, looked at before anything is written: what is ready, and what needs a person."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine.deliver import place as places
from engine.deliver.pool import address as addresses
from engine.deliver.pool.address import is_pool
from engine.findings import Finding, Refusal, finding
from engine.host_paths import on_host, text_of
from engine.job.convert.file_names import file_name
from engine.job.convert.space import free_bytes
from engine.job.fleet import machine_task
from engine.job.fleet.order import Order
from engine.job.fleet.plan_file import PlanFile, wrong
from engine.job.fleet.rules import Decided, decided
from engine.job.fleet.selection import Selected, selected
from engine.job.push.pool_job import PoolWish
from engine.job.push.push_journal import Wish
from engine.phrase import Phrase
from engine.sizes import binary, rate
from engine.translate.domain_of_machine import network_of
from engine.vmware import machine as machines
from engine.vmware.model import VirtualMachine

#: How the path of a datastore begins on an ESXi host: ``/vmfs/volumes/NAME``.
_VOLUMES, _DATASTORE_PARTS = ("vmfs", "volumes"), 4


@dataclass(frozen=True, slots=True)
class Member:
    """One machine of a fleet."""

    order: Order
    findings: tuple[Finding, ...]
    needed: int = 0  #: bytes that the results take
    is_done: bool = False  #: by an earlier run of the plan

    @property
    def state(self) -> str:
        """``done``, ``person`` where somebody has to do something, else ``ready``."""
        if self.is_done:
            return "done"
        return "person" if any(each.blocks for each in self.findings) else "ready"

    def as_json(self) -> dict[str, Any]:
        """Plain data; sizes in bytes."""
        return {
            **asdict(self.order),
            "state": self.state,
            "needed": self.needed,
            "findings": [each.as_json() for each in self.findings],
        }


@dataclass(frozen=True, slots=True)
class FleetPlan:
    """All machines, and what is to be said of the fleet as a whole."""

    file: PlanFile
    members: tuple[Member, ...]
    findings: tuple[Finding, ...]  #: E891, W891, W892, W212

    @property
    def ready(self) -> tuple[Member, ...]:
        return tuple(each for each in self.members if each.state == "ready")

    @property
    def size(self) -> int:
        """Bytes that are to be read."""
        return sum(each.order.size for each in self.ready)

    @property
    def needed(self) -> int:
        """Bytes that the results take."""
        return sum(each.needed for each in self.ready)

    @property
    def seconds(self) -> int:
        """Foretold time on this computer, at the plan's speed of each machine."""
        return round(self.size / self.file.speed / min(self.file.at_once, len(self.ready) or 1))

    @property
    def waves(self) -> dict[int, tuple[Member, ...]]:
        """The machines that are ready by wave, the first of them first."""
        found: dict[int, list[Member]] = defaultdict(list)
        for each in self.ready:
            found[each.order.wave].append(each)
        return {wave: tuple(found[wave]) for wave in sorted(found)}

    def as_json(self) -> dict[str, Any]:
        """Plain data; sizes in bytes, times in seconds."""
        return {
            "plan": str(self.file.path),
            "machines": [each.as_json() for each in self.members],
            "ready": len(self.ready),
            "size": self.size,
            "needed": self.needed,
            "seconds": self.seconds,
            "findings": [each.as_json() for each in self.findings],
        }


def make(file: PlanFile) -> FleetPlan:
    """Look at every machine that ``file`` names; nothing is written. Refuses E890."""
    chosen, findings = selected(file)
    used: set[str] = set()
    members = [_member(each, file, used) for each in chosen]
    findings += _collisions(members)
    findings += [finding("W892", rule=rule.name) for rule in file.rules if rule.name not in used]
    findings += _too_little_room(members)
    return FleetPlan(file, tuple(members), tuple(findings))


def _member(chosen: Selected, file: PlanFile, used: set[str]) -> Member:
    """One machine as the rules have it. What its own path says decides how it is read."""
    path = text_of(chosen.path)
    first = decided(file.rules, {"path": [path]}, chosen.row)
    order = Order(file_name(chosen.path.stem), path, "", {})
    choices = _choices(file, first)
    try:
        machine = machines.read(
            chosen.path,
            trusted=choices.trusted,
            redo=choices.settings.get("redo", ""),
            placed=choices.placed_now,
        )
    except Refusal as refusal:
        used.update(first.rules)
        return Member(order, refusal.findings)
    all_said = decided(file.rules, _facts(machine), chosen.row)
    used.update(all_said.rules)
    order = _order(machine, file, all_said)
    return _looked(order)


def _facts(machine: VirtualMachine) -> dict[str, list[str]]:
    return {
        "name": [machine.name],
        "path": [text_of(machine.path)],
        "guest": [machine.guest_os],
        "network": [network_of(each) for each in machine.nics],
    }


def _choices(file: PlanFile, said: Decided) -> Any:
    try:
        return said.choices
    except (ValueError, TypeError) as error:
        reason = Phrase("{rules}: {error}", rules=", ".join(said.rules), error=str(error))
        raise wrong(file.path, reason) from None


def _order(machine: VirtualMachine, file: PlanFile, all_said: Decided) -> Order:
    """What is to be done with a machine; refuses E701, E890."""
    said = all_said.said
    name = file_name(machine.name)
    folder = (file.path.parent / said["output"] if "output" in said else file.output) / name
    try:
        limit = rate(said["limit"]) if "limit" in said else 0
    except ValueError as error:
        raise wrong(file.path, error) from None
    return Order(
        name,
        text_of(machine.path.absolute()),
        str(folder),
        _choices(file, all_said).as_json(),
        _wish(said, limit),
        wave=said.get("wave", 1),
        shares=_shares(machine, file, said),
        host_limit=file.limits.get("host", 0),
    )


def _wish(said: dict[str, Any], limit: int) -> dict[str, Any] | None:
    """Fields of the wish for a delivery to a server or a pool; None where nothing is delivered."""
    if "push" not in said:
        return None
    overwrite = said.get("overwrite", False)
    if is_pool(said["push"]):
        return asdict(PoolWish(said["push"], agreed=overwrite, limit=limit))
    return asdict(Wish(said["push"], overwrite, said.get("configs", ""), limit))


def _server(target: str) -> str:
    """The name of the server or pool; empty for this computer. Refuses E701."""
    if is_pool(target):
        return addresses.read(target).host
    host = places.read(target).host
    return host.name if host else ""


def _shares(machine: VirtualMachine, file: PlanFile, said: dict[str, Any]) -> dict[str, int]:
    """What it has to share with others of the fleet, and with how many at a time."""
    found = {
        "datastore": said.get("datastore") or _datastore(machine.path),
        "server": _server(said["push"]) if "push" in said else "",
        "link": said.get("link", ""),
    }
    return {
        f"{kind} {name}": file.limits[kind]
        for kind, name in sorted(found.items())
        if name and kind in file.limits
    }


def _datastore(path: Path) -> str:
    """Where the file system is mounted that ``path`` is on; on a host, that and its datastore."""
    host = on_host(path)
    if host is not None:
        parts = PurePosixPath(host.path).parts[:_DATASTORE_PARTS]
        return f"{host.authority} {parts[-1]}" if parts[1:3] == _VOLUMES else host.authority
    found = path.absolute()
    while not os.path.ismount(found):
        found = found.parent
    return str(found)


def _looked(order: Order) -> Member:
    """A machine as its conversion would find it, or as an earlier run has left it."""
    try:
        if machine_task.is_done(order):
            return Member(order, (), is_done=True)
        job = machine_task.conversion(order)
    except Refusal as refusal:
        return Member(order, refusal.findings)
    if job is None:
        return Member(order, ())
    plan = job.plan
    size = sum(each.allocated for each in plan.disks)
    order = Order(**{**{key: getattr(order, key) for key in Order.__slots__}, "size": size})
    return Member(order, plan.findings, plan.needed)


def _collisions(members: Iterable[Member]) -> list[Finding]:
    """E891 for machines that would be written to the same place, here or on a server."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in members:
        order = each.order
        if order.folder:
            found[order.folder].append(order.machine)
        if order.wish:
            found[_final(order.wish["target"], order.name)].append(order.machine)
    return [
        finding("E891", place=place, names=", ".join(names))
        for place, names in found.items()
        if len(set(names)) > 1
    ]


def _final(target: str, name: str) -> str:
    """Where a machine of that name arrives: a volume takes one, all else many."""
    is_volume = not is_pool(target) and places.read(target).device
    if is_volume and len(places.read(target).path.parts) > 3:
        return target
    return f"{target}/{name}"


def _too_little_room(members: Iterable[Member]) -> list[Finding]:
    """W891 for each file system that does not take all results together."""
    needed: dict[int, int] = defaultdict(int)
    folder_of: dict[int, Path] = {}
    for each in members:
        if each.state != "ready":
            continue
        folder = Path(each.order.folder)
        while not folder.exists():
            folder = folder.parent
        device = folder.stat().st_dev
        needed[device] += each.needed
        folder_of.setdefault(device, folder)
    return [
        finding("W891", path=folder, needed=binary(needed[device]), free=binary(free_bytes(folder)))
        for device, folder in folder_of.items()
        if needed[device] > free_bytes(folder)
    ]
