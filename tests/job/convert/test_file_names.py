"""Names of results: readable in every alphabet, also where folders are named in no UTF-8."""

from __future__ import annotations

import json
import os
import threading
import unicodedata
from pathlib import Path

import pytest
from fixtures.machine import build
from hypothesis import given
from hypothesis import strategies as st

from engine import platform
from engine.choices import Choices
from engine.findings import blocking
from engine.job import work
from engine.job.convert import plan
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.file_names import file_name
from engine.job.result import manifest
from engine.vmware import machine


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Windows 2003 (R2)", "Windows-2003-R2"),
        ("a/b\\c:d", "a-b-c-d"),
        (".hidden", "hidden"),
        ("..", "machine"),
        ("", "machine"),
        ("a - b", "a-b"),
        ("a\x1b[31m\nb", "a-31m-b"),
        ("서버", "서버"),
        (unicodedata.normalize("NFD", "서버-Prüfung"), "서버-Prüfung"),
        ("เครื่อง", "เครื่อง"),
        ("हिन्दी सर्वर", "हिन्दी-सर्वर"),
        ("חָבֵר", "חָבֵר"),
        ("می\u200cخواهم \u202e1", "میخواهم-1"),
        ("\udcff", "machine"),
        ("x" * 500, "x" * 200),
        ("ü" * 500, "ü" * 100),
    ],
)
def test_file_name(name: str, expected: str) -> None:
    assert file_name(name) == expected


@given(st.text())
def test_any_name_is_a_safe_name(name: str) -> None:
    made = file_name(name)
    assert made
    assert not made.startswith((".", " "))
    assert len(made.encode()) <= 200
    assert made.isprintable()
    assert not set(made) & set('/\\:*?"<>|()\0 ')


@pytest.mark.parametrize("images", ["", "/srv/xen"])
def test_folders_that_are_no_utf8(tmp_path: Path, images: str) -> None:
    """The source may be anywhere. Results may where the server has them elsewhere, else E502."""
    if not images and not platform.RUNS_XEN:
        pytest.skip("without Xen the server has the images elsewhere")
    built = build(tmp_path / "vm", name="vm", size=1 << 20, snapshots=0)
    inside = built.vmx.parent.rename(tmp_path / os.fsdecode(b"gr\xf6\xdfe"))
    source = inside / built.vmx.name
    out = inside / "out"
    settings = {"images": images} if images else {}
    made = plan.make(machine.read(source), out, Choices(settings=settings))
    if not images:
        assert [each.code for each in blocking(made.findings)] == ["E502"]
        assert not out.exists()
        return
    assert work.run(ConversionJob(made), lambda _: None, threading.Event()).outcome == "done"
    text = (out / manifest.NAME).read_text("utf-8")
    assert Path(json.loads(text)["source"]) == source
    assert (out / "vm.img").read_bytes() == built.truths["current"].read_bytes()


def test_a_configuration_named_in_a_code_page(tmp_path: Path) -> None:
    built = build(tmp_path / "vm", name="vm", size=1 << 20, snapshots=0)
    source = built.vmx.rename(built.vmx.with_name(os.fsdecode(b"Gr\xf6\xdfe.vmx")))
    source.write_text(source.read_text().replace("displayName", "other"))
    made = plan.make(machine.read(source), tmp_path / "out", Choices())
    assert work.run(ConversionJob(made), lambda _: None, threading.Event()).outcome == "done"
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "Größe.cfg",
        "Größe.img",
        "manifest.json",
    ]
    assert 'name = "Grosse"' in (tmp_path / "out/Größe.cfg").read_text()


@pytest.mark.parametrize("name", ["con", "NUL", "Com1", "lpt9.old", "aux.x", "COM³"])
def test_no_device_of_windows_is_a_name(name: str) -> None:
    assert file_name(name) == f"machine-{name}"


@pytest.mark.parametrize("name", ["console", "com", "nullify", "com10", "aux-.x"])
def test_what_only_begins_like_a_device_stays(name: str) -> None:
    assert file_name(name) == name
