"""The command line: the same engine without a window.

Exit codes: 0 done; 1 a bug; 2 usage; 3 refused, the findings say why; 4 stopped, can be resumed.
What is not needed for the command at hand is not imported.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import __version__
from engine.cli import hal
from engine.cli.output import print_findings, print_json
from engine.findings import Finding, Refusal, Stopped, blocking, refuse

if TYPE_CHECKING:
    from engine.job.convert.disk_task import DiskTask, Format
    from engine.job.convert.plan import Choices, Plan
    from engine.job.events import Event, Finished
    from engine.job.push.delivery import Push
    from engine.job.push.push_journal import Wish
    from engine.vmware.model import VirtualMachine
    from engine.xen.target import Target

DONE, BUG, USAGE, REFUSED, STOPPED = range(5)
_OUTCOMES = {"done": DONE, "failed": BUG, "refused": REFUSED, "stopped": STOPPED}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    try:
        options = make_parser().parse_args(arguments)
    except SystemExit as end:  # argparse has said what is wrong
        return int(end.code or 0)
    try:
        return int(options.run(options))
    except Refusal as refusal:
        return _refused(refusal.findings, options.json)
    except Stopped:
        return STOPPED
    except BrokenPipeError:
        return DONE
    except Exception:
        traceback.print_exc()
        print("This is a bug of vmx2xen; please report it with the lines above.", file=sys.stderr)
        return BUG


# -- commands


def _inspect(options: argparse.Namespace) -> int:
    from engine.report import machine_report

    machine = _machine(options)
    allocated, guests, findings = machine_report.examine(machine)
    if options.json:
        print_json(machine_report.as_json(machine, allocated, guests, findings))
    else:
        print("\n".join(machine_report.as_text(machine, allocated, guests)))
        print_findings(findings)
    return REFUSED if blocking(findings) else DONE


def _convert(options: argparse.Namespace) -> int:
    from engine.job.convert import plan as plans

    plan = plans.make(_machine(options), options.output, _choices(options))
    if not options.dry_run:
        return _run(plan, options)
    if options.json:
        from engine.job.convert.steps import of_plan

        print_json({**plan.as_json(), "steps": [step.name for step in of_plan(plan)]})
    else:
        _print_plan(plan)
        print_findings(plan.findings)
    return REFUSED if plan.blocking else DONE


def _resume(options: argparse.Namespace) -> int:
    from engine.job.convert import runner
    from engine.job.push import push_journal

    if push_journal.unfinished(options.folder) and not runner.unfinished(options.folder):
        return _deliver(options, push_journal.load(options.folder))
    return _run(runner.load(options.folder), options)


def _flatten(options: argparse.Namespace) -> int:
    return _one_disk(options, "vmdk")


def _raw(options: argparse.Namespace) -> int:
    if options.target.is_block_device() and not options.yes:
        raise refuse("E413", path=options.target)
    return _one_disk(options, "raw")


def _config(options: argparse.Namespace) -> int:
    from engine.job.convert import plan as plans
    from engine.xen.config import written

    choices = _choices(options)
    choices.settings.setdefault("images", "/var/lib/xen/images")
    domain, findings = plans.domain(_machine(options), choices)
    print_findings(findings)
    if blocking(findings):
        return REFUSED
    print(written(domain, options.dialect), end="")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from engine.job.result import verify_result

    names: list[str] = []

    def work(emit: Callable[[Event], None], cancel: threading.Event) -> Finished:
        from engine.job.events import Finished

        names.extend(verify_result.verify(options.folder, emit, cancel))
        return Finished("done")

    _watched(work, options.json)
    if options.json:
        print_json({"verified": names, "findings": []})
    else:
        for name in names:
            print(f"{name}: as written")
    return DONE


def _xva(options: argparse.Namespace) -> int:
    from engine.job.result import xva_packing
    from engine.xen.xva import command

    packing = xva_packing.plan(options.folder, options.target)
    if not options.json:
        print_findings(packing.findings)
    finished = _watched(lambda emit, cancel: xva_packing.run(packing, emit, cancel), options.json)
    findings = finished.findings or packing.findings
    typed = command(packing.target.name)
    if options.json:
        print_json(
            {
                "outcome": finished.outcome,
                "file": str(packing.target),
                "command": typed,
                "findings": [each.as_json() for each in findings],
            }
        )
    elif finished.outcome == "done":
        print(f"Done: {packing.target}\nOn the server: {typed}")
    return _ended(finished, "the same command again", options.json)


def _push(options: argparse.Namespace) -> int:
    from engine.job.push.push_journal import Wish

    return _deliver(options, Wish(options.target, options.yes, options.configs))


def _deliver(options: argparse.Namespace, wish: Wish) -> int:
    from engine.job.push import delivery as pushes

    with pushes.prepared(options.folder, wish) as push:
        if options.dry_run:
            return _show_push(push, options.json)
        finished = _watched(lambda emit, cancel: pushes.run(push, emit, cancel), options.json)
        typed = shlex.join(push.command)
        if options.json:
            findings = [each.as_json() for each in finished.findings]
            print_json(
                {
                    "outcome": finished.outcome,
                    **push.as_json(),
                    "command": typed,
                    "findings": findings,
                }
            )
        elif finished.outcome == "done":
            print(
                f"Done: {', '.join(str(each.final) for each in push.items)} on {push.server.name}"
            )
            print(f"To start it there: {typed}")
        return _ended(finished, f"vmx2xen resume {options.folder}", options.json)


def _show_push(push: Push, as_json: bool) -> int:
    from engine.sizes import binary

    if as_json:
        print_json({**push.as_json(), "steps": [each.name for each in push.steps()]})
        return DONE
    print(f"{push.folder} -> {push.server.name}")
    for number, step in enumerate(push.steps(), 1):
        print(f"  {number}. {step.name}" + (f"  ({binary(step.total)})" if step.total else ""))
    for item in push.items:
        print(f"  {item.source.name} -> {item.final} ({item.state})")
    print(f"  the configuration -> {push.config}")
    return DONE


def _try(options: argparse.Namespace) -> int:
    from engine.job.trial import trial_boot as trials

    trial = trials.plan(
        options.folder, options.seconds, options.screenshot,
        window=not options.json, accelerator=options.accelerator,
    )  # fmt: skip
    report: dict[str, Any] = {}

    def work(emit: Callable[[Event], None], cancel: threading.Event) -> Finished:
        finished, seen = trials.run(trial, emit, cancel)
        report.update(seen)
        return finished

    finished = _watched(work, options.json)
    if options.json:
        findings = [each.as_json() for each in finished.findings]
        print_json({"outcome": finished.outcome, **report, "findings": findings})
    elif finished.outcome == "done":
        print(f"Done: {trial.domain.name} has started ({report['said']}); what it did was not kept")
    return _ended(finished, "the same command again", options.json)


# -- how commands are run


def _run(plan: Plan, options: argparse.Namespace) -> int:
    from engine.job.convert import runner

    finished = _watched(lambda emit, cancel: runner.run(plan, emit, cancel), options.json)
    findings = finished.findings or plan.findings
    files = [task.target.name for task in plan.disks]
    files += [plans_config(plan).name, "manifest.json", *wrapper_name(plan)]
    files += sorted(path.name for path in plan.folder.glob("*.undo-001"))
    if options.json:
        print_json(
            {
                "outcome": finished.outcome,
                "folder": str(plan.folder),
                "files": files if finished.outcome == "done" else [],
                "findings": [each.as_json() for each in findings],
            }
        )
    elif finished.outcome == "done":
        print(f"Done: {', '.join(files)} in {plan.folder}")
    return _ended(finished, f"vmx2xen resume {plan.folder}", options.json)


def plans_config(plan: Plan) -> Path:
    """Where the plan's Xen configuration goes."""
    from engine.job.convert.plan import config_path

    return config_path(plan.folder, plan.machine)


