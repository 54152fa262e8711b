"""The command ``hal``: the HAL of the Windows in an image."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from engine.cli.output import print_findings, print_json
from engine.findings import Finding

DONE, USAGE = 0, 2
NAMES = ("hal", "halacpi", "halaacpi", "halapic", "halmps", "halmacpi")
TRIAL = "offer it in the boot menu beside the one installed; can be given several times"


def add_to(commands: Any) -> None:
    """Add the command to those of the parser. Its --set is its own: the name of a HAL."""
    hal: argparse.ArgumentParser = commands.add_parser(
        "hal", help="show or change the HAL of the Windows in an image",
        description="Shows the HAL of the Windows in an image, changes it, or takes that back.",
    )  # fmt: skip
    hal.add_argument(
        "image", type=Path, metavar="IMAGE", help="raw; to be shown also .vmdk, .vhd, .qcow2"
    )
    for option, metavar, text in (
        ("--set", "NAME", f"one of {', '.join(NAMES)}, or recommended"),
        ("--windows", "FOLDER", r"which Windows, such as \WINNT; the default one if left out"),
    ):
        hal.add_argument(option, metavar=metavar, default="", help=text)
    hal.add_argument("--trial", metavar="NAME", action="append", default=[], help=TRIAL)
    hal.add_argument("--timeout", type=int, metavar="SECONDS", help="that the boot menu waits")
    for option, text in (
        ("--first", "the first trial starts by default"),
        ("--undo", "take the newest change back"),
        ("--discard-journal", "of a guest that was not shut down cleanly; chkdsk runs then"),
        ("--dry-run", "show what would change and stop"),
        ("--json", "standard output is JSON alone"),
        ("--yes", "agree to an unusual change"),
    ):
        hal.add_argument(option, action="store_true", help=text)
    hal.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show, change, or change back."""
    from engine.job.result import guest_image

    changing = bool(options.set or options.trial or options.timeout is not None)
    if options.undo and changing:
        return _usage("--undo goes alone")
    if options.first and not options.trial:
        return _usage("--first goes with --trial")
    if options.timeout is not None and not 0 <= options.timeout <= 9999:
        return _usage("--timeout takes 0 to 9999 seconds")
    notes: tuple[Finding, ...] = ()
    if changing or options.undo:
        guest_image.check_raw(options.image)
        if options.dry_run:
            guest_image.check_settled(options.image)
        else:
            notes = guest_image.recover(options.image)
    if options.undo:
        return _undo(options, notes)
    return _change(options, notes) if changing else _show(options)


def _show(options: argparse.Namespace) -> int:
    from engine.job.result import guest_image
    from engine.report import guest_report

    guest = guest_image.look(options.image, trusted=options.yes)
    windows = guest_image.choose(guest, options.windows)
    if options.json:
        shown = guest_report.windows_json(windows)
        print_json({**shown, "changes": [], **_findings_json(guest.findings)})
    else:
        print("\n".join((*guest_report.windows_text(windows), *guest_report.choices_text(windows))))
        print_findings(guest.findings)
    return DONE


def _change(options: argparse.Namespace, notes: tuple[Finding, ...]) -> int:
    from engine.job.convert import guests
    from engine.job.result import guest_image
    from engine.report import guest_report, xen_report

    wishes = guests.hal_wishes(
        options.set or "keep",
        options.trial,
        first=options.first,
        timeout=options.timeout,
        root=options.windows,
        agreed=options.yes,
        recover=options.discard_journal,
    )
    guest = guest_image.look(options.image)
    windows = guest_image.choose(guest, options.windows)
    fitting = guest_image.prepare(options.image, guest, wishes)
    undo = None if options.dry_run else guest_image.change(options.image, fitting)
    findings = (*notes, *fitting.findings)
    if options.json:
        listed = guest_report.changes_json(fitting.changes)
        xen = xen_report.flags_text(windows, options.set or "keep")
        result = {**guest_report.windows_json(windows), "changes": listed, "undo": undo, "xen": xen}
        print_json({**result, **_findings_json(findings)})
        return DONE
    for change in fitting.changes:
        print(change)
    print_findings(findings)
    print(_outcome(options, changed=bool(fitting.changes)))
    if options.set and fitting.changes:
        flags = xen_report.flags_text(windows, options.set)
        print(f"The Xen configuration it goes with has: {flags}")
    return DONE


def _outcome(options: argparse.Namespace, *, changed: bool) -> str:
    if not changed:
        return "There is nothing to change."
    if options.dry_run:
        return "Nothing was changed (--dry-run)."
    return f"Done. To take it back: vmx2xen hal {options.image} --undo"


def _undo(options: argparse.Namespace, notes: tuple[Finding, ...]) -> int:
    from engine.job.result import guest_image

    there = guest_image.can_undo(options.image)
    undone = not options.dry_run and guest_image.undo(options.image, anyway=options.yes)
    if options.json:
        print_json({"undone": undone, "there": there, **_findings_json(notes)})
        return DONE
    print_findings(notes)
    if undone:
        print("The image is as it was before.")
    elif there:
        print("The newest change would be taken back (--dry-run).")
    else:
        print("There is nothing to take back.")
    return DONE


def _findings_json(findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {"findings": [each.as_json() for each in findings]}


def _usage(text: str) -> int:
    print(f"vmx2xen hal: {text}", file=sys.stderr)
    return USAGE
