"""A finished conversion brought into a pool of XCP-ng or XenServer, as a job.

The XVA is streamed: no file of it is made. What was stopped leaves nothing there, and begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from engine.deliver.pool import address as addresses
from engine.deliver.pool import import_stream
from engine.deliver.pool.certificates import Known
from engine.deliver.pool.pool import Network, Pool, Storage, logged_in
from engine.deliver.transit import Transit
from engine.disk.images.block_archive import BlockStream
from engine.findings import Finding, refuse
from engine.job import drives
from engine.job.result import manifest
from engine.job.result.xva_content import XvaContent
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase
from engine.sizes import binary
from engine.xen import xva

KIND = "pool"
#: The key of other_config by which a VM is known to be ours as long as it is not complete.
_MARK = "vmx2xen_import"


@dataclass(frozen=True, slots=True)
class PoolWish:
    """What was asked for."""

    target: str  #: xapi://user@host
    storage: str = ""  #: name or UUID; empty for the pool's usual one
    networks: dict[str, str] = field(default_factory=dict)  #: by bridge, name or UUID
    certificates: tuple[str, ...] = ()  #: SHA-256 that were agreed to
    agreed: bool = False  #: to leave out what has no place in an archive
    limit: int = 0  #: bytes a second that are sent; 0 for none

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> PoolWish:
        """What ``asdict`` and JSON have made of one; TypeError for what is none."""
        return cls(**found | {"certificates": tuple(found["certificates"])})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where the VM goes in the pool, chosen by asking it."""

    pool: Pool
    storage: Storage
    networks: dict[str, Network]  #: by bridge


@dataclass(slots=True)
class PoolJob(Job):
    """A conversion to be imported. The pool is looked at when the job runs."""

    content: XvaContent
    wish: PoolWish
    made: str = field(default="", init=False)  #: UUID of the VM, once it is there

    @classmethod
    def planned(cls, folder: Path, wish: PoolWish) -> PoolJob:
        """The job to import the conversion in ``folder``; refuses E412, E414, E415, E445, E701."""
        addresses.read(wish.target)
        return cls(XvaContent.of(folder, agreed=wish.agreed), wish)

    @property
    def title(self) -> Phrase:
        name = self.content.conversion.name
        return Phrase("Send {machine} to {target}", machine=name, target=self.wish.target)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.content.findings

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.content.conversion.folder])

    @property
    def request(self) -> Request:
        folder = str(self.content.conversion.folder.absolute())
        return {"kind": KIND, "folder": folder, "wish": asdict(self.wish)}

    def steps(self) -> list[Step]:
        return [_Import(self, None), _Note(self)]

    @contextmanager
    def prepared(self) -> Iterator[list[Step]]:
        with self.looked() as arrival:
            yield [_Import(self, arrival), _Note(self)]

    @contextmanager
    def looked(self) -> Iterator[Arrival]:
        """The pool, looked at; refuses E900 to E908."""
        address, content = addresses.read(self.wish.target), self.content
        with logged_in(address, Known(self.wish.certificates)) as pool:
            storage = pool.storage(self.wish.storage)
            if storage.free < content.allocated:
                raise refuse("E906", storage=storage.name, needed=binary(content.allocated),
                             free=binary(storage.free))  # fmt: skip
            bridges = dict.fromkeys(vif.bridge for vif in content.domain.vifs)
            wanted = {each: self.wish.networks.get(each, "") for each in bridges}
            networks = pool.networks(wanted)
            for each in pool.ask("VM.get_all_records").values():
                if each["uuid"] == content.domain.uuid:
                    raise refuse("E908", host=address.host, name=each["name_label"],
                                 uuid=each["uuid"])  # fmt: skip
            yield Arrival(pool, storage, networks)

    @property
    def told(self) -> Phrase:
        return Phrase(
            "{machine} is in the pool, each block checked there as it came",
            machine=self.content.domain.name,
        )

    @property
    def advice(self) -> tuple[Advice, ...]:
        return (Advice(Phrase("To start it there"), ("xe", "vm-start", f"uuid={self.made}")),)

    def result(self) -> dict[str, Any]:
        folder = str(self.content.conversion.folder.absolute())
        return {"folder": folder, "pool": self.wish.target, "uuid": self.made}


@dataclass(frozen=True, slots=True)
class _Import:
    """Streams the archive into the pool, and looks at what came of it."""

    job: PoolJob
    arrival: Arrival | None

    @property
    def name(self) -> Phrase:
        return Phrase("Import {machine}", machine=self.job.content.domain.name)

    @property
    def total(self) -> int:
        return self.job.content.allocated

    def run(self, work: Work) -> None:
        if self.arrival is None:
            raise NotImplementedError("the pool was not looked at")
        arrival, content, token = self.arrival, self.job.content, uuid4().hex
        pool, names = arrival.pool, {key: each.name for key, each in arrival.networks.items()}
        work.log(f"{content.domain.name}: into {arrival.storage.name}, {pool.address.host}")
        try:
            with import_stream.begun(pool, arrival.storage.uuid, content.domain.name) as under_way:
                way = Transit(self.job.wish.limit).way(under_way, work.cancel)
                archive = BlockStream(way.write)
                content.add_to(archive, work.progress(self.total), work.cancel, networks=names,
                               marks={_MARK: token})  # fmt: skip
                archive.finish()
                made = under_way.finish(
                    lambda part: work.log(f"{pool.address.host}: {part:.0%} done"), work.cancel
                )
                self.job.made = _looked_at(arrival, made, content)
            pool.ask("VM.remove_from_other_config", made, _MARK)
        except BaseException:
            self.job.made = ""
            for ref, record in pool.marked(_MARK, token).items():
                pool.destroy(ref, record)
            raise


def _looked_at(arrival: Arrival, made: str, content: XvaContent) -> str:
    """The UUID of a VM that is as it was sent; its cards are put where they belong.

    Refuses E909 otherwise.
    """
    pool = arrival.pool
    record = pool.ask("VM.get_record", made)
    vbds = [pool.ask("VBD.get_record", each) for each in record["VBDs"]]
    disks = sorted((each for each in vbds if each["type"] == "Disk"),
                   key=lambda each: int(each["userdevice"]))  # fmt: skip
    sizes = [int(pool.ask("VDI.get_record", each["VDI"])["virtual_size"]) for each in disks]
    wanted = [xva.rounded(each.size) for each in content.images]
    if sizes != wanted:
        reason = Phrase("its disks have {found} bytes, not {wanted}", found=str(sizes),
                        wanted=str(wanted))  # fmt: skip
        raise refuse("E909", host=pool.address.host, reason=reason)
    for each in record["VIFs"]:
        card = pool.ask("VIF.get_record", each)
        bridge = content.domain.vifs[int(card["device"])].bridge
        if card["network"] != arrival.networks[bridge].ref:
            pool.ask("VIF.move", each, arrival.networks[bridge].ref)
    return str(record["uuid"])


@dataclass(frozen=True, slots=True)
class _Note:
    """Writes into the manifest what was sent where."""

    job: PoolJob
    name: Phrase = Phrase("Note the delivery")
    total: int = 0

    def run(self, work: Work) -> None:
        sent = {
            "target": self.job.wish.target,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "places": [self.job.made],
            "config": "",
        }
        with manifest.revised(self.job.content.conversion.folder) as text:
            text.setdefault("deliveries", []).append(sent)
