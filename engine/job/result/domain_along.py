"""Configuration and manifest brought along when the HAL in a finished image has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.choices import Choices
from engine.findings import Finding, Refusal, finding
from engine.guest.inspect import Guest
from engine.job.places import replace_durably
from engine.job.result import manifest
from engine.job.result.conversion import Conversion
from engine.job.result.edited_config import digest, edited_text
from engine.translate import flag_findings, xen_guest
from engine.xen import compat, domain_json, overrides
from engine.xen.config import written
from engine.xen.domain import Domain
from engine.xen.flags import Flags

#: The flags that depend on the HAL.
_FLAGS = ("acpi", "apic", "vcpus")


def bring_along(image: Path, look: Callable[[], Guest]) -> tuple[Finding, ...]:
    """Write what Xen is told as it suits the guest that ``look`` finds in ``image`` now.

    Does nothing where no manifest speaks of the image. A configuration that was changed by hand is
    left alone (W431); else it is said what it has now (W430). The configuration is written first:
    whatever is interrupted, the same again makes it whole. Refuses E403, E410.
    """
    try:
        conversion = Conversion.open(image.parent)
    except Refusal as refusal:
        if manifest.is_unread(refusal):
            raise
        return ()
    old = conversion.domain
    if old is None or image not in [each.path for each in conversion.images]:
        return ()
    try:
        new = _suited(conversion, old, look())
    except Refusal as refusal:
        if manifest.is_unread(refusal):
            raise
        return ()  # it cannot be looked into, so nothing is known of its HAL
    if new is None or new == old:
        return ()
    flags = str(Flags.of(new))
    edited = edited_text(conversion)
    if edited is not None and edited != written(new):  # written already, before a crash
        return (finding("W431", path=conversion.config, flags=flags),)
    replace_durably(conversion.config, written(new))
    with manifest.revised(conversion.folder) as text:
        text |= {"domain": domain_json.as_json(new), "config_sha256": digest(written(new))}
    return (finding("W430", path=conversion.config, flags=flags),)


def _suited(conversion: Conversion, old: Domain, guest: Guest) -> Domain | None:
    """The domain with the flags for the HAL that the Windows has; None if there is none.

    What the user set for the conversion stays set.
    """
    choices = conversion.choices or Choices()
    windows = xen_guest.installation([guest], choices.root)
    if windows is None or windows.hal is None:
        return None
    settings = choices.domain
    chosen = {key: value for key, value in settings.items() if key in _FLAGS}
    inside = xen_guest.of_windows(windows, firmware=old.firmware)
    several = conversion.vcpus or old.vcpus
    base = Flags(vcpus=int(chosen.get("vcpus") or several), hpet=old.hpet, hdtype=old.hdtype)
    suited = compat.suited(inside, base)
    new = replace(old, acpi=suited.acpi, apic=suited.apic, vcpus=suited.vcpus)
    new = overrides.apply(new, chosen)
    if new.vcpus % new.cores_per_socket:
        new = replace(new, cores_per_socket=1)
    return replace(new, comments=(*old.comments[:-1], flag_findings.comment(inside, new)))
