"""PLAN.toml: which machines a fleet has, and what is decided for them, as it is written.

[fleet]
machines = ["vms", "more/*/*.vmx"]   # folders and patterns, from the folder of the plan on
                                     # esxi://root@host/web* and ssh://host/…/*.vmx on hosts
table = "machines.csv"               # or a table: machine, and any word of a rule
output = "results"                   # a folder for each machine in it
at_once = 2                          # machines on this computer
speed = "100M"                       # of one machine, to foretell the time
stop_at_failed_wave = true           # the next wave needs the one before

[limits]                             # machines at the same time, at each of them
datastore = 2
server = 4

[[rule]]                             # all that match count, the last of them most
match = { name = "web*", path = "*/ds1/*", guest = "win*", network = "DMZ" }
push = "root@xen1:/srv/xen"
wave = 1
networks = { "DMZ" = "xenbr3" }
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from engine.findings import Refusal, refuse
from engine.host_paths import is_url
from engine.job.fleet.rules import MATCHES, RULE_KEYS, Rule
from engine.phrase import Phrase
from engine.sizes import rate

_SIZE_LIMIT = 4 << 20  # bytes
LIMITS = ("datastore", "host", "link", "server")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as it is written; paths are whole."""

    path: Path
    machines: tuple[str, ...] = ()  #: folders and patterns
    table: Path | None = None
    output: Path = field(default=Path("results"))
    at_once: int = 2
    speed: int = 100 << 20  #: bytes a second
    stop_at_failed_wave: bool = False
    limits: dict[str, int] = field(default_factory=dict)  #: by kind
    rules: tuple[Rule, ...] = ()

    @property
    def state(self) -> Path:
        """Folder for the reports, beside the plan."""
        return self.path.with_suffix(".fleet")


def read(path: Path) -> PlanFile:
    """The plan at ``path``; refuses E890."""
    path = path.absolute()
    found = _tables(path)
    try:
        _only(found, ("fleet", "limits", "rule"), Phrase("the plan"))
        fleet, limits = found.get("fleet", {}), found.get("limits", {})
        _only(fleet, [each.name for each in fields(PlanFile)][1:7], "[fleet]")
        _only(limits, LIMITS, "[limits]")
        if any(type(each) is not int or each < 1 for each in limits.values()):
            raise ValueError(Phrase("a limit is a number from 1 on"))
        rules = tuple(_rule(number, each) for number, each in enumerate(found.get("rule", []), 1))
        return PlanFile(path, **_settings(path.parent, fleet), limits=limits, rules=rules)
    except (ValueError, TypeError, AttributeError) as error:
        raise wrong(path, error) from None


def seen_from(folder: Path, text: str) -> str:
    """A path or pattern as it is meant by who wrote it in ``folder``; a URL of a host as it is."""
    return text if is_url(text) else str(folder / text)


def wrong(path: Path, reason: object) -> Refusal:
    """The refusal of a plan."""
    return refuse("E890", path=path, reason=reason)


def _tables(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(_SIZE_LIMIT + 1)
        if len(text) > _SIZE_LIMIT:
            raise ValueError(Phrase("it is too large"))
        return tomllib.loads(text.decode())
    except (OSError, ValueError, RecursionError) as error:
        raise wrong(path, error) from None


def _settings(folder: Path, fleet: dict[str, Any]) -> dict[str, Any]:
    """The table [fleet], its values checked."""
    found = dict(fleet)
    for key in ("table", "output"):
        if key in found:
            found[key] = folder / _of(str, key, found[key])
    found.setdefault("output", folder / "results")
    machines = _of(list, "machines", found.get("machines", []))
    found["machines"] = tuple(seen_from(folder, _of(str, "machines", each)) for each in machines)
    if "speed" in found:
        found["speed"] = rate(_of(str, "speed", found["speed"]))
    if _of(int, "at_once", found.get("at_once", 2)) < 1:
        raise ValueError(Phrase("{key} is less than {least}", key="at_once", least=1))
    _of(bool, "stop_at_failed_wave", found.get("stop_at_failed_wave", False))
    if not machines and "table" not in found:
        raise ValueError(Phrase("it names no machines"))
    return found


def _rule(number: int, found: dict[str, Any]) -> Rule:
    name = f"[[rule]] {number}"
    match, said = dict(found.get("match", {})), {**found}
    said.pop("match", None)
    _only(match, MATCHES, f"{name} match")
    _only(said, RULE_KEYS, name)
    for key, value in match.items():
        _of(str, key, value)
    for key, value in said.items():
        _of(RULE_KEYS[key], key, value)
    return Rule(name, match, said)


def _of(kind: type[Any], key: str, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(
            Phrase("{key} is {value}, which is no {kind}", key=key, value=repr(value),
                   kind=kind.__name__)
        )  # fmt: skip
    return value


def _only(found: dict[str, Any], known: Any, where: str) -> None:
    for key in found:
        if key not in known:
            raise ValueError(Phrase("{where} has no {key}", where=where, key=key))
