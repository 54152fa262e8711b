"""The HAL of the Windows in an image: which it is, which it could be, what can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.findings import Finding, refuse
from engine.job.result import guest_image
from engine.job.result.conversion import Conversion
from engine.job.result.edit_history import GuestEdit
from engine.phrase import Phrase
from engine.report.guest_report import hal_choices


@dataclass(frozen=True, slots=True)
class HalChoice:
    """A HAL that the Windows could have."""

    hal: str  #: its name without .dll
    computer: str  #: what Device Manager calls it
    is_installed: bool
    is_offered: bool  #: Device Manager offers the change, too
    is_there: bool  #: its file is in the guest
    reason: str  #: what Windows thinks of the change
    flags: str  #: of Xen's that go with it


@dataclass(frozen=True, slots=True)
class ImageHals:
    """What was seen in an image."""

    image: Path
    windows: str  #: name, service pack and processor
    choices: tuple[HalChoice, ...]  #: none where a Windows has one HAL only
    newest: GuestEdit | None  #: the change that is taken back next
    findings: tuple[Finding, ...]


def image_at(path: Path) -> Path:
    """``path`` itself, or the image in a folder of results; refuses E446, E447."""
    if not path.exists():
        raise refuse("E446", path=path)
    if not path.is_dir():
        return path
    images = [each.path for each in Conversion.open(path).images]
    if len(images) != 1:
        raise refuse("E447", path=path, names=", ".join(each.name for each in images))
    return images[0]


def look(path: Path) -> ImageHals:
    """The Windows in a raw image, or in that of a folder of results.

    Refuses E446 to E448, E630, E645, E650 and what cannot be read.
    """
    image = image_at(path)
    guest_image.check_raw(image)
    guest = guest_image.look(image)
    windows = guest_image.choose(guest)
    choices = tuple(
        HalChoice(
            row["hal"],
            row["computer"],
            is_installed=row["verdict"] == "same",
            is_offered=row["verdict"] == "offered",
            is_there=bool(row["file"]),
            reason=Phrase("{file} is not in the guest", file=f"{row['hal']}.dll")
            if not row["file"] and row["verdict"] != "same"
            else row["reason"],
            flags=row["xen"],
        )
        for row in hal_choices(windows)
    )
    words = (windows.name, windows.service_pack, windows.architecture)
    edits = guest_image.edits(image)
    newest = edits[-1] if edits else None
    return ImageHals(image, " ".join(filter(None, words)), choices, newest, guest.findings)
