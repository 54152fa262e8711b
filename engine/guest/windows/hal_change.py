"""Giving a 32-bit Windows 2000, XP or 2003 another HAL, with the kernel that goes with it.

A HAL for several processors needs a kernel for several and the other way round (STOP 0x79
otherwise), so both kernels are swapped with it. The files are the guest's own, of the version of
its service pack. Sources: see resources/hals.toml.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from engine.findings import Finding, Refusal, finding, refuse
from engine.guest.volumes.open_volume import ReadableFiles
from engine.guest.windows import install_files, pe_version
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.boot_ini import Trial
from engine.guest.windows.editor import Editor
from engine.guest.windows.hal import Hal, all_hals
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.windows_system import Windows
from engine.phrase import Phrase

#: Files that are installed under their own name already are tried under another 8.3 name.
_TRIAL_NAMES = {
    "hal.dll": "halstd.dll",
    "ntoskrnl.exe": "ntkrnlup.exe",
    "ntkrnlpa.exe": "ntkrpaup.exe",
}
_NT6, _WINDOWS_7, _NT6_2 = (6, 0), (6, 1), (6, 2)

Verdict = Literal["same", "offered", "forced"]


@dataclass(frozen=True, slots=True)
class Transition:
    """What Windows itself thinks of a change from one HAL to another (KB309283)."""

    verdict: Verdict  #: ``forced``: Device Manager does not offer it
    reason: Phrase
    swaps_kernels: bool


def transition(installed: str, wanted: str) -> Transition:
    """The change between two HALs by their names; raises KeyError for an unknown one."""
    old, new = all_hals()[installed], all_hals()[wanted]
    swaps = old.multiprocessor != new.multiprocessor
    if installed == wanted:
        return Transition("same", Phrase("it is installed"), swaps)
    if wanted in old.may_become:
        return Transition("offered", Phrase("Windows' Device Manager offers this change"), swaps)
    if new.acpi and not old.acpi:
        reason = Phrase("Windows was installed without ACPI: its registry knows no ACPI devices")
    elif old.acpi and not new.acpi:
        reason = Phrase("Windows was installed with ACPI: all its devices would be found anew")
    else:
        reason = Phrase("Windows' Device Manager does not offer this change")
    return Transition("forced", reason, swaps)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The HAL that serves best, and why in a sentence."""

    hal: str  #: empty if nothing is to be said
    reason: Phrase


def recommendation(windows: Windows) -> Recommendation:
    """Keep what is installed: Xen can show every machine that the six HALs are for.

    A HAL of another kind than the kernel is replaced by the one that goes with it.
    """
    try:
        check(windows)
    except Refusal as refusal:
        return Recommendation("", refusal.findings[0].message)
    if windows.hal is None or not windows.hal.hal:
        return Recommendation("", Phrase("It is not known which HAL is installed."))
    installed = all_hals()[windows.hal.hal]
    multi = {kernel.multiprocessor for kernel in windows.kernels} - {None}
    if len(multi) == 1 and installed.multiprocessor not in multi:
        fitting = _counterpart(installed)
        if fitting:
            return Recommendation(fitting, Phrase("It goes with the kernel that is installed."))
    if not installed.may_become:
        return Recommendation(
            "hal", Phrase("No machine of today is what the installed one is for.")
        )
    return Recommendation(
        installed.name, Phrase("It is installed and Xen can show the machine that it is for.")
    )


