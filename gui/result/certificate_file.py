"""The certificate of a result, saved as HTML or as PDF in the language of the window."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QLocale, QMarginsF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from engine.findings import Refusal
from engine.job.result.conversion import Conversion
from engine.report import certificate
from gui.context import Context
from gui.engine_texts import failure, phrase
from gui.widgets import dialogs

FILTERS = "HTML (*.html);;PDF (*.pdf)"
_DOTS = 96  #: an inch: sizes in the page are those of a screen
_MARGIN = 18.0  #: millimetres


async def save(parent: QWidget, around: Context, folder: Path) -> Path | None:
    """Ask where, and write the certificate of the results in ``folder``; None if it was not."""
    title = _tr("Save certificate")
    try:
        found = await around.workers.run(partial(Conversion.open, folder))
        target = await dialogs.new_file(parent, title, certificate.default_path(found), FILTERS)
        if target is None:
            return None
        await around.workers.run(partial(_write, found, target))
    except Refusal as refusal:
        await dialogs.tell(parent, title, failure(refusal))
        return None
    return target


def _write(found: Conversion, target: Path) -> None:
    """Write it; runs in a thread. Refuses E402, E403, E412, E420."""
    moment = datetime.now(UTC).astimezone()
    language = QLocale().name().partition("_")[0]
    html = certificate.page(found, _user(), moment, phrase, language)
    is_pdf = target.suffix.lower() == ".pdf"
    certificate.write(pdf(html) if is_pdf else html.encode("utf-8", "replace"), target)


def pdf(html: str) -> bytes:
    """A page of HTML as PDF, A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setResolution(_DOTS)
    document = _Closed()
    document.setHtml(html)
    document.setPageSize(writer.pageLayout().paintRectPixels(_DOTS).size())
    document.print_(writer)
    return bytes(buffer.data().data())


class _Closed(QTextDocument):
    """A document that loads nothing from elsewhere."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of one dot; without any Qt would look for the file itself."""
        return QImage(1, 1, QImage.Format.Format_ARGB32)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("certificate_file", text)
