"""Storages, networks and VMs of a pool, over real TLS; what it cannot do is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import keyrings
from fixtures.xapi_server import XapiServer

from engine import passwords
from engine.deliver.pool.address import PoolAddress
from engine.deliver.pool.certificates import Known
from engine.deliver.pool.pool import Pool, logged_in
from engine.findings import Refusal

GIB = 1 << 30


def test_storages_that_take_disks(xapi: XapiServer, pool: Pool) -> None:
    xapi.add_storage(name_label="A fast one", physical_utilisation=str(3 * GIB))
    xapi.add_storage(name_label="A stick", type="udev")
    xapi.add_storage(name_label="No host has it", PBDs=[])
    xapi.add_storage(name_label="More ISOs", content_type="iso")
    assert [(each.name, each.free) for each in pool.storages()] == [
        ("A fast one", 5 * GIB),
        ("Local storage", 8 * GIB),
    ]


def test_a_storage_by_name_by_uuid_or_the_usual_one(xapi: XapiServer, pool: Pool) -> None:
    other = xapi.add_storage(name_label="Other")
    assert pool.storage("").ref == xapi.sr
    assert pool.storage("Other").ref == other
    assert pool.storage(xapi.tables["SR"][other]["uuid"]).ref == other
    xapi.add_storage(name_label="Other")
    for unclear in ("Other", "other", "Oth", "ISOs"):
        with pytest.raises(Refusal, match=r"E904.*Local storage"):
            pool.storage(unclear)


def test_without_a_usual_storage_the_only_one_is_taken(xapi: XapiServer, pool: Pool) -> None:
    [record] = xapi.tables["pool"].values()
    record["default_SR"] = "OpaqueRef:NULL"
    assert pool.storage("").ref == xapi.sr
    xapi.add_storage(name_label="Second")
    with pytest.raises(Refusal, match="E904"):
        pool.storage("")
    xapi.tables["SR"].clear()
    with pytest.raises(Refusal, match=r"E904.*There are: none"):
        pool.storage("")


def test_a_network_by_its_bridge_or_by_what_was_said(xapi: XapiServer, pool: Pool) -> None:
    for name, bridge in (("Guests", "xenbr1"), ("xenbr0", "xapi3"), ("Twice", "b"), ("Twice", "c")):
        xapi.tables["network"][name + bridge] = {
            "uuid": f"uuid-{name}", "name_label": name, "bridge": bridge,
        }  # fmt: skip
    found = pool.networks({"xenbr0": "", "br0": "Guests", "br1": "uuid-Guests", "Guests": ""})
    assert {bridge: each.bridge for bridge, each in found.items()} == {
        "xenbr0": "xenbr0", "br0": "xenbr1", "br1": "xenbr1", "Guests": "xenbr1",
    }  # fmt: skip
    for wanted, told in (
        ({"br0": "xenbr1"}, "xenbr1"),
        ({"b9": ""}, "b9"),
        ({"x": "Twice"}, "Twi"),
    ):
        with pytest.raises(Refusal, match=f"E905.*no network {told}.*Guests"):
            pool.networks(wanted)


def test_a_machine_is_removed_with_its_disks_alone(xapi: XapiServer, pool: Pool) -> None:
    xapi.tables["VDI"] = {"disk": {}, "iso": {}}
    xapi.tables["VBD"] = {"1": {"type": "Disk", "VDI": "disk"}, "2": {"type": "CD", "VDI": "iso"},
                          "4": {"type": "Disk", "VDI": "gone"}}  # fmt: skip
    vm = {"uuid": "u", "VBDs": ["3", "4", "1", "2"], "other_config": {"made-by": "us"}}
    xapi.tables["VM"] = {"ours": vm, "other": {"uuid": "v", "VBDs": [], "other_config": {}}}
    assert list(pool.marked("made-by", "us")) == ["ours"]
    assert pool.marked("made-by", "them") == {}
    pool.destroy("ours", vm)
    assert (list(xapi.tables["VDI"]), list(xapi.tables["VM"])) == (["iso"], ["other"])


def test_what_it_refuses_has_its_own_words(pool: Pool) -> None:
    assert pool.addresses() == {"127.0.0.1"}
    with pytest.raises(Refusal, match=r"E907.*HANDLE_INVALID VM OpaqueRef:none"):
        pool.ask("VM.destroy", "OpaqueRef:none")


def test_records_that_are_none_are_refused(xapi: XapiServer, pool: Pool) -> None:
    xapi.tables["SR"][xapi.sr]["physical_size"] = "much"
    with pytest.raises(Refusal, match="E900"):
        pool.storages()
    xapi.tables["network"]["odd"] = {}
    with pytest.raises(Refusal, match="E900"):
        pool.networks({"xenbr0": ""})


def test_a_wrong_password_is_told_without_it(
    xapi: XapiServer, known: Known, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address = PoolAddress("root", "127.0.0.1", xapi.port)
    with keyrings.empty(monkeypatch):
        for password in ("secret", None):
            passwords.ask_by(lambda _, said=password: said)  # type: ignore[misc]
            with pytest.raises(Refusal) as refused, logged_in(address, known):
                pass
            [found] = refused.value.findings
            assert found.code == "E903"
            assert "secret" not in str(found)
