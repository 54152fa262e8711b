"""A finished conversion in the list of machines: the folder of its results, and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.findings import Finding
from engine.job.result.conversion import Conversion, Image
from engine.phrase import Phrase
from engine.printable import label
from gui.chain.chain_nodes import Node
from gui.machines.delivered import Delivered
from gui.widgets.units import date, size


class FinishedMachine:
    """A folder of results that was opened, as it was then."""

    def __init__(self, conversion: Conversion) -> None:
        self.conversion = conversion
        self.delivered = Delivered.of(conversion)

    def take(self, conversion: Conversion, *, running: bool) -> None:
        """The folder was read anew, and its domain seen running, or not."""
        self.conversion = conversion
        self.delivered = Delivered.of(conversion, running=running)

    @property
    def folder(self) -> Path:
        return self.conversion.folder

    @property
    def name(self) -> str:
        return label(self.conversion.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found when it was converted, in the words of then."""
        return tuple(map(_finding, self.conversion.findings))

    def node(self) -> Node:
        """The row of the machine, with a row for each image and one for the configuration."""
        found = self.conversion
        node = Node(
            name=found.name,
            role=_tr("Converted"),
            size=size(sum(image.size for image in found.images)),
            date=created(found),
            description=str(found.folder),
            icon="machine",
            detail=str(found.folder),
            bold=True,
        )
        for image in found.images:
            node.add(_image_node(image))
        node.add(Node(found.config.name, role=_tr("Configuration"), icon="layer"))
        return node


def created(found: Conversion) -> str:
    """When a conversion was made, in the user's zone; empty where its manifest says nonsense."""
    try:
        return date(datetime.fromisoformat(found.created))
    except ValueError:
        return ""


def _image_node(image: Image) -> Node:
    is_there = image.path.is_file()
    return Node(
        name=image.path.name,
        role=_tr("Image"),
        check="" if is_there else _tr("Missing"),
        size=size(image.size),
        held=size(image.stored) if is_there else "",
        format=image.format,
        icon="disk" if is_there else "missing",
        check_icon="" if is_there else "error",
        detail=str(image.path),
    )


def _finding(found: Mapping[str, str]) -> Finding:
    """A finding as a manifest has it: its words are no template."""
    message, remedy = (
        Phrase.of_data("{text}", text=str(found.get(key, ""))) for key in ("message", "remedy")
    )
    return Finding(str(found.get("code", "")), message, remedy)


def _tr(text: str) -> str:
    return QCoreApplication.translate("finished_machine", text)
