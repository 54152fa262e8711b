"""What the engine has found, in the language of the window; its log and JSON stay English."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.actions import ACTIONS
from engine.findings import Finding, Refusal, words
from engine.phrase import Phrase


def message(finding: Finding) -> str:
    """What is wrong."""
    return phrase(finding.message)


def remedy(finding: Finding) -> str:
    """What helps."""
    return phrase(finding.remedy)


def sentences(finding: Finding) -> str:
    """Both, one after the other."""
    return f"{message(finding)} {remedy(finding)}"


def lines(finding: Finding) -> str:
    """Both below each other, with the code."""
    return f"{finding.code}: {message(finding)}\n       {remedy(finding)}"


def failure(error: Refusal | OSError) -> str:
    """Why something could not be done."""
    if isinstance(error, Refusal):
        return "\n".join(map(sentences, error.findings))
    return phrase(words(error))


def _field(name: str, value: str) -> str:
    """A field of a phrase; what is told to do is said as the window does it, not as an option."""
    if name not in ACTIONS or not isinstance(value, Phrase):
        return phrase(value)
    return phrase(Phrase.of_data(ACTIONS[name].window, **value.fields))


def phrase(text: str) -> str:
    """A text of the engine; names and the like are no phrases and stay as they are."""
    if not isinstance(text, Phrase):
        return text
    fields = {name: _field(name, value) for name, value in text.fields.items()}
    return QCoreApplication.translate("phrases", text.template).format(**fields)
