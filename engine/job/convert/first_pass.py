"""A conversion in two passes: the second reads what came since, and has the rest from the first.

An image of the first pass holds what the layers held that were there then. So it is the base of
the second, under the layers that came since, and under what in it is not the disk's: pages that
were fitted in the guest, and chunks whose digests are others by now. Those are read of the chain.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.disk.block_map import First, Mapping, Overlaid
from engine.disk.copying.digest import disk_digest
from engine.disk.copying.verify import digests_of
from engine.disk.edits.edit import PAGE
from engine.disk.files import Stamp
from engine.disk.stretches import Stretch, Stretches, joined
from engine.findings import refuse
from engine.guest.fit import Fitting
from engine.host_paths import text_of
from engine.job import images
from engine.job.convert.aside import ASIDE, is_set_aside
from engine.job.convert.first_image import FirstImage
from engine.job.result import manifest
from engine.vmware.model import DiskChain


def mapping_over(first: FirstImage, chain: DiskChain, changed: Sequence[Stretch]) -> Mapping:
    """The disk of ``chain``, as far as possible out of the image ``first``.

    What is ``changed`` in that is read of the chain. The image becomes one of the chain's files.
    """
    base, _ = images.read(first.path, first.format, chain.files)
    base = First(base, chain.size) if base.size > chain.size else base
    of_chain = Stretches(chain.mapping, joined([*first.fitted, *changed], chain.size))
    blank = () if chain.blank is None else (chain.blank,)
    return Overlaid((*blank, of_chain, *chain.layer_mappings[: first.newer], base))


def changed_in(
    first: FirstImage, advance: Callable[[int], None], cancel: threading.Event
) -> list[Stretch]:
    """The chunks of an image that are not as they were written; raises Stopped."""
    mapping, files = images.read(first.path, first.format)
    with files:
        found = digests_of(mapping, files, first.chunk, advance, cancel)
    numbers = sorted(found.keys() | first.chunks.keys())
    return [
        (number * first.chunk, (number + 1) * first.chunk)
        for number in numbers
        if found.get(number) != first.chunks.get(number)
    ]


def origin(chain: DiskChain, fitting: Fitting | None, digest: str) -> dict[str, Any]:
    """What an image was made of: for the manifest."""
    pages = sorted(fitting.edit.pages) if fitting else []
    fitted = joined([(page * PAGE, (page + 1) * PAGE) for page in pages], chain.size)
    stamps = chain.files.stamps()
    return {
        "digest": digest,
        "files": {text_of(path.absolute()): _stamp(stamps[path]) for path in _paths(chain, 0)},
        "fitted": [list(each) for each in fitted],
    }


def find(folder: Path, target: Path, chain: DiskChain) -> FirstImage | None:
    """The image of ``chain`` in the results in ``folder``; None if they have none called so.

    Refuses E412; E875 where no layer is left that it was made of, or nothing is known of them;
    E876 where it was changed since.
    """
    where = folder / ASIDE if is_set_aside(folder) else folder
    with manifest.sound(where):
        found = manifest.load(where)
        entries = manifest.entries(found, where)
        said = {each["file"]: each.get("origin") for each in found["disks"]}
        entry = next((each for each in entries if each.file == target.name), None)
        if entry is None:
            return None
        made = said[entry.file]
        if made is None or entry.size != chain.size:
            raise refuse("E875", path=target)
        if made["digest"] != disk_digest(entry.chunks):
            raise refuse("E876", path=target)
        files = {str(name): list(stamp) for name, stamp in made["files"].items()}
        fitted = tuple((int(low), int(high)) for low, high in made["fitted"])
    newer = _newer(chain, files)
    if newer == len(chain.layers):
        raise refuse("E875", path=target)
    return FirstImage(folder, entry.file, entry.format, entry.chunk, entry.chunks, fitted, newer)


def _newer(chain: DiskChain, files: dict[str, list[int]]) -> int:
    """How many layers came since an image was made of just ``files``; all if it was of others."""
    stamps = chain.files.stamps()
    for newer in range(len(chain.layers)):
        paths = _paths(chain, newer)
        now = {text_of(path.absolute()): _stamp(stamps[path]) for path in paths}
        if now == files:
            return newer
    return len(chain.layers)


def _paths(chain: DiskChain, newer: int) -> list[Path]:
    """The files of all layers but the newest ``newer``."""
    known = chain.files.stamps()
    return [path for layer in chain.layers[newer:] for path in layer.files if path in known]


def _stamp(stamp: Stamp) -> list[int]:
    return [stamp.size, stamp.modified]
