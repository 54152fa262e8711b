"""A domain in a manifest: what was written is read, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.xen.domain import Domain, Vbd, Vif
from engine.xen.domain_json import as_json, from_json

DOMAIN = Domain(
    "guest",
    512,
    2,
    uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ab",
    firmware="uefi",
    acpi=False,
    disks=(Vbd("/srv/a.raw", "hda"), Vbd("", "hdc", cdrom=True)),
    vifs=(Vif("00:0c:29:00:00:01", "xenbr0", "rtl8139", network="LAN"),),
    comments=("one", "two"),
)


def test_what_was_written_is_read() -> None:
    assert from_json(json.loads(json.dumps(as_json(DOMAIN)))) == DOMAIN


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("memory", "512"),
        ("memory", True),
        ("memory", 512.0),
        ("memory", 1),
        ("acpi", 1),
        ("acpi", None),
        ("name", ["guest"]),
        ("name", "a b"),
        ("firmware", "efi"),
        ("firmware", []),
        ("disks", None),
        ("disks", [{}]),
        ("disks", [{"target": "/srv/a.raw", "vdev": 1}]),
        ("disks", [{"target": "relative", "vdev": "hda"}]),
        ("vifs", ["xenbr0"]),
        ("comments", 1),
        ("unknown", 1),
    ],
)
def test_what_is_no_domain(key: str, value: Any) -> None:
    found = json.loads(json.dumps(as_json(DOMAIN))) | {key: value}
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        from_json(found)


@pytest.mark.parametrize("found", [[], "", 1, None, {}])
def test_what_is_no_mapping(found: Any) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        from_json(found)
