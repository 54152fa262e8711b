"""Random machines: slots, chains, folders, ways to write a path, names, encodings, files located.

The truth is known of every slot, whatever became of its files: some are in the machine's folder,
some beside it, some were on another computer and lie somewhere else here.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from fixtures.several import Form, noise, write_base, write_child, write_vmx
from hypothesis import strategies as st

Home = Literal["vm", "sub", "near", "lost1", "lost2"]
Way = Literal["relative", "absolute", "windows", "unc", "datastore"]
Saying = Literal["nothing", "place", "name"]

SLOTS = ("scsi0:0", "scsi0:1", "scsi1:3", "ide0:0", "sata0:2", "nvme0:1")
#: What .encoding and Python call an encoding, and names that it can write.
ENCODINGS = {
    ("UTF-8", "utf-8"): ("vm", "data", "Größe", "サーバ"),
    ("windows-1252", "cp1252"): ("vm", "data", "Größe"),
    ("windows-1251", "cp1251"): ("vm", "data", "сервер"),
    ("GBK", "gbk"): ("vm", "data", "新建"),
    ("Shift_JIS", "cp932"): ("vm", "data", "サーバ"),
    ("windows-949-2000", "cp949"): ("vm", "서버"),
}
#: Where a home is within the root of all, seen from the machine and as it really is.
_LOGICAL = {"vm": "vm", "sub": "vm/sub", "near": "near", "lost1": "lost1", "lost2": "lost2"}
_REAL = {**_LOGICAL, "lost1": "copies/lost1", "lost2": "copies/lost2"}


@dataclass(frozen=True)
class Layer:
    """A disk file: its name without ending, where it is, how its name is written, what is said."""

    stem: str
    home: Home
    way: Way
    form: Form
    saying: Saying

    @property
    def file(self) -> str:
        return f"{self.stem}.vmdk"

    def real(self, root: Path) -> Path:
        """Where the file is on this computer."""
        return root / _REAL[self.home] / self.file

    def written(self, root: Path, beside: Home) -> str:
        """Its path as something in the folder ``beside`` names it."""
        if self.way == "relative":
            start, folder = _LOGICAL[beside], PurePosixPath(_LOGICAL[self.home])
            return os.path.relpath(folder / self.file, start)
        if self.way == "absolute":
            here = not self.home.startswith("lost")
            above = root / _LOGICAL[self.home] if here else Path("/vmfs/volumes", self.home)
            return str(above / self.file)
        if self.way == "windows":
            return f"D:\\machines\\{self.home}\\{self.file}"
        if self.way == "unc":
            return f"\\\\server\\{self.home}\\{self.file}"
        return f"[{self.home}] machine/{self.file}"


@dataclass(frozen=True)
class Recipe:
    """A machine to be built: chains by slot, the newest layer first."""

    chains: dict[str, list[Layer]]
    encoding: tuple[str, str]
    trusted: bool
    decomposed: bool  #: the names of the files were changed by a Mac
    without: frozenset[str] = frozenset()
    wrong: tuple[str, str] | None = None  #: the disk of a slot is said to be that of another


@dataclass(frozen=True)
class Built:
    """What was built: the .vmx, what the user says, and what each slot must read as."""

    vmx: Path
    placed: dict[str, Path]
    truths: dict[str, bytes]
    recipe: Recipe = field(repr=False)


layers = st.builds(
    Layer,
    stem=st.just(""),
    home=st.sampled_from(("vm", "vm", "vm", "sub", "near", "lost1", "lost2")),
    way=st.sampled_from(("relative", "relative", "absolute", "windows", "unc", "datastore")),
    form=st.sampled_from(("flat", "sparse", "split")),
    saying=st.sampled_from(("nothing", "nothing", "place", "place", "name")),
)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Machines whose files have few names, so that these meet."""
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    names = ENCODINGS[encoding]
    slots = draw(st.lists(st.sampled_from(SLOTS), min_size=1, max_size=4, unique=True))
    taken: set[tuple[str, str]] = set()
    chains = {slot: _named(draw, names, draw(st.lists(layers, min_size=1, max_size=3)), taken)
              for slot in slots}  # fmt: skip
    others = st.frozensets(st.sampled_from(slots), max_size=len(slots) - 1)
    pairs = st.tuples(st.sampled_from(slots), st.sampled_from(slots))
    return Recipe(
        chains,
        encoding,
        trusted=draw(st.booleans()),
        decomposed=draw(st.booleans()),
        without=draw(st.just(frozenset()) | others),
        wrong=draw(st.one_of(st.none(), st.none(), st.none(), pairs)),
    )


