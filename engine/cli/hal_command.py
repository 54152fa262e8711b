"""The command ``hal``: the HAL of the Windows in an image."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.choices import HALS, KEEP, RECOMMENDED
from engine.cli import output
from engine.cli.exit_codes import DONE
from engine.cli.parser import Parser, add_command, takes_job, takes_media
from engine.cli.perform import perform

if TYPE_CHECKING:
    from engine.job.result.hal_jobs import HalChangeJob

_TRIAL = "offer it in the boot menu beside the one installed; can be given several times"


def add_to(commands: Any) -> None:
    """Add the command to those of the parser. Its --set is its own: the name of a HAL."""
    text = "show or change the HAL of the Windows in an image"
    hal = add_command(commands, "hal", run, text)
    hal.add_argument("image", type=Path, metavar="IMAGE",
                     help="raw, or its folder; to be shown also .vmdk, .vhd, .qcow2")  # fmt: skip
    hal.add_argument("--set", metavar="NAME", default="",
                     help=f"one of {', '.join(HALS)}, or {RECOMMENDED}")  # fmt: skip
    hal.add_argument("--windows", metavar="FOLDER", default="",
                     help=r"which Windows, such as \WINNT; the default if left out")  # fmt: skip
    hal.add_argument("--trial", metavar="NAME", action="append", default=[], help=_TRIAL)
    hal.add_argument("--timeout", type=_timeout, metavar="SECONDS",
                     help="that the boot menu waits")  # fmt: skip
    for option, text in (
        ("--first", "the first trial starts by default"),
        ("--undo", "take the newest change back"),
        ("--conversion", "with --undo: what the conversion fitted, too"),
        ("--refit", "fit the guest again as the conversion did, after --undo --conversion"),
        ("--discard-journal", "of a guest that was not shut down cleanly; chkdsk runs then"),
        ("--dry-run", "show what would change and stop"),
        ("--trust", "agree to files outside the folder of a .vmdk"),
        ("--yes", "agree to an unusual change, or to taking back what was written over"),
    ):
        hal.add_argument(option, action="store_true", help=text)
    takes_media(hal)
    hal.set_defaults(parser=hal)
    takes_job(hal)


def run(options: argparse.Namespace) -> int:
    """Show, change, or change back."""
    changing = bool(options.set or options.trial or options.timeout is not None)
    parser: Parser = options.parser
    if options.undo and changing:
        parser.error("--undo goes alone")
    if options.refit and (options.undo or changing or options.dry_run):
        parser.error("--refit goes alone")
    if options.first and not options.trial:
        parser.error("--first goes with --trial")
    if options.conversion and not options.undo:
        parser.error("--conversion goes with --undo")
    from engine.report.image_hals import image_at

    options.image = image_at(options.image)
    if options.undo:
        return _undo(options)
    if options.refit:
        return _refit(options)
    return _change(options) if changing else _show(options)


def _show(options: argparse.Namespace) -> int:
    from engine.job.result import guest_image
    from engine.report import guest_report

    guest = guest_image.look(options.image, trusted=options.trust)
    windows = guest_image.choose(guest, options.windows)
    if options.json:
        listed = [each.as_json() for each in guest.findings]
        shown = guest_report.windows_json(windows)
        output.print_json({**shown, "changes": [], "findings": listed})
    else:
        lines = (*guest_report.windows_text(windows), *guest_report.choices_text(windows))
        output.print_lines(lines)
        output.print_findings(guest.findings)
    return DONE


def _change(options: argparse.Namespace) -> int:
    from engine.job.convert import guests
    from engine.job.result.hal_jobs import HalChangeJob

    wishes = guests.hal_wishes(
        options.set or KEEP,
        options.trial,
        first=options.first,
        timeout=options.timeout,
        root=options.windows,
        agreed=options.yes,
        recover=options.discard_journal,
        media=tuple(str(path.absolute()) for path in options.media or ()),
    )
    job = HalChangeJob(options.image, wishes)
    return _show_change(job, options) if options.dry_run else perform(job, options)


def _show_change(job: HalChangeJob, options: argparse.Namespace) -> int:
    """Print what would be changed, before → after."""
    from engine.job.result import guest_image

    guest_image.check_raw(job.image)
    guest_image.check_settled(job.image)
    fitting = job.prepare()
    if options.json:
        listed = [each.as_json() for each in fitting.findings]
        output.print_json({**job.result(), "findings": listed})
        return DONE
    for change in fitting.changes:
        output.print_text(str(change))
    output.print_findings(fitting.findings)
    changed = "Nothing was changed (--dry-run)." if fitting.changes else f"{job.told}."
    output.print_text(changed)
    return DONE


def _undo(options: argparse.Namespace) -> int:
    from engine.job.result import guest_image
    from engine.job.result.hal_jobs import HalUndoJob

    job = HalUndoJob(options.image, anyway=options.yes, conversion=options.conversion)
    if not options.dry_run:
        return perform(job, options)
    guest_image.check_raw(job.image)
    guest_image.check_settled(job.image)
    edits = guest_image.edits(job.image)
    if options.json:
        listed = [{"by": each.by, "at": each.at, "what": each.what} for each in edits]
        output.print_json({"undone": False, "there": bool(edits), "edits": listed, "findings": []})
        return DONE
    for number, each in enumerate(reversed(edits)):
        who = "fitted by the conversion" if each.by == "conversion" else "changed by hal"
        first = "Would be taken back (--dry-run)" if number == 0 else "Before that"
        output.print_text(f"{first}: {each.what or each.file.name}, {who} {each.at}".rstrip())
    if not edits:
        output.print_text(f"{job.told}.")
    return DONE


def _refit(options: argparse.Namespace) -> int:
    from engine.job.result.refit_job import RefitJob

    return perform(RefitJob(options.image), options)


def _timeout(text: str) -> int:
    if not (text.isdecimal() and text.isascii()) or int(text) > 9999:
        raise argparse.ArgumentTypeError(f"{text!r} is not 0 to 9999 seconds")
    return int(text)
