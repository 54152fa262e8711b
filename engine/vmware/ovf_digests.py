"""The digests that an appliance's manifest has of its files.

The description is compared at once. The other files are large: their digests are noted, to be
compared while they are copied.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.disk.copying.noted_digest import NotedDigest
from engine.findings import Finding, Refusal, finding
from engine.source.paths import real, stat
from engine.vmware.ovf_manifest import Line, agrees, lines, strongest
from engine.vmware.ovf_package import Package


def noted(
    package: Package, hrefs: Iterable[str]
) -> tuple[tuple[NotedDigest, ...], tuple[Finding, ...]]:
    """The digests still to be compared, and what to say of the manifest.

    E123, or W109 where the user trusts the appliance: the description was changed. W117: it has no
    digest of a file in ``hrefs``; W118: lines of another kind; W119: a file that is not here.
    """
    if package.manifest_path is None or not package.manifest:
        return (), ()
    told, odd = lines(package.manifest)
    name = package.manifest_path.name
    notes = [finding("W118", manifest=name, lines=odd)] if odd else []
    known = {path: line for line in strongest(told) if (path := _path(package, line.name))}
    own, manifest = real(package.path), real(package.manifest_path)
    if own in known and not agrees(known[own], package.text):
        code = "W109" if package.folder.trusted else "E123"
        notes.append(finding(code, path=package.path.name, manifest=name))
    here = {line.name for line in known.values()}
    missing = [each.name for each in strongest(told) if each.name not in here]
    notes += [finding("W119", path=each, manifest=name) for each in missing]
    referred = {each: _path(package, each) for each in hrefs}
    bare = [each for each, path in referred.items() if path and path not in known]
    notes += [finding("W117", path=each, manifest=name) for each in bare if told]
    rest = {path: line for path, line in known.items() if path not in (own, manifest)}
    return tuple(_digest(line, path) for path, line in rest.items()), tuple(notes)


def _path(package: Package, name: str) -> Path | None:
    try:
        return real(package.file(name))
    except Refusal:
        return None


def _digest(line: Line, path: Path) -> NotedDigest:
    return NotedDigest(line.name, path, stat(path).size, line.algorithm, line.digest)
