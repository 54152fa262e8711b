"""A machine in a line: its system, how large it is, how many states it has."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.job.convert.plan import Plan
from engine.vmware.model import VirtualMachine
from gui.engine_texts import phrase
from gui.machines.delivered import Delivered
from gui.machines.finished_machine import FinishedMachine, created
from gui.machines.migration import Migration
from gui.widgets.units import clock, size

DOT = " · "
_LINUXES = ("linux", "ubuntu", "debian", "rhel", "centos", "sles", "fedora")  #: of VMware's names


def system(machine: VirtualMachine, plan: Plan | None) -> str:
    """The operating system as it was seen, else as VMware was told; empty if neither says."""
    for guest in plan.guests.values() if plan else ():
        for windows in guest.windows:
            pack = windows.service_pack.replace("Service Pack ", "SP")
            return " ".join(filter(None, (windows.name, pack)))
        for linux in guest.linux:
            return linux.distribution or "Linux"
    return machine.system


def letter(machine: Migration | FinishedMachine) -> str:
    """W for a Windows, L for a Linux, a question mark for what is not known."""
    if isinstance(machine, FinishedMachine):
        domain = machine.conversion.domain
        return "W" if domain is not None and domain.localtime else "?"
    plan = machine.last_plan
    for guest in plan.guests.values() if plan else ():
        if guest.windows:
            return "W"
        if guest.linux:
            return "L"
    told = machine.machine.guest_os.lower()
    return "W" if told.startswith("win") else "L" if any(map(told.count, _LINUXES)) else "?"


def short(machine: Migration | FinishedMachine) -> str:
    """The second line of a row of the list."""
    if isinstance(machine, FinishedMachine):
        found = machine.conversion
        where = found.deliveries[-1].target if found.deliveries else ""
        sent = _tr("sent to {server}").format(server=where) if where else ""
        return DOT.join(filter(None, (sent, created(found))))
    read, plan = machine.machine, machine.last_plan
    count = len(read.snapshots.all)
    states = _tr("1 snapshot") if count == 1 else _tr("{count} snapshots").format(count=count)
    return DOT.join(filter(None, (system(read, plan), _disks(read), states if count else "")))


def seen(delivered: Delivered) -> str:
    """What is known of a domain on its server, and since when; empty where nobody asked."""
    if delivered.sent is None or delivered.at is None:
        return ""
    host = str(delivered.host or _tr("this computer"))
    if delivered.unreached:
        text = _tr("{host} could not be asked at {time}: {why}")
    elif delivered.running:
        text = _tr("Seen running on {host} at {time}.")
    else:
        text = _tr("At {time} it did not run on {host}: {why}.")
    return text.format(host=host, time=clock(delivered.at), why=phrase(delivered.why))


def long(machine: Migration | FinishedMachine) -> str:
    """The line below the name of the machine that is looked at."""
    if isinstance(machine, FinishedMachine):
        found = machine.conversion
        from_ = _tr("from {source}").format(source=found.source)
        return DOT.join(filter(None, (_tr("Converted {date}").format(date=created(found)), from_)))
    read = machine.machine
    one = read.vcpus == 1
    processors = _tr("1 processor") if one else _tr("{n} processors").format(n=read.vcpus)
    firmware = "UEFI" if read.firmware == "efi" else "BIOS"
    parts = (system(read, machine.last_plan), size(read.memory), processors, firmware)
    preset = _tr("preset “{name}”").format(name=machine.preset) if machine.preset else ""
    return DOT.join(filter(None, (*parts, _disks(read), preset)))


def _disks(machine: VirtualMachine) -> str:
    sizes = [disk.chain.size for disk in machine.disks if disk.chain]
    if not sizes:
        return ""
    if len(sizes) == 1:
        return size(sizes[0])
    return _tr("{count} disks, {size}").format(count=len(sizes), size=size(sum(sizes)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("machine_words", text)
