"""The digests that an appliance's manifest has of its files.

The description is compared at once. The other files are large: their digests are noted, to be
compared while they are copied.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.disk.copying.noted_digest import NotedDigest
from engine.findings import Finding, Refusal, finding
from engine.vmware.ovf_manifest import Line, agrees, lines, strongest
from engine.vmware.ovf_package import Package, Span


def noted(
    package: Package, hrefs: Iterable[str]
) -> tuple[tuple[NotedDigest, ...], tuple[Finding, ...]]:
    """The digests still to be compared, and what to say of the manifest.

    E123, or W109 where the user trusts the appliance: the description was changed. W117: it has no
    digest of a file in ``hrefs``; W118: lines of another kind; W119: a file that is not here.
    """
    if not package.manifest:
        return (), ()
    told, odd = lines(package.manifest)
    name = package.manifest_name
    notes = [finding("W118", manifest=name, lines=odd)] if odd else []
    known = {span: line for line in strongest(told) if (span := _span(package, line.name))}
    own, manifest = package.span(package.name), package.span(name)
    if own in known and not agrees(known[own], package.text):
        code = "W109" if package.folder.trusted else "E123"
        notes.append(finding(code, path=package.name, manifest=name))
    here = {line.name for line in known.values()}
    missing = [each.name for each in strongest(told) if each.name not in here]
    notes += [finding("W119", path=each, manifest=name) for each in missing]
    referred = {each: _span(package, each) for each in hrefs}
    bare = [each for each, span in referred.items() if span and span not in known]
    notes += [finding("W117", path=each, manifest=name) for each in bare if told]
    rest = {span: line for span, line in known.items() if span not in (own, manifest)}
    return tuple(_digest(line, span) for span, line in rest.items()), tuple(notes)


def _span(package: Package, name: str) -> Span | None:
    try:
        return package.span(name)
    except Refusal:
        return None


def _digest(line: Line, span: Span) -> NotedDigest:
    return NotedDigest(line.name, span.path, span.base, span.size, line.algorithm, line.digest)
