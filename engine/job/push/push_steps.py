"""The steps of a delivery: compare what is there, send, verify there, give names, configuration."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from engine.deliver import sent_pieces, store
from engine.deliver.sent_pieces import Sums
from engine.deliver.transit import chosen
from engine.disk.block_map import Mapping
from engine.disk.copying.digest import PIECE, ChunkDigests, disk_digest
from engine.disk.files import Files
from engine.disk.reader import Reader
from engine.disk.side_files import rights_of
from engine.findings import refuse
from engine.job import images
from engine.job.push.push_journal import Journal
from engine.job.result import manifest
from engine.job.result.verify_job import check_digests
from engine.job.work import Work
from engine.phrase import Phrase
from engine.sizes import binary
from engine.ssh.server import Server

#: Of an image, to see whether it is worth compressing: so many parts of so many bytes.
_SAMPLES, _SAMPLE = 16, 128 << 10


def partial_of(path: PurePosixPath) -> PurePosixPath:
    """What a file on the server is called until it is complete and verified."""
    return path.with_name(f"{path.name}.partial")


@dataclass(slots=True)
class Item:
    """One image on its way."""

    source: Path
    entry: manifest.Entry
    final: PurePosixPath  #: on the server
    path: PurePosixPath  #: where it is written meanwhile
    size: int  #: bytes of what is delivered
    held: int  #: bytes of it that are no holes
    checked: bool  #: the manifest's digests are those of what is delivered
    as_file: bool  #: else into a volume
    pieces: Sequence[int]  #: that are sent where nothing is yet
    #: "new": to be made; "begun": ours, not complete; "volume": one that was there before
    state: Literal["new", "begun", "volume"] = "new"
    begun: bool = False  #: by us, with this content
    ours: bool = False  #: it has a name of ours meanwhile, and was begun by us with any content
    absent: store.Absent = frozenset()  #: which of its two names nothing had
    replaces: bool = False  #: a file of the same size has its name
    there: bool = False  #: found complete
    sums: Sums = field(default_factory=dict)  #: of what is here
    wanted: set[int] | None = None  #: pieces that differ there; None before it was compared
    old: set[int] | None = None  #: pieces that are not zeros there; None if that is not known

    @property
    def every(self) -> bool:
        """A new file has holes; a volume has anything."""
        return not self.as_file

    @property
    def compared(self) -> bool:
        return self.replaces or self.state != "new"

    @contextmanager
    def open(self) -> Iterator[tuple[Mapping, Files]]:
        """What is delivered, to be read."""
        mapping, files = images.read(self.source, "raw" if self.as_file else self.entry.format)
        with files:
            yield mapping, files

    def check(self, digests: ChunkDigests) -> None:
        """Refuse (E406) an image that is not what the manifest says."""
        if self.checked:
            check_digests(self.source, self.entry, digests.finish())


@dataclass(frozen=True, slots=True)
class Compare:
    """Finds out what of an image the server has already; refuses (E708) to overwrite the rest."""

    item: Item
    server: Server
    yes: bool

    @property
    def name(self) -> Phrase:
        return Phrase("Compare {image}", image=self.item.source.name)

    @property
    def total(self) -> int:
        item = self.item
        return 2 * item.size * (1 + (item.replaces and item.state == "begun"))

    def run(self, work: Work) -> None:
        item, advance = self.item, work.progress(self.total)
        digests = ChunkDigests(item.entry.chunk)
        with item.open() as (mapping, files):
            item.sums = sent_pieces.sums_here(
                mapping,
                files,
                every=item.every or item.replaces,
                digests=digests,
                advance=advance,
                cancel=work.cancel,
            )
        item.check(digests)
        if item.replaces:
            differ, _ = self._differing(item.final, advance, work.cancel)
            item.there = not differ
            if differ and not self.yes:
                raise refuse("E708", path=item.final, host=self.server.name)
        if item.state != "new" and not item.there:
            self._go_on(advance, work)
        if item.there:
            work.log(f"{item.source.name} is there already")

    def _go_on(self, advance: sent_pieces.Advance, work: Work) -> None:
        item = self.item
        item.wanted, item.old = self._differing(item.path, advance, work.cancel)
        foreign = item.wanted & item.old
        if foreign and not (item.begun or item.ours or self.yes):
            raise refuse("E708", path=item.path, host=self.server.name)
        item.there = not item.wanted and item.path == item.final
        have = binary(item.size - sum(sent_pieces.length(item.size, each) for each in item.wanted))
        work.log(f"{item.source.name}: {have} of {binary(item.size)} are there already")

    def _differing(
        self, path: PurePosixPath, advance: sent_pieces.Advance, cancel: threading.Event
    ) -> tuple[set[int], set[int]]:
        """Which pieces differ there, and which are not zeros."""
        item = self.item
        found = sent_pieces.sums_there(self.server, path, item.size, item.sums, advance, cancel)
        zeros = {each: sent_pieces.zeros(sent_pieces.length(item.size, each)) for each in found}
        return (
            {number for number, each in found.items() if each != item.sums[number]},
            {number for number, each in found.items() if each != zeros[number]},
        )


@dataclass(frozen=True, slots=True)
class Send:
    """Sends what the server does not have."""

    item: Item
    server: Server
    journal: Journal
    limit: int = 0  #: bytes a second; 0 for none

    @property
    def name(self) -> Phrase:
        return Phrase("Send {image}", image=self.item.source.name)

    @property
    def total(self) -> int:
        item = self.item
        if item.there:
            return 0
        if item.wanted is not None:
            return sum(sent_pieces.length(item.size, each) for each in item.wanted)
        return item.size if item.every else _bytes(item)

    def run(self, work: Work) -> None:
        item = self.item
        if item.there:
            return
        self.journal.begin(item.final, disk_digest(item.entry.chunks))
        if item.state == "new":
            self._make()
        digests = ChunkDigests(item.entry.chunk)
        with item.open() as (mapping, files):
            samples = _samples(item, Reader(mapping, files))
            transit = chosen(self.server, samples, self.limit, work.cancel)
            if transit.packed:
                work.log(f"{item.source.name} travels compressed (zstd)")
            sums = sent_pieces.send(
                self.server,
                item.path,
                mapping,
                files,
                every=item.every or item.wanted is not None,
                wanted=item.wanted,
                old=set() if item.state == "new" and item.as_file else item.old,
                digests=digests,
                transit=transit,
                advance=work.progress(self.total),
                cancel=work.cancel,
            )
        if item.wanted is None:
            item.check(digests)
        item.sums = item.sums | sums

    def _make(self) -> None:
        item = self.item
        if item.as_file:
            store.make_folder(self.server, item.path.parent)
            rights = rights_of(item.source)
            store.make_file(self.server, item.path, item.size, item.final, item.absent, rights)
        else:
            store.make_volume(self.server, item.path, item.size)


@dataclass(frozen=True, slots=True)
class Verify:
    """Compares what was sent with what the server reads back from its disk."""

    item: Item
    server: Server

    @property
    def name(self) -> Phrase:
        return Phrase("Verify {image} on the server", image=self.item.source.name)

    @property
    def total(self) -> int:
        return 0 if self.item.there else _bytes(self.item)

    def run(self, work: Work) -> None:
        item = self.item
        if item.there:
            return
        found = sent_pieces.sums_there(
            self.server,
            item.path,
            item.size,
            _numbers(item),
            work.progress(self.total),
            work.cancel,
        )
        wrong = sorted(number for number, each in found.items() if each != item.sums[number])
        if wrong:
            raise refuse("E711", path=item.path, host=self.server.name, count=len(wrong))
        work.log(f"{item.final}: verified")


def _samples(item: Item, disk: Reader) -> Iterator[bytes]:
    """Some bytes out of the middle of pieces that are to be sent, from all over the disk."""
    pieces = item.pieces if item.wanted is None else sorted(item.wanted)
    for number in pieces[:: max(1, len(pieces) // _SAMPLES)][:_SAMPLES]:
        middle = sent_pieces.length(item.size, number) // 2
        yield disk.pread(number * PIECE + middle, _SAMPLE)


def _numbers(item: Item) -> Collection[int]:
    """The pieces that are read back: holes of a file that we made are holes."""
    if item.sums and (item.every or item.wanted is not None):
        return item.sums
    return item.pieces


def _bytes(item: Item) -> int:
    return sum(sent_pieces.length(item.size, each) for each in _numbers(item))


@dataclass(frozen=True, slots=True)
class Deliver:
    """Gives an image its name."""

    item: Item
    server: Server
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Deliver {image}", image=self.item.source.name)

    def run(self, work: Work) -> None:
        item = self.item
        if not item.there and item.path != item.final:
            store.rename(self.server, item.path, item.final)


@dataclass(frozen=True, slots=True)
class PutText:
    """Writes the configuration, with the paths of the server, or a program that it names."""

    name: Phrase
    path: PurePosixPath
    text: str
    rights: int  #: who may read it at most, as ``chmod`` counts
    server: Server
    is_program: bool = False
    total: int = 0

    def run(self, work: Work) -> None:
        partial = partial_of(self.path)
        store.make_folder(self.server, self.path.parent)
        store.put(self.server, partial, self.text, self.rights, program=self.is_program)
        if store.read(self.server, partial) != self.text:
            raise refuse("E711", path=partial, host=self.server.name, count=1)
        store.rename(self.server, partial, self.path)
