"""A delivery to the server, looked at: what is there already is not sent again.

Everything is looked at before anything is written. Whatever is written is compared on the server's
side before it gets its name; the configuration comes last. What was cut off goes on where it was:
the server is asked for digests of what it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from engine.deliver import place as places
from engine.deliver import sent_pieces, store
from engine.disk.copying.digest import disk_digest
from engine.disk.copying.pieces import held
from engine.disk.side_files import rights_of
from engine.findings import refuse
from engine.job import images
from engine.job.push.push_journal import Journal, Wish
from engine.job.push.push_steps import Compare, Deliver, Item, PutText, Send, Verify, partial_of
from engine.job.result import manifest
from engine.job.result.conversion import Conversion, Image
from engine.job.result.copy_commands import CONFIGS, volume_name
from engine.job.result.edited_config import edited_text, moved
from engine.job.result.verify_job import check_size
from engine.job.work import Step
from engine.phrase import Phrase
from engine.sizes import binary
from engine.ssh.connection import connected
from engine.ssh.server import Server
from engine.xen import device_model
from engine.xen.config import written
from engine.xen.domain import Domain
from engine.xen.xl_config import quoted

_CONFIG_LIMIT = 1 << 20  # bytes; what is larger is none of ours


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery to be made; valid while its connection is open."""

    folder: Path
    server: Server
    wish: Wish
    items: tuple[Item, ...]
    config: PurePosixPath  #: on the server
    text: str  #: of the configuration
    wrapper: PurePosixPath | None  #: where the program goes that is started in QEMU's place
    journal: Journal

    def steps(self) -> list[Step]:
        """All, in order."""
        wish, journal = self.wish, self.journal
        return [
            *(Compare(each, self.server, yes=wish.yes) for each in self.items if each.compared),
            *(
                step
                for each in self.items
                for step in (
                    Send(each, self.server, journal, wish.limit),
                    Verify(each, self.server),
                )
            ),
            *(Deliver(each, self.server) for each in self.items),
            *self._texts(),
        ]

    def _texts(self) -> Iterator[Step]:
        """What the configuration names, and then that."""
        rights = rights_of(self.folder / manifest.NAME)
        if self.wrapper:
            name, text = Phrase("Write {name}", name=self.wrapper.name), device_model.script()
            yield PutText(name, self.wrapper, text, rights, self.server, is_program=True)
        name = Phrase("Write the configuration")
        yield PutText(name, self.config, self.text, rights, self.server)

    def as_json(self) -> dict[str, Any]:
        """Plain data; sizes in bytes."""
        return {
            "server": self.server.name,
            "disks": [
                {
                    "file": each.source.name,
                    "place": str(each.final),
                    "size": each.size,
                    "allocated": each.held,
                    "state": "there" if each.there else each.state,
                }
                for each in self.items
            ],
            "config": str(self.config),
            **({"wrapper": str(self.wrapper)} if self.wrapper else {}),
        }


@contextmanager
def looked(conversion: Conversion, wish: Wish) -> Iterator[Delivery]:
    """Connect, and look what is here and there; nothing is written.

    Refuses E412, E502, E7xx.
    """
    folder, place = conversion.folder, places.read(wish.target)
    domain, found = conversion.deliverable("E714")
    with connected(place.host) as server:
        at = store.look(server, place)
        journal = Journal(folder, wish)
        items = [_item(image, at, server, journal, wish.yes) for image in _taken(found, at, domain)]
        _check_room(items, at, server)
        configs = wish.configs or (str(at.path) if at.kind == "folder" else CONFIGS)
        config = _local(configs) / conversion.config.name
        wrapper = _wrapper(conversion, domain, config.parent)
        there = _moved(domain, {each.source.name: each for each in items}, wrapper)
        text = _configuration(conversion, domain, there)
        _check_text(server, config, text, yes=wish.yes)
        if wrapper:
            _check_text(server, wrapper, device_model.script(), yes=wish.yes)
        yield Delivery(folder, server, wish, tuple(items), config, text, wrapper, journal)


def _local(folder: str) -> PurePosixPath:
    """A folder of the server; refuses (E701) one that names a server itself."""
    found = places.read(folder)
    if found.host is not None:
        raise refuse("E701", target=folder, reason=Phrase("the server is named by TARGET alone"))
    return found.path


def _taken(images: Sequence[Image], at: store.Store, domain: Domain) -> Sequence[Image]:
    """``images``, if the place can take all of them; refuses E701."""
    if at.kind == "device" and len(images) != 1:
        reason = Phrase(
            "{name} has {count} disks, and a volume takes one; name a group",
            name=domain.name,
            count=len(images),
        )
        raise refuse("E701", target=at.path, reason=reason)
    return images


