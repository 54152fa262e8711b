"""The fields of a domain: shown, changed, and those that stand out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.xen.domain import Domain, Vif
from gui.machines.migration import Migration
from gui.xen.domain_editor import DomainEditor, values
from gui.xen.xen_page import XenPage

Run = Callable[..., Any]
MakeJob = Callable[[str], Migration]


def test_every_field_is_heard_and_its_consequence_seen(
    run: Run, page: XenPage, job: Migration
) -> None:
    def widget(key: str, kind: type[QWidget] = QWidget) -> Any:
        found = page.editor.fields[key].widget
        assert isinstance(found, kind)
        return found

    def pick(key: str, value: str) -> None:
        box = widget(key, QComboBox)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def write(key: str, value: str) -> None:
        line = widget(key, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, value)
        QTest.keyClick(line, Qt.Key.Key_Return)

    async def scenario() -> None:
        await job.replan()
        keys = "acpi apic pae vcpus memory firmware hdtype nic0.model nic0.bridge nic0.mac"
        assert list(page.editor.fields) == keys.split()
        widget("acpi", QCheckBox).click()
        assert "acpi = 0" in page.preview.text.toPlainText()
        assert "<b>fails</b>" in page.consequence.verdict.text()
        assert "W520" in page.consequence.plain_text()
        assert widget("acpi").font().bold()
        assert widget("acpi").toolTip() == "Recommended: acpi=1"
        widget("acpi", QCheckBox).click()
        assert "<b>fits</b>" in page.consequence.verdict.text()
        assert page.consequence.plain_text() == ""
        assert not widget("acpi").font().bold()
        widget("apic", QCheckBox).click()
        widget("pae", QCheckBox).click()
        widget("vcpus", QSpinBox).stepUp()
        widget("memory", QSpinBox).setValue(1024)
        pick("firmware", "uefi")
        pick("hdtype", "ahci")
        pick("nic0.model", "rtl8139")
        write("nic0.bridge", "br7")
        write("nic0.mac", "00:16:3E:00:00:07")
        text = page.preview.text.toPlainText()
        for line in ("apic = 0", "pae = 0", "vcpus = 2", "memory = 1024", 'firmware = "uefi"',
                     'hdtype = "ahci"'):  # fmt: skip
            assert f"\n{line}\n" in text
        assert "mac=00:16:3e:00:00:07, bridge=br7, model=rtl8139" in text

    run(scenario())


def test_what_has_no_field_is_typed(run: Run, page: XenPage, followed: MakeJob) -> None:
    job = followed("windows2003")

    def write(text: str) -> None:
        others = page.editor.others
        others.selectAll()
        QTest.keyClicks(others, text)
        QTest.keyClick(others, Qt.Key.Key_Return)

    async def scenario() -> None:
        await job.replan()
        write("serial=pty name=books guest.trial=halacpi guest.timeout=9")
        assert 'serial = "pty"' in page.preview.text.toPlainText()
        assert 'name = "books"' in page.preview.text.toPlainText()
        page.editor.changed.emit("memory", "1024")  # one of the fields leaves them as they are
        assert page.editor.others.text() == (
            "serial=pty name=books guest.trial=halacpi guest.timeout=9"
        )
        write("serial=pty")
        assert "books" not in page.preview.text.toPlainText()
        assert job.choices.settings == {"serial": "pty", "memory": "1024"}
        write("sreial=pty")
        assert "E501" in page.consequence.plain_text()
        page.panel.recommend.click()
        await job.replan()

    run(scenario())


@pytest.fixture
def editor(qtbot: QtBot) -> DomainEditor:
    made = DomainEditor()
    qtbot.addWidget(made)
    return made


def with_cards(count: int) -> dict[str, str]:
    """Values of a domain with so many network cards."""
    vifs = tuple(Vif("", f"xenbr{number}", "e1000") for number in range(count))
    return values(Domain("guest", 512, 1, vifs=vifs))


def test_a_form_has_a_row_for_each_card(editor: DomainEditor) -> None:
    for count in (2, 0, 1):
        now = with_cards(count)
        editor.show_values(now, now)
        assert sum(key.startswith("nic") for key in editor.fields) == 3 * count
        assert {key: now[key] for key in editor.fields} == {
            key: value for key, value in now.items() if key in editor.fields
        }


def test_a_form_is_made_anew_for_other_cards_alone(editor: DomainEditor) -> None:
    usual = with_cards(1)
    editor.show_values(usual, usual)
    before = dict(editor.fields)
    editor.show_values({**usual, "vcpus": "3"}, usual)
    assert editor.fields == before
    assert editor.fields["vcpus"].widget.font().bold()
    assert not editor.fields["memory"].widget.font().bold()


def test_what_has_no_field_is_another_setting(editor: DomainEditor) -> None:
    usual = with_cards(1)
    editor.show_values(usual, usual)
    others = {"serial": "pty", "guest.timeout": "9", "nic1.model": "e1000"}
    fields = {"acpi": "0", "nic0.mac": "", "redo": "commit", "nic.model": "e1000",
              "guest.tools": "1", "locate.scsi0:0": "/a"}  # fmt: skip
    assert editor.others_of({**others, **fields}) == others
