"""Every condition that a machine, a guest, a Xen or a folder of results was met in, in one table.

One file for each kind, lettered as they came; a line for each condition, with its source. Kinds
with any number of spellings (encodings, paths, loops) have tests of their own beside it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from conditions import (
    alphabets,
    at_rest,
    exits,
    exports,
    folders,
    hostile,
    kinds,
    left_out,
    places,
    real_linux,
    real_windows,
    verified,
    which_xen,
    wrong_elsewhere,
)
from conditions.table import CONDITIONS, Condition

KINDS = (places, left_out, at_rest, alphabets, exports, kinds, folders, which_xen, hostile,
         verified, exits, real_windows, real_linux, wrong_elsewhere)  # fmt: skip


@pytest.mark.parametrize("each", CONDITIONS, ids=str)
def test_condition(tmp_path: Path, each: Condition) -> None:
    assert each.source
    assert each.said(tmp_path) == sorted(each.says)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_has_conditions(kind: object) -> None:
    assert any(each.meet.__module__ == getattr(kind, "__name__", "") for each in CONDITIONS)


@pytest.mark.parametrize("what", wrong_elsewhere.OF_0_1_0)
def test_what_0_1_0_did_wrongly_is_tried(what: str) -> None:
    assert wrong_elsewhere.is_tried(wrong_elsewhere.OF_0_1_0[what])
