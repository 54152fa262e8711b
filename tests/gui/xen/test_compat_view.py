"""The compatibility table on the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.report.options import Option, Options, Row
from engine.xen.compat import Verdict
from engine.xen.flags import Flags
from gui.xen.compat_model import CompatModel
from gui.xen.compat_view import CompatTable

MACHINES = (Flags(acpi=False, apic=False), Flags(vcpus=2))
NAME = "Advanced Configuration and Power Interface (ACPI) PC"


def test_names_have_their_share_at_any_width(qapp: QApplication, qtbot: QtBot) -> None:
    """Where the share was of what they leave, some widths had Qt lay it out without end."""
    cell = Option(Verdict("fits", "", ""), "keep", {}, False, False)
    model = CompatModel()
    model.show_options(Options(MACHINES, (Row("halacpi", NAME, "", False, (cell, cell)),)), ())
    table = CompatTable(model)
    qtbot.addWidget(table)
    table.show()
    names = table.verticalHeader()
    assert names.sizeHint().width() > 320
    for width in range(500, 900):
        table.resize(width, table.height())
        qapp.processEvents()
        assert names.width() == max(190, round(width * 0.38)) < names.sizeHint().width()
