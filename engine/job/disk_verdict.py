"""Whether what was found inside a guest starts from a disk of Xen's."""

from __future__ import annotations

from collections.abc import Sequence

from engine.guest.inspect import Guest
from engine.guest.linux import LinuxKernel
from engine.guest.windows import Windows
from engine.job import xen_guest
from engine.xen.compat import Verdict
from engine.xen.domain import Hdtype

_DISKS = {"ide": "IDE disks", "ahci": "AHCI disks", "pv": "Xen's own disks (xen-blkfront)"}


def of(seen: Sequence[Guest], bus: Hdtype, root: str = "", *, is_fitted: bool) -> Verdict | None:
    """The verdict on a disk of ``bus``; None where nothing is known of the guest's drivers.

    ``root`` is the Windows that is meant, ``is_fitted`` whether the conversion may mend it.
    """
    windows = xen_guest.installation(seen, root)
    if windows is not None:
        return _of_windows(windows, bus, is_fitted)
    kernels = (kernel for guest in seen for linux in guest.linux for kernel in linux.kernels)
    newest = next((each for each in kernels if each.is_newest), None)
    return None if newest is None else _of_linux(newest, bus)


def _of_windows(windows: Windows, bus: Hdtype, is_fitted: bool) -> Verdict | None:
    source = f"{windows.root} on the disk"
    storage = next((each for each in windows.storage if each.bus == bus), None)
    if storage is None:  # its registry could not be read
        return None
    missing = "; ".join(storage.missing)
    if storage.is_ready:
        return Verdict("fits", f"Its drivers for {_DISKS[bus]} start at boot.", source)
    if storage.drivers and is_fitted:
        return Verdict(
            "fits", f"The conversion makes it start from such a disk: {missing}.", source
        )
    return Verdict("fails", f"It does not start from such a disk: {missing}.", source)


def _of_linux(kernel: LinuxKernel, bus: Hdtype) -> Verdict:
    """A kernel with PV drivers takes the emulated disks away, whatever bus they are on."""
    source = f"{kernel.initramfs or kernel.path} on the disk"
    used = "pv" if kernel.has_pv_drivers else bus
    if used in kernel.missing:
        return Verdict("fails", f"Its start-up image has no driver for {_DISKS[used]}.", source)
    if used in kernel.drivers:
        return Verdict("fits", f"It has the driver {kernel.drivers[used]}.", source)
    return Verdict("unknown", "Its start-up image could not be looked into.", source)
