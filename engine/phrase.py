"""Words for the user that can be said in another language than English."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from typing import Any

_LIMIT = 1 << 20


class Phrase(str):
    """A text in English that knows what it was made of: ``Phrase("Kernel {file}", file=…)``."""

    template: str
    fields: dict[str, str]  #: may be phrases themselves

    def __new__(cls, template: str, /, **fields: object) -> Phrase:
        values = {key: each if isinstance(each, str) else str(each) for key, each in fields.items()}
        made = super().__new__(cls, template.format(**values))
        made.template, made.fields = template, values
        return made

    @classmethod
    def of_data(cls, template: str, /, **fields: object) -> Phrase:
        """One whose words are data, not written out where it is made."""
        return cls(template, **fields)

    @classmethod
    def joined(cls, separator: str, parts: Iterable[str]) -> Phrase:
        """Several in a row, each of which is said in the other language."""
        fields = {f"part{number}": part for number, part in enumerate(parts)}
        return cls(separator.join(f"{{{name}}}" for name in fields), **fields)

    def with_fields(self, change: Callable[[str], str]) -> Phrase:
        """The same with other fields."""
        return type(self)(self.template, **{key: change(each) for key, each in self.fields.items()})

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        """A copy is made of the same parts."""
        return (self.template,), self.fields


def packed(text: str) -> Any:
    """A text as data for JSON, from which :func:`unpacked` makes the same phrase."""
    if not isinstance(text, Phrase):
        return text
    return [text.template, {name: packed(each) for name, each in text.fields.items()}]


def unpacked(data: Any) -> str:
    """The text of :func:`packed`; raises ValueError for anything else, for it may be a stranger's.

    A template only names fields, and what they make is of a bounded length: what else ``format``
    can do is not for strangers.
    """
    match data:
        case str(text):
            return text
        case [str(template), dict(parts)]:
            fields = {name: unpacked(each) for name, each in parts.items()}
            _check(template, fields)
            return Phrase.of_data(template, **fields)
    raise ValueError("it is no phrase")


def _check(template: str, fields: dict[str, str]) -> None:
    length = len(template)
    for _, name, form, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if form or conversion or not name.isidentifier() or name not in fields:
            raise ValueError("it is no phrase")
        length += len(fields[name])
    if length > _LIMIT:
        raise ValueError("it is too long")
