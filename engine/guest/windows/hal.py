"""Which hardware abstraction layer a 32-bit Windows 2000, XP or 2003 has, and which it could have.

The installed file is always called hal.dll; what it is on the media is told in four ways, the
strongest first: its version resource, Setup's log, its bytes beside those of the candidates, and
the registry. Sources: see resources/hals.toml.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from engine.findings import Finding, Refusal, finding
from engine.guest.hives.hive_reader import Hive
from engine.guest.volumes.open_volume import PROGRAM, ReadableFiles, read_if_there
from engine.guest.windows import install_files, pe_version
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.pe_version import Version
from engine.phrase import Phrase

_COMPUTER_CLASS = "{4D36E966-E325-11CE-BFC1-08002BE10318}"
_COMPARISON = Phrase("comparison")
_SETUP_LOG_LIMIT = 4 << 20


@dataclass(frozen=True, slots=True)
class Hal:
    """A HAL; ``name`` is its file on the media without ``.dll``."""

    name: str
    computer: str
    hardware_ids: tuple[str, ...]
    acpi: bool
    apic: bool
    multiprocessor: bool
    may_become: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.dll"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one place says of the installed HAL."""

    source: Phrase
    detail: Phrase
    hal: str  #: the name of the HAL it speaks for, empty if it is undecided

    @property
    def text(self) -> Phrase:
        return Phrase.joined(": ", (self.source, self.detail))


@dataclass(frozen=True, slots=True)
class Identification:
    """The installed HAL."""

    hal: str  #: its name, empty if it is unknown
    computer: str  #: what Device Manager calls such a machine
    path: str  #: the file Windows loads
    version: str
    evidence: tuple[Evidence, ...]  #: the strongest first

    @property
    def is_contradictory(self) -> bool:
        """Whether it is in doubt: a file that is the media's, to the byte, is no other one.

        Setup's log and the registry say what was there once: a HAL that was changed is not in them.
        """
        if any(each.source == _COMPARISON and each.hal == self.hal for each in self.evidence):
            return False
        return len({each.hal for each in self.evidence if each.hal}) > 1

    def findings(self) -> Iterator[Finding]:
        """What is to be said of it (W643, W645)."""
        if not self.hal:
            yield finding("W645", path=self.path)
        elif self.is_contradictory:
            said = Phrase.joined("; ", (each.text for each in self.evidence if each.hal))
            yield finding("W643", said=said, hal=self.hal)


@functools.cache
def all_hals() -> dict[str, Hal]:
    """Every HAL by its name."""
    data = tomllib.loads(resources.files("resources").joinpath("hals.toml").read_text("utf-8"))
    return {
        row["name"]: Hal(
            **{
                **row,
                "hardware_ids": tuple(row["hardware_ids"]),
                "may_become": tuple(row["may_become"]),
            }
        )
        for row in data["hal"]
    }


@functools.cache
def multiprocessor_kernels() -> tuple[str, ...]:
    """The names on the media of the kernels that belong to multiprocessor HALs."""
    data = tomllib.loads(resources.files("resources").joinpath("hals.toml").read_text("utf-8"))
    return tuple(data["kernels"]["multiprocessor"].values())


def candidates(files: ReadableFiles, root: str, kernel: Version | None) -> tuple[MediaFile, ...]:
    """The HALs that the guest itself holds, by places; ``kernel`` is the installed version.

    Those that nothing can be changed to are not looked for.
    """
    names = [hal.file for hal in all_hals().values() if hal.may_become]
    return install_files.find(files, root, names, kernel, looking=True)


def identify(
    files: ReadableFiles,
    root: str,
    system: Hive | None,
    control_set: str,
    found: tuple[MediaFile, ...],
    name: str = "hal.dll",
) -> Identification:
    """Which HAL is installed as ``name`` in the Windows at ``root``; ``found`` are candidates."""
    path = rf"{root}\system32\{name}"
    content = _content(files, path)
    evidence = [
        *_by_resource(content),
        *_by_setup_log(files, root),
        *_by_bytes(content, found),
        *(_by_registry(system, control_set) if system else ()),
    ]
    told = next((each.hal for each in evidence if each.hal), "")
    about = pe_version.read(content)
    return Identification(
        told,
        all_hals()[told].computer if told else "",
        path,
        about.version_text if about else "",
        tuple(evidence),
    )


def _content(files: ReadableFiles, path: str) -> bytes:
    try:
        return read_if_there(files, path, PROGRAM) or b""
    except Refusal:
        return b""


def _named(file: str) -> str:
    """The HAL with that name on the media; empty if there is none."""
    name = file.lower().removesuffix(".dll")
    return name if name in all_hals() else ""


def _by_resource(content: bytes) -> Iterator[Evidence]:
    about = pe_version.read(content)
    if about is None:
        return
    for field, value in (
        ("OriginalFilename", about.original_name),
        ("InternalName", about.internal_name),
    ):
        if value:
            yield Evidence(
                Phrase("version resource"),
                Phrase("{field} is {value}", field=field, value=value),
                _named(value),
            )


_SETUP_LINE = re.compile(
    r"^\\[^\r\n=]*\\system32\\hal\.dll\s*=\s*\"?([^\",\r\n]+)", re.IGNORECASE | re.MULTILINE
)


def _by_setup_log(files: ReadableFiles, root: str) -> Iterator[Evidence]:
    """What Setup copied; a HAL changed later is not in it."""
    try:
        content = read_if_there(files, rf"{root}\repair\setup.log", _SETUP_LOG_LIMIT)
    except Refusal:
        return
    match = _SETUP_LINE.search((content or b"").decode("latin-1"))
    if match:
        yield Evidence(
            Phrase("setup.log"),
            Phrase("hal.dll was copied from {file}", file=match[1]),
            _named(match[1].strip()),
        )


def _by_bytes(content: bytes, found: tuple[MediaFile, ...]) -> Iterator[Evidence]:
    digest = install_files.digest(content) if content else ""
    for file in found:
        if file.digest == digest:
            yield Evidence(
                _COMPARISON,
                Phrase("hal.dll is the same as {file}", file=file.place),
                _named(file.name),
            )


def _by_registry(system: Hive, control_set: str) -> Iterator[Evidence]:
    """What Setup installed (MatchingDeviceId), and what it had detected (HardwareID)."""
    by_id = {id: hal.name for hal in all_hals().values() for id in hal.hardware_ids}
    computers = system.key(rf"{control_set}\Control\Class\{_COMPUTER_CLASS}")
    for key in computers.subkeys if computers else ():
        id = key.value("MatchingDeviceId")
        if isinstance(id, str) and id:
            yield Evidence(
                Phrase("registry"),
                Phrase("MatchingDeviceId is {id}", id=id),
                by_id.get(id.lower(), ""),
            )
    for device in ("ACPI_HAL", "PCI_HAL"):
        ids = system.value(rf"{control_set}\Enum\Root\{device}\0000", "HardwareID")
        if isinstance(ids, tuple) and ids:
            yield Evidence(
                Phrase("registry"),
                Phrase("HardwareID of {device} is {id}", device=device, id=ids[0]),
                by_id.get(ids[0].lower(), ""),
            )
