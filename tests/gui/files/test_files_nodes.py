"""Rows of changed files: the largest first, made when they are looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report.changes import KIB, SOME, change, file, volume

from engine.guest.ownership.changes import Rest
from engine.report.guest_files import Place
from gui.files.files_nodes import Row, rows

pytestmark = pytest.mark.usefixtures("qapp")


def names(row: Row) -> list[str]:
    return [each.name for each in row.children]


def test_the_largest_comes_first_and_then_by_name() -> None:
    [top] = rows(change(SOME))
    assert (top.name, top.kind, top.written, top.files) == ("scsi0:0 1 ext4", "volume", 61 * KIB, 4)
    assert names(top) == ["var", "d"]
    [var, d] = top.children
    assert [(each.name, each.kind) for each in var.children] == [
        ("log", "folder"),
        ("c", "removed"),
    ]
    assert (d.size, d.files, d.place) == (KIB + 1, 1, Place("scsi0:0", "1", "/d"))
    assert var.size == -1
    alike = volume(file("/b", 1), file("/a", 1))
    assert names(rows(change(alike))[0]) == ["a", "b"]


def test_rows_know_their_places() -> None:
    [top] = rows(change(SOME))
    for number, each in enumerate(top.children):
        assert (each.parent, each.row) == (top, number)
    assert top.children is top.children  # made once


def test_what_is_in_no_file_comes_last() -> None:
    own = replace(SOME, rest=Rest(7, 99 * KIB), metadata=KIB, free=9, other=5)
    [top] = rows(change(own))
    assert names(top)[2:] == [
        "Other files", "Folders and structures of the file system", "Space that is free now",
        "In no file",
    ]  # fmt: skip
    assert [(each.kind, each.files) for each in top.children[2:]] == [
        ("blocks", 7), ("blocks", 0), ("blocks", 0), ("blocks", 0),
    ]  # fmt: skip
    blind = replace(volume(), looked=False, other=5, kind="", label="data")
    [top] = rows(change(blind))
    assert (top.name, names(top)) == ("scsi0:0 1 unknown data", ["In files that cannot be told"])


def test_volumes_in_which_nothing_differs_are_left_out() -> None:
    found = rows(change(volume(), volume(file("/a", 0, "removed"), name="2"), outside=512))
    assert [each.name for each in found] == [
        "scsi0:0 2 ext4", "scsi0:0, outside of its volumes",
    ]  # fmt: skip
    assert [each.row for each in found] == [0, 1]
    assert found[1].children == []


def test_what_is_looked_for_is_counted_alone() -> None:
    own = replace(SOME, metadata=KIB)
    [top] = rows(change(own), "LOG")
    assert (top.written, top.files, names(top)[0]) == (50 * KIB, 2, "var")
    assert rows(change(own))[0].written == 62 * KIB


def test_names_are_those_of_their_system() -> None:
    [top] = rows(change(volume(file("\\WINDOWS\\win.ini", 1), separator="\\")))
    [folder] = top.children
    assert (folder.name, names(folder)) == ("WINDOWS", ["win.ini"])
