""".ovf: a machine as exported, its disks beside the description, in a folder or an archive.

Source: DMTF DSP0243 (OVF 1.1 and 2.0), and what VMware and VirtualBox write.
"""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from engine.disk.block_map import Concatenated, Nothing
from engine.disk.files import Files
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.source.paths import stat
from engine.vmware.descriptor import DISK_LIMIT
from engine.vmware.locate import Folder, last_name
from engine.vmware.model import Disk, DiskChain, Layer, VirtualMachine
from engine.vmware.ovf_content import Content, content_of, contents
from engine.vmware.ovf_digests import noted
from engine.vmware.ovf_drives import Drive
from engine.vmware.ovf_hardware import describe
from engine.vmware.ovf_package import SIZE_LIMIT, Package, package_of
from engine.vmware.ovf_xml import attribute, local, named, parse
from engine.vmware.places import Located


def read(path: Path, folder: Folder) -> VirtualMachine:
    """Read an appliance in ``folder``.

    Refuses (E101, E112, E210) what cannot be opened at all; what is wrong with a disk
    is in the findings of that.
    """
    package = package_of(path, folder)
    if len(package.text) > SIZE_LIMIT:
        raise refuse("E210", path=path, size=len(package.text), limit=SIZE_LIMIT)
    envelope = _envelope(package)
    described, drives = describe(_system(envelope, path), path, _option(envelope))
    found = contents(envelope)
    disks = tuple(_disk(drive, content_of(drive.resource, found), package) for drive in drives)
    cdroms = tuple(replace(each, image=_written(each.image, found)) for each in described.cdroms)
    digests, notes = noted(package, [each.href for each in found.values() if each.href])
    findings = (*described.findings, *notes)
    return replace(described, disks=disks, cdroms=cdroms, digests=digests, findings=findings)


def _envelope(package: Package) -> Element:
    try:
        return parse(package.text)
    except (ParseError, ValueError, LookupError) as error:  # ValueError: entities; encodings
        reason = Phrase("its description is no usable XML ({error})", error=type(error).__name__)
        raise refuse("E112", path=package.path, reason=reason) from None


def _system(envelope: Element, path: Path) -> Element:
    systems = list(named(envelope, "VirtualSystem"))
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
    options = list(named(envelope, "Configuration"))
    chosen = [each for each in options if attribute(each, "default").lower() in ("true", "1")]
    return attribute((chosen or options)[0], "id") if options else ""


def _written(resource: str, found: dict[str, Content]) -> str:
    content = content_of(resource, found)
    return content.href if content and content.href else resource


# -- disks


def _disk(drive: Drive, content: Content | None, package: Package) -> Disk:
    """The disk in a drive, opened; whatever stands against that is in its findings."""
    written = (content.href if content else "") or drive.resource
    path = package.path.parent / last_name(written)
    chain = None
    notes: tuple[Finding, ...] = ()
    found: tuple[Located, ...] = ()
    try:
        path, chain, found = _opened(drive, content, package)
        notes = tuple(note for each in found if each.place.layer == 1 for note in each.findings)
        notes += _of_capacity(drive, content, chain)
    except Refusal as refusal:
        notes = refusal.findings
    return Disk(
        drive.slot, written, path, "persistent", drive.controller, chain, notes, found=found
    )


def _of_capacity(drive: Drive, content: Content | None, chain: DiskChain) -> tuple[Finding, ...]:
    """W115 for a disk whose file is larger than the description says."""
    size = content.size if content else 0
    if not 0 < size < chain.size:
        return ()
    return (finding("W115", node=drive.slot, described=size, found=chain.size),)


def _opened(
    drive: Drive, content: Content | None, package: Package
) -> tuple[Path, DiskChain, tuple[Located, ...]]:
    content = _usable(drive, content, package)
    size = content.size
    if size > DISK_LIMIT:
        raise refuse("E306", path=package.path, limit=DISK_LIMIT)
    if not content.href:
        return package.path, _empty(package.path, size), ()
    try:
        path, chain, found = package.open_disk(content.href, str(drive.slot))
    except Refusal as refusal:
        if content.chunked and refusal.findings[0].code == "E201":
            raise _in_chunks(content.href, package) from None
        raise
    return path, _at_least(chain, size), found


def _usable(drive: Drive, content: Content | None, package: Package) -> Content:
    reason = None
    if content is None or not (content.href or content.capacity):
        reason = Phrase("the disk at {slot} has no content in it", slot=drive.slot)
    elif content.parent:
        reason = Phrase(
            "the disk at {slot} holds the differences to another ({parent})",
            slot=drive.slot,
            parent=content.parent,
        )
    elif "://" in content.href:
        reason = Phrase("{href} is on another computer", href=content.href)
    if content is None or reason is not None:
        raise refuse("E112", path=package.path, reason=reason)
    return content


def _empty(path: Path, size: int) -> DiskChain:
    """A disk without a file, described in ``path``: it holds nothing."""
    nothing = Nothing(size)
    modified = datetime.fromtimestamp(stat(path).modified / 1e9, UTC)
    layer = Layer(path, "empty", size, (), 0, "", "", None, "", modified)
    return DiskChain((layer,), nothing, (nothing,), Files())


def _at_least(chain: DiskChain, size: int) -> DiskChain:
    """``chain`` with zeros after it up to ``size``: the description says how large a disk is."""
    if size <= chain.size:
        return chain
    return replace(chain, mapping=Concatenated((chain.mapping, Nothing(size - chain.size))))


def _in_chunks(href: str, package: Package) -> Refusal:
    """E122, with the command that puts the pieces ``href.000000000`` … together."""
    name = shlex.quote(str(package.path.parent / href))
    return refuse("E122", path=href, command=Phrase.of_data("cat {name}.0* > {name}", name=name))
