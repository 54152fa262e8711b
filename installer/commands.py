"""The commands and options of vmx2xen as data, read off its own parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue import CATALOGUE
from engine.choices import HALS
from engine.cli.main import make_parser
from engine.cli.parser import source_path
from engine.xen.overrides import KEYS

FOLDERS = ("DIR", "FOLDER")
#: Words that help where a value is none of a few: by what stands for it.
_WORDS: dict[str, tuple[str, ...]] = {
    "NAME": HALS,
    "CODE": tuple(sorted(CATALOGUE)),
    "KEY=VALUE": tuple(f"{key.replace('N.', '0.')}=" for key in KEYS if "NETWORK" not in key),
}


@dataclass(frozen=True, slots=True)
class Argument:
    """An option, or a positional argument if it has no ``names``."""

    names: tuple[str, ...]  #: such as ("-o", "--output")
    value: str  #: what stands for its value, such as "DIR"; empty for a switch
    choices: tuple[str, ...]
    kind: str  #: "file", "folder", "state" of the machine on the line, or empty for anything else
    help: str
    required: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command; that with an empty name is vmx2xen itself."""

    name: str
    help: str
    arguments: tuple[Argument, ...]

    @property
    def options(self) -> tuple[Argument, ...]:
        return tuple(each for each in self.arguments if each.names)

    @property
    def positionals(self) -> tuple[Argument, ...]:
        return tuple(each for each in self.arguments if not each.names)


def commands() -> tuple[Command, ...]:
    """vmx2xen itself, and then its commands in their order."""
    parser = make_parser()
    (group,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    texts = {each.dest: each.help or "" for each in group._choices_actions}
    return (
        Command("", parser.description or "", tuple(_arguments(parser))),
        *(
            Command(name, texts[name], tuple(_arguments(each)))
            for name, each in group.choices.items()
        ),
    )


def _arguments(parser: argparse.ArgumentParser) -> Iterator[Argument]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        yield Argument(
            tuple(action.option_strings),
            _value(action),
            _choices(action),
            _kind(action),
            parser._get_formatter()._expand_help(action) if action.help else "",
            action.required,
            isinstance(action, argparse._AppendAction) or action.nargs in ("*", "+"),
        )


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.metavar:
        return str(action.metavar)
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _choices(action: argparse.Action) -> tuple[str, ...]:
    """Also those that only the metavar names, such as keep|recommended|NAME."""
    if action.choices:
        return tuple(map(str, action.choices))
    if action.metavar in _WORDS:
        return _WORDS[str(action.metavar)]
    parts = str(action.metavar or "").split("|")
    return tuple(each for each in parts if each.islower()) if len(parts) > 1 else ()


def _kind(action: argparse.Action) -> str:
    if action.metavar == "S":
        return "state"
    if action.type not in (Path, source_path):
        return ""
    return "folder" if action.metavar in FOLDERS else "file"
