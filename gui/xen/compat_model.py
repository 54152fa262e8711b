"""The compatibility table as a model: a verdict in each cell, with its reason and its source."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication

from engine.report.options import Option, Options, Row
from gui.engine_texts import phrase
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.table_model import Index, TableModel
from gui.xen import verdicts

VERDICT = Qt.ItemDataRole.UserRole  #: fits, runs, unknown or fails
REASON = VERDICT + 1  #: a sentence
SOURCE = VERDICT + 2
CHOSEN = VERDICT + 3
RECOMMENDED = VERDICT + 4
BARRED = VERDICT + 5  #: Windows does not change to this HAL by itself


class CompatModel(TableModel):
    """Rows are HALs and columns machines; or rows are settings and cells their values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options = Options((), ())
        self._evidence: tuple[str, ...] = ()
        self._barred: frozenset[str] = frozenset()

    def show_options(
        self, options: Options, evidence: tuple[str, ...], barred: frozenset[str] = frozenset()
    ) -> None:
        """Show a table; one of the same shape keeps what is selected.

        HALs that are ``barred`` cannot be had, whatever would start with them.
        """
        old, self._evidence, self._barred = self._options, evidence, barred
        if _shape(options) == _shape(old):
            self._options = options
            rows, columns = self.shape()
            self.tell_changed()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows - 1)
        else:
            self.beginResetModel()
            self._options = options
            self.endResetModel()

    @property
    def has_machines(self) -> bool:
        """Whether the columns are machines."""
        return bool(self._options.machines)

    def row(self, index: Index) -> Row:
        return self._options.rows[index.row()]

    def option(self, index: Index) -> Option | None:
        """What a cell offers."""
        return self.row(index).options[index.column()] if index.isValid() else None

    def find(self, role: int) -> QModelIndex:
        """The first cell that is CHOSEN, or RECOMMENDED; invalid if none is."""
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                index = self.index(row, column)
                if self.data(index, role):
                    return index
        return QModelIndex()

    # -- TableModel

    def shape(self) -> tuple[int, int]:
        rows = self._options.rows
        return len(rows), len(rows[0].options) if rows else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        option = self.option(index)
        if option is None:
            return None
        verdict = option.verdict
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(option)
            case Qt.ItemDataRole.DecorationRole:
                return verdicts.sign(verdict.kind)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{verdicts.word(verdict.kind)}: {phrase(verdict.reason)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index, option)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return phrase(verdict.reason)
        own = {
            VERDICT: verdict.kind,
            REASON: verdict.reason,
            SOURCE: phrase(verdict.source),
            CHOSEN: option.is_chosen,
            RECOMMENDED: option.is_recommended,
            BARRED: self.row(index).key in self._barred,
        }
        return own.get(role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return self._machine(section, role)
        row = self._options.rows[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.key} · {row.detail}" if self.has_machines else setting(row.key)
            case Qt.ItemDataRole.DecorationRole if row.is_installed:
                return icon("current")
            case Qt.ItemDataRole.ToolTipRole if row.is_installed:
                lines = (f"{_tr('Installed')}: {row.detail}", *map(phrase, self._evidence))
                return tip("\n".join(lines))
            case Qt.ItemDataRole.ToolTipRole:
                return tip("\n".join(filter(None, (row.detail, phrase(row.change))))) or None
            case Qt.ItemDataRole.ForegroundRole if row.key in self._barred:
                return QGuiApplication.palette().placeholderText()
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _machine(self, section: int, role: int) -> Any:
        if not self.has_machines:
            return None
        flags = self._options.machines[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"acpi={flags.acpi:d}\napic={flags.apic:d}\nvcpus={flags.vcpus}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(str(flags))
        return None

    def _text(self, option: Option) -> str:
        if self.has_machines:
            return verdicts.word(option.verdict.kind)
        return ", ".join(value_text(key, value) for key, value in option.settings.items())

    def _spoken(self, index: Index, option: Option) -> str:
        """What a screen reader says of a cell."""
        row = self.row(index)
        values = " ".join(f"{key}={value}" for key, value in option.settings.items())
        parts = [f"{row.key}, {values}" if self.has_machines else values]
        parts.append(verdicts.word(option.verdict.kind))
        parts += [_tr("recommended")] if option.is_recommended else []
        parts += [_tr("chosen")] if option.is_chosen else []
        parts += [_tr("cannot be had")] if row.key in self._barred else []
        return ", ".join(parts)


def _shape(options: Options) -> tuple[int, list[tuple[str, int]]]:
    return len(options.machines), [(row.key, len(row.options)) for row in options.rows]


def setting(key: str) -> str:
    """The name of a setting, for people."""
    names = {
        "hdtype": _tr("Disk bus"),
        "xen_platform_pci": _tr("PV drivers"),
        "firmware": _tr("Firmware"),
        "acpi": "ACPI",
        "apic": "APIC",
        "vcpus": _tr("vCPUs"),
        "pae": "PAE",
        "viridian": _tr("Viridian (Hyper-V)"),
        "nic.model": _tr("Network card"),
    }
    return names[key]


def value_text(key: str, value: str) -> str:
    """The value of a setting, for people."""
    if key in ("hdtype", "firmware"):
        return value.upper()
    if key in ("acpi", "apic", "pae", "viridian", "xen_platform_pci"):
        return _tr("on") if value == "1" else _tr("off")
    return value


def _tr(text: str) -> str:
    return QCoreApplication.translate("compat_model", text)
