"""Changing a registry hive; libhivex does it, in the helper process.

A hive goes in as bytes and comes out as bytes; where it is read from and written to is no matter
here. Keys are named by paths from the hive's root; case does not matter in names, for those of keys
in ASCII only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Message, Plain
from engine.guest.hives.hive_reader import Content
from engine.guest.hives.hive_reader import Hive as HiveReader
from engine.guest.hives.values import Value, from_wire, to_wire
from engine.guest.volumes.windows_names import fold


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key that was made, or removed with all below it."""

    key: str
    added: bool

    def __str__(self) -> str:
        return f"{'+' if self.added else '-'} [{self.key}]"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value before and after; None where there is none."""

    key: str
    name: str
    before: Value | None
    after: Value | None

    def __str__(self) -> str:
        before, after = (
            "(none)" if value is None else str(value) for value in (self.before, self.after)
        )
        return f"[{self.key}] {self.name or '(default)'}: {before} → {after}"


Change = KeyChange | ValueChange


@contextmanager
def edit(native: Native, name: str, content: bytes) -> Iterator[Hive]:
    """The hive in ``content``, to be changed; ``name`` is for messages.

    Refuses E601, E602, E621 if it was not closed cleanly, E622 if it is damaged.
    """
    hive = Hive(native, name, content)
    yield hive
    hive.close()


class Hive:
    """A hive being changed. What is already so is not changed; refuses E622 and E623."""

    def __init__(self, native: Native, name: str, content: bytes) -> None:
        self._native, self._name, self._content = native, name, content
        self._number = native.call("hive_open", content, name=name).number("hive")
        self._changes: list[Change] = []

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed, in order."""
        return tuple(self._changes)

    @property
    def before(self) -> HiveReader:
        """The hive as it was, to be read: fast where many keys are looked through."""
        return HiveReader(self._name, Content(self._content))

    def keys(self, key: str) -> tuple[str, ...]:
        """The names of the subkeys of a key; none if there is no such key."""
        return tuple(str(name) for name in self._call("hive_keys", key=key).rows("names"))

    def has_key(self, key: str) -> bool:
        return bool(self._call("hive_keys", key=key).number("exists"))

    def values(self, key: str) -> dict[str, Value]:
        """The values of a key by name; none if there is no such key."""
        return from_wire(self._call("hive_values", key=key))

    def get(self, key: str, name: str) -> Value | None:
        """A value; None if there is none."""
        values = self.values(key)
        return values.get(_same(values, name))

    def ensure_key(self, key: str) -> None:
        """Make a key, and those above it, where missing.

        Raises ValueError for a name that is not ASCII: the library puts only such in their order.
        """
        if not key.isascii():
            raise ValueError(f"{key} is not ASCII")
        made = self._call("hive_ensure_key", key=key).rows("made")
        self._changes += [KeyChange(str(each), added=True) for each in made]

    def set(self, key: str, name: str, value: Value) -> None:
        """Set a value of a key that exists."""
        values = self.values(key)
        name = _same(values, name)
        before = values.get(name)
        if before != value:
            self._set_values(key, {**values, name: value})
            self._changes.append(ValueChange(key, name, before, value))

    def delete_value(self, key: str, name: str) -> None:
        """Remove a value if there is one."""
        values = self.values(key)
        name = _same(values, name)
        before = values.pop(name, None)
        if before is not None:
            self._set_values(key, values)
            self._changes.append(ValueChange(key, name, before, None))

    def delete_key(self, key: str) -> None:
        """Remove a key and all below it if there is one."""
        if self._call("hive_delete_key", key=key).number("deleted"):
            self._changes.append(KeyChange(key, added=False))

    def save(self) -> bytes:
        """The hive as it is now; the same bytes as before if nothing was changed."""
        return self._call("hive_save").body if self._changes else self._content

    def close(self) -> None:
        self._call("hive_close")

    def _set_values(self, key: str, values: dict[str, Value]) -> None:
        rows, body = to_wire(values)
        self._call("hive_set_values", body, key=key, values=rows)

    def _call(self, do: str, body: bytes = b"", **arguments: Plain) -> Message:
        return self._native.call(do, body, None, hive=self._number, **arguments)


def _same(values: dict[str, Value], name: str) -> str:
    """The name as a value of the key has it already, else as it is."""
    wanted = fold(name)
    return next((each for each in values if fold(each) == wanted), name)
