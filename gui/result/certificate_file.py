"""The certificate of a result, saved as HTML or as PDF in the language of the window."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QLocale,
    QMarginsF,
    QUrl,
)
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from engine.choices import Choices
from engine.findings import Refusal
from engine.host_paths import on_host
from engine.job.result.conversion import Conversion
from engine.report import certificate
from engine.report.certificate_pictures import Picture
from engine.vmware import machine as machines
from gui.context import Context
from gui.engine_texts import failure, phrase
from gui.picture.picture_export import png, whole
from gui.picture.picture_subject import subjects
from gui.widgets import dialogs

FILTERS = "HTML (*.html);;PDF (*.pdf)"
_DOTS = 96  #: an inch: sizes in the page are those of a screen
_MARGIN = 18.0  #: millimetres
_DISKS = 8  #: that are drawn
_OWN = "data:image/png;base64,"


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
    html = certificate.page(found, _user(), moment, phrase, language, _disks(found))
    is_pdf = target.suffix.lower() == ".pdf"
    certificate.write(pdf(html) if is_pdf else html.encode("utf-8", "replace"), target)


def _disks(found: Conversion) -> tuple[Picture, ...]:
    """A picture of each disk as it was converted; none where the source is not there any more."""
    choices = found.choices or Choices()
    if on_host(found.source) is not None:  # nothing is read from elsewhere for a page
        return ()
    try:
        machine = machines.read(found.source, trusted=choices.trusted, placed=choices.placed)
        state = machines.state(machine, choices.snapshot, choices.trusted, choices.placed)
        drawn = list(subjects(state, state=choices.snapshot).values())[:_DISKS]
        return tuple(Picture(each.title, png([whole(each)])) for each in drawn)
    except Refusal:
        return ()


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
        """A picture that is in the page itself, else one of one dot: Qt would look for a file."""
        address = name if isinstance(name, str) else name.toString()
        found = QImage()
        if address.startswith(_OWN):
            found.loadFromData(QByteArray.fromBase64(address[len(_OWN) :].encode()), "PNG")
        return QImage(1, 1, QImage.Format.Format_ARGB32) if found.isNull() else found


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("certificate_file", text)
