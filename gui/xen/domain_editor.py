"""The settings of the domain that people change, each as it will be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from engine.choices import GUEST, LINUX_PARTS, LOCATE
from engine.job.convert.outlook import Outlook
from engine.xen.domain import MEMORY, VCPUS, Domain, Firmware, Hdtype, Model
from engine.xen.flags import Flags
from gui.widgets import labels, tab_order
from gui.widgets.see_through import see_through
from gui.xen.domain_fields import Field, choice, number, switch, text
from gui.xen.other_settings import OtherSettings
from gui.xen.table_choice import TableChoice

#: What the card Guest has a switch for.
_SWITCHES = {
    f"{GUEST}{name}" for name in ("tools", "addresses", "cpu", "heads", "crash", *LINUX_PARTS)
}
MEMORY_STEP = 256  #: MiB
_HEIGHT = 250  #: at most; with several network cards it scrolls
_CARDS_AT_ONCE = 1


class DomainEditor(QScrollArea):
    """A form. It changes nothing itself: it tells KEY and VALUE, and shows what came of it."""

    changed = Signal(str, str)
    others_told = Signal(object)  #: dict of settings that no field stands for

    def __init__(self, parent: QWidget | None = None, *, has_table: bool = True) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._cards: int | None = None
        self._has_table = has_table  #: networks can be named by a table
        self.table = TableChoice()  # outlives the forms: it is no setting of a domain
        self.others = OtherSettings()  # likewise, it is of no card
        self.others.told.connect(self.others_told)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have it

    def show_outlook(self, outlook: Outlook) -> None:
        """Show the domain; what was asked for is shown even if it is not possible."""
        domain = outlook.domain
        is_possible = not any(each.blocks for each in outlook.findings)
        now = values(domain) | ({} if is_possible else outlook.choices.domain)
        self.show_values(now, values(outlook.recommended_domain))
        self.others.show_settings(self.others_of(outlook.choices.settings))

    def others_of(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Those of ``settings`` that no field and no switch of the window stands for."""
        return {
            key: value
            for key, value in settings.items()
            if key not in (*self.fields, "redo", "nic.model", *_SWITCHES)
            and not key.startswith(LOCATE)
        }

    def show_values(self, now: dict[str, str], usual: dict[str, str], hint: str = "") -> None:
        """Show settings; those that are not the usual ones stand out, ``hint`` says what is."""
        cards = sum(key.endswith(".model") for key in usual)
        if cards != self._cards:
            self._build(cards)
        for key, field in self.fields.items():
            field.show(now[key], usual[key], hint)

    @property
    def whole_height(self) -> int:
        """Pixels in which nothing of the form is scrolled."""
        inside = self.widget()
        return inside.sizeHint().height() if inside is not None else 0

    def _build(self, cards: int) -> None:
        """Make the form for so many network cards."""
        self._cards, self.fields = cards, {}
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(8, 8, 8, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(
            _tr("Flags"), self._row(*(self._switch(key) for key in ("acpi", "apic", "pae")))
        )
        form.addRow(_tr("vCPUs"), self._number("vcpus", _tr("vCPUs"), VCPUS, "", 1))
        form.addRow(
            _tr("Memory"), self._number("memory", _tr("Memory"), MEMORY, " MiB", MEMORY_STEP)
        )
        form.addRow(_tr("Firmware"), self._choice("firmware", _tr("Firmware"), get_args(Firmware)))
        form.addRow(_tr("Disk bus"), self._choice("hdtype", _tr("Disk bus"), get_args(Hdtype)))
        if self._has_table:
            form.addRow(_tr("Networks"), self.table)
        for index in range(cards):
            self._add_card(form, f"nic{index}", index)
        form.addRow(_tr("Other settings"), self.others)
        self.setWidget(inside)
        see_through(self)
        tab_order.follow(self, (*(each.widget for each in self.fields.values()), self.others))
        bar = self.verticalScrollBar().sizeHint().width() if cards > _CARDS_AT_ONCE else 0
        self.setMinimumWidth(inside.minimumSizeHint().width() + bar)
        self.setMinimumHeight(min(self.whole_height, _HEIGHT))

    def _add_card(self, form: QFormLayout, key: str, index: int) -> None:
        name = _tr("Network card {number}").format(number=index)
        models = choice(
            f"{key}.model", f"{name}: {_tr('model')}", ((each, each) for each in get_args(Model)),
            self.changed.emit,
        )  # fmt: skip
        bridge = text(f"{key}.bridge", f"{name}: {_tr('bridge')}", _tr("bridge"), self.changed.emit)
        mac = text(f"{key}.mac", f"{name}: {_tr('MAC address')}", _tr("any"), self.changed.emit)
        label = labels.line(name)
        label.setBuddy(models.widget)
        form.addRow(label, self._row(self._take(models), self._take(bridge)))
        form.addRow(_tr("MAC, card {number}").format(number=index), self._take(mac))

    def _switch(self, key: str) -> QWidget:
        return self._take(switch(key, key, self.changed.emit))

    def _number(self, key: str, name: str, numbers: range, suffix: str, step: int) -> QWidget:
        return self._take(number(key, name, numbers, suffix, step, self.changed.emit))

    def _choice(self, key: str, name: str, words: tuple[str, ...]) -> QWidget:
        pairs = ((each.upper(), each) for each in words)
        return self._take(choice(key, name, pairs, self.changed.emit))

    def _take(self, field: Field) -> QWidget:
        self.fields[field.key] = field
        return field.widget

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        for widget in widgets:
            row.addWidget(widget, 1)
        return row


def values(domain: Domain) -> dict[str, str]:
    """The settings of a domain that can be changed here, as --set takes them."""
    found = Flags.of(domain).settings | {"memory": str(domain.memory)}
    for index, vif in enumerate(domain.vifs):
        found |= {
            f"nic{index}.model": vif.model,
            f"nic{index}.bridge": vif.bridge,
            f"nic{index}.mac": vif.mac,
        }
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("domain_editor", text)
