"""Records of XAPI: every field that an import asks for, of its type, and those that are given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from engine.xen import xapi
from engine.xen.xapi import NULL, Record

KINDS: dict[str, tuple[Callable[..., Record], set[str]]] = {
    "vm": (xapi.vm, {"power_state", "domain_type", "PV_args", "NVRAM", "appliance"}),
    "sr": (xapi.sr, {"content_type", "PBDs", "introduced_by", "is_tools_sr"}),
    "vdi": (xapi.vdi, {"on_boot", "managed", "cbt_enabled", "snapshot_of"}),
    "vbd": (xapi.vbd, {"qos_algorithm_type", "status_code", "metrics", "storage_lock"}),
    "vif": (xapi.vif, {"MTU", "locking_mode", "ipv4_allowed", "qos_algorithm_params"}),
    "network": (xapi.network, {"purpose", "PIFs", "assigned_ips", "MTU"}),
}
#: What a field of a name like this holds.
TYPES: dict[str, type] = {
    "current_operations": dict,
    "allowed_operations": list,
    "other_config": dict,
    "tags": list,
    "blobs": dict,
    "name_description": str,
    "is_a_snapshot": bool,
    "snapshot_time": datetime,
    "metrics": str,
    "snapshots": list,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_there_and_of_its_type(kind: str) -> None:
    make, names = KINDS[kind]
    found = make()
    assert names <= found.keys()
    for name, expected in TYPES.items():
        if name in found:
            assert type(found[name]) is expected, name
    assert all(value is not None for value in found.values())
    references = {name for name, value in found.items() if value == NULL}
    assert bool(references) == (kind != "network")
    assert not references & {"name_description", "uuid"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_counts_and_records_share_nothing(kind: str) -> None:
    make = KINDS[kind][0]
    first, second = make(uuid="own", other_config={"a": "b"}), make(other_config={})
    assert (first["uuid"], first["other_config"]) == ("own", {"a": "b"})
    assert "uuid" not in second
    for name, value in first.items():
        if name != "other_config" and isinstance(value, list | dict):
            assert value is not second[name], name
    assert second["other_config"] == {}


def test_a_machine_is_an_hvm_guest_that_is_off() -> None:
    found = xapi.vm()
    assert (found["power_state"], found["domain_type"]) == ("Halted", "hvm")
    assert (found["HVM_boot_policy"], found["PV_bootloader"]) == ("BIOS order", "")
    assert not any(found[name] for name in found if name.startswith("is_"))
    assert found["suspend_VDI"] == found["resident_on"] == NULL
    assert found["actions_after_shutdown"] == "destroy"
    assert {found[f"actions_after_{each}"] for each in ("reboot", "crash")} == {"restart"}
    assert xapi.vdi()["managed"] is True
    assert xapi.vdi()["on_boot"] == "persist"
    assert xapi.vbd()["currently_attached"] is xapi.vif()["currently_attached"] is False
    assert (xapi.vif()["MTU"], xapi.network()["MTU"]) == (1500, 1500)
