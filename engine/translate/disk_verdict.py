"""Whether what was found inside a guest starts from a disk of Xen's."""

from __future__ import annotations

from collections.abc import Sequence

from engine.guest.inspect import Guest
from engine.guest.linux.linux_system import LinuxKernel
from engine.guest.windows.windows_system import Windows
from engine.phrase import Phrase
from engine.translate import xen_guest
from engine.xen.compat import Verdict
from engine.xen.domain import Hdtype

_DISKS = {
    "ide": Phrase("IDE disks"),
    "ahci": Phrase("AHCI disks"),
    "pv": Phrase("Xen's own disks (xen-blkfront)"),
}


def of(
    seen: Sequence[Guest],
    bus: Hdtype,
    root: str = "",
    *,
    is_fitted: bool,
    is_mended: bool,
    on_xen: bool = True,
) -> Verdict | None:
    """The verdict on a disk of ``bus``; None where nothing is known of the guest's drivers.

    ``root`` is the Windows that is meant, ``is_fitted`` whether the conversion may mend it,
    ``is_mended`` the same of a Linux; ``on_xen`` whether there are Xen's own disks besides.
    """
    windows = xen_guest.installation(seen, root)
    if windows is not None:
        return _of_windows(windows, bus, is_fitted)
    for linux in (each for guest in seen for each in guest.linux):
        newest = next((each for each in linux.kernels if each.is_newest), None)
        if newest is not None:
            return _of_linux(newest, bus, is_mended, on_xen, has_commands=bool(linux.commands))
    return None


def _of_windows(windows: Windows, bus: Hdtype, is_fitted: bool) -> Verdict | None:
    source = Phrase("{path} on the disk", path=windows.root)
    storage = next((each for each in windows.storage if each.bus == bus), None)
    if storage is None:  # its registry could not be read
        return None
    missing = Phrase.joined("; ", storage.missing)
    if storage.is_ready:
        text = Phrase("Its drivers for {disks} start at boot.", disks=_DISKS[bus])
        return Verdict("fits", text, source)
    if storage.drivers and is_fitted:
        text = Phrase("The conversion makes it start from such a disk: {missing}.", missing=missing)
        return Verdict("fits", text, source)
    text = Phrase("It does not start from such a disk: {missing}.", missing=missing)
    return Verdict("fails", text, source)


def _of_linux(
    kernel: LinuxKernel, bus: Hdtype, is_mended: bool, on_xen: bool, *, has_commands: bool
) -> Verdict:
    """A kernel with PV drivers takes the emulated disks away, whatever bus they are on."""
    source = Phrase("{path} on the disk", path=kernel.initramfs or kernel.path)
    used = "pv" if on_xen and kernel.has_pv_drivers else bus
    if used in kernel.missing and kernel.is_mendable and is_mended:
        text = Phrase("The conversion puts the drivers into its start-up image.")
        return Verdict("fits", text, source)
    if used in kernel.missing:
        text = Phrase("Its start-up image has no driver for {disks}.", disks=_DISKS[used])
        if has_commands:
            text = Phrase(
                "Its start-up image has no driver for {disks} until the commands for that are run "
                "in the guest.",
                disks=_DISKS[used],
            )
        return Verdict("fails", text, source)
    if used in kernel.drivers:
        text = Phrase("It has the driver {driver}.", driver=kernel.drivers[used])
        return Verdict("fits", text, source)
    text = Phrase("Its start-up image could not be looked into.")
    return Verdict("unknown", text, source)
