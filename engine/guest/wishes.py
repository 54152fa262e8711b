"""What is wished to be changed in the Windows of a guest."""

from __future__ import annotations

from dataclasses import dataclass

from engine.guest.windows.storage import Bus

KEEP, RECOMMENDED = "keep", "recommended"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be changed in a guest; by default nothing."""

    hal: str = KEEP  #: or ``recommended``, or a name
    trials: tuple[str, ...] = ()  #: HALs to be offered in the boot menu
    trial_first: bool = False  #: the first of them starts unless something else is chosen
    timeout: int | None = None  #: seconds the menu waits; None leaves it
    bus: Bus | None = None  #: the controller to start from; None leaves the drivers alone
    nvme: bool = False  #: with the drivers: also from the NVMe disk that XCP-ng shows UEFI guests
    only_if_needed: bool = False  #: leave drivers alone that can start from ``bus`` already
    stop_at_crash: bool = True  #: with the drivers: a crash stays on the screen
    cpu_drivers: bool = True  #: with the drivers, on NT 5: disable those for a CPU's power states
    tools: bool = True  #: with ``bus``: disable the services of VMware Tools
    heads: bool = True  #: with the drivers, on NT 5: the boot sector's number of heads
    signature: bool = True  #: with ``bus``: give a disk that lost its signature the one it had
    other_disks: tuple[str, ...] = ()  #: signatures of the machine's other disks
    loader: bool = False  #: with ``bus``: put an EFI loader where any firmware looks for one
    root: str = ""  #: the Windows that is meant, such as ``\\WINNT``; empty for the default
    agreed: bool = False  #: to a HAL that Windows itself would not offer
    several_disks: bool = False  #: with ``bus``: have Windows bring all disks online
    addresses: bool = True  #: with ``bus``: set fixed addresses again at the first start
    cards: tuple[str, ...] = ()  #: MACs of the network cards under Xen, in their order
    first_boot: tuple[str, ...] = ()  #: paths of files to be run once at the first start
    pv_drivers: tuple[str, ...] = ()  #: paths of Xen's PV drivers, installed at the first start
    media: tuple[str, ...] = ()  #: paths of installation media, for what the guest does not hold
    without_log: bool = False  #: leave out the logs of hives that were not closed cleanly
    recover: bool = False  #: to discard the journal of a volume that was not shut down cleanly

    @property
    def any(self) -> bool:
        return bool(
            self.hal != KEEP
            or self.trials
            or self.timeout is not None
            or self.bus
            or self.first_boot
            or self.pv_drivers
        )

    @property
    def for_one(self) -> bool:
        """Whether something is for one Windows only, the chosen one."""
        with_files = self.first_boot or self.pv_drivers
        return bool(self.touches_hal or self.timeout is not None or with_files)

    @property
    def touches_hal(self) -> bool:
        return bool(self.hal != KEEP or self.trials)

    @property
    def names_hal(self) -> bool:
        """Whether a HAL is asked for by name; ``recommended`` may well be to change nothing."""
        return bool(self.hal not in (KEEP, RECOMMENDED) or self.trials)
