"""What Xen is told of a finished conversion, written anew: its configuration and its manifest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.findings import Finding
from engine.job.places import make_program, replace_durably
from engine.job.result import manifest
from engine.job.result.edited_config import digest
from engine.xen import device_model, domain_json
from engine.xen.config import written
from engine.xen.domain import Domain


def write(
    folder: Path, domain: Domain, instead_of: frozenset[str] = frozenset(),
    findings: Iterable[Finding] = (),
) -> None:  # fmt: skip
    """Write ``domain`` into the conversion in ``folder``; done again, it completes itself.

    In the manifest ``findings`` take the place of those with the codes ``instead_of``.
    Refuses E403, E412.
    """
    text = written(domain)
    with manifest.revised(folder) as noted:
        replace_durably(folder / noted["config"], text)
        if device_model.is_wanted(domain):
            replace_durably(folder / device_model.NAME, device_model.script())
            make_program(folder / device_model.NAME)
        noted |= {"domain": domain_json.as_json(domain), "config_sha256": digest(text)}
        noted["findings"] = [*_kept(noted, instead_of), *(each.as_json() for each in findings)]


def _kept(noted: dict[str, Any], without: frozenset[str]) -> list[dict[str, str]]:
    return [each for each in noted.get("findings", ()) if each.get("code") not in without]
