"""Findings on a domain for the Xen that it is for: what that lacks, or does otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.xen import device_model
from engine.xen.compat import Guest
from engine.xen.domain import Domain
from engine.xen.target import facts
from engine.xen.xl_config import missing_in_xen_3
from engine.xen.xva_platform import nic_type

#: NT's versions that bring no driver for NVMe: it came with 8.1 and Server 2012 R2.
_WITHOUT_NVME = ("6.0", "6.1", "6.2")
_CARDS_EMULATED = {"bios": 8, "uefi": 2}  # max_emulated of xenopsd/xc/device.ml


def findings(domain: Domain, guest: Guest) -> Iterator[Finding]:
    """E503, and W532 to W549 as far as they need no more than this."""
    yield from _acpi(domain)
    yield from _nx(domain)
    yield from _formats(domain)
    target = facts(domain.target)
    if target.stack == "xm":
        yield from missing_in_xen_3(domain)
    if domain.firmware == "uefi" and not (target.ovmf or domain.bios_path_override):
        yield finding("W534", xen=target)
    if target.stack == "xapi":
        yield from _xapi(domain, guest)


def _acpi(domain: Domain) -> Iterator[Finding]:
    """That no domain is created without ACPI, and the way round it."""
    if device_model.is_wanted(domain):
        yield finding("W533", path=domain.device_model_override, name=device_model.NAME)
    elif not (domain.acpi or facts(domain.target).no_acpi or domain.device_model_override):
        yield finding("W532", path=device_model.USUAL, name=device_model.NAME)


def _nx(domain: Domain) -> Iterator[Finding]:
    if not domain.nx and domain.pae and facts(domain.target).stack == "xl":
        yield finding("W536")


def _formats(domain: Domain) -> Iterator[Finding]:
    target = facts(domain.target)
    if target.stack == "xm":  # E503 says it
        return
    formats = {disk.format for disk in domain.disks if not disk.cdrom}
    for each in sorted(formats - set(target.formats)):
        known = ", ".join(target.formats)
        yield finding("W537", format=each, xen=target, known=known)


def _xapi(domain: Domain, guest: Guest) -> Iterator[Finding]:
    """What XAPI shows a guest: one model for all cards, and NVMe disks under UEFI."""
    if domain.firmware == "uefi" and guest.release in _WITHOUT_NVME:
        yield finding("W539", guest=guest.called)
    yield from of_cards(domain)


def of_cards(domain: Domain) -> Iterator[Finding]:
    """W545 and W549: network cards that XAPI shows otherwise, or not before PV drivers."""
    models, model = dict.fromkeys(vif.model for vif in domain.vifs), nic_type(domain)
    if set(models) - {model}:
        yield finding("W545", models=", ".join(models), model=model)
    shown = _CARDS_EMULATED[domain.firmware]
    if len(domain.vifs) > shown:
        why = Phrase("{count} are emulated", count=shown)
        yield finding("W549", cards=len(domain.vifs), reason=why)
