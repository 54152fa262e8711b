"""The parser of the command line, and the options that several commands have.

Options are given whole, as an abbreviation would mean another thing once there are more of them;
what is misspelled is answered with what is nearest.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from engine.choices import KEEP, LINUX, LOCATE, RECOMMENDED, STORAGE
from engine.host_paths import path_of, without_password
from engine.sizes import rate
from engine.xen.target import TARGETS

Run = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser of whole words, which says what may have been meant."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"allow_abbrev": False, **named})

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Everything has to be known to the command itself, whose usage is then told."""
        if self._subparsers is None:
            self._check_options(args or ())
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unknown: {' '.join(unknown)}")
        return found, unknown

    def _check_options(self, args: Sequence[str]) -> None:
        """An option that is not known is told before others that are missing."""
        known = [name for each in self._actions for name in each.option_strings]
        given = args[: args.index("--")] if "--" in args else args
        for word in given:
            name = word.partition("=")[0]
            if name.startswith("--") and name not in known:
                self.error(f"unknown: {name}{nearest(name, known)}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = list(map(str, action.choices))
        text = f"{value!r} is none of {', '.join(known)}{nearest(str(value), known)}"
        raise argparse.ArgumentError(action, text)

    def error(self, message: str) -> NoReturn:
        """Usage, what is wrong, and where there is more."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {message}\nMore: {self.prog} --help\n")


class Once(argparse.Action):
    """Stores a value; a second one is a mistake."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option_string} is given twice")
        setattr(namespace, self.dest, values)


def nearest(word: str, known: Iterable[str]) -> str:
    """A question whether the known word that is most like ``word`` was meant; empty if none is."""
    found = difflib.get_close_matches(word, list(known), 1, 0.5)
    return f"; did you mean {found[0]}?" if found else ""


def add_command(commands: Any, name: str, run: Run, text: str) -> Parser:
    """A command with the options that all of them have."""
    command: Parser = commands.add_parser(name, help=text, description=text)
    command.add_argument("--json", action="store_true", help="standard output is JSON alone")
    command.set_defaults(run=run, progress=False, quiet=False, verbose=False, log_file=None)
    return command


def takes_job(command: Parser) -> None:
    """The options of a command that runs a job."""
    command.add_argument("--progress", action="store_true",
                         help="a line each second where there is no terminal; with --json a "
                         "line of JSON for each event")  # fmt: skip
    volume = command.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    volume.add_argument("-v", "--verbose", action="store_true", help="say everything")
    command.add_argument("--log-file", type=Path, metavar="FILE",
                         help="write everything to its end, with the time")  # fmt: skip


def takes_folder(command: Parser) -> None:
    """A folder of results."""
    command.add_argument("folder", type=Path, metavar="DIR", help="a folder that convert wrote")


def takes_trust(command: Parser) -> None:
    """Agreement to read what is outside the folder of a machine."""
    command.add_argument("--trust", action="store_true", dest="trusted",
                         help="agree to files outside the machine's folder")  # fmt: skip


def takes_machine(command: Parser, nargs: str | None = None) -> None:
    """A machine, or several, and how it is read."""
    command.add_argument("vmx", type=source_path, metavar="VM.vmx", nargs=nargs,
                         help="also a folder, .ovf, .ova or a disk; on a host "
                         "ssh://user@host/folder/vm.vmx or esxi://user@host/NAME")  # fmt: skip
    takes_trust(command)
    takes_hosts(command)


def takes_hosts(command: Parser) -> None:
    """How hosts are trusted that are read from."""
    command.add_argument("--trust-host", action="append", metavar="SHA256",
                         help="agree to the host that shows a certificate with this "
                         "fingerprint")  # fmt: skip


def takes_reading(command: Parser) -> None:
    """Settings that say how a machine or a disk is read, and nothing else."""
    command.add_argument("--set", type=_reading, action="append", metavar="KEY=VALUE",
                         help="redo=commit|discard; locate.SLOT[.LAYER]=PATH of a file "
                         "that is elsewhere")  # fmt: skip


