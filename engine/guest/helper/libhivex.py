"""libhivex over a hive in memory; runs in the helper process only.

Source: hivex.h of hivex 1.3.23.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from engine import packages, platform
from engine.guest.helper.helper_protocol import Refused
from engine.guest.hives import regf
from engine.guest.hives.values import Value
from engine.phrase import Phrase

_LIBRARY = platform.library("hivex")
_PACKAGE = "libhivex0"

_DECLARATIONS = """
typedef struct hive_h hive_h;
typedef size_t hive_node_h;
typedef size_t hive_value_h;
typedef struct {
    char *key;
    int t;
    size_t len;
    char *value;
} hive_set_value;
hive_h *hivex_open(const char *filename, int flags);
int hivex_close(hive_h *);
int hivex_commit(hive_h *, const char *filename, int flags);
hive_node_h hivex_root(hive_h *);
char *hivex_node_name(hive_h *, hive_node_h);
hive_node_h *hivex_node_children(hive_h *, hive_node_h);
hive_node_h hivex_node_get_child(hive_h *, hive_node_h, const char *name);
hive_value_h *hivex_node_values(hive_h *, hive_node_h);
char *hivex_value_key(hive_h *, hive_value_h);
char *hivex_value_value(hive_h *, hive_value_h, int *type, size_t *length);
hive_node_h hivex_node_add_child(hive_h *, hive_node_h, const char *name);
int hivex_node_delete_child(hive_h *, hive_node_h);
int hivex_node_set_values(hive_h *, hive_node_h, size_t count, const hive_set_value *, int flags);
void free(void *);
"""

_OPEN_WRITE = 4
#: Longer data is cut into a list that the library can read but not write.
_LONGEST = 16344


@functools.cache
def _loaded() -> tuple[Any, Any]:
    """cffi's view of the library, and the library; raises Refused E601."""
    try:
        import cffi

        ffi = cffi.FFI()
        ffi.cdef(_DECLARATIONS)
        return ffi, ffi.dlopen(_LIBRARY)
    except (ImportError, OSError) as error:
        raise Refused("E601", library=_LIBRARY, how=packages.how(_PACKAGE), reason=error) from None


class Hive:
    """A hive being edited. Keys are named by paths from its root; case does not matter.

    Every method raises Refused E622 where the hive is damaged.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Take a hive; raises Refused: E601, E621 if it was not closed cleanly, E622."""
        self._ffi, self._library = _loaded()
        self._name = name
        regf.check_header(name, content)
        self._old_lists = regf.has_only_old_lists(content)
        self._end = regf.end_of_bins(content)
        with platform.named_file(content) as file:
            self._handle = self._library.hivex_open(file.name, _OPEN_WRITE)
        if not self._handle:
            raise self._failed()

    def keys(self, path: str) -> list[str] | None:
        """The names of the subkeys of a key; None if there is no such key."""
        node = self._find(path)
        if node is None:
            return None
        with self._array(self._library.hivex_node_children(self._handle, node)) as nodes:
            return [self._text(self._library.hivex_node_name(self._handle, each)) for each in nodes]

    def values(self, path: str) -> dict[str, Value]:
        """The values of a key by name; none if there is no such key."""
        node = self._find(path)
        if node is None:
            return {}
        with self._array(self._library.hivex_node_values(self._handle, node)) as values:
            return dict(map(self._value, values))

    def ensure_key(self, path: str) -> list[str]:
        """Make a key and those above it where missing; returns the paths of those it made."""
        node = int(self._library.hivex_root(self._handle))
        made, above = [], []
        for name in _names(path):
            above.append(name)
            child = self._child(node, name)
            if child is None:
                child = int(self._library.hivex_node_add_child(self._handle, node, name.encode()))
                if not child:
                    raise self._failed()
                made.append("\\".join(above))
            node = child
        return made

    def set_values(self, path: str, values: Mapping[str, Value]) -> None:
        """Give a key these values and no others; raises Refused E623 if there is no such key."""
        node = self._find(path)
        if node is None:
            raise Refused("E623", key=path)
        longest = max((len(value.data) for value in values.values()), default=0)
        if longest > _LONGEST:
            raise self._refused(
                Phrase("{path} has a value of {longest} bytes", path=path, longest=longest)
            )
        # cffi keeps no references: these live until the call is over.
        names = [self._ffi.new("char[]", name.encode()) for name in values]
        data = [self._ffi.new("char[]", value.data) for value in values.values()]
        rows = [
            (name, value.type, len(value.data), content)
            for name, value, content in zip(names, values.values(), data, strict=True)
        ]
        array = self._ffi.new("hive_set_value[]", rows)
        if self._library.hivex_node_set_values(self._handle, node, len(rows), array, 0):
            raise self._failed()

    def delete_key(self, path: str) -> bool:
        """Remove a key and all below it; whether there was one."""
        node = self._find(path)
        if node is None:
            return False
        if self._library.hivex_node_delete_child(self._handle, node):
            raise self._failed()
        return True

    def save(self) -> bytes:
        """The hive as it is now."""
        with platform.named_file() as file:
            if self._library.hivex_commit(self._handle, file.name, 0):
                raise self._failed()
            content = file.read()
        return regf.with_old_lists(content, self._end) if self._old_lists else content

    def close(self) -> None:
        self._library.hivex_close(self._handle)

    def _find(self, path: str) -> int | None:
        node: int | None = int(self._library.hivex_root(self._handle))
        for name in _names(path):
            node = self._child(node, name) if node is not None else None
        return node

    def _child(self, node: int, name: str) -> int | None:
        self._ffi.errno = 0
        child = int(self._library.hivex_node_get_child(self._handle, node, name.encode()))
        if not child and self._ffi.errno:
            raise self._failed()
        return child or None

    def _value(self, value: int) -> tuple[str, Value]:
        name = self._text(self._library.hivex_value_key(self._handle, value))
        kind, length = self._ffi.new("int *"), self._ffi.new("size_t *")
        data = self._library.hivex_value_value(self._handle, value, kind, length)
        if not data:
            raise self._failed()
        content = bytes(self._ffi.buffer(data, length[0]))
        self._library.free(data)
        return name, Value(kind[0] & 0xFFFFFFFF, content)

    def _text(self, text: Any) -> str:
        if not text:
            raise self._failed()
        content = bytes(self._ffi.string(text)).decode("utf-8", "replace")
        self._library.free(text)
        return content

    @contextmanager
    def _array(self, array: Any) -> Iterator[list[int]]:
        """A zero-terminated array of the library as a list."""
        if not array:
            raise self._failed()
        found: list[int] = []
        while array[len(found)]:
            found.append(int(array[len(found)]))
        self._library.free(array)
        yield found

    def _failed(self) -> Refused:
        return self._refused(OSError(self._ffi.errno, os.strerror(self._ffi.errno)))

    def _refused(self, reason: str | OSError) -> Refused:
        return Refused("E622", name=self._name, reason=reason)


def _names(path: str) -> list[str]:
    return [name for name in path.split("\\") if name]
