"""The language of the window is that of its user."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import cast

import pytest
from fixtures import guests, machine
from fixtures.raw_disk import RawDisk
from PySide6.QtCore import QCoreApplication, QLocale
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.findings import Refusal, finding
from engine.guest.fit import Fitting
from engine.guest.inspect import inspect, look
from engine.job.convert import plan as planning
from engine.job.convert import steps
from engine.job.work import Step
from engine.phrase import Phrase
from engine.report.guest_report import windows_rows
from engine.vmware.machine import read
from engine.xen.compat import Guest
from engine.xen.compat_table import KINDS
from gui import engine_texts
from gui.language import speak
from gui.machines.finding_rows import FindingRows
from gui.xen import verdicts


@pytest.mark.parametrize(
    ("locale", "cancel"),
    [("de_DE", "Abbrechen"), ("de_AT", "Abbrechen"), ("en_GB", "Cancel"), ("C", "Cancel"),
     ("xh_ZA", "Cancel")],
)  # fmt: skip
def test_the_locale_decides(qapp: QCoreApplication, locale: str, cancel: str) -> None:
    """For our own texts and for those of Qt."""
    installed = speak(qapp, QLocale(locale))
    try:
        assert bool(installed) == (cancel == "Abbrechen")
        assert qapp.translate("QPlatformTheme", "Cancel") == cancel
        assert qapp.translate("bottom_bar", "C&ancel").replace("&", "") == cancel
    finally:
        for each in installed:
            qapp.removeTranslator(each)


@pytest.mark.parametrize(
    ("languages", "german"),
    [(["xh-ZA", "en-ZA", "de-DE"], False), (["xh-ZA", "de-DE", "en"], True), ([], False)],
)
def test_the_first_language_that_there_is_counts(
    qapp: QCoreApplication, languages: list[str], german: bool
) -> None:
    """English before German is English, although there is no file for it."""

    class Several(QLocale):
        def uiLanguages(self, *_: object) -> list[str]:
            return languages

    installed = speak(qapp, Several())
    for each in installed:
        qapp.removeTranslator(each)
    assert bool(installed) is german


@pytest.mark.usefixtures("german")
def test_findings_are_german_in_the_window_and_english_elsewhere(qtbot: QtBot) -> None:
    found = finding("E202", path=Path("/vm/a{b}.vmdk"), size=1, needed=2)
    view = FindingRows()
    qtbot.addWidget(view)
    view.set_findings([found])
    german = (
        "/vm/a{b}.vmdk ist abgeschnitten: 1 Bytes sind vorhanden, mindestens 2 sollten es sein."
    )
    assert view.rows()[0].message.text() == f"{german}"
    assert view.rows()[0].remedy.text() == "Die Datei erneut vom Original kopieren."
    assert view.plain_text().startswith(f"E202: {german}")
    for text in (found.message, str(found), found.as_json()["message"]):
        assert "is truncated: it has 1 bytes" in text


@pytest.mark.usefixtures("german")
def test_phrases_of_the_engine_are_german_in_all_their_parts() -> None:
    said = Phrase("{size}, {note}", size=Phrase("{count} bytes", count=5), note="new")
    assert said == "5 bytes, new"
    assert engine_texts.phrase(said) == "5 Bytes, new"
    assert engine_texts.phrase("unknown") == "unknown"  # a name, perhaps


@pytest.mark.usefixtures("german")
def test_what_the_operating_system_says_is_german(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(tmp_path / "gone.ova")
    (found,) = caught.value.findings
    assert found.message.endswith("gone.ova cannot be read: No such file or directory.")
    assert engine_texts.message(found).endswith(
        "gone.ova kann nicht gelesen werden: Datei oder Verzeichnis nicht gefunden."
    )
    assert engine_texts.failure(OSError(errno.EACCES, "…")) == "Keine Berechtigung"


@pytest.mark.usefixtures("german")
def test_what_a_process_found_in_a_guest_is_german(tmp_path: Path) -> None:
    """With its reasons, which the process that looked into it sends as they were made."""
    guests.build(tmp_path / "raw", "windows2003")
    guest = inspect(RawDisk(tmp_path / "raw"))
    assert guest == look(RawDisk(tmp_path / "raw"))
    said = {each.code: engine_texts.message(each) for each in guest.findings}
    assert "kann noch nicht von einer IDE-Platte starten: pci#ven_8086" in said["W646"]
    assert "secondary_ide_channel fehlt in CriticalDeviceDatabase" in said["W646"]
    identified = guest.windows[0].hal
    assert identified is not None
    evidence = engine_texts.phrase(identified.evidence[0].text)
    assert evidence == "Versionsressource: OriginalFilename ist halmacpi.dll"
    rows = {engine_texts.phrase(row.now) for row in windows_rows(guest.windows[0])}
    assert any(each.startswith("startet nicht: ") and "fehlt in" in each for each in rows)


@pytest.mark.usefixtures("german")
def test_a_guest_is_called_in_german() -> None:
    guest = Guest("windows", (5, 1), hal="halacpi", name="Windows XP")
    assert str(guest) == "Windows XP with halacpi.dll"
    found = finding("W525", guest=guest.called, model="e1000", best="rtl8139")
    assert "Windows XP mit halacpi.dll" in engine_texts.message(found)


@pytest.mark.usefixtures("german")
def test_verdicts_are_a_series_in_german() -> None:
    """What the guest does, or what one knows of it; flags are called as Xen calls them."""
    assert [verdicts.word(kind) for kind in KINDS] == ["passt", "läuft", "unklar", "versagt"]
    assert QCoreApplication.translate("domain_editor", "Flags") == "Flags"


@pytest.fixture
def every_step(built: machine.Machine, tmp_path: Path) -> list[Step]:
    choices = Choices(sha256=True)
    plan = planning.make(read(built.vmx), tmp_path / "xen", choices)
    return [steps.FitGuest(plan.disks[0], cast(Fitting, None)), *steps.of_plan(plan)]


@pytest.mark.usefixtures("german")
def test_no_step_keeps_its_english_name(every_step: list[Step]) -> None:
    assert [each.name for each in every_step if engine_texts.phrase(each.name) == each.name] == []