def _item(image: Image, at: store.Store, server: Server, journal: Journal, yes: bool) -> Item:
    """What becomes of an image; refuses E708, E709, E710, E712."""
    source, entry = image.path, image.entry
    as_file = at.kind == "folder"
    if at.kind == "group":
        final = at.path / volume_name(source.stem)
    else:
        final = at.path / entry.file if as_file else at.path
    mapping, files = images.read(source, "raw" if as_file else entry.format)
    with files:
        size, allocated = mapping.size, held(mapping)
        sent = sent_pieces.numbers(mapping, every=not as_file)
    checked = not as_file or entry.format == "raw"
    if checked:
        check_size(source, size, entry.size)
    item = Item(source, entry, final, final, size, allocated, checked, as_file, sent)
    item.begun = journal.begun(final, disk_digest(entry.chunks))
    there = store.state(server, final)
    if there.busy:
        raise refuse("E709", path=final, host=server.name, reason=there.busy)
    if there.kind == "device":
        if there.size < size:
            raise refuse("E710", path=final, host=server.name, size=there.size, needed=size)
        item.state = "volume"
        return item
    return _new_item(item, there, server, journal, yes)


def _new_item(item: Item, there: store.State, server: Server, journal: Journal, yes: bool) -> Item:
    """One that gets its name in the end; ``there`` is what is called so now."""
    if there.kind == "other" or (there.kind == "file" and not item.as_file):
        raise refuse("E708", path=item.final, host=server.name)
    if there.kind == "file":
        if there.size == item.size:
            item.replaces = True
        elif not yes:
            raise refuse("E708", path=item.final, host=server.name)
    item.path = partial_of(item.final)
    item.ours = journal.knows(item.final)
    old = store.state(server, item.path)
    looked_at = ((item.final, there), (item.path, old))
    item.absent = frozenset(path for path, found in looked_at if found.kind == "absent")
    if old.kind == "absent":
        item.state = "new"
    elif not (item.begun or item.ours or yes):
        raise refuse("E708", path=item.path, host=server.name)
    elif old.size < item.size or (item.as_file and (not item.begun or old.size != item.size)):
        if not item.as_file:
            raise refuse("E710", path=item.path, host=server.name, size=old.size, needed=item.size)
        item.state = "new"
    else:
        item.state = "begun"
    return item


def _check_room(items: Sequence[Item], at: store.Store, server: Server) -> None:
    """Refuse (E707) what cannot fit."""
    new = [each for each in items if each.state == "new"]
    needed = sum(each.held if each.as_file else each.size for each in new)
    if needed > at.free and at.kind != "device":
        reason = Phrase(
            "{needed} are needed, {free} are free", needed=binary(needed), free=binary(at.free)
        )
        raise refuse("E707", path=at.path, host=server.name, reason=reason)


def _wrapper(conversion: Conversion, domain: Domain, place: PurePosixPath) -> PurePosixPath | None:
    """Where the program goes that is started in QEMU's place: beside the configuration.

    None where there is none in the folder, or the configuration, changed by hand, names another.
    """
    text = edited_text(conversion)
    is_named = text is None or quoted(domain.device_model_override) in text
    is_there = (conversion.folder / device_model.NAME).is_file()
    is_sent = device_model.is_wanted(domain) and is_named and is_there
    return place / device_model.NAME if is_sent else None


def _check_text(server: Server, path: PurePosixPath, text: str, *, yes: bool) -> None:
    """Refuse (E708) to replace another small file, and (E716) to write through a link."""
    store.state(server, partial_of(path))
    there = store.state(server, path)
    if there.kind == "absent" or (yes and there.kind == "file"):
        return
    if there.kind != "file" or there.size > _CONFIG_LIMIT or store.read(server, path) != text:
        raise refuse("E708", path=path, host=server.name)


def _configuration(conversion: Conversion, domain: Domain, there: Domain) -> str:
    """The text for the server: as it was changed by hand, or as it would be written now."""
    text = edited_text(conversion)
    if text is None:
        return written(there)
    pairs = zip(domain.disks, there.disks, strict=True)
    disks = {old.target: new for old, new in pairs if not old.cdrom}
    text = moved(text, disks, conversion.config)
    if there.device_model_override == domain.device_model_override:
        return text
    return text.replace(quoted(domain.device_model_override), quoted(there.device_model_override))


def _moved(domain: Domain, items: dict[str, Item], wrapper: PurePosixPath | None) -> Domain:
    """The domain with its disks, and what is started in QEMU's place, where they are there."""
    return replace(
        domain,
        device_model_override=str(wrapper or domain.device_model_override),
        disks=tuple(
            disk
            if disk.cdrom
            else replace(
                disk,
                target=str(items[name].final),
                format=disk.format if items[name].as_file else "raw",
            )
            for disk in domain.disks
            for name in (PurePosixPath(disk.target).name,)
        ),
    )
