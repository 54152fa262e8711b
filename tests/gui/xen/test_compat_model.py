"""The compatibility table as a model, without a window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from engine.report.options import Option, Options, Row
from engine.xen.compat import Verdict
from engine.xen.compat_table import KINDS, Kind
from engine.xen.flags import Flags
from gui.desktop import theme
from gui.xen import verdicts
from gui.xen.compat_model import CHOSEN, REASON, RECOMMENDED, SOURCE, VERDICT, CompatModel

ROLE = Qt.ItemDataRole
MACHINES = (Flags(acpi=False, apic=False), Flags(vcpus=2))


def option(kind: Kind, settings: dict[str, str], *, chosen: bool = False) -> Option:
    return Option(Verdict(kind, f"It {kind}.", "a book"), "keep", settings, chosen, chosen)


def hals(kind: Kind = "fits") -> Options:
    """One HAL that is not installed, and one that is, on two machines."""
    off, on = {"acpi": "0"}, {"acpi": "1"}
    return Options(
        MACHINES,
        (
            Row("hal", "Standard PC", "It takes a file.", False,
                (option("fits", off), option("runs", on))),
            Row("halmacpi", "ACPI PC", "", True,
                (option("fails", off), option(kind, on, chosen=True))),
        ),
    )  # fmt: skip


def settings() -> Options:
    rows = {
        "hdtype": ({"hdtype": "ide"}, {"hdtype": "ahci"}),
        "acpi": ({"acpi": "1"}, {"acpi": "0"}),
        "xen_platform_pci": ({"xen_platform_pci": "1"}, {"xen_platform_pci": "0"}),
        "nic.model": ({"nic.model": "rtl8139"}, {"nic.model": "e1000"}),
    }
    return Options(
        (),
        tuple(
            Row(key, "", "", False, (option("fits", one, chosen=True), option("unknown", other)))
            for key, (one, other) in rows.items()
        ),
    )


@pytest.fixture
def model() -> CompatModel:
    made = CompatModel()
    made.show_options(hals(), ("setup.log: it was copied", "registry: it agrees"))
    return made


def header(model: CompatModel, section: int, role: ROLE = ROLE.DisplayRole) -> Any:
    return model.headerData(section, Qt.Orientation.Vertical, role)


def test_it_keeps_the_rules_of_qt(model: CompatModel) -> None:
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    model.show_options(hals("runs"), ())
    model.show_options(settings(), ())
    model.show_options(Options((), ()), ())
    assert tester.model() is model


def test_rows_are_hals_and_columns_machines(model: CompatModel) -> None:
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    assert header(model, 0) == "hal · Standard PC"
    across = Qt.Orientation.Horizontal
    assert model.headerData(0, across) == "acpi=0\napic=0\nvcpus=1"
    assert model.headerData(1, across, ROLE.ToolTipRole) == "acpi=1 apic=1 vcpus=2"


def test_a_cell_tells_its_verdict_with_reason_and_source(model: CompatModel) -> None:
    cell = model.index(1, 1)
    roles = (VERDICT, REASON, SOURCE, CHOSEN, RECOMMENDED)
    assert [model.data(cell, role) for role in roles] == ["fits", "It fits.", "a book", True, True]
    assert model.data(cell) == "fits"
    assert model.data(cell, ROLE.ToolTipRole) == "fits: It fits."
    spoken = model.data(cell, ROLE.AccessibleTextRole)
    assert spoken == "halmacpi, acpi=1, fits, recommended, chosen"
    assert model.data(cell, ROLE.AccessibleDescriptionRole) == "It fits."


def test_the_installed_one_is_marked_with_the_evidence(model: CompatModel) -> None:
    assert isinstance(header(model, 1, ROLE.DecorationRole), QIcon)
    assert header(model, 0, ROLE.DecorationRole) is None
    assert header(model, 1, ROLE.ToolTipRole).splitlines() == [
        "Installed: ACPI PC",
        "setup.log: it was copied",
        "registry: it agrees",
    ]


def test_what_is_chosen_and_recommended_is_found(model: CompatModel) -> None:
    for role in (CHOSEN, RECOMMENDED):
        index = model.find(role)
        assert (index.row(), index.column()) == (1, 1)
    assert model.option(QModelIndex()) is None


def test_settings_show_their_values() -> None:
    model = CompatModel()
    model.show_options(settings(), ())
    assert [header(model, row) for row in range(4)] == [
        "Disk bus",
        "ACPI",
        "PV drivers",
        "Network card",
    ]
    shown = [[model.index(row, column).data() for column in (0, 1)] for row in range(4)]
    assert shown == [["IDE", "AHCI"], ["on", "off"], ["on", "off"], ["rtl8139", "e1000"]]
    assert model.headerData(0, Qt.Orientation.Horizontal) is None
    assert model.data(model.index(0, 1), ROLE.AccessibleTextRole) == "hdtype=ahci, unknown"


def test_a_table_of_the_same_shape_keeps_what_is_selected(model: CompatModel) -> None:
    changed, reset = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    model.show_options(hals("runs"), ())
    assert (changed.count(), reset.count()) == (1, 0)
    assert model.data(model.index(1, 1), VERDICT) == "runs"
    model.show_options(settings(), ())
    assert reset.count() == 1


@pytest.mark.parametrize("dark", [False, True])
def test_verdicts_differ_by_sign_and_word_and_colour(dark: bool) -> None:
    palette = theme.palette(dark)
    assert len({verdicts.word(kind) for kind in KINDS}) == 4
    assert len({verdicts.meaning(kind) for kind in KINDS}) == 4
    assert len({verdicts.sign(kind).cacheKey() for kind in KINDS}) == 4
    grounds = [verdicts.ground(kind, palette) for kind in KINDS]
    assert len({each.name() for each in grounds}) == 4
    text = palette.text().color()
    assert min(contrast(text, each) for each in grounds) >= 7


def contrast(one: QColor, other: QColor) -> float:
    """As WCAG 2 has it, from 1 to 21."""
    lights = sorted(luminance(each) for each in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
