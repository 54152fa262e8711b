"""What runs a guest, as it is recorded with what was seen of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Runner:
    """A QEMU or a Xen that runs a guest, and the machine that it shows."""

    accelerator: str  #: kvm, hvf, whpx or tcg; xen on a server
    processor: str = ""  #: the model that the guest is shown; empty for that of the server
    hypervisor: str = ""  #: ``QEMU 7.2.22``, ``Xen 4.17``
    machine: str = ""  #: the model that QEMU emulates: ``pc-i440fx-7.2``

    def __str__(self) -> str:
        """All that is known: ``QEMU 7.2.22, tcg, max, pc-i440fx-7.2``."""
        parts = (self.hypervisor, self.accelerator, self.processor, self.machine)
        return ", ".join(part for part in parts if part)