def _counterpart(hal: Hal) -> str:
    """The HAL for as many processors as this one is not for, otherwise alike; empty if none."""
    return next(
        (
            each.name
            for each in all_hals().values()
            if (each.acpi, each.apic) == (hal.acpi, hal.apic)
            and each.multiprocessor != hal.multiprocessor
            and each.may_become
        ),
        "",
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be installed: from where, with its content."""

    file: MediaFile
    content: bytes

    @property
    def note(self) -> Phrase:
        return self.file.with_version


@dataclass(frozen=True, slots=True)
class Change:
    """A HAL and what goes with it, read and ready to be installed."""

    hal: Hal
    hal_file: Part
    kernels: dict[str, Part]  #: by the name in System32; empty if those installed stay
    findings: tuple[Finding, ...]


def check(windows: Windows) -> None:
    """Refuse (E530, E640, E641) a Windows whose HAL is not to be replaced."""
    if windows.architecture != "x86":
        raise refuse("E640", windows=windows.name, reason=_no_hals(windows.architecture))
    if windows.version >= _NT6_2:
        raise refuse("E640", windows=windows.name, reason=Phrase("it has one HAL for all machines"))
    if windows.version >= _WINDOWS_7:
        raise refuse("E641", windows=windows.name)
    if windows.version >= _NT6:
        raise refuse("E530", windows=windows.name)


def _no_hals(architecture: str) -> Phrase:
    processor = architecture or Phrase("its processor")
    return Phrase("for {processor} there is one HAL for all machines", processor=processor)


def prepare(
    files: ReadableFiles,
    windows: Windows,
    wanted: str,
    *,
    beside: Hal | None = None,
    agreed: bool = False,
) -> Change | None:
    """What it takes to give ``windows`` the HAL ``wanted``; None if there is nothing to do.

    ``beside``: another HAL that is or will be installed, to which ``wanted`` is an addition.
    ``agreed``: also where Device Manager does not offer the change. Refuses E640 to E644 and E646.
    """
    check(windows)
    installed, hal = beside or _installed(windows), all_hals()[wanted]
    found = transition(installed.name, wanted)
    swap = found.swaps_kernels if beside else _swaps_kernels(windows, hal)
    if found.verdict == "same" and not swap:
        return None
    notes: list[Finding] = []
    if found.verdict == "forced":
        code = "W650" if agreed else "E642"
        notes.append(finding(code, old=installed.file, new=hal.file, reason=found.reason))
        if not agreed:
            raise Refusal(notes)
    if installed.acpi and not hal.acpi:
        notes.append(finding("W543", old=installed.file, new=hal.file))
    return _loaded(files, windows, hal, swap=swap, notes=notes)


def _loaded(
    files: ReadableFiles, windows: Windows, hal: Hal, *, swap: bool, notes: list[Finding]
) -> Change:
    names = kernel_names(hal)
    own = [each.file for each in windows.kernels if swap and each.file in names]
    parts = _parts(files, windows, [hal.file, *(names[file] for file in own)])
    notes += _downgrades(windows, parts)
    kernels = {file: parts[names[file]] for file in own}
    return Change(hal, parts[hal.file], kernels, tuple(notes))


def install(editor: Editor, change: Change) -> None:
    """Replace the HAL, and the kernels where they change too; copies in dllcache follow."""
    parts = {"hal.dll": change.hal_file, **change.kernels}
    for name, part in parts.items():
        path = rf"{editor.system32}\{name}"
        editor.put(path, part.content, path, part.note)
        editor.replace_if_there(rf"{editor.system32}\dllcache\{name}", part.content, part.note)
        if part.file.is_of_medium:
            _keep(editor, part)


def _keep(editor: Editor, part: Part) -> None:
    """Have the guest hold what a medium gave: by it the HAL is known, and can be had again."""
    cache = rf"{editor.system32}\dllcache"
    editor.ensure_folder(cache, editor.system32)
    path = rf"{cache}\{part.file.name}"
    editor.put(path, part.content, rf"{editor.system32}\hal.dll", part.note)


def add_trial(editor: Editor, windows: Windows, change: Change) -> Trial:
    """Put the HAL, and its kernel where needed, beside those installed under names of their own.

    What is returned goes into boot.ini. Refuses E647 if that starts no such Windows.
    """
    entry = menu_entry(windows)
    model = rf"{editor.system32}\hal.dll"

    def add(part: Part) -> str:
        name = _TRIAL_NAMES.get(part.file.name, part.file.name)
        editor.put(rf"{editor.system32}\{name}", part.content, model, part.note)
        return name

    hal = add(change.hal_file)
    return Trial(change.hal.name, hal, add(_kernel_for(entry, change)) if change.kernels else "")


def menu_entry(windows: Windows) -> BootEntry:
    """The entry of boot.ini that starts ``windows``; refuses E647 if there is none."""
    entry = windows.boot_entry
    if entry is None or entry.store != "boot.ini":
        raise refuse("E647", reason=Phrase("no entry of it starts {root}", root=windows.root))
    return entry


def kernel_names(hal: Hal) -> dict[str, str]:
    """The kernels that go with ``hal``: by the name in System32 the one on the media."""
    kind = _kernels()["multiprocessor" if hal.multiprocessor else "uniprocessor"]
    return {"ntoskrnl.exe": kind["kernel"], "ntkrnlpa.exe": kind["pae"]}


@functools.cache
def _kernels() -> dict[str, dict[str, str]]:
    data = tomllib.loads(resources.files("resources").joinpath("hals.toml").read_text("utf-8"))
    kernels: dict[str, dict[str, str]] = data["kernels"]
    return kernels


def program_names() -> tuple[str, ...]:
    """The names on media of all HALs that can be put in, and of all kernels."""
    kernels = [name for kind in _kernels().values() for name in kind.values()]
    return (*(hal.file for hal in all_hals().values() if hal.may_become), *kernels)


def usual(files: ReadableFiles, windows: Windows) -> Hal:
    """The HAL that is installed as hal.dll, whatever the boot menu loads; refuses E644."""
    about = install_files.about(files, rf"{windows.root}\system32\hal.dll")
    name = about.original_name.removesuffix(".dll") if about else ""
    if name not in all_hals():
        raise refuse("E644", windows=windows.name)
    return all_hals()[name]


def _installed(windows: Windows) -> Hal:
    """Refuses E644 if it is unknown, E646 if the menu loads another than hal.dll."""
    if windows.hal is None or not windows.hal.hal:
        raise refuse("E644", windows=windows.name)
    entry = windows.boot_entry
    for option in ("hal", "kernel"):
        if entry is not None and entry.option(option):
            raise refuse("E646", root=windows.root, option=f"/{option.upper()}=")
    return all_hals()[windows.hal.hal]


def _swaps_kernels(windows: Windows, hal: Hal) -> bool:
    """Whether the kernels installed are of the other kind than ``hal``."""
    return any(
        kernel.multiprocessor not in (None, hal.multiprocessor) for kernel in windows.kernels
    )


def _parts(files: ReadableFiles, windows: Windows, names: list[str]) -> dict[str, Part]:
    """Files of the media by their names there; refuses E643 if one is not in the guest."""
    kernel = windows.kernels[0].numbers if windows.kernels else None
    found = install_files.find(files, windows.root, names, kernel)
    parts = {}
    for name in names:
        usable = [f for f in found if kernel is None or f.version[:3] == kernel[:3]]
        file = install_files.best(usable, name)
        if file is None:
            raise refuse("E643", file=name, root=windows.root)
        parts[name] = Part(file, install_files.load(files, file))
    return parts


def _downgrades(windows: Windows, parts: dict[str, Part]) -> Iterator[Finding]:
    """W651 for each file that is older than the one it takes the place of."""
    hal = windows.hal.version if windows.hal else ""
    kernel = windows.kernels[0].version if windows.kernels else ""
    for name, part in parts.items():
        installed = hal if name.endswith(".dll") else kernel
        if installed and part.file.version < pe_version.numbers(installed):
            new = part.file.version_text
            yield finding("W651", file=part.file.place, version=new, installed=installed)


def _kernel_for(entry: BootEntry, change: Change) -> Part:
    """The kernel of ``change`` that the loader would take for ``entry``."""
    usual = "ntkrnlpa.exe" if entry.wants_pae else "ntoskrnl.exe"
    return change.kernels.get(usual) or next(iter(change.kernels.values()))