def wrapper_name(plan: Plan) -> list[str]:
    """The script that is started in QEMU's place, where the domain names it."""
    from engine.xen import device_model

    return [device_model.NAME] if device_model.is_wanted(plan.domain) else []


def _one_disk(options: argparse.Namespace, format: Format) -> int:
    from engine.job.convert.disk_steps import run_disk

    task = _disk_task(options, format)
    finished = _watched(lambda emit, cancel: run_disk(task, emit, cancel), options.json)
    if options.json:
        findings = [each.as_json() for each in finished.findings]
        print_json({"outcome": finished.outcome, "file": str(task.target), "findings": findings})
    elif finished.outcome == "done":
        print(f"Done: {task.target}")
    return _ended(finished, "the same command again", options.json)


def _disk_task(options: argparse.Namespace, format: Format) -> DiskTask:
    from engine.job.convert.disk_task import single_disk

    reading = _reading(options)
    task, findings = single_disk(
        options.disk, options.target, format, trusted=options.yes, **reading
    )
    print_findings(findings)
    return task


def _watched(
    work: Callable[[Callable[[Event], None], threading.Event], Finished], quiet: bool
) -> Finished:
    """Run ``work`` with its events on the terminal; the first Ctrl-C stops it, kept to resume."""
    from engine.cli.terminal import Terminal

    cancel = threading.Event()
    previous = {
        number: signal.signal(number, lambda *_: cancel.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with Terminal(quiet=quiet) as terminal:
            return work(terminal.show, cancel)
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _ended(finished: Finished, again: str, as_json: bool) -> int:
    if finished.outcome == "refused" and not as_json:
        print_findings(finished.findings)
    elif finished.outcome == "stopped" and not as_json:
        print(f"Stopped. To go on: {again}", file=sys.stderr)
    elif finished.outcome == "failed":
        print(finished.detail, file=sys.stderr)
    return _OUTCOMES[finished.outcome]


def _machine(options: argparse.Namespace) -> VirtualMachine:
    from engine.vmware import machine

    reading = _reading(options)
    if options.snapshot:  # what is said is said of that state
        reading["placed"] = {}
    return machine.read(options.vmx, trusted=options.yes, **reading)


def _choices(options: argparse.Namespace) -> Choices:
    from engine.job.convert.plan import Choices
    from engine.translate import networks

    settings = {key: value for key, value in _settings(options).items() if value}
    return Choices(
        snapshot=options.snapshot,
        without=tuple(options.without or ()),
        format=options.format,
        settings=settings,
        networks=networks.read(options.networks) if options.networks else {},
        trusted=options.yes,
        hal=options.hal,
        storage=options.storage,
        sha256=options.sha256,
        target=_target(options),
    )


def _target(options: argparse.Namespace) -> Target:
    """The Xen that is meant: xm is that of Xen 3, unless it is said."""
    from engine.xen.target import DEFAULT

    usual: Target = "xen-3.0.3" if options.dialect == "xm" else DEFAULT
    return options.target or usual


def _reading(options: argparse.Namespace) -> dict[str, Any]:
    """What of --set says how a machine or disk is read."""
    from engine.job.convert.plan import placed

    settings = _settings(options)
    return {"redo": settings["redo"], "placed": placed(settings)}


def _settings(options: argparse.Namespace) -> dict[str, str]:
    """--set KEY=VALUE as a mapping; a key given twice counts the last time."""
    return {"redo": "", **dict(options.set or ())}


# -- output


def _refused(findings: tuple[Finding, ...], as_json: bool) -> int:
    if as_json:
        print_json({"findings": [each.as_json() for each in findings]})
    else:
        print_findings(findings)
    return REFUSED


def _print_plan(plan: Plan) -> None:
    from engine.job.convert.steps import of_plan
    from engine.sizes import binary

    print(f"{plan.machine.name}: {plan.machine.path} -> {plan.folder}")
    for number, step in enumerate(of_plan(plan), 1):
        print(f"  {number}. {step.name}" + (f"  ({binary(step.total)})" if step.total else ""))
    for change in plan.changes:
        print(f"  {change}")
    print(f"  at most {binary(plan.needed)} needed, {binary(plan.free)} free")


# -- the parser


def make_parser() -> argparse.ArgumentParser:
    """All commands; the man page and the completions are made from it."""
    parser = argparse.ArgumentParser(
        prog="vmx2xen",
        description="Turns a VMware virtual machine into a Xen HVM image. "
        "Without arguments, or with machines alone, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"vmx2xen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    inspect = _command(commands, "inspect", _inspect, "show a machine, its disks and snapshots")
    _takes_machine(inspect)

    convert = _command(commands, "convert", _convert, "make images and a Xen configuration")
    _takes_machine(convert)
    convert.add_argument("-o", "--output", type=Path, required=True, metavar="DIR",
                         help="folder for the results; made if it is not there")  # fmt: skip
    _takes_choices(convert)
    convert.add_argument("--format", default="raw", choices=_formats(), help="of the images")
    convert.add_argument("--sha256", action="store_true",
                         help="hash whole images too: minutes for each TiB")  # fmt: skip
    convert.add_argument("--dry-run", action="store_true", help="show the plan and stop")
    _takes_networks(convert)

    resume = _command(commands, "resume", _resume, "go on with a conversion that was stopped")
    resume.add_argument("folder", type=Path, metavar="DIR")

    hal.add_to(commands)

    for name, run, target in (("flatten", _flatten, "OUT.vmdk"), ("raw", _raw, "OUT.img")):
        text = {"flatten": "merge a chain into one growable VMDK",
                "raw": "make a raw image of a chain, in a file or on a block device"}  # fmt: skip
        command = _command(commands, name, run, text[name])
        command.add_argument("disk", type=Path, metavar="DISK.vmdk")
        command.add_argument("target", type=Path, metavar=target)

    config = _command(commands, "config", _config, "print the Xen configuration")
    _takes_machine(config)
    _takes_choices(config)
    _takes_networks(config)
    config.add_argument("--dialect", choices=("xl", "xm", "libvirt"),
                        help="that of the target if left out")  # fmt: skip

    xva = _command(commands, "xva", _xva, "pack a conversion for XCP-ng or XenServer")
    xva.add_argument("folder", type=Path, metavar="DIR")
    xva.add_argument("target", type=Path, nargs="?", metavar="OUT.xva",
                     help="NAME.xva in DIR if left out")  # fmt: skip

    push = _command(commands, "push", _push, "bring a conversion to the Xen server")
    push.add_argument("folder", type=Path, metavar="DIR")
    push.add_argument("target", metavar="TARGET",
                      help="a folder, or below /dev a volume group or volume; here, "
                      "user@host:/folder or ssh://user@host:port/folder")  # fmt: skip
    push.add_argument("--configs", default="", metavar="FOLDER",
                      help="for the configuration, on the server; that of the images, or "
                      "/etc/xen with volumes, if left out")  # fmt: skip
    push.add_argument("--dry-run", action="store_true", help="look there, show the plan and stop")

    trial = _command(commands, "try", _try, "start a conversion in QEMU, without changing it")
    trial.add_argument("folder", type=Path, metavar="DIR")
    trial.add_argument("--seconds", type=_seconds, metavar="N",
                       help="that it is watched at most; a clear verdict ends it")  # fmt: skip
    trial.add_argument("--accelerator", choices=("auto", "kvm", "tcg"), default="auto",
                       help="the processor's own virtualization, or emulation")  # fmt: skip
    trial.add_argument("--screenshot", type=Path, metavar="FILE.png",
                       help="the screen as it is in the end")  # fmt: skip

    verify = _command(commands, "verify", _verify, "compare images with their manifest")
    verify.add_argument("folder", type=Path, metavar="DIR")
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.add_argument("--json", action="store_true", help="standard output is JSON alone")
    command.add_argument("--yes", action="store_true",
                         help="agree to files outside the folder and to overwriting")  # fmt: skip
    command.add_argument("--set", type=_pair, action="append", metavar="KEY=VALUE",
                         help="a key of the domain; redo=commit|discard; images=DIR; "
                         "locate.SLOT[.LAYER]=PATH of a file that is elsewhere")  # fmt: skip
    command.set_defaults(run=run, snapshot="", format="raw", hal="keep", storage="auto",
                        sha256=False, dry_run=False, target=None, dialect=None)  # fmt: skip
    return command


def _takes_machine(command: argparse.ArgumentParser) -> None:
    command.add_argument("vmx", type=Path, metavar="VM.vmx",
                         help="also a folder, .ovf, .ova or a disk")  # fmt: skip


def _takes_networks(command: argparse.ArgumentParser) -> None:
    command.add_argument("--networks", type=Path, metavar="TABLE.toml",
                         help='lines such as "VM Network" = "xenbr1"')  # fmt: skip


def _takes_choices(command: argparse.ArgumentParser) -> None:
    """What decides the domain; the configuration alone is that of the conversion."""
    command.add_argument("--snapshot", default="", metavar="S",
                         help="number or name; the running state if left out")  # fmt: skip
    command.add_argument("--without", action="append", metavar="SLOT",
                         help="leave out the disk at SLOT, such as scsi0:1")  # fmt: skip
    command.add_argument("--hal", default="keep", metavar="keep|recommended|NAME",
                         help="of Windows 2000, XP and 2003")  # fmt: skip
    command.add_argument("--storage", default="auto", choices=("auto", "keep", "ide", "ahci"),
                         help="the controller that Windows is to start from")  # fmt: skip
    command.add_argument("--target", choices=_targets(),
                         help="the Xen that it is for; what runs on all of 4.17 to today "
                         "if left out")  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    if key.startswith("locate."):  # resuming may happen in another folder
        value = str(Path(value).absolute())
    return key, value


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not 1 to 86400 seconds")
    return int(text)


def _targets() -> tuple[str, ...]:
    return ("xen", "xen-4.17", "xen-4.20", "xcp-ng-8.2", "xcp-ng-8.3", "xen-3.0.3")


def _formats() -> tuple[str, ...]:
    return ("raw", "vmdk", "vhd", "qcow2")
