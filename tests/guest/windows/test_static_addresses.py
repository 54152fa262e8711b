"""Fixed addresses of network cards: read from a control set, and set where it is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from fixtures import hive, windows_cards
from fixtures.hive import Key, dword, multi_sz, sz
from fixtures.windows_cards import MAC, row

from engine.guest.hives.hive_reader import Content, Hive
from engine.guest.windows.static_addresses import Restored, StaticAddress, read, restored, script

LUID = "0000000900000600"


def found(
    change: Callable[[Key, Key], object] = lambda driver, four: None, *, mac_known: bool = True
) -> tuple[StaticAddress, ...]:
    """What is read of a card after ``change`` of the keys of its driver and its IPv4."""
    root = Key()
    change(*windows_cards.put(root.at("ControlSet001"), mac_known=mac_known))
    return read(Hive("SYSTEM", Content(hive.build(root, name="SYSTEM"))), "ControlSet001")


def test_a_card_is_read_with_all_that_is_fixed() -> None:
    (own,) = found()
    assert (own.card, own.mac) == ("vmxnet3 Ethernet Adapter", MAC)
    assert own.text == "192.0.2.7/255.255.255.0, 2001:db8::7/64"
    assert (own.gateways, own.servers) == (("192.0.2.1",), ("192.0.2.2", "192.0.2.3"))
    assert (own.gateways_6, own.servers_6) == (("2001:db8::1",), ("2001:db8::53",))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"EnableDHCP": dword(1)}, "2001:db8::7/64"),
        ({"SubnetMask": multi_sz()}, "2001:db8::7/64"),  # one mask for each address, or none
        ({"IPAddress": multi_sz("0.0.0.0")}, "2001:db8::7/64"),
        (
            {"IPAddress": multi_sz("192.0.2.7", "::1", "192.0.2.007"), "DefaultGateway": sz("x")},
            "192.0.2.7/255.255.255.0, 2001:db8::7/64",
        ),
    ],
)
def test_what_is_no_fixed_address_is_left_out(values: dict[str, hive.Value], text: str) -> None:
    assert [own.text for own in found(lambda _, four: four.set(values))] == [text]


@pytest.mark.parametrize(
    "values",
    [
        {"MatchingDeviceId": sz(r"usb\vid_0b95")},
        {"NetCfgInstanceId": dword(7)},
        {"NetCfgInstanceId": sz("{another}"), "NetLuidIndex": sz("no number")},
    ],
)
def test_what_is_no_card_on_pci_or_has_nothing_fixed_is_left_out(
    values: dict[str, hive.Value],
) -> None:
    assert found(lambda driver, _: driver.set(values)) == ()


def test_a_prefix_longer_than_an_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    (name,) = row(LUID, "2001:db8::7")
    data = row(LUID, "2001:db8::7")[name].data
    for length, is_one in ((128, True), (129, False)):
        other = hive.binary(data[:16] + bytes([length]) + data[17:])
        monkeypatch.setattr(windows_cards, "SIX", {name: other})
        (own,) = found()
        assert own.addresses_6 == ((f"2001:db8::7/{length}",) if is_one else ())


@pytest.mark.parametrize(
    ("given", "mac"),
    [("00-50-56-AB-CD-EF", "00:50:56:ab:cd:ef"), ("005056abcde", MAC), ("", MAC)],
)
def test_the_mac_is_the_one_that_was_given_else_of_the_instance(given: str, mac: str) -> None:
    (own,) = found(lambda driver, _: driver.set({"NetworkAddress": sz(given)}))
    assert own.mac == mac


def test_the_mac_is_unknown_where_the_registry_does_not_say() -> None:
    assert [own.mac for own in found(mac_known=False)] == [""]


def test_only_what_is_certain_is_set_again() -> None:
    known = StaticAddress("a", MAC, ("192.0.2.7",), ("255.255.255.0",), (), ())
    unknown = replace(known, mac="")
    other = "00:50:56:00:00:01"
    assert list(restored((known,), (other, MAC))) == [Restored(MAC, known)]
    assert list(restored((unknown,), (other,))) == [Restored(other, unknown)]
    assert list(restored((unknown,), (other, MAC))) == []
    assert list(restored((unknown, unknown), (other,))) == []
    assert list(restored((known,), (other,))) == []


@pytest.mark.parametrize(
    ("with_powershell", "name", "call"),
    [
        (True, "addresses.ps1", "Set-Addresses '{mac}' @('192.0.2.7','192.0.2.8') @("),
        (False, "addresses.vbs", 'SetAddresses "{mac}", Array("192.0.2.7", "192.0.2.8"), Array('),
    ],
)
def test_a_script_has_one_call_for_each_card(with_powershell: bool, name: str, call: str) -> None:
    two = ("192.0.2.7", "192.0.2.8")
    own = StaticAddress("a", MAC, two, ("255.255.255.0",) * 2, (), ())
    told, content = script(
        (Restored(MAC, own), Restored("00:00:00:00:00:01", own)), with_powershell=with_powershell
    )
    calls = content.decode("ascii").split("\r\n")[-3:]
    assert told == name
    assert calls[0].startswith(call.format(mac=MAC.upper()))
    assert "00:00:00:00:00:01" in calls[1]
    assert b"\n" not in content.replace(b"\r\n", b"")
