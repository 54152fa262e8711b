"""The certificate as the window saves it: HTML or PDF, in its language."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.job import work
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import make
from engine.job.result.conversion import Conversion
from engine.vmware.machine import read
from gui.context import Context
from gui.result import certificate_file
from gui.result.result_page import ResultPage
from gui.widgets import dialogs

Run = Callable[..., Any]


@pytest.fixture
def folder(built: machine.Machine, tmp_path: Path) -> Path:
    plan = make(read(built.vmx), tmp_path / "out", Choices())
    outcome = work.run(ConversionJob(plan), lambda _: None, threading.Event())
    assert outcome.outcome == "done"
    return tmp_path / "out"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Has the user choose a file."""

    def to(target: Path) -> None:
        async def chosen(*_: object) -> Path:
            return target

        monkeypatch.setattr(dialogs, "new_file", chosen)

    return to


def test_the_page_of_a_result_saves_it(
    around: Context,
    folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
    run: Run,
    until: Callable[..., Any],
    answer: Callable[[Path], None],
) -> None:
    page = ResultPage(around)
    qtbot.addWidget(page)
    answer(tmp_path / "it.html")

    async def save() -> None:
        page.show_folder(folder)
        await until(page.certificate.isEnabled)
        page.certificate.click()
        await until((tmp_path / "it.html").exists)

    run(save())
    assert "<title>win2003: from VMware to Xen</title>" in (tmp_path / "it.html").read_text("utf-8")


@pytest.mark.usefixtures("german")
def test_it_is_in_the_language_of_the_window(
    around: Context, folder: Path, tmp_path: Path, run: Run, answer: Callable[[Path], None]
) -> None:
    answer(tmp_path / "it.html")
    run(certificate_file.save(QWidget(), around, folder))
    text = (tmp_path / "it.html").read_text("utf-8")
    assert "win2003: von VMware zu Xen" in text
    assert "running state" not in text


def test_a_pdf_has_pages(
    around: Context, folder: Path, tmp_path: Path, run: Run, answer: Callable[[Path], None]
) -> None:
    answer(tmp_path / "it.pdf")
    assert run(certificate_file.save(QWidget(), around, folder)) == tmp_path / "it.pdf"
    content = (tmp_path / "it.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Type /Page\n" in content


def test_disks_are_drawn_on_it(
    around: Context, folder: Path, tmp_path: Path, run: Run, answer: Callable[[Path], None]
) -> None:
    """Where the source is there: in the page itself, and in the PDF as it is in the page."""
    answer(tmp_path / "it.html")
    run(certificate_file.save(QWidget(), around, folder))
    text = (tmp_path / "it.html").read_text("utf-8")
    assert text.count('<img src="data:image/png;base64,') == 1
    assert "What the disks were made of" in text
    without = re.sub(r"<img[^>]*>", "", text)
    assert len(certificate_file.pdf(text)) > len(certificate_file.pdf(without)) + 5000
    source = Conversion.open(folder).source
    away = source.rename(tmp_path / "away.vmx")
    answer(tmp_path / "other.html")
    run(certificate_file.save(QWidget(), around, folder))
    away.rename(source)  # it is used by other tests
    assert "<img" not in (tmp_path / "other.html").read_text("utf-8")


def test_nothing_from_elsewhere_is_loaded(tmp_path: Path) -> None:
    """Whatever is named in a page: neither a file nor the net is asked."""
    picture = QImage(os.urandom(200 * 200 * 4), 200, 200, QImage.Format.Format_RGB32)
    assert picture.save(str(tmp_path / "picture.png"))
    there, not_there = (
        len(certificate_file.pdf(f'<img src="{(tmp_path / name).as_uri()}">'))
        for name in ("picture.png", "another.png")
    )
    assert abs(there - not_there) < 1000  # the picture has 160,000 bytes


def test_what_is_refused_is_told(
    around: Context,
    folder: Path,
    tmp_path: Path,
    run: Run,
    answer: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    async def tell(_: object, title: str, text: str) -> None:
        told.append(text)

    monkeypatch.setattr(dialogs, "tell", tell)
    (tmp_path / "it.html").write_text("mine")
    answer(tmp_path / "it.html")
    assert run(certificate_file.save(QWidget(), around, folder)) is None
    assert "exists already" in told[0]
    assert (tmp_path / "it.html").read_text() == "mine"
