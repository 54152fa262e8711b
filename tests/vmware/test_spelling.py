"""One name in many spellings: composed and decomposed, cases, code pages."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from fixtures.machine import build
from hypothesis import given
from hypothesis import strategies as st

from engine.vmware import machine
from engine.vmware.spelling import composed, readable, same

Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")


@pytest.mark.parametrize(
    "name", ["Prüfung.vmdk", "サーバー.vmdk", "가상 서버.vmdk", "Việt Nam.vmdk"]
)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("form_on_disk", FORMS)
def test_forms(name: str, form: Form, form_on_disk: Form) -> None:
    on_disk = unicodedata.normalize(form_on_disk, name)
    others = ["other.vmdk", "Prufung.vmdk"]
    assert same([*others, on_disk], unicodedata.normalize(form, name)) == on_disk


@given(st.text(min_size=1), st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_any_name_in_any_form(name: str, written: Form, on_disk: Form) -> None:
    kept = unicodedata.normalize(on_disk, name)
    assert same(["a", kept], unicodedata.normalize(written, name)) == kept


@pytest.mark.parametrize(
    ("names", "name", "found"),
    [
        (["A.vmdk"], "a.vmdk", "A.vmdk"),
        (["A.vmdk", "a.vmdk"], "a.vmdk", "a.vmdk"),
        (["A.vmdk", "a.VMDK"], "a.vmdk", ""),
        (["STRASSE"], "straße", "STRASSE"),
        (["ΣΊΣΥΦΟΣ"], "σίσυφος", "ΣΊΣΥΦΟΣ"),
        (["ab"], "a", ""),
        ([], "a", ""),
    ],
)
def test_case(names: list[str], name: str, found: str) -> None:
    assert same(names, name) == found


def test_case_only_where_it_does_not_matter() -> None:
    assert same(["A"], "a", any_case=False) == ""


@pytest.mark.parametrize(
    ("codec", "name"),
    [("gb18030", "虚拟机.vmdk"), ("cp932", "データ.vmdk"), ("cp1251", "Сервер"), ("cp949", "서버")],
)
def test_names_left_in_a_code_page(codec: str, name: str) -> None:
    """As unzip leaves them: bytes that are no UTF-8."""
    on_disk = os.fsdecode(name.encode(codec))
    assert same(["other", on_disk], name) == on_disk
    assert readable(on_disk).encode()


def test_readable() -> None:
    assert readable("Größe") == "Größe"
    assert readable(os.fsdecode(b"Gr\xf6\xdfe")) == "Größe"


def renamed(folder: Path, form: Form) -> Path:
    """All files and folders below ``folder`` in another form; the new place of ``folder``."""
    for each in sorted(folder.rglob("*"), reverse=True):
        each.rename(each.with_name(unicodedata.normalize(form, each.name)))
    return folder.rename(folder.with_name(unicodedata.normalize(form, folder.name)))


@pytest.mark.parametrize("layout", ["twoGbMaxExtentSparse", "vmfs", "monolithicSparse"])
def test_a_machine_copied_by_a_mac(tmp_path: Path, layout: str) -> None:
    """Configuration and descriptors in one form, files in another: with snapshots."""
    built = build(tmp_path / "Prüfung", name="Prüfung", size=4 << 20, layout=layout)
    folder = renamed(built.vmx.parent, "NFD")
    found = machine.read(next(folder.glob("*.vmx")))
    assert composed(found.name) == "Prüfung"
    (disk,) = found.disks
    assert disk.chain is not None, disk.findings
    assert len(disk.chain.layers) > 1
    assert found.all_findings == ()


def test_folders_below(tmp_path: Path) -> None:
    disk = build(tmp_path / "built", size=1 << 20, snapshots=0).disk
    folder = tmp_path / unicodedata.normalize("NFD", "Später")
    folder.mkdir()
    disk.rename(folder / "disk.vmdk")
    config = tmp_path / "vm.vmx"
    config.write_text('ide0:0.present = "TRUE"\nide0:0.fileName = "später/disk.vmdk"\n')
    (found,) = machine.read(config).disks
    assert found.findings == ()
