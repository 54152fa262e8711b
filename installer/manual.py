"""The man page: what the parser knows of the commands, set into what is written by hand."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from engine import __version__
from installer.commands import Argument, Command, commands

FRAME = Path(__file__).with_name("desktop") / "vmx2xen.1.in"


def manual(when: int) -> str:
    """The page as roff; ``when`` is its date in seconds since 1970."""
    own, *others = commands()
    common = _common(others)
    parts = {
        "@DATE@": time.strftime("%Y-%m-%d", time.gmtime(when)),
        "@VERSION@": __version__,
        "@SYNOPSIS@": "\n".join(_synopsis(each) for each in others),
        "@COMMANDS@": "\n".join(line for each in others for line in _section(each, common)),
        "@COMMON@": "\n".join(_item(each) for each in common),
        "@OWN@": "\n".join(_item(each) for each in own.options),
    }
    text = FRAME.read_text("utf-8")
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _common(all_commands: list[Command]) -> tuple[Argument, ...]:
    """The options that most commands have alike: they are told once."""
    count = Counter(each for command in all_commands for each in command.options)
    return tuple(each for each, times in count.items() if 2 * times > len(all_commands))


def _synopsis(command: Command) -> str:
    words = [rf".B vmx2xen {command.name}", *(_usage(each) for each in command.positionals)]
    needed = [_usage(each) for each in command.options if each.required]
    optional = any(not each.required for each in command.options)
    return "\n".join([*words, *needed, *(["[OPTIONS]"] if optional else []), ".br"])


def _usage(argument: Argument) -> str:
    value = rf"\fI{_roff(argument.value)}\fR" if argument.value else ""
    if argument.names:
        return rf"\fB{_roff(argument.names[0])}\fR {value}".rstrip()
    return value if argument.required else f"[{value}]"


def _section(command: Command, common: tuple[Argument, ...]) -> Iterator[str]:
    yield f".SS vmx2xen {command.name}"
    yield _roff(_sentence(command.help))
    for each in command.arguments:
        if each not in common and (each.help or each.names):
            yield _item(each)
    also = [each for each in common if each in command.options]
    if also:
        names = ", ".join(rf"\fB{_roff(each.names[-1])}\fR" for each in also)
        yield f".PP\nCommon options: {names}."


def _item(argument: Argument) -> str:
    names = ", ".join(rf"\fB{_roff(each)}\fR" for each in argument.names)
    value = rf"\fI{_roff(argument.value)}\fR" if argument.value else ""
    text = _roff(_sentence(argument.help)) if argument.help else ""
    return f".TP\n{' '.join(filter(None, (names, value)))}\n{text}".rstrip()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def _roff(text: str) -> str:
    """``text`` as it is, whatever roff would make of its signs."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
