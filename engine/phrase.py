"""Words for the user that can be said in another language than English."""

from __future__ import annotations

from collections.abc import Callable


class Phrase(str):
    """A text in English that knows what it was made of: ``Phrase("Kernel {file}", file=…)``."""

    template: str
    fields: dict[str, str]  #: may be phrases themselves

    def __new__(cls, template: str, **fields: object) -> Phrase:
        values = {key: each if isinstance(each, str) else str(each) for key, each in fields.items()}
        made = super().__new__(cls, template.format(**values))
        made.template, made.fields = template, values
        return made

    @classmethod
    def of_data(cls, text: str) -> Phrase:
        """One whose words are data, not written out in the source."""
        return cls(text)

    def with_fields(self, change: Callable[[str], str]) -> Phrase:
        """The same with other fields."""
        return type(self)(self.template, **{key: change(each) for key, each in self.fields.items()})

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        """A copy is made of the same parts."""
        return (self.template,), self.fields
