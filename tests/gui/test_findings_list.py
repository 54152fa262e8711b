"""The list of findings."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from engine.findings import finding
from gui.findings_list import FindingsList

WARNING = finding("W503", nvram="a.nvram")
ERROR = finding("E103")


def shown(findings: FindingsList) -> str:
    browser = findings.findChild(QTextBrowser)
    assert browser is not None
    return browser.toPlainText()


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
    assert shown(findings) == "Nothing found that needs your attention."
    assert not findings.copy.isEnabled()


def test_names_from_untrusted_files_are_no_markup(qtbot: QtBot) -> None:
    findings = FindingsList()
    qtbot.addWidget(findings)
    hostile = finding("E201", path="<img src='file:///etc/passwd'><b>x", folder="<h1>")
    findings.set_findings([hostile])
    assert hostile.message in shown(findings)
    assert hostile.remedy in shown(findings)
