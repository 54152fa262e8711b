"""Words for the user that can be said in another language than English."""

from __future__ import annotations


class Phrase(str):
    """A text in English that knows what it was made of: ``Phrase("Kernel {file}", file=…)``."""

    template: str
    fields: dict[str, str]  #: may be phrases themselves

    def __new__(cls, template: str, **fields: object) -> Phrase:
        values = {key: each if isinstance(each, str) else str(each) for key, each in fields.items()}
        made = super().__new__(cls, template.format(**values))
        made.template, made.fields = template, values
        return made
