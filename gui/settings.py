"""What is remembered from one start to the next. Each setting is declared once, below."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QSaveFile, QStandardPaths

FILE_LIMIT = 1 << 20
RECENT = 10  #: machines opened that are remembered
NO_SERVER = "root@server"  #: an example, as long as none was named
FOLDERS = 20  #: unfinished conversions that are remembered


@dataclass
class Settings:
    """The settings with their types and defaults; ``file`` is where they are kept."""

    file: Path = field(metadata={"stored": False})
    geometry: str = ""  #: position and size of the window, as Qt saves it, in hex
    splitter: str = ""  #: how the window is divided, likewise
    columns: str = ""  #: how the tree and the picture share the width, likewise
    tree: str = ""  #: the columns of the tree with their widths, as it has them
    unfolded: list[str] = field(default_factory=list)  #: cards that the user has unfolded
    folded: list[str] = field(default_factory=list)  #: cards that the user has folded up
    drawer: str = ""  #: which page of the drawer is open: queue, log, or none
    last_folder: str = ""  #: where the last machine was opened
    target_folder: str = ""  #: where folders of results are made; empty for beside each machine
    recent: list[str] = field(default_factory=list)  #: machines opened, newest first
    speed: int = 0  #: bytes per second of the last conversion, 0 if none was measured
    server: str = NO_SERVER  #: for the commands that bring a result there
    server_folder: str = ""  #: for images there; empty as long as none was named
    group: str = "vg0"  #: the volume group there
    presets: list[str] = field(default_factory=list)  #: as gui.presets.preset has them
    language: str = ""  #: of the window; empty for that of the system
    theme: str = ""  #: light or dark; empty for that of the system
    after: str = "nothing"  #: once the queue is done, as gui.desktop.after_work has it
    networks: str = ""  #: path of the table of networks; empty for none
    unfinished: list[str] = field(default_factory=list)  #: folders of conversions to be resumed

    @classmethod
    def load(cls, file: Path | None = None) -> Settings:
        """Read the settings; what is missing or of the wrong type has its default."""
        settings = cls(file or default_file())
        for name, value in _stored(settings.file).items():
            if name in _names() and _fits(getattr(settings, name), value):
                setattr(settings, name, value)
        return settings

    def save(self) -> None:
        """Write them: all or nothing. A folder that cannot be written to is no reason to stop."""
        values = {name: value for name, value in asdict(self).items() if name in _names()}
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
        out = QSaveFile(str(self.file))
        if out.open(QIODevice.OpenModeFlag.WriteOnly):
            out.write(json.dumps(values, indent=2).encode())
            out.commit()

    def note_opened(self, path: Path) -> None:
        """A machine was opened; it is for the caller to save that."""
        self.recent = [str(path), *(each for each in self.recent if each != str(path))][:RECENT]

    def remember_opened(self, path: Path) -> None:
        """A machine was opened."""
        self.note_opened(path)
        self.save()

    def forget_opened(self) -> None:
        """The list of machines that were opened is cleared."""
        self.recent = []
        self.save()

    def remember_unfinished(self, folder: Path) -> None:
        """A conversion into ``folder`` has begun."""
        self.unfinished = [*(each for each in self.unfinished if each != str(folder)), str(folder)]
        self.unfinished = self.unfinished[-FOLDERS:]
        self.save()

    def forget_unfinished(self, folder: Path) -> None:
        """The conversion into ``folder`` is done, or is not wanted any more."""
        if str(folder) in self.unfinished:
            self.unfinished = [each for each in self.unfinished if each != str(folder)]
            self.save()


def default_file() -> Path:
    kind = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(kind)) / "settings.json"


def _names() -> set[str]:
    return {each.name for each in fields(Settings) if each.metadata.get("stored", True)}


def _stored(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > FILE_LIMIT:
            return {}
        values = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _fits(default: object, value: object) -> bool:
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return type(value) is type(default)
