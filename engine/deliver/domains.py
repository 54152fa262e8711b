"""Domains of a server, by its xl: which there are, and the start of one."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Literal

from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.ssh.host import Host
from engine.ssh.server import Failed, Server

#: Prints what xl lists.
_LIST = r"""
command -v xl >/dev/null || { echo "missing xl"; exit 0; }
xl list || exit 3
"""
#: $1 number of a domain. Prints "uuid UUID" and "vnc PORT", as far as they are known.
_ABOUT = r"""
xl vm-list 2>/dev/null | while read -r uuid number rest; do
    [ "$number" = "$1" ] && echo "uuid $uuid"
done
port=$(xenstore-read "/local/domain/$1/console/vnc-port" 2>/dev/null) && echo "vnc $port"
exit 0
"""
#: $1 configuration.
_CREATE = 'xl create "$1" >&2 || exit 3'

_LAST_PORT = 65535
_NUMBER = re.compile("[0-9]{1,9}")
_COLUMNS = 6  # of xl list: name, number, memory, processors, state, time
#: Letters of the state in xl list, see xl(1); without one of them a domain runs, or waits for work.
_ENDED: dict[str, Phrase] = {
    "c": Phrase("it has crashed"),
    "s": Phrase("it has shut down"),
    "d": Phrase("it is being removed"),
    "p": Phrase("it is paused"),
}
_GONE = Phrase("it is gone")
#: What xl says of a start that failed, and the code of it; the first that fits.
_FAULTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"privileged command interface|xl context|permission denied", "E946"),
        (r"not enough (free )?memory|free memory for the domain|insufficient.*memory", "E942"),
        (r"bridge device|vif-bridge|vif-script", "E943"),
        (r"failed to stat|unable to open|disk .*not found|no such file", "E944"),
    )
)
_PREFIX = re.compile(r"^(libxl|xl|xc|xencall|xencontrol): (error|debug|detail)?:? ?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A domain as it was seen on its server."""

    number: int = 0
    flags: str = ""  #: of xl list, such as ``-b----``; empty where it is not listed
    uuid: str = ""
    vnc: int = 0  #: port of its screen on the server; 0 for none

    @property
    def state(self) -> Literal["running", "ended"]:
        return "running" if self.flags and not self.why else "ended"

    @property
    def why(self) -> str:
        """Why it does not run; empty where it does."""
        if not self.flags:
            return _GONE
        return next((words for letter, words in _ENDED.items() if letter in self.flags), "")


def look(server: Server, name: str) -> Seen:
    """The domain called ``name``; refuses E705, E706, E946."""
    try:
        listed = server.run(_LIST)
        if listed.strip() == "missing xl":
            raise refuse("E706", host=server.name, command="xl")
        number, flags = _listed(listed, name)
        about = server.run(_ABOUT, str(number)) if flags else ""
    except Failed as error:
        raise refuse("E946", host=server.name, reason=_line(error.said)) from None
    told = dict(line.split(" ", 1) for line in about.splitlines() if " " in line)
    port = told.get("vnc", "")
    vnc = int(port) if re.fullmatch("[0-9]{1,5}", port) else 0
    return Seen(number, flags, told.get("uuid", ""), vnc if vnc <= _LAST_PORT else 0)


def create(server: Server, name: str, config: str) -> None:
    """Have xl start a domain; refuses E705, E942 to E944, E946, E947 with what xl says."""
    try:
        server.run(_CREATE, config)
    except Failed as error:
        raise _fault(server, name, config, error.said) from None


def command(host: Host | None, *words: str) -> str:
    """The line to be typed here that runs a command on ``host``, quoted for both shells."""
    if host is None:
        return shlex.join(words)
    return f"ssh -t {host.typed} {shlex.quote(shlex.join(words))}"


def _listed(text: str, name: str) -> tuple[int, str]:
    for line in text.splitlines()[1:]:
        columns = line.rsplit(maxsplit=_COLUMNS - 1)
        is_one = len(columns) == _COLUMNS and _NUMBER.fullmatch(columns[1])
        if is_one and columns[0].strip() == name:
            return int(columns[1]), columns[4]
    return 0, ""


def _fault(server: Server, name: str, config: str, said: str) -> Refusal:
    lines = said.splitlines()
    code, reason = next(
        ((code, line) for pattern, code in _FAULTS for line in lines if pattern.search(line)),
        ("E947", said),
    )
    again = command(server.host, "xl", "-vvv", "create", config)
    return refuse(code, name=name, host=server.name, reason=_line(reason), command=again)


def _line(said: str) -> str:
    """The first line of xl's that says something, without who says it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("Parsing config")]
    return _PREFIX.sub("", told[0]) if told else Phrase("it says nothing")
