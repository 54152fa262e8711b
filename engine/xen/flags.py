"""The flags of an HVM domain that decide whether a guest starts, and what it finds then.

What they do: tools/libacpi/build.c and tools/firmware/hvmloader/hvmloader.c of Xen; ``xl.cfg(5)``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from engine.xen.domain import Domain, Firmware, Hdtype
from engine.xen.target import DEFAULT, Target


@dataclass(frozen=True, slots=True)
class Flags:
    """A set of flags; the defaults are those of xl."""

    acpi: bool = True
    apic: bool = True
    vcpus: int = 1
    pae: bool = True
    nx: bool = True
    hpet: bool = True
    viridian: bool = False
    firmware: Firmware = "bios"
    hdtype: Hdtype = "ide"
    xen_platform_pci: bool = True  #: without it PV drivers leave disks and cards alone
    device_model_override: str = ""  #: what is started in QEMU's place
    target: Target = DEFAULT  #: the Xen that has them

    @staticmethod
    def of(domain: Domain) -> Flags:
        """Those that ``domain`` has."""
        return Flags(**{each.name: getattr(domain, each.name) for each in fields(Flags)})

    @property
    def plain_qemu(self) -> bool:
        """Whether Xen starts QEMU itself, with options of its own."""
        return not self.device_model_override

    @property
    def several(self) -> bool:
        """Whether there is more than one vCPU."""
        return self.vcpus > 1

    @property
    def apics(self) -> bool:
        """Whether tables tell the guest of APICs: with several vCPUs they do even with apic=0."""
        return self.apic or self.several

    @property
    def mp_table(self) -> bool:
        """Whether there is an MP table; OVMF makes none."""
        return self.apics and self.firmware == "bios"

    @property
    def settings(self) -> dict[str, str]:
        """As --set takes them, by their keys."""
        return {
            key: str(int(value)) if isinstance(value, bool) else str(value)
            for key, value in asdict(self).items()
            if key in NAMES
        }

    def __str__(self) -> str:
        """What tells machines apart: ``acpi=1 apic=1 vcpus=2``, and what is not usual."""
        usual = Flags()
        telling = {"acpi", "apic", "vcpus"} | {
            name
            for name in ("pae", "firmware", "hdtype", "xen_platform_pci")
            if getattr(self, name) != getattr(usual, name)
        }
        return " ".join(f"{key}={value}" for key, value in self.settings.items() if key in telling)


#: The keys of the flags, which are also fields of a domain.
NAMES: tuple[str, ...] = tuple(
    each.name for each in fields(Flags) if each.name not in ("device_model_override", "target")
)
