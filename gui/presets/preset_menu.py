"""The menu of presets: applied to the selected machines, made of one, removed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu, QWidget

from gui.context import Context
from gui.machines.migration import Migration
from gui.presets import preset
from gui.presets.preset import NAME_LENGTH, Preset
from gui.widgets import dialogs
from gui.widgets.notices import Notices


class PresetMenu(QObject):
    """Fills menus, and does what is chosen in them; asks on ``parent``."""

    def __init__(self, parent: QWidget, around: Context, notices: Notices) -> None:
        super().__init__(parent)
        self._parent, self._around, self._notices = parent, around, notices

    def fill(self, menu: QMenu, jobs: Sequence[Migration]) -> None:
        """Put the presets into a menu that is about these machines."""
        menu.clear()
        found = preset.presets(self._around.settings)
        for each in found:
            action = menu.addAction(_plain(each.name))
            action.setEnabled(bool(jobs))
            action.setCheckable(True)
            action.setChecked(bool(jobs) and all(job.preset == each.name for job in jobs))
            action.triggered.connect(lambda _=False, each=each: self.apply(each, jobs))
        if not found:
            menu.addAction(_tr("None yet")).setEnabled(False)
        menu.addSeparator()
        save = menu.addAction(_tr("&Save the choices of this machine…"))
        save.setEnabled(len(jobs) == 1)
        save.triggered.connect(lambda: self._around.tasks.spawn(self._save(jobs[0])))
        remove = menu.addMenu(_tr("&Remove"))
        remove.setEnabled(bool(found))
        for each in found:
            action = remove.addAction(_plain(each.name))
            action.triggered.connect(
                lambda _=False, each=each: preset.forget(self._around.settings, each.name)
            )

    def apply(self, chosen: Preset, jobs: Sequence[Migration]) -> None:
        """Have a preset chosen for these, and say how many of them could be changed."""
        changed = sum([chosen.apply(job) for job in jobs])
        text = _tr("“{name}” is chosen for {count} of {all} machines.")
        told = text.format(name=chosen.name, count=changed, all=len(jobs))
        if changed == len(jobs):
            self._notices.tell("info", told)
        else:
            self._notices.tell("warning", f"{told} {_tr('The others are under way or done.')}")

    async def _save(self, job: Migration) -> None:
        name = await dialogs.ask_name(
            self._parent, _tr("Save as a preset"), _tr("Name of the preset:"), job.preset
        )
        if name := " ".join(name.split())[:NAME_LENGTH]:
            made = Preset.of(job, name)
            preset.keep(self._around.settings, made)
            job.preset = name
            job.changed.emit()


def _plain(name: str) -> str:
    """A name as the text of an entry: "&" is no mnemonic."""
    return name.replace("&", "&&")


def _tr(text: str) -> str:
    return QCoreApplication.translate("preset_menu", text)
