"""The modules of an installed kernel: which there are, and what a module needs.

Source: modules.dep(5), depmod(8); a line is ``kernel/a.ko: kernel/b.ko kernel/c.ko``, with all that
is needed, the last first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.guest.linux.initramfs import module_name, same_name
from engine.guest.linux.installation import Tree

#: What depmod writes: what is in it decides which module serves which device.
INDEXES = (
    "alias", "alias.bin", "builtin", "builtin.alias.bin", "builtin.bin", "builtin.modinfo", "dep",
    "dep.bin", "devname", "order", "softdep", "symbols", "symbols.bin", "weakdep",
)  # fmt: skip
FOLDERS = ("/lib/modules", "/usr/lib/modules")
_LINES_LIMIT = 100_000


@dataclass(frozen=True)
class KernelModules:
    """The modules of one kernel; names are with ``-`` for ``_``."""

    folder: str  #: where they are in the guest, such as ``/lib/modules/6.1.0-50-amd64``
    builtin: frozenset[str]
    paths: dict[str, str] = field(repr=False)  #: by name, below ``folder``
    needs: dict[str, tuple[str, ...]] = field(repr=False)  #: paths by path

    @property
    def known(self) -> frozenset[str]:
        """All that the kernel has, built in or to be loaded."""
        return self.builtin | self.paths.keys()

    def closure(self, names: Iterable[str]) -> tuple[str, ...]:
        """The paths of modules and of all that they need, below ``folder``, sorted."""
        wanted = [self.paths[name] for name in map(same_name, names) if name in self.paths]
        return tuple(sorted({*wanted, *(each for path in wanted for each in self.needs[path])}))


def read(files: Tree, version: str) -> KernelModules:
    """The modules of the kernel ``version``; none where there is no folder of them."""
    places = [f"{folder}/{version}" for folder in FOLDERS]
    folder = next((each for each in places if files.exists(each)), places[0])
    builtin = files.text(f"{folder}/modules.builtin").splitlines()
    needs = dict(_lines(files.text(f"{folder}/modules.dep", 32 << 20)))
    return KernelModules(
        folder=folder,
        builtin=frozenset(filter(None, map(module_name, builtin))),
        paths={name: path for path in needs if (name := module_name(path))},
        needs=needs,
    )


def _lines(text: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in text.splitlines()[:_LINES_LIMIT]:
        path, colon, needed = line.partition(":")
        if colon and _is_below(path):
            yield path.strip(), tuple(filter(_is_below, needed.split()))


def _is_below(path: str) -> bool:
    """Whether a path stays in its folder."""
    return not path.startswith("/") and ".." not in path.split("/")
