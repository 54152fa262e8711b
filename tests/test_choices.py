"""Choices are kept in journals and queues: what comes back is what was put in, or refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.choices import FREE_BLOCKS, LINUX, STORAGE, Choices, placed

TEXTS = st.text(max_size=9)
CHOICES = st.builds(
    Choices,
    snapshot=TEXTS,
    format=st.sampled_from(["raw", "qcow2", "vhd", "vmdk"]),
    settings=st.dictionaries(TEXTS, TEXTS, max_size=3),
    networks=st.dictionaries(TEXTS, TEXTS, max_size=2),
    trusted=st.booleans(),
    storage=st.sampled_from(STORAGE),
    linux=st.sampled_from(LINUX),
    without=st.lists(TEXTS, max_size=2).map(tuple),
    free_blocks=st.sampled_from(FREE_BLOCKS),
)


@given(CHOICES)
def test_they_come_back(choices: Choices) -> None:
    assert Choices.from_json(json.loads(json.dumps(choices.as_json()))) == choices


@pytest.mark.parametrize(
    "change",
    [
        {"format": "vdi"},
        {"format": 1},
        {"storage": "scsi"},
        {"trusted": 1},
        {"trusted": "yes"},
        {"settings": {"memory": 512}},
        {"settings": ["memory"]},
        {"without": [1]},
        {"target": "xen-2"},
        {"unknown": True},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Choices.from_json({**Choices().as_json(), **change})


def test_settings_are_told_apart() -> None:
    said = {
        "memory": "512",
        "redo": "commit",
        "images": "/srv",
        "guest.windows": "WINNT",
        "locate.scsi0:1": "/a b/c.vmdk",
    }
    choices = Choices(settings=said, storage="ahci")
    assert choices.domain == {"memory": "512", "hdtype": "ahci"}
    assert choices.guest == {"guest.windows": "WINNT"}
    assert choices.root == "WINNT"
    assert choices.placed == {"scsi0:1": Path("/a b/c.vmdk")}
    assert placed({}) == {}


def test_places_of_a_snapshot_are_not_those_of_now() -> None:
    said = {"locate.scsi0:0": "/x"}
    assert Choices(settings=said).placed_now == {"scsi0:0": Path("/x")}
    assert Choices(settings=said, snapshot="1").placed_now == {}
