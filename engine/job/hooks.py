"""Commands of the user's, run before and after jobs as their file of settings names them.

    [hooks]
    before_convert = ["/usr/local/bin/may-i", "--quiet"]
    after_push = "/usr/local/bin/tell-the-inventory"

Each gets one object of JSON on its standard input: the event, the job's request and its result. It
is run without a shell; what it prints goes into the log. One that fails before a job stops it.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import tempfile
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from engine import platform
from engine.findings import Finding, Refusal, Stopped, finding, refuse
from engine.phrase import Phrase
from engine.printable import one_line, plain

FORMAT = 1  #: of the JSON
_LIMIT = 1 << 20  # bytes of the file
_PRINTED_LIMIT = 64 << 10  # bytes that are read of what a hook prints
_LOOK_EVERY = 0.1  # seconds
#: Names of kinds of jobs in the file, where they are others.
_NAMES = {"conversion": "convert", "disk": "convert", "pool": "push"}

Log = Callable[[str], None]


def settings() -> Path:
    """The file of the user's settings."""
    return user_config_path("vmx2xen") / "config.toml"


def wanted() -> bool:
    """Whether any hook is named at all; refuses E899."""
    return bool(_commands(settings()))


class Hooks:
    """The commands for one job."""

    def __init__(self, request: dict[str, Any], log: Log, cancel: threading.Event) -> None:
        """Refuses E899 a file that is none."""
        self._request, self._log, self._cancel = request, log, cancel
        self._commands = _commands(settings())

    def before(self) -> None:
        """Run the one before the job. Raises Stopped; refuses E899 where it fails."""
        try:
            self._run("before", {})
        except _Failed as failed:
            raise Refusal(failed.told("E899")) from None

    def after(self, result: dict[str, Any]) -> Finding | None:
        """Run the one after the job, which is done with ``result``; W890 where it fails."""
        try:
            self._run("after", result)
        except _Failed as failed:
            return failed.told("W890")
        except Stopped:
            return _Failed("after", Phrase("it was stopped")).told("W890")
        return None

    def _run(self, when: str, result: dict[str, Any]) -> None:
        kind = str(self._request["kind"])
        event = f"{when}_{_NAMES.get(kind, kind)}"
        command = self._commands.get(event)
        if not command:
            return
        told = {"format": FORMAT, "event": event, "request": self._request, "result": result}
        text = json.dumps(plain(told), default=str).encode()
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed:
            given.write(text)
            given.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603 - the user's own command
                    command, stdin=given, stdout=printed, stderr=subprocess.STDOUT,
                    **platform.own_session(),
                )  # fmt: skip
            except (OSError, ValueError) as error:
                raise _Failed(event, error) from None
            code = self._waited(process)
            printed.seek(0)
            for line in printed.read(_PRINTED_LIMIT).decode("utf-8", "replace").splitlines():
                self._log(f"{event}: {one_line(line)}")
        if code:
            raise _Failed(event, Phrase("exit code {code}", code=code))

    def _waited(self, process: subprocess.Popen[bytes]) -> int:
        """The exit code of a hook. Raises Stopped."""
        while True:
            try:
                return process.wait(_LOOK_EVERY)
            except subprocess.TimeoutExpired:
                if self._cancel.is_set():
                    platform.kill(process)
                    process.wait()
                    raise Stopped from None


class _Failed(Exception):  # noqa: N818
    """A hook that did not do what it should."""

    def __init__(self, event: str, reason: object) -> None:
        super().__init__(event, reason)
        self._event, self._reason = event, reason

    def told(self, code: str) -> Finding:
        return finding(code, hook=self._event, reason=self._reason, path=settings())


def _commands(path: Path) -> dict[str, list[str]]:
    """The commands by event; none where there is no file. Refuses E899."""
    try:
        with path.open("rb") as file:
            found = tomllib.loads(file.read(_LIMIT).decode()).get("hooks", {})
        return {event: _command(value) for event, value in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise refuse("E899", hook="[hooks]", path=path, reason=error) from None


def _command(value: object) -> list[str]:
    words = shlex.split(value) if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
        raise ValueError(Phrase("a hook is a text, or a list of texts"))
    return words
