"""The command line's parser and its end: one command is run, and whatever it raises is told."""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Sequence

from engine.cli import (
    certificate_command,
    config_command,
    configure_command,
    convert_command,
    disk_commands,
    explain_command,
    files_command,
    fleet_command,
    hal_command,
    host_access,
    inspect_command,
    log_file,
    output,
    push_command,
    resume_command,
    trials_command,
    try_command,
    verify_command,
    version,
    xva_command,
)
from engine.cli.exit_codes import BUG, DONE, STOPPED
from engine.cli.output import OutputLost
from engine.cli.parser import Parser
from engine.cli.report import report_bug, report_interrupted, report_refused
from engine.cli.signals import StopSwitch
from engine.findings import Refusal, Stopped, finding, of_system

#: In the order in which they are needed.
_COMMANDS = (
    inspect_command,
    files_command,
    convert_command,
    resume_command,
    verify_command,
    certificate_command,
    hal_command,
    disk_commands,
    config_command,
    configure_command,
    xva_command,
    try_command,
    trials_command,
    push_command,
    fleet_command,
    explain_command,
)


def main(arguments: Sequence[str], stop: StopSwitch | None = None) -> int:
    """Run one command; returns the exit code."""
    output.prepare()
    stop = stop or StopSwitch()
    try:
        options = make_parser().parse_args(_with_options(arguments))
    except SystemExit as end:  # argparse has said what is wrong
        return int(end.code or 0)
    options.stop, options.typed = stop, tuple(arguments)
    try:
        return _run(options)
    except Stopped:
        return report_interrupted(arguments)
    except Exception as error:
        if stop.cancel.is_set():  # a library has made another error of it
            return report_interrupted(arguments)
        if (unexpected := of_system(error)) is not None:
            return report_refused((unexpected,), options.json)
        report_bug(traceback.format_exc())
        return BUG
    finally:
        log_file.end()


def _with_options(arguments: Sequence[str]) -> Sequence[str]:
    """``help``, ``help COMMAND`` and ``version`` as the options that they are."""
    match list(arguments):
        case ["help"]:
            return ["--help"]
        case ["help", command, *_]:
            return [command, "--help"]
        case ["version"]:
            return ["--version"]
    return arguments


def _run(options: argparse.Namespace) -> int:
    try:
        log_file.begin(options.log_file)
        host_access.prepare(options)
        return int(options.run(options))
    except Refusal as refusal:
        return report_refused(refusal.findings, options.json)
    except OutputLost as lost:
        is_report = not hasattr(options, "is_job")
        if is_report and isinstance(lost.error, BrokenPipeError):
            return DONE  # whoever reads has seen enough
        output.print_findings((finding("E505", reason=lost.error),))
        return STOPPED


def make_parser() -> argparse.ArgumentParser:
    """All commands; the man page and the completions are made from it."""
    parser = Parser(
        prog="vmx2xen",
        description="Turns a VMware virtual machine into a Xen HVM image. "
        "Without arguments, or with machines alone, the window opens.",
    )
    parser.add_argument("-V", "--version", action=version.Version, help="show versions and stop")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for each in _COMMANDS:
        each.add_to(commands)
    return parser
