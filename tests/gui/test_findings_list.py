"""The list of findings."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.findings import CATALOGUE, finding
from gui.machines.findings_list import SHOWN, FindingsList
from gui.machines.remedies import _BY_CODE, Remedy

WARNING = finding("W503", nvram="a.nvram")
ERROR = finding("E103")


def shown(findings: FindingsList) -> str:
    return "\n".join(each.text() for each in findings.findChildren(QLabel))


def test_blocking_ones_come_first_with_their_remedy(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    findings.set_findings([WARNING, ERROR])
    text = shown(findings)
    assert text.index(ERROR.message) < text.index(ERROR.remedy) < text.index(WARNING.message)
    assert "E103" in text


def test_they_can_be_copied_as_the_command_line_shows_them(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    findings.set_findings([WARNING, ERROR])
    findings.copy.click()
    assert QGuiApplication.clipboard().text() == f"{ERROR}\n{WARNING}"


def test_nothing_found_is_said(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    findings.set_findings([ERROR])
    findings.set_findings([])
    assert shown(findings).strip() == "Nothing found that needs your attention."
    assert not findings.copy.isEnabled()


def test_names_from_untrusted_files_are_no_markup(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    hostile = finding("E201", path="<img src='file:///etc/passwd'><b>x", folder="<h1>")
    findings.set_findings([hostile])
    assert hostile.message in shown(findings)
    assert hostile.remedy in shown(findings)


def test_what_we_can_do_has_a_button(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    redo = finding("E305", path="x.REDO")
    findings.set_findings([WARNING, redo])
    first, second = findings.rows()
    assert [button.text() for button in first.buttons] == ["Discard them", "Keep the changes"]
    assert second.buttons == []
    with qtbot.waitSignal(findings.acted) as asked:
        first.buttons[1].click()
    assert asked.args == [Remedy.KEEP_REDO, redo]


def test_very_many_are_counted_and_copied(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    many = [finding("E201", path=str(number), folder="x") for number in range(SHOWN + 5)]
    findings.set_findings(many)
    assert len(findings.rows()) == SHOWN
    assert "… and 5 more." in shown(findings)
    findings.copy.click()
    assert QGuiApplication.clipboard().text().count("E201") == SHOWN + 5


def test_every_remedy_is_for_a_finding_that_blocks_and_says_what_it_does() -> None:
    assert all(code in CATALOGUE and code.startswith("E") for code in _BY_CODE)
    assert {each for every in _BY_CODE.values() for each in every} == set(Remedy) - {Remedy.LOCATE}
    assert all(each.label for each in Remedy)
