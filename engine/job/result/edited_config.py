"""The configuration of a finished conversion, where a user has changed it by hand.

Beside a conversion lies NAME.cfg, the file that an administrator of Xen edits. What was changed in
it counts: it travels with a delivery, and an archive or a test boot takes it over as settings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.findings import Finding, finding, refuse
from engine.job.result.conversion import Conversion
from engine.phrase import Phrase
from engine.xen import overrides, xl_reader
from engine.xen.config import written
from engine.xen.domain import Domain, Vbd
from engine.xen.xl_config import quoted
from engine.xen.xl_reader import Value


def digest(text: str) -> str:
    """The SHA-256 of a configuration as it is written, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def edited_text(conversion: Conversion) -> str | None:
    """The text of a configuration that was changed by hand; None if it is as it was written.

    One that is gone is none that was changed: it is written anew where it is needed.
    Refuses E443 where it cannot be read.
    """
    path = conversion.config
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refuse("E443", path=path, reason=error) from None
    except UnicodeDecodeError:
        raise refuse("E443", path=path, reason=Phrase("it is not UTF-8")) from None
    if conversion.config_digest:
        return None if digest(text) == conversion.config_digest else text
    is_ours = conversion.domain is not None and text == written(conversion.domain)
    return None if is_ours else text


def moved(text: str, disks: Mapping[str, Vbd], path: Path) -> str:
    """An edited configuration with its disks elsewhere: target as written here -> disk there.

    Refuses E444 where a disk is no more in it; then nothing is known of its place.
    """
    for target, disk in disks.items():
        old, new = quoted(target)[1:-1], quoted(disk.target)[1:-1]
        pattern = rf"format=\w+(?P<between>[^\"'\n]*?)target={re.escape(old)}(?=[\"'])"
        entry = rf"format={disk.format}\g<between>target=" + new.replace("\\", r"\\")
        text, count = re.subn(pattern, entry, text)
        if not count:
            raise refuse("E444", path=path, target=target)
    return text


@dataclass(frozen=True, slots=True)
class Taken:
    """A domain with what was changed by hand in its configuration."""

    domain: Domain
    findings: tuple[Finding, ...] = ()  #: W433, W434
    left: tuple[str, ...] = ()  #: keys of changes that could not be taken over


def taken_over(conversion: Conversion, domain: Domain) -> Taken:
    """``domain`` with the changes by hand as far as they are settings (--set) of a domain.

    Refuses E443, E501, E502.
    """
    text = edited_text(conversion)
    if text is None:
        return Taken(domain)
    try:
        now, then = xl_reader.read(text), xl_reader.read(written(domain))
    except ValueError as error:
        raise refuse("E443", path=conversion.config, reason=str(error)) from None
    settings, left = _settings(then, now)
    changed = overrides.apply(domain, settings)
    listed = " ".join(f"{key}={value}" for key, value in settings.items())
    notes = [finding("W433", path=conversion.config, settings=listed)] if listed else []
    if left:
        notes.append(finding("W434", path=conversion.config, keys=", ".join(left)))
    return Taken(changed, tuple(notes), left)


def _settings(
    then: Mapping[str, Value], now: Mapping[str, Value]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What differs, as settings; and the keys of what is none."""
    settings: dict[str, str] = {}
    left: list[str] = []
    for key in dict.fromkeys((*then, *now)):
        before, after = then.get(key), now.get(key)
        if before == after:
            continue
        if key == "vif" and isinstance(before, list) and isinstance(after, list):
            found = list(_cards(before, after))
            settings |= dict(each for each in found if each is not None)
            left += ["vif"] if None in found else []
        elif key in overrides.KEYS and isinstance(after, int | str):
            settings[key] = str(after)
        else:
            left.append(key)
    return settings, tuple(left)


def _cards(before: list[str], after: list[str]) -> Iterator[tuple[str, str] | None]:
    """What differs of the network cards as settings; None for what is none."""
    if len(before) != len(after):
        yield None
        return
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        then, now = xl_reader.pairs(old), xl_reader.pairs(new)
        for key in dict.fromkeys((*then, *now)):
            if then.get(key) != now.get(key):
                known = key in ("mac", "bridge", "model") and key in now
                yield (f"nic{number}.{key}", now[key]) if known else None
