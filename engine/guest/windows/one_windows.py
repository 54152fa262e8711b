"""Fits one Windows as it is wished: reads first, then changes its volume, the menu and the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.disk.disk import Disk
from engine.disk.edits.overlay import Overlay
from engine.findings import Finding, Refusal, finding, refuse
from engine.guest.helper.helper_process import Native
from engine.guest.hives.registry import Hive
from engine.guest.inspect import Guest
from engine.guest.partitions import Partition
from engine.guest.user_commands import Command
from engine.guest.volumes.open_volume import SMALL, ReadableFiles, open_files
from engine.guest.windows import (
    boot_drivers,
    boot_ini,
    boot_sector_heads,
    drive_letters,
    first_boot,
    hal_change,
    media,
    pv_drivers,
    static_addresses,
    vmware_tools,
)
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.boot_ini import BootIniError, Trial
from engine.guest.windows.changes import Change
from engine.guest.windows.editor import Editor, opened
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.pv_drivers import Drivers
from engine.guest.windows.windows_findings import (
    fixed_addresses,
    has_tools,
    lost_letter,
    names_controller,
    offline_disks,
)
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import KEEP, RECOMMENDED, Wishes

BOOT_INI = r"\boot.ini"
_NT6 = (6, 0)
_DISCARDED, _NOT_HERE = "W603", "W641"


def wants_heads(windows: Windows, wishes: Wishes) -> bool:
    """Whether it is a Windows that finds its way by the boot sector."""
    return bool(wishes.bus and wishes.heads and windows.version < _NT6)


#: A HAL, HALs to be tried beside it, drivers by their names.
_Parts = tuple[
    hal_change.Change | None, list[hal_change.Change], dict[str, tuple[MediaFile, bytes]]
]


class OneWindows:
    """Fits one Windows: reads first, then changes its volume, the menu and the boot sector."""

    def __init__(
        self, disk: Disk, guest: Guest, windows: Windows, wishes: Wishes, is_chosen: bool
    ) -> None:
        self._disk, self._guest, self._windows, self._wishes = disk, guest, windows, wishes
        self._partition = guest.table.partitions[windows.partition]
        self._is_nt5 = windows.version < _NT6
        self._bus = wishes.bus if self._needs_drivers() else None
        self._has_hal = is_chosen and wishes.touches_hal
        self._has_timeout = is_chosen and wishes.timeout is not None
        entry = windows.boot_entry
        self._names_controller = bool(wishes.bus and entry and entry.names_controller)
        self._has_tools = bool(wishes.bus and wishes.tools and windows.vmware_services)
        self._has_programs = self._has_tools and bool(windows.vmware_programs)
        with_addresses = bool(wishes.bus and wishes.addresses)
        self._restored = tuple(
            static_addresses.restored(windows.addresses, wishes.cards) if with_addresses else ()
        )
        self._has_disks = bool(wishes.bus and wishes.several_disks and windows.offlines_disks)
        self.commands: tuple[Command, ...] = ()
        self.drivers: Drivers | None = None  #: Xen's
        self.mended: list[Finding] = []
        self.notes: list[Finding] = []

    @property
    def wanted(self) -> bool:
        return bool(self.is_needed or self._has_tools or self._has_disks or self._restored)

    @property
    def wants_registry(self) -> bool:
        """Whether something but drivers is to be changed in the registry."""
        return bool(self._has_tools or self._has_disks or self.commands or self._restored)

    @property
    def is_needed(self) -> bool:
        """Whether it is for more than being tidy."""
        return bool(
            self._bus
            or self._has_hal
            or self._has_timeout
            or self._names_controller
            or self.commands
            or self.drivers
        )

    def fit(self, native: Native, overlay: Overlay) -> list[Change]:
        """Change the guest in ``overlay``, all or nothing."""
        scratch = Overlay(overlay)
        changes = self._fit(native, scratch)
        if changes:
            overlay.adopt(scratch.edit())
        else:  # not even a journal is discarded then
            self.notes = [note for note in self.notes if note.code != _DISCARDED]
        return changes

    def fit_disk(self, overlay: Overlay) -> list[Change]:
        """Correct what is outside of file systems: heads in the boot sector, the signature."""
        changes: list[Change] = []
        if wants_heads(self._windows, self._wishes):
            found = boot_sector_heads.fit(overlay, self._boot_partition())
            changes += [found] if found else []
        signature = self._windows.known_signature
        if self._wants_signature and signature not in self._wishes.other_disks:
            changes.append(drive_letters.sign(overlay, signature))
            self.mended += self._found_again(signature)
        return changes

    def _found_again(self, signature: str) -> Iterator[Finding]:
        """What was said of letters and of entries of the menu, by the signature of the disk."""
        for letter in self._windows.lost_letters:
            if letter.signature == signature:
                yield lost_letter(self._windows, letter)
        for each in self._guest.findings:
            place = str(each.message.fields.get("place", ""))
            if each.code == _NOT_HERE and place.startswith(f"disk {signature},"):
                yield each

    @property
    def _wants_signature(self) -> bool:
        wanted = self._wishes.bus and self._wishes.signature
        return bool(wanted and self._windows.known_signature)

    def _fit(self, native: Native, overlay: Overlay) -> list[Change]:
        hal, trials, drivers = self._read()
        for each in self.commands:
            first_boot.check(each, self._windows.version)
        changes: list[Change] = []
        offered: list[Trial] = []
        with opened(native, overlay, self._partition, recover=self._wishes.recover) as (
            files,
            said,
        ):
            self.notes += said
            editor = Editor(native, files, self._windows.root, without_log=self._wishes.without_log)
            if hal:
                hal_change.install(editor, hal)
            offered = [hal_change.add_trial(editor, self._windows, each) for each in trials]
            boot_drivers.copy_drivers(editor, drivers)
            if self.drivers:
                pv_drivers.put_files(editor, self.drivers)
            if self.commands or self._restored:
                version = self._windows.version
                first_boot.put_files(editor, version, self.commands, self._restored)
            if self._bus or self.wants_registry:
                self._change_registry(editor)
            if self._has_programs or self.drivers:
                self._change_software(editor)
            changes += editor.changes
        if offered or self._has_timeout or self._names_controller:
            changes += self._change_menu(native, overlay, offered)
        return changes

    def _needs_drivers(self) -> bool:
        if self._wishes.bus is None:
            return False
        wanted = {self._wishes.bus, *(("nvme",) if self._wishes.nvme else ())}
        ready = {each.bus for each in self._windows.storage if each.is_ready}
        return not (wanted <= ready and self._wishes.only_if_needed)

    def _read(self) -> _Parts:
        """What is to be installed, from the guest itself or from media that fit it.

        Refuses E643 and E648 for what is nowhere, with E823 for each medium that does not fit.
        """
        files, root = open_files(self._disk, self._partition), self._windows.root
        if not self._wishes.media:
            return self._parts(files)
        with media.opened(self._wishes.media) as held:
            whole, unfit = media.fitting(files, root, held, hal_change.program_names())
            try:
                return self._parts(whole)
            except Refusal as refusal:
                missing = refusal.findings[0].code in ("E643", "E648")
                raise Refusal([*refusal.findings, *(unfit if missing else ())]) from None

    def _parts(self, files: ReadableFiles) -> _Parts:
        """HAL, trials and drivers out of ``files``."""
        windows, wishes = self._windows, self._wishes
        hal, trials = None, []
        if self._has_hal:
            if wishes.names_hal:
                hal_change.check(windows)
            name = self._hal_name()
            if name:
                hal = hal_change.prepare(files, windows, name, agreed=wishes.agreed)
            trials = self._trials(files, hal)
        for each in (hal, *trials):
            self.notes += each.findings if each else ()
        drivers = {}
        if self._bus:
            self._check_bus()
        if self._bus and self._is_nt5:
            kernel = windows.kernels[0].numbers if windows.kernels else None
            drivers = boot_drivers.drivers_of_nt5(files, windows.root, kernel)
        return hal, trials, drivers

    def _trials(
        self, files: ReadableFiles, hal: hal_change.Change | None
    ) -> list[hal_change.Change]:
        """The HALs to be tried, beside the one that will be installed."""
        if not self._wishes.trials:
            return []
        beside = hal.hal if hal else hal_change.usual(files, self._windows)
        found = (
            hal_change.prepare(files, self._windows, name, beside=beside, agreed=True)
            for name in self._wishes.trials
        )
        return [each for each in found if each]

    def _hal_name(self) -> str:
        """The HAL wished for; empty to keep it."""
        if self._wishes.hal == RECOMMENDED:
            return hal_change.recommendation(self._windows).hal
        return "" if self._wishes.hal == KEEP else self._wishes.hal

    def _check_bus(self) -> None:
        """Refuse E649 where Windows brings no driver."""
        storage = self._windows.storage
        if self._wishes.nvme and any(each.bus == "nvme" and not each.drivers for each in storage):
            self.notes.append(finding("W826", windows=self._windows.name))
        if any(each.bus == self._bus and not each.drivers for each in storage):
            raise refuse("E649", windows=self._windows.name, bus=str(self._bus).upper())

    def _change_registry(self, editor: Editor) -> None:
        with editor.hive("SYSTEM") as system:
            if not any(boot_drivers.control_sets(system)):
                raise refuse("E623", key="ControlSet001")
            if self._bus:
                self._start_drivers(system)
            if self._has_disks:
                boot_drivers.bring_disks_online(system)
                self.mended.append(offline_disks(self._windows))
            if self._has_tools:
                for name in boot_drivers.control_sets(system):
                    vmware_tools.disable(system, name)
                self.mended.append(has_tools(self._windows))
            if self.commands or self._restored:
                first_boot.put_service(system)
                for each in self._restored:
                    self.mended += fixed_addresses(self._windows, each.address)

    def _change_software(self, editor: Editor) -> None:
        with editor.hive("SOFTWARE") as software:
            if self._has_programs:
                vmware_tools.disable_programs(software)
            if self.drivers:
                pv_drivers.announce(software, self.drivers)

    def _start_drivers(self, system: Hive) -> None:
        boot_drivers.enable(system, self._windows.version, nvme=self._wishes.nvme)
        if self._wishes.stop_at_crash:
            boot_drivers.stop_at_crash(system)
        if self._is_nt5 and self._wishes.cpu_drivers:
            boot_drivers.disable_cpu_drivers(system)

    def _change_menu(self, native: Native, overlay: Overlay, trials: list[Trial]) -> list[Change]:
        """Offer trials and set the time to wait; boot.ini may be on another volume."""
        entry = hal_change.menu_entry(self._windows)
        place = self._guest.table.partitions[entry.store_partition]
        with opened(native, overlay, place, recover=self._wishes.recover) as (files, said):
            self.notes += said if place != self._partition else ()
            menu = Editor(native, files, self._windows.root)
            old = files.read(BOOT_INI, SMALL)
            try:
                new = self._menu(old, entry, trials)
            except BootIniError as error:
                raise refuse("E647", reason=error) from None
            menu.put(BOOT_INI, new, BOOT_INI, boot_ini.difference(old, new))
            return menu.changes

    def _menu(self, menu: bytes, entry: BootEntry, trials: list[Trial]) -> bytes:
        """The boot menu with ``trials``, the first of them first, and by the BIOS' disks."""
        if self._names_controller:
            menu, entry = self._by_bios(menu, entry)
        seconds, first = self._wishes.timeout, self._wishes.trial_first
        starts = first and entry.is_default
        if trials and not starts and (boot_ini.timeout(menu) if seconds is None else seconds) == 0:
            self.notes.append(finding("W652"))
        for trial in reversed(trials) if first else trials:
            menu = boot_ini.with_trial(menu, entry, trial, first=first)
        return menu if seconds is None else boot_ini.with_timeout(menu, seconds)

    def _by_bios(self, menu: bytes, entry: BootEntry) -> tuple[bytes, BootEntry]:
        """The menu and the entry in it with the disk by its place in the BIOS."""
        signature = self._guest.table.id
        own = replace(entry, place=boot_ini.by_bios(entry.place, signature))
        if not own.names_controller:
            self.mended.append(names_controller(self._windows, entry))
        return boot_ini.with_multi(menu, signature), own

    def _boot_partition(self) -> Partition:
        """The partition that the BIOS starts: the active one, else that of Windows."""
        partitions = self._guest.table.partitions
        return next((each for each in partitions if each.active), self._partition)
