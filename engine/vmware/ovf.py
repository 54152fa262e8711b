""".ovf and .ova: a machine as exported, its disks beside the description or in one archive.

Source: DMTF DSP0243 (OVF 1.1 and 2.0), and what VMware and VirtualBox write. Elements are known by
their local names: the versions differ in little but namespaces.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.vmware import ova
from engine.vmware.chain import open_layers, open_member
from engine.vmware.locate import Folder, last_name
from engine.vmware.model import Disk, DiskChain, VirtualMachine
from engine.vmware.opening import Opening
from engine.vmware.ovf_hardware import Drive, attribute, describe, local
from engine.vmware.places import Located, Place
from engine.vmware.vmx import load

#: Large ones carry licences to agree to, and icons.
SIZE_LIMIT = 2 << 20

_DIGEST = re.compile(rb"(SHA1|SHA256|SHA512) ?\(([^()\r\n]{1,1000})\) ?= ?([0-9A-Fa-f]{40,128})\s*")
_HOST_RESOURCE = re.compile(r"(?:ovf:)?/{0,2}(disk|file)/(.+)")


@dataclass(frozen=True, slots=True)
class _Package:
    """An .ovf with what lies beside it, on the disk or in an archive."""

    path: Path
    name: str  #: of the description
    text: bytes
    manifest_name: str
    manifest: bytes  #: empty if there is none
    #: a disk, by its href and slot: its file, its chain, how its files were found
    open: Callable[[str, str], tuple[Path, DiskChain, tuple[Located, ...]]]


@dataclass(frozen=True, slots=True)
class _File:
    """A file the description refers to."""

    href: str
    compression: str
    chunked: bool


def read(path: Path, folder: Folder) -> VirtualMachine:
    """Read an appliance in ``folder``.

    Refuses (E101, E112, E210) what cannot be opened at all; what is wrong with a disk is in the
    findings of that.
    """
    archive = path.suffix.lower() == ".ova"
    package = _archived(path) if archive else _loose(path, folder)
    if len(package.text) > SIZE_LIMIT:
        raise refuse("E210", path=path, size=len(package.text), limit=SIZE_LIMIT)
    envelope = _envelope(package)
    described, drives = describe(_system(envelope, path), path, _option(envelope))
    files = _files(envelope)
    disks = tuple(_disk(drive, files, package) for drive in drives)
    cdroms = tuple(replace(each, image=_written(each.image, files)) for each in described.cdroms)
    notes = (*described.findings, *_check_manifest(package))
    return replace(described, disks=disks, cdroms=cdroms, findings=notes)


def _loose(path: Path, folder: Folder) -> _Package:
    def open_disk(href: str, node: str) -> tuple[Path, DiskChain, tuple[Located, ...]]:
        opening = Opening(folder, node)
        located = _located(href, opening)
        return located.path, open_layers(opening, located.path, ""), tuple(opening.found)

    manifest = path.with_suffix(".mf")
    digests = load(manifest) if manifest.is_file() else b""
    return _Package(path, path.name, load(path), manifest.name, digests, open_disk)


def _located(href: str, opening: Opening) -> Located:
    """The file of a reference, which is a URI; but blanks are often left as they are."""
    folder, place = opening.folder.path, Place(opening.node)
    try:
        return opening.locate(href, folder, place, "The description")
    except Refusal:
        if unquote(href) == href:
            raise
        return opening.locate(unquote(href), folder, place, "The description")


def _archived(path: Path) -> _Package:
    found = ova.members(path)

    def open_disk(href: str, _node: str) -> tuple[Path, DiskChain, tuple[Located, ...]]:
        name = href if href in found else unquote(href)
        if name not in found:
            raise refuse("E201", path=name, folder=path)
        member = found[name]
        return path, open_member(path, member.base, member.size, name), ()

    def named(suffix: str) -> str:
        return next((name for name in found if name.lower().endswith(suffix)), "")

    def text(name: str) -> bytes:
        return ova.content(path, found[name], SIZE_LIMIT) if name else b""

    description, manifest = named(".ovf"), named(".mf")
    if not description:
        raise refuse("E112", path=path, reason=Phrase("it has no description (.ovf)"))
    return _Package(path, description, text(description), manifest, text(manifest), open_disk)


def _envelope(package: _Package) -> Element:
    try:
        root: Element = fromstring(package.text, forbid_dtd=True)
    except (ParseError, ValueError, LookupError) as error:  # ValueError: entities; encodings
        reason = Phrase("its description is no usable XML ({error})", error=type(error).__name__)
        raise refuse("E112", path=package.path, reason=reason) from None
    return root


def _system(envelope: Element, path: Path) -> Element:
    systems = list(_named(envelope, "VirtualSystem"))
    if local(envelope) != "Envelope" or not systems:
        raise refuse("E112", path=path, reason=Phrase("it describes no virtual machine"))
    if len(systems) > 1:
        raise refuse(
            "E112",
            path=path,
            reason=Phrase("it holds {count} virtual machines", count=len(systems)),
        )
    return systems[0]


def _option(envelope: Element) -> str:
    """The deployment configuration taken by default: the one that says so, else the first."""
    options = list(_named(envelope, "Configuration"))
    chosen = [each for each in options if attribute(each, "default").lower() in ("true", "1")]
    return attribute((chosen or options)[0], "id") if options else ""


def _named(root: Element, name: str) -> Iterator[Element]:
    return (each for each in root.iter() if local(each) == name)


def _files(envelope: Element) -> dict[str, _File]:
    """Files by what a drive may call them: ``file/ID``, or ``disk/ID`` by way of DiskSection."""
    found = {
        f"file/{attribute(each, 'id')}": _File(
            attribute(each, "href"),
            attribute(each, "compression"),
            bool(attribute(each, "chunkSize")),
        )
        for each in _named(envelope, "File")
    }
    for disk in _named(envelope, "Disk"):
        file = found.get(f"file/{attribute(disk, 'fileRef')}")
        if file is not None:
            found[f"disk/{attribute(disk, 'diskId')}"] = file
    return found


def _referred(resource: str, files: dict[str, _File]) -> _File | None:
    """The file that a drive's ``ovf:/disk/ID`` or ``ovf:/file/ID`` means."""
    match = _HOST_RESOURCE.fullmatch(resource)
    return files.get(f"{match[1]}/{match[2]}") if match else None


