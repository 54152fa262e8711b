"""What is tried: a finished conversion, its images and the guest in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.findings import Finding, Refusal
from engine.guest.inspect import Guest
from engine.guest.windows.windows_system import Windows
from engine.job.result import guest_image, manifest
from engine.job.result.conversion import Conversion
from engine.job.result.edited_config import taken_over
from engine.translate import xen_guest
from engine.xen import compat
from engine.xen.domain import Domain


@dataclass(frozen=True, slots=True)
class Subject:
    """A finished conversion with the guest in it."""

    folder: Path
    domain: Domain
    images: dict[str, Path]  #: where the disks are here, by the paths that the domain has
    found: dict[str, Guest]  #: what is on them, by the same
    guest: compat.Guest
    sizes: dict[str, int]  #: of the disks in bytes, by the same
    digest: str  #: of the images together; another one is another subject
    taken: tuple[Finding, ...] = ()  #: what a configuration changed by hand comes to

    @property
    def windows(self) -> tuple[str, Windows] | None:
        """The Windows that starts, with the disk it is on."""
        for target, guest in self.found.items():
            if guest.windows:
                return target, guest.windows[0]
        return None


def look(folder: Path) -> Subject:
    """The conversion in ``folder``; refuses E410, E412, E414, E443, E714."""
    conversion = Conversion.open(folder)
    made, listed = conversion.deliverable("E714")
    conversion.check_images()
    taken = taken_over(conversion, made)
    targets = [disk.target for disk in taken.domain.disks if not disk.cdrom]
    images = {target: each.path.absolute() for target, each in zip(targets, listed, strict=True)}
    found: dict[str, Guest] = {}
    for target, image in images.items():
        try:
            found[target] = guest_image.look(image)
        except Refusal as refusal:  # a disk that cannot be looked into is tried as it is
            if manifest.is_unread(refusal):
                raise
    guest = _guest(list(found.values()), taken.domain)
    sizes = {target: each.size for target, each in zip(targets, listed, strict=True)}
    digest = ",".join(each.digest for each in listed)
    return Subject(folder, taken.domain, images, found, guest, sizes, digest, taken.findings)


def _guest(found: list[Guest], domain: Domain) -> compat.Guest:
    windows = xen_guest.installation(found)
    if windows is not None:
        return xen_guest.of_windows(windows, firmware=domain.firmware)
    linux = next((each for guest in found for each in guest.linux), None)
    if linux is not None:
        return compat.Guest("linux", firmware=domain.firmware, name=linux.distribution)
    return compat.Guest("other", firmware=domain.firmware, name=domain.name)
