"""The list of what is changed in a guest: as lines, as data, and in a few words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.guest.hives import registry, values
from engine.guest.windows import changes
from engine.guest.windows.changes import (
    Change,
    EntryChange,
    FileChange,
    RegistryChange,
    SectorChange,
    SignatureChange,
)

ALL: tuple[tuple[Change, str, str], ...] = (
    (FileChange(r"\a", None, 7), "file", r"\a: new 7 bytes"),
    (FileChange(r"\a", 0, 7, "as b"), "file", r"\a: 0 → 7 bytes, as b"),
    (EntryChange("/a", "", "b"), "entry", "/a: new → b"),
    (EntryChange("/a", "c", "b"), "entry", "/a: c → b"),
    (RegistryChange("SYSTEM", "Select", "Current", "1", "2"), "registry",
     "SYSTEM: [Select] Current: 1 → 2"),
    (RegistryChange("SYSTEM", "Select", "", "", "2"), "registry",
     "SYSTEM: [Select] (default): (none) → 2"),
    (RegistryChange("SYSTEM", "Select", None, "", "key"), "registry", "SYSTEM: + [Select]"),
    (RegistryChange("SYSTEM", "Select", None, "key", ""), "registry", "SYSTEM: - [Select]"),
    (SectorChange(2, "heads", 16, 255), "sector",
     "Boot sector of partition 2: heads: 16 → 255"),
    (SignatureChange("00000000", "4f3c2b1a"), "signature",
     "Signature of the disk: 00000000 → 4f3c2b1a"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "kind", "text"), ALL)
def test_each_is_a_line_and_data_with_its_kind(change: Change, kind: str, text: str) -> None:
    assert str(change) == text
    data: dict[str, Any] = json.loads(json.dumps(changes.as_json(change)))
    assert data.pop("kind") == kind
    assert type(change)(**data) == change


def test_what_was_changed_in_a_hive() -> None:
    made = registry.KeyChange(r"A\B", added=True)
    gone = registry.KeyChange(r"A\B", added=False)
    assert str(changes.of_hive("SYSTEM", made)) == r"SYSTEM: + [A\B]"
    assert str(changes.of_hive("SYSTEM", gone)) == r"SYSTEM: - [A\B]"
    number, text = values.dword(4), values.sz("")
    put = registry.ValueChange("A", "Start", None, number)
    assert str(changes.of_hive("SYSTEM", put)) == "SYSTEM: [A] Start: (none) → 4"
    other = registry.ValueChange("A", "", text, None)
    assert changes.of_hive("SYSTEM", other) == RegistryChange("SYSTEM", "A", "", '""', "")


def test_in_a_few_words() -> None:
    assert changes.summary([]) == "nothing"
    told = changes.summary(change for change, *_ in ALL)
    assert told == (
        "2 × file, 2 × name of a file, 4 × entry of the registry, 2 × field of the boot sector"
    )
    assert changes.summary([ALL[0][0]]) == "1 × file"
