"""Network cards: which of Xen's takes the place of which of VMware's."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.vmware.model import Nic, VirtualMachine
from engine.xen import compat
from engine.xen.compat import Guest
from engine.xen.domain import Domain, Model
from engine.xen.target import Target, facts

#: VMware's cards that QEMU has too, by the same PCI IDs: 8086:100F, 8086:10D3 and 1022:2000.
_SAME: dict[str, Model] = {"e1000": "e1000-82545em", "e1000e": "e1000e", "vlance": "pcnet"}
_USUAL: Model = "rtl8139"  # every Xen has it
#: The chips of cards whose names tell others apart on VMware and in QEMU.
_CHIPS: dict[Model, str] = {"e1000": "e1000 (82540EM)", "e1000-82545em": "e1000-82545em (82545EM)"}


def model_for(nic: Nic, guest: Guest, target: Target) -> Model:
    """The same card where ``target`` has it, else one that ``guest`` brings a driver for."""
    known, has = compat.devices(guest), facts(target).models
    same = _SAME.get(nic.model)
    if same in has:
        return same
    alike = nic.model == "e1000" and "e1000" not in known.missing
    wanted: tuple[Model, ...] = ("e1000", *known.nics) if alike else known.nics
    return next((model for model in wanted if model in has), _USUAL)


def same_as(model: str) -> Model | None:
    """The card of Xen's that has the PCI ID of VMware's ``model``; None if none has."""
    return _SAME.get(model)


def findings(machine: VirtualMachine, guest: Guest, domain: Domain) -> Iterator[Finding]:
    """W502 for each card that becomes another, W540 for those that only Windows takes for new."""
    kept = []
    for nic, vif in zip(machine.nics, domain.vifs, strict=True):
        if vif.model == _SAME.get(nic.model):
            kept.append(f"ethernet{nic.index} ({nic.model})")
            continue
        model = nic.model or Phrase("the model VMware chose")
        old = Phrase("ethernet{index} ({model})", index=nic.index, model=model)
        yield finding("W502", nic=old, model=_CHIPS.get(vif.model, vif.model))
    if kept and guest.family == "windows":
        yield finding("W540", guest=guest.called, cards=", ".join(kept))
