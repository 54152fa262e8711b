"""The command ``push``: a conversion brought to the Xen server, verified there."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from engine.cli import dry_run
from engine.cli.parser import add_command, limit, setting, takes_folder, takes_job
from engine.cli.perform import perform
from engine.findings import refuse
from engine.phrase import Phrase

if TYPE_CHECKING:
    from engine.job.push.pool_job import PoolJob
    from engine.job.push.push_job import PushJob

_POOL = "xapi://"


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "push", run, "bring a conversion to the Xen server")
    takes_folder(command)
    command.add_argument("target", metavar="TARGET",
                         help="a folder, or below /dev a volume group or volume; here, "
                         "user@host:/folder or ssh://user@host:port/folder; or a pool of XCP-ng "
                         "or XenServer, xapi://user@host")  # fmt: skip
    command.add_argument("--configs", default="", metavar="FOLDER",
                         help="for the configuration, on the server; that of the images, or "
                         "/etc/xen with volumes, if left out")  # fmt: skip
    command.add_argument("--limit", type=limit, default=0, metavar="RATE",
                         help="send at most so many bytes a second: 20M, 500k")  # fmt: skip
    command.add_argument("--start", action="store_true",
                         help="have xl start it there in the end, and see it run")  # fmt: skip
    command.add_argument("--sr", default="", metavar="NAME",
                         help="of a pool: the storage repository, by name or UUID; its usual one "
                         "if left out")  # fmt: skip
    command.add_argument("--network", type=setting, action="append", metavar="BRIDGE=NAME",
                         help="of a pool: the network that a bridge of the configuration "
                         "means")  # fmt: skip
    command.add_argument("--certificate", action="append", metavar="SHA256",
                         help="of a pool: agree to this certificate, once")  # fmt: skip
    command.add_argument("--yes", action="store_true",
                         help="agree to overwriting what is there")  # fmt: skip
    dry_run.takes_dry_run(command)
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Deliver a conversion, or show what would be done."""
    from engine.job.push.push_job import PushJob
    from engine.job.push.push_journal import Wish

    if options.target.startswith(_POOL):
        pool = _into_pool(options)
        return _show_pool(pool, options) if options.dry_run else perform(pool, options)
    wish = Wish(options.target, options.yes, options.configs, options.limit, options.start)
    job = PushJob.planned(options.folder, wish)
    return _show(job, options) if options.dry_run else perform(job, options)


def _into_pool(options: argparse.Namespace) -> PoolJob:
    """The job for a pool; its password is asked for where nobody has put it into the keyring."""
    from engine.job.push.pool_job import PoolJob, PoolWish

    if options.start:
        reason = Phrase("a pool is told by xe what to start")
        raise refuse("E701", target=options.target, reason=reason)
    if options.configs:
        reason = Phrase("a pool keeps the configuration by itself")
        raise refuse("E701", target=options.target, reason=reason)
    wish = PoolWish(
        options.target,
        options.sr,
        dict(options.network or ()),
        tuple(options.certificate or ()),
        options.yes,
        options.limit,
    )
    return PoolJob.planned(options.folder, wish)


def _show(job: PushJob, options: argparse.Namespace) -> int:
    """Look there, and print what would be done."""
    with job.looked() as delivery:
        places = [f"{each.source.name} -> {each.final} ({each.state})" for each in delivery.items]
        places.append(f"the configuration -> {delivery.config}")
        title = f"{delivery.folder} -> {delivery.server.name}"
        return dry_run.show(job, options, title, places)


def _show_pool(job: PoolJob, options: argparse.Namespace) -> int:
    """Log in, and print where the machine would go in the pool."""
    with job.looked() as found:
        networks = {bridge: each.name for bridge, each in found.networks.items()}
        told = {**job.result(), "storage": found.storage.name, "networks": networks}
        places = [f"{bridge} -> {name}" for bridge, name in networks.items()]
        return dry_run.show(job, options, f"{job.title}, {found.storage.name}", places, told)