def takes_settings(command: Parser) -> None:
    """Settings of the domain, of the guest and of how the machine is read."""
    command.add_argument("--set", type=setting, action="append", metavar="KEY=VALUE",
                         help="a key of the domain; redo=commit|discard; images=DIR; "
                         "locate.SLOT[.LAYER]=PATH of a file that is elsewhere")  # fmt: skip


def takes_media(command: Parser) -> None:
    """Installation media of Windows 2000, XP and 2003."""
    command.add_argument("--media", type=Path, action="append", metavar="PATH",
                         help="an ISO image, a folder or a cabinet with HALs, kernels and drivers "
                         "that the guest does not hold")  # fmt: skip


def takes_choices(command: Parser) -> None:
    """Whatever decides the domain; each option is a field of :class:`engine.choices.Choices`."""
    takes_settings(command)
    command.add_argument("--snapshot", default="", metavar="S",
                         help="number or name; the running state if left out")  # fmt: skip
    command.add_argument("--without", action="append", metavar="SLOT",
                         help="leave out the disk at SLOT, such as scsi0:1")  # fmt: skip
    command.add_argument("--hal", default=KEEP, metavar=f"{KEEP}|{RECOMMENDED}|NAME",
                         help="of Windows 2000, XP and 2003")  # fmt: skip
    command.add_argument("--storage", default="auto", choices=STORAGE,
                         help="the controller that Windows is to start from")  # fmt: skip
    command.add_argument("--linux", default="auto", choices=LINUX,
                         help="mend a Linux for Xen, leave it, or tell what is to be typed "
                         "in it")  # fmt: skip
    takes_media(command)
    command.add_argument("--firstboot", type=Path, action="append", metavar="FILE",
                         help="that the guest runs once, at its first start; can be given several "
                         "times")  # fmt: skip
    command.add_argument("--pvdrivers", type=Path, action="append", metavar="PATH",
                         help="a folder, an ISO image or an .msi with Xen's PV drivers, which a "
                         "Windows installs at its first start")  # fmt: skip
    takes_target(command)
    command.add_argument("--networks", type=Path, metavar="TABLE.toml",
                         help='lines such as "VM Network" = "xenbr1"')  # fmt: skip
    command.add_argument("--yes", action="store_true", dest="trusted",
                         help="agree to files outside the machine's folder, and to an unusual "
                         "HAL")  # fmt: skip


def source_path(text: str) -> Path:
    """Where something of VMware's is: a path of this computer, or a URL of a host."""
    try:
        return path_of(text)
    except ValueError:
        shown = without_password(text)
        raise argparse.ArgumentTypeError(f"{shown!r} is no address of a file on a host") from None


def takes_target(command: Parser) -> None:
    """The Xen that is meant."""
    command.add_argument("--target", choices=TARGETS,
                         help="the Xen that it is for; what runs on all of 4.17 to today "
                         "if left out")  # fmt: skip


def setting(text: str) -> tuple[str, str]:
    """A pair of KEY=VALUE; a path is made absolute, as resuming may happen in another folder."""
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    if key == "redo" and value not in ("commit", "discard"):
        raise argparse.ArgumentTypeError(f"redo is commit or discard, not {value!r}")
    return (key, str(source_path(value).absolute())) if key.startswith(LOCATE) else (key, value)


def _reading(text: str) -> tuple[str, str]:
    key, value = setting(text)
    if key != "redo" and not key.startswith(LOCATE):
        raise argparse.ArgumentTypeError(f"{key} changes nothing here; there are redo, locate.SLOT")
    return key, value


def seconds(text: str) -> int:
    """A number of seconds, up to a day."""
    if not (text.isdecimal() and text.isascii()) or not 1 <= int(text) <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not 1 to 86400 seconds")
    return int(text)


def limit(text: str) -> int:
    """Bytes a second, as ``20M`` or ``500k``."""
    try:
        return rate(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