def _named(
    draw: st.DrawFn, names: Sequence[str], drawn: list[Layer], taken: set[tuple[str, str]]
) -> list[Layer]:
    """Layers with names of their own in their folders, from the base up as VMware names them.

    A child in the folder of its parent is named after it. One in another folder is a clone of any
    name; then the parent is not in the folder of the machine: who makes clones keeps templates.
    """
    found: list[Layer] = []
    for layer in reversed(drawn):
        home, stem = layer.home, draw(st.sampled_from(names))
        below = found[0] if found else None
        if below is not None and below.home == "vm":
            home = "vm"
        if below is not None and below.home == home:
            stem = below.stem.partition("-0")[0]
            stem = f"{stem}-{len(found):06}"
        number = 1
        while (home, stem) in taken:
            stem, number = f"{stem.rstrip('x')}{'x' * number}", number + 1
        taken.add((home, stem))
        found.insert(0, Layer(stem, home, layer.way, layer.form, layer.saying))
    return found


def build(root: Path, recipe: Recipe) -> Built:
    """Write all files of a recipe below ``root``."""
    names_of = Counter(layer.file for chain in recipe.chains.values() for layer in chain)
    truths: dict[str, bytes] = {}
    placed: dict[str, Path] = {}
    for number, (slot, chain) in enumerate(sorted(recipe.chains.items())):
        truths[slot] = _write_chain(root, chain, number, recipe.encoding)
        placed |= _said(root, slot, chain, names_of)
    if recipe.wrong is not None:
        placed[recipe.wrong[0]] = recipe.chains[recipe.wrong[1]][0].real(root)
    names = {slot: chain[0].written(root, "vm") for slot, chain in recipe.chains.items()}
    vmx = write_vmx(root / "vm" / "machine.vmx", names, encoding=recipe.encoding[0],
                    codec=recipe.encoding[1])  # fmt: skip
    if recipe.decomposed:
        for path in sorted((root / "vm").iterdir()):
            path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
        placed = {key: _decomposed(root, at) for key, at in placed.items()}
    return Built(vmx, placed, truths, recipe)


def _write_chain(root: Path, chain: list[Layer], number: int, encoding: tuple[str, str]) -> bytes:
    content, below = b"", None
    for depth, layer in enumerate(reversed(chain)):
        path, seed = layer.real(root), number * 10 + depth
        if below is None:
            content = write_base(path, noise(seed), layer.form, cid=seed + 1, encoding=encoding[1])
        else:
            content = write_child(
                path, noise(seed), content, parent_cid=seed, cid=seed + 1, form=layer.form,
                hint=below.written(root, layer.home), encoding=encoding[1],
            )  # fmt: skip
        below = layer
    return content


def _said(root: Path, slot: str, chain: list[Layer], names: Counter[str]) -> dict[str, Path]:
    """What the user says of a chain. A name is said of what no other file is called: of several
    that are missing, some not even known yet, it would be told of one alone.
    """
    said = {}
    for number, layer in enumerate(chain, 1):
        if layer.saying == "place":
            said[f"{slot}.{number}"] = layer.real(root)
        elif layer.saying == "name" and layer.home.startswith("lost") and names[layer.file] == 1:
            said[layer.file] = layer.real(root)
    return said


def _decomposed(root: Path, path: Path) -> Path:
    in_vm = path.parent == root / "vm"
    return path.with_name(unicodedata.normalize("NFD", path.name)) if in_vm else path
