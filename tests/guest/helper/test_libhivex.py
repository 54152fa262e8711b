"""libhivex over hives in memory: keys and values as they are, and damage that is a refusal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fixtures import hive as made
from fixtures import hive_proof
from fixtures.hive import Key, Lists

from engine import platform
from engine.guest.helper import libhivex
from engine.guest.helper.helper_protocol import Refused
from engine.guest.helper.libhivex import Hive
from engine.guest.hives import values
from engine.guest.hives.values import Value


def built(lists: Lists = "lh") -> bytes:
    root = Key()
    root.at(r"Services\Disk").set({"Start": made.dword(0), "Größe": made.sz("ä"), "": made.sz("x")})
    root.at("Services\\Ümlaut").set({"odd": made.Value(0x12345678, b"\0\1\2")})
    return made.build(root, name="SYSTEM", lists=lists)


@pytest.fixture
def hive() -> Iterator[Hive]:
    found = Hive("SYSTEM", built())
    yield found
    found.close()


def refused(code: str, call: object, *arguments: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*arguments)  # type: ignore[operator]
    assert caught.value.code == code
    return str(caught.value.fields.get("reason", ""))


def test_keys_and_values_in_any_case(hive: Hive) -> None:
    assert hive.keys("") == ["Services"]
    assert hive.keys(r"\services\\") == ["Disk", "Ümlaut"]
    assert hive.keys("none") is None
    assert hive.keys(r"none\below") is None
    assert hive.values("none") == {}
    assert hive.values(r"SERVICES\DISK") == {
        "Start": values.dword(0),
        "Größe": values.sz("ä"),
        "": values.sz("x"),
    }
    assert hive.values("Services\\Ümlaut") == {"odd": Value(0x12345678, b"\0\1\2")}


def test_keys_are_made_where_they_are_missing(hive: Hive) -> None:
    assert hive.ensure_key(r"services\new\deep") == [r"services\new", r"services\new\deep"]
    assert hive.ensure_key(r"Services\NEW") == []
    hive.set_values(r"Services\New\Deep", {"Start": values.dword(3), "List": values.multi_sz("a")})
    after = hive.save()
    hive_proof.assert_sound(after, built())
    found = hive_proof.flatten(after)
    deep = next(held for key, held in found.items() if key.lower() == r"services\new\deep")
    assert deep == {"Start": (4, b"\3\0\0\0"), "List": (7, values.multi_sz("a").data)}


def test_values_replace_all_that_a_key_had(hive: Hive) -> None:
    hive.set_values(r"Services\Disk", {"Only": values.binary(b"x")})
    assert hive.values(r"Services\Disk") == {"Only": values.binary(b"x")}
    hive.set_values(r"Services\Disk", {})
    assert hive.values(r"Services\Disk") == {}


def test_a_key_goes_with_all_below_it(hive: Hive) -> None:
    assert hive.delete_key("services")
    assert not hive.delete_key("services")
    assert hive.keys("") == []


@pytest.mark.parametrize(("length", "is_taken"), [(16344, True), (16345, False)])
def test_the_longest_value(hive: Hive, length: int, is_taken: bool) -> None:
    own = {"Long": values.binary(bytes(length))}
    if is_taken:
        hive.set_values(r"Services\Disk", own)
        assert hive.values(r"Services\Disk") == own
    else:
        assert "16345 bytes" in refused("E622", hive.set_values, r"Services\Disk", own)


def test_a_key_that_is_missing_takes_no_values(hive: Hive) -> None:
    refused("E623", hive.set_values, "none", {})


@pytest.mark.parametrize("lists", ["lf", "lh"])
def test_lists_stay_of_their_kind(lists: Lists) -> None:
    hive = Hive("SYSTEM", built(lists))
    hive.ensure_key(r"Services\Abcdef\Ghi")
    after = hive.save()
    hive.close()
    assert hive_proof.list_kinds(after) == {lists}


def test_what_is_no_sound_hive_is_refused() -> None:
    refused("E622", Hive, "SYSTEM", b"no hive")
    content = bytearray(built())
    content[4] ^= 1
    refused("E621", Hive, "SYSTEM", bytes(content))
    content = bytearray(built())
    content[4096:4100] = b"xxxx"  # the first bin; the header is sound
    assert refused("E622", Hive, "SYSTEM", bytes(content))


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    libhivex._loaded.cache_clear()
    monkeypatch.setattr(libhivex, "_LIBRARY", "libmissing.so.0")
    with pytest.raises(Refused) as caught:
        Hive("SYSTEM", built())
    assert caught.value.code == "E601"
    assert {"apt": "libhivex0", "brew": "hivex"}[platform.PACKAGES] in caught.value.fields["how"]
    libhivex._loaded.cache_clear()
