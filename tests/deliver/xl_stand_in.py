"""A stand-in for xl, and no Xen: it lists what it was told to create, as xl prints it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_XL = """\
#!/bin/sh
cd "{folder}" || exit 1
echo "$@" >>calls
case $1 in
list)
    echo "Name                                        ID   Mem VCPUs\tState\tTime(s)"
    echo "Domain-0                                     0   512     1     r-----      10.0"
    for each in domains/*; do
        [ -f "$each" ] && cat "$each"
    done ;;
vm-list)
    echo "UUID                                  ID    name"
    cat uuids 2>/dev/null ;;
create)
    echo "Parsing config from $2" >&2
    if [ -f refusal ]; then cat refusal >&2; exit 1; fi
    name=$(sed -n 's/^name *= *"\\(.*\\)"/\\1/p' "$2")
    uuid=$(sed -n 's/^uuid *= *"\\(.*\\)"/\\1/p' "$2")
    flags=$(cat flags 2>/dev/null || echo -b----)
    mkdir -p domains
    [ "$flags" = gone ] ||
        printf '%-40s %5s %5s %5s     %s %9s\\n' "$name" 7 384 1 "$flags" 0.4 >"domains/$name"
    echo "$uuid 7 $name" >>uuids ;;
esac
exit 0
"""
_XENSTORE = """\
#!/bin/sh
[ "$1" = /local/domain/7/console/vnc-port ] && echo 5901
"""


@dataclass(frozen=True)
class StandIn:
    """Its folder, with what it was called for and what it lists."""

    folder: Path

    @property
    def path(self) -> str:
        """The PATH of a server that has it."""
        return f"{self.folder / 'bin'}:{os.environ['PATH']}"

    @property
    def creates(self) -> list[str]:
        """The configurations that it was told to create."""
        calls = (self.folder / "calls").read_text().splitlines()
        return [each.removeprefix("create ") for each in calls if each.startswith("create ")]

    def lists(self, name: str, flags: str, number: str = "7") -> None:
        """Have a domain in the list."""
        line = f"{name:<40} {number:>5} {384:>5} {1:>5}     {flags} {0.4:>9}\n"
        (self.folder / "domains").mkdir(exist_ok=True)
        (self.folder / "domains" / name).write_text(line)

    def refuses(self, said: str) -> None:
        """Have the next creates fail, and say this."""
        (self.folder / "refusal").write_text(said)

    def relents(self) -> None:
        """Have the next creates work."""
        (self.folder / "refusal").unlink()

    def ends_as(self, flags: str) -> None:
        """What is created from now on has this state in the list; "gone" is not in it."""
        (self.folder / "flags").write_text(flags)


def stand_in(folder: Path) -> StandIn:
    """One in ``folder``, where nothing runs yet."""
    tools = folder / "bin"
    tools.mkdir(parents=True)
    for name, text in (("xl", _XL.format(folder=folder)), ("xenstore-read", _XENSTORE)):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    return StandIn(folder)
