"""The list of findings."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.actions import ACTIONS
from engine.catalogue import CATALOGUE
from engine.findings import finding
from gui import engine_texts
from gui.machines.finding_rows import AT_FIRST, SHOWN, FindingRows
from gui.machines.remedies import _BY_ACTION, _BY_CODE, Remedy, slot_of

WARNING = finding("W503", nvram="a.nvram")
ERROR = finding("E103")


def shown(findings: FindingRows) -> str:
    return "\n".join(each.text() for each in findings.findChildren(QLabel))


def test_blocking_ones_come_first_with_their_remedy(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    findings.set_findings([WARNING, ERROR])
    text = shown(findings)
    assert text.index(ERROR.message) < text.index(ERROR.remedy) < text.index(WARNING.message)
    assert "E103" in text


def test_they_can_be_copied_as_the_command_line_shows_them(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    findings.set_findings([WARNING, ERROR])
    assert findings.plain_text() == f"{ERROR}\n{WARNING}"


def test_nothing_is_shown_where_nothing_was_found(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    findings.set_findings([ERROR])
    assert not findings.isHidden()
    findings.set_findings([])
    assert findings.isHidden()
    assert findings.rows() == []


def test_hints_beyond_the_first_are_asked_for(qtbot: QtBot) -> None:
    """What blocks is never behind a button."""
    findings = FindingRows()
    qtbot.addWidget(findings)
    findings.set_findings([finding("W503", nvram=str(number)) for number in range(AT_FIRST + 2)])
    assert len(findings.rows()) == AT_FIRST
    assert findings.more.text() == "Show 2 more"
    findings.more.click()
    assert len(findings.rows()) == AT_FIRST + 2
    assert findings.more.isHidden()
    findings.set_findings([finding("E201", path=str(n), folder="x") for n in range(AT_FIRST + 2)])
    assert len(findings.rows()) == AT_FIRST + 2


def test_names_from_untrusted_files_are_no_markup(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    hostile = finding("E201", path="<img src='file:///etc/passwd'><b>x", folder="<h1>")
    findings.set_findings([hostile])
    assert hostile.message in shown(findings)
    assert engine_texts.remedy(hostile) in shown(findings)


def test_what_we_can_do_has_a_button(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    redo = finding("E305", path="x.REDO")
    findings.set_findings([WARNING, redo])
    first, second = findings.rows()
    assert [button.text() for button in first.buttons] == ["Keep the changes", "Discard them"]
    assert second.buttons == []
    with qtbot.waitSignal(findings.acted) as asked:
        first.buttons[0].click()
    assert asked.args == [Remedy.KEEP_REDO, redo]


def test_a_file_that_is_missing_can_be_located_and_its_disk_left_out(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    missing = finding("E301", path="b.vmdk", name="a.vmdk", folder="x").at("scsi0:1.2")
    alone = finding("E201", path="b.vmdk", folder="x").at("disk.2")
    findings.set_findings([missing, alone])
    first, second = findings.rows()
    labels = ["Locate…", "Leave the disk out", "Look again"]
    assert [button.text() for button in first.buttons] == labels
    assert [button.text() for button in second.buttons] == [labels[0], labels[2]]
    assert slot_of(missing) == "scsi0:1"


def test_very_many_are_counted_and_copied(qtbot: QtBot) -> None:
    findings = FindingRows()
    qtbot.addWidget(findings)
    many = [finding("E201", path=str(number), folder="x") for number in range(SHOWN + 5)]
    findings.set_findings(many)
    assert len(findings.rows()) == SHOWN
    assert "… and 5 more." in shown(findings)
    assert findings.plain_text().count("E201") == SHOWN + 5


def test_every_remedy_is_for_a_finding_and_says_what_it_does() -> None:
    """Those of a warning are for what was left on a host: nothing else has to be done there."""
    assert set(_BY_CODE) <= set(CATALOGUE)
    assert {code for code in _BY_CODE if not code.startswith("E")} == {"W878"}
    by_code = {each for every in _BY_CODE.values() for each in every}
    of_places = {Remedy.LOCATE, Remedy.LEAVE_OUT}
    assert by_code | set(_BY_ACTION.values()) | of_places == set(Remedy)
    assert set(_BY_ACTION) <= set(ACTIONS)
    assert all(each.label for each in Remedy)
