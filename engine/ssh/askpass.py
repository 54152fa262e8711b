"""The answer to ssh's question for a password, by a program of ours (SSH_ASKPASS).

The password lies in a pipe that the user alone can open: in no command line, no environment and no
file. It is given once, and only to the question of the host that it is for: one on the way there
asks in the same manner.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import platform

#: ssh's $1 is its question; a folder can be made once.
_PROGRAM = """#!/bin/sh
case $1 in
{questions}) ;;
*) exit 1 ;;
esac
mkdir "$0.asked" || exit 1
IFS= read -r answer <"$0.pipe" && printf '%s\\n' "$answer"
"""
#: Have it ask by the program, once.
OPTIONS = ("BatchMode=no", "NumberOfPasswordPrompts=1", "StrictHostKeyChecking=yes",
           "PreferredAuthentications=keyboard-interactive,password")  # fmt: skip


@contextmanager
def answering(folder: Path, password: str, accounts: Iterable[str]) -> Iterator[dict[str, str]]:
    """The environment of an ssh that is told ``password`` where it asks as one of ``accounts``.

    ``folder`` is private to the user, and new; ``accounts`` are as ssh shows them, ``user@host``.
    Only where ``platform.SHARES_SSH``: it is told once, for all that goes through the connection.
    """
    program, pipe = folder / "ask", folder / "ask.pipe"
    asked = [pattern for each in accounts for pattern in _questions(each)]
    program.write_text(_PROGRAM.format(questions="|".join(asked)))
    program.chmod(0o700)
    held = platform.open_pipe(pipe)
    try:
        os.write(held, password.encode() + b"\n")
        yield {
            "DISPLAY": ":0",  # before OpenSSH 8.4 it asks by a program only with one
            **os.environ,
            "SSH_ASKPASS": str(program),
            "SSH_ASKPASS_REQUIRE": "force",
        }
    finally:
        os.close(held)


def _questions(account: str) -> tuple[str, str]:
    """Patterns of the shell for what OpenSSH asks: of the host itself, and of what PAM says."""
    return shlex.quote(f"{account}'s password: "), f"{shlex.quote(f'({account}) ')}*"
