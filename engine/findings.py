"""Refusals and warnings: a code, one sentence and the remedy, of ``engine.catalogue``.

Codes beginning with ``E`` block the work, codes beginning with ``W`` only warn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from engine import actions, system_errors
from engine.catalogue import CATALOGUE
from engine.host_paths import text_of, without_password
from engine.phrase import Phrase


class Severity(StrEnum):
    """Whether a finding blocks the work or only warns."""

    ERROR = "error"
    WARNING = "warning"


#: A file of a disk that is missing, truncated, damaged, of another disk, or on a device.
_LOCATABLE = (
    *("E115", "E201", "E202", "E203", "E204", "E205", "E211", "E213", "E214", "E215", "E217"),
    *("E219", "E301", "E302", "W113"),
)
#: In a remedy, as long as it is not known which file of the machine it is about.
_ANY_PLACE = "SLOT.LAYER"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the user about."""

    code: str
    message: Phrase
    remedy: Phrase
    file: str = ""  #: the name of the file that it is about
    place: str = ""  #: which file of a machine that is, ``scsi0:1.2``: as --set locate.… takes it
    #: The system's number of the error that it tells of, 0 for none; not kept in files.
    errno: int = field(default=0, compare=False)

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def locatable(self) -> bool:
        """Whether it helps to say where (else) the file is."""
        return bool(self.place) and self.code in _LOCATABLE

    def at(self, place: object) -> Finding:
        """The same, said of the file at ``place``, unless it is of another."""
        if self.place:
            return self
        fields = {**self.remedy.fields, "place": str(place)}
        for name, action in self.remedy.fields.items():
            if isinstance(action, Phrase) and name in actions.ACTIONS:
                own = {**action.fields, "place": str(place)}
                fields[name] = Phrase.of_data(action.template, **own)
        remedy = Phrase.of_data(self.remedy.template, **fields)
        return replace(self, remedy=remedy, place=str(place))

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of the actions that its remedy speaks of, as :mod:`engine.actions` has them."""
        return actions.named(self.remedy.template)

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "remedy": self.remedy,
            **({"file": self.file} if self.file else {}),
            **({"place": self.place} if self.place else {}),
        }

    def __str__(self) -> str:
        return f"{self.code}: {self.message}\n       {self.remedy}"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """The work cannot be done; ``findings`` say why and what helps. Exit code 3."""

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(str(each) for each in self.findings))

    def at(self, place: object) -> Refusal:
        """The same, said of the file of a machine at ``place``."""
        return Refusal(each.at(place) for each in self.findings)


class Stopped(Exception):  # noqa: N818
    """The user stopped the work; it can be resumed. Exit code 4."""


def finding(code: str, about: str = "", **fields: object) -> Finding:
    """Make the finding ``code`` of the catalogue with its fields filled in.

    ``about``: the name of the file that it is about, where that is not the last part of ``path``.
    Values come from untrusted files: they are shortened, and control characters are replaced; a
    password in an address is left out.
    An exception says what it was raised with.
    """
    message, remedy = CATALOGUE[code]
    fields = {"place": _ANY_PLACE, **fields}
    safe = {key: _printable(words(value)) for key, value in fields.items()}
    path = fields.get("path")
    about = about or (path.name if isinstance(path, Path) else "")
    errors = (each.errno or 0 for each in fields.values() if isinstance(each, OSError))
    said = Phrase.of_data(message, **safe), actions.said(remedy, **safe)
    return Finding(code, *said, about, errno=next(errors, 0))


def refuse(code: str, about: str = "", **fields: object) -> Refusal:
    """The refusal made of one finding, to be raised."""
    return Refusal(finding(code, about, **fields))


def of_system(error: BaseException) -> Finding | None:
    """What is said of an error that nothing expected, E418 or E995; None for a bug of ours."""
    if system_errors.is_out_of_memory(error):
        return finding("E418")
    if not isinstance(error, OSError) or not system_errors.is_of_system(error):
        return None
    what = words(error)
    named = isinstance(error.filename, str)
    return finding("E995", reason=Phrase.joined(": ", (error.filename, what)) if named else what)


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of ``findings`` that block the work."""
    return tuple(each for each in findings if each.blocks)


def words(value: object) -> str:
    """A field as text: a phrase stays one, also one that an exception was raised with."""
    match value:
        case str():
            return value
        case Path():
            return _shortened(text_of(value))
        case OSError():
            return system_errors.words(value)
        case Exception(args=[Phrase() as said]):
            return said
        case MemoryError():
            return Phrase("it takes more memory than there is")
    return str(value)


def _shortened(path: str, limit: int = 300) -> str:
    """A path keeps both its ends."""
    cut = limit // 2
    return path if len(path) <= limit else f"{path[: cut - 1]}…{path[-cut:]}"


def _printable(text: str, limit: int = 350) -> str:
    if isinstance(text, Phrase):
        return text.with_fields(_printable)
    text = without_password(text[: 4 * limit])  # one that is cut is no address any more
    if len(text) > limit:
        text = f"{text[:limit]}…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