def _written(resource: str, files: dict[str, _File]) -> str:
    file = _referred(resource, files)
    return file.href if file else resource


def _disk(drive: Drive, files: dict[str, _File], package: _Package) -> Disk:
    """The disk in a drive, opened; whatever stands against that is in its findings."""
    file = _referred(drive.resource, files)
    written = _written(drive.resource, files)
    path = package.path.parent / last_name(written)
    chain = None
    notes: tuple[Finding, ...] = ()
    found: tuple[Located, ...] = ()
    try:
        _check(file, drive, package)
        path, chain, found = package.open(written, str(drive.slot))
        notes = tuple(note for each in found if each.place.layer == 1 for note in each.findings)
    except Refusal as refusal:
        notes = refusal.findings
    return Disk(
        drive.slot, written, path, "persistent", drive.controller, chain, notes, found=found
    )


def _check(file: _File | None, drive: Drive, package: _Package) -> None:
    reason = ""
    if file is None:
        reason = Phrase("the disk at {slot} has no content in it", slot=drive.slot)
    elif file.compression not in ("", "identity"):
        reason = Phrase(
            "{href} is compressed ({compression})", href=file.href, compression=file.compression
        )
    elif file.chunked:
        reason = Phrase("{href} is cut into chunks", href=file.href)
    elif "://" in file.href:
        reason = Phrase("{href} is on another computer", href=file.href)
    if reason:
        raise refuse("E112", path=package.path, reason=reason)


def _check_manifest(package: _Package) -> tuple[Finding, ...]:
    """W109 if the manifest has another digest of the description; those of disks are not read."""
    for match in _DIGEST.finditer(package.manifest):
        if match[2].decode("utf-8", "replace") == package.name:
            digest = hashlib.new(match[1].decode(), package.text, usedforsecurity=False)
            if digest.hexdigest() != match[3].decode().lower():
                return (finding("W109", path=package.name, manifest=package.manifest_name),)
    return ()
