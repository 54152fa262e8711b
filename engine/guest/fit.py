"""Fits a Windows for Xen: every change that is wished for, prepared in an overlay.

Nothing is written to the disk. The result is an edit (pages before and after) with the list of what
it changes; it is committed to an image, or laid over the chain that the image is made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.disk.disk import Disk
from engine.disk.edits.edit import Edit
from engine.disk.edits.overlay import Overlay
from engine.findings import Finding, Refusal, finding, refuse
from engine.guest import efi_loader, user_commands
from engine.guest.helper.helper_process import Native
from engine.guest.inspect import Guest
from engine.guest.windows import boot_sector_heads, pv_drivers
from engine.guest.windows.changes import Change
from engine.guest.windows.one_windows import OneWindows, wants_heads
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import Wishes
from engine.phrase import Phrase

_LIBRARY_MISSING = "E601"


@dataclass(frozen=True, slots=True)
class Fitting:
    """A change of a guest that has not happened yet."""

    edit: Edit = field(repr=False)
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    mended: tuple[Finding, ...] = ()  #: what was said of the guest and no longer holds


def prepare(disk: Disk, guest: Guest, wishes: Wishes, helper: Native | None = None) -> Fitting:
    """Prepare what ``wishes`` say for ``guest``, which is on ``disk``; libraries run in ``helper``.

    Refuses E601 to E603, E610 to E625, E631, E634, E640 to E651, E821 and E970. What only serves to
    start, and was asked for only if needed, is a warning (W654) where libraries for it are missing.
    """
    overlay = Overlay(disk)
    changes: list[Change] = []
    notes: list[Finding] = []
    mended: list[Finding] = []
    chosen = choose(guest, wishes.root) if wishes.for_one else None
    commands = tuple(user_commands.load(wishes.first_boot))
    drivers = None
    if chosen is not None and wishes.pv_drivers:
        drivers = pv_drivers.load(wishes.pv_drivers, chosen.architecture)
        commands = (*drivers.commands(chosen.version), *commands)
    with helper or Native() as native:
        for windows in guest.windows:
            one = OneWindows(disk, guest, windows, wishes, windows is chosen)
            if windows is chosen:
                one.commands, one.drivers = commands, drivers
            if one.wanted and guest.table.scheme == "dynamic":
                raise refuse("E651", windows=windows.name)
            try:
                changes += one.fit(native, overlay) if one.wanted else ()
                notes += one.notes
            except Refusal as refusal:
                notes += _tolerated(refusal, wishes, windows, is_needed=one.is_needed)
            changes += one.fit_disk(overlay)
            mended += one.mended
    if wishes.bus and wishes.loader:
        put = efi_loader.put(overlay, guest.table)
        changes += put.changes
        notes += put.findings
        mended += put.mended
    findings = tuple(dict.fromkeys(notes))
    return Fitting(overlay.edit(), tuple(changes), findings, tuple(mended))


def prepare_start(disk: Disk, guest: Guest, of: Guest, wishes: Wishes) -> Fitting:
    """Prepare the disk that the BIOS starts for the Windows ``of`` another disk."""
    overlay = Overlay(disk)
    start = next((each for each in guest.table.partitions if each.active), None)
    found = None
    if start is not None and any(wants_heads(windows, wishes) for windows in of.windows):
        found = boot_sector_heads.fit(overlay, start)
    return Fitting(overlay.edit(), (found,) if found else (), ())


def choose(guest: Guest, root: str = "") -> Windows:
    """The Windows at ``root``, or the one that starts by default; refuses E645."""
    wanted = root.lower().rstrip("\\")
    for windows in guest.windows:
        if wanted in ("", windows.root.lower()):
            return windows
    known = ", ".join(each.root for each in guest.windows)
    raise refuse("E645", root=root or "Windows", known=known or Phrase("none"))


def _tolerated(
    refusal: Refusal, wishes: Wishes, windows: Windows, *, is_needed: bool
) -> list[Finding]:
    """A warning where a change that was not asked for by name is not possible.

    W654 where this computer lacks a library; W823 where all there is to do is to be tidy.
    """
    reason = refusal.findings[0].message
    if not is_needed:
        return [finding("W823", windows=windows.name, reason=reason)]
    missing = refusal.findings[0].code == _LIBRARY_MISSING
    by_name = wishes.touches_hal or wishes.timeout is not None
    if not missing or not wishes.only_if_needed or by_name:
        raise refusal
    return [finding("W654", windows=windows.name, reason=reason)]
