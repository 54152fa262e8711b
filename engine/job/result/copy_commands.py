"""Shell commands that bring a finished conversion to the server, for those who copy by hand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from engine.job.result.conversion import Conversion
from engine.xen import xva

CONFIGS = "/etc/xen"  #: where configurations are on the server


def as_files(conversion: Conversion, server: str, configs: str = CONFIGS, folder: str = "") -> str:
    """Shell commands that copy images and configuration to where the latter expects them.

    ``folder`` is another one for the images, which the configuration is then told.
    """
    return "\n".join(_as_files(conversion, server, configs, folder))


def as_volumes(conversion: Conversion, server: str, group: str, configs: str = CONFIGS) -> str:
    """Shell commands that put each image into a new logical volume of ``group``."""
    return "\n".join(_as_volumes(conversion, server, group, configs))


def as_xva(archive: Path, server: str) -> str:
    """Shell commands that copy an XVA to a server with XCP-ng and import it there."""
    file = shlex.quote(str(archive.absolute()))
    lines = (
        f"rsync -s --partial --progress {file} {_remote(server, archive.name)}",
        _on(server, xva.command(archive.name)),
    )
    return "\n".join(lines)


def sums(conversion: Conversion) -> str:
    """What is known of the images' SHA-256, as ``sha256sum`` writes it."""
    return "\n".join(
        _sum_line(image.sha256, image.path.name) for image in conversion.images if image.sha256
    )


def _as_files(conversion: Conversion, server: str, configs: str, elsewhere: str) -> Iterator[str]:
    folders: dict[str, list[Path]] = {}
    places: dict[str, PurePosixPath] = {}  #: on the server, by the place of the configuration
    for image in conversion.images:
        place = PurePosixPath(image.place)
        there = PurePosixPath(elsewhere) / image.path.name if elsewhere else place
        folders.setdefault(str(there.parent), []).append(image.path)
        places[image.place] = there
    for folder, paths in folders.items():
        files = shlex.join(str(path.absolute()) for path in paths)
        yield _on(server, "mkdir", "-p", folder)
        yield f"rsync -s --sparse --partial --progress {files} {_remote(server, folder + '/')}"
    hashed = [each for each in conversion.images if each.sha256]
    known = [_sum_line(each.sha256, str(places[each.place])) for each in hashed]
    if known:
        yield f"printf '%s\\n' {shlex.join(known)} | {_on(server, 'sha256sum', '-c')}"
    moved = [_moved(old, str(new)) for old, new in places.items() if old != str(new)]
    yield from _start(conversion, server, configs, moved)


def _as_volumes(conversion: Conversion, server: str, group: str, configs: str) -> Iterator[str]:
    moved = []
    for image in conversion.images:
        name = volume_name(image.path.stem)
        device = f"/dev/{group}/{name}"
        yield _on(server, "lvcreate", "-L", f"{image.size}b", "-n", name, group)
        source = shlex.quote(str(image.path.absolute()))
        yield f"dd if={source} bs=4M | {_on(server, 'dd', f'of={device}', 'bs=4M', 'conv=fsync')}"
        if image.sha256:  # a volume may be larger than what was written to it
            read = f"head -c {image.size} {shlex.quote(device)} | sha256sum"
            same = f'test "$({read})" = "{image.sha256}  -"'
            yield _on(server, f"{same} && echo OK || {{ echo FAILED; false; }}")
        moved.append(_moved(image.place, device))
    yield from _start(conversion, server, configs, moved)


def _start(
    conversion: Conversion, server: str, configs: str, moved: Iterable[str] = ()
) -> Iterator[str]:
    """Bring the configuration over, with the disks that were ``moved``, and start the guest."""
    there = f"{configs}/{conversion.config.name}"
    here = shlex.quote(str(conversion.config.absolute()))
    if moved:
        put = _on(server, f"cat > {shlex.quote(there)}")
        yield f"sed {shlex.quote(';'.join(moved))} {here} | {put}"
    else:
        yield f"rsync -s {here} {_remote(server, there)}"
    yield _on(server, "xl", "create", there)


def _on(server: str, *command: str) -> str:
    """A command to be run on the server; a single word is a line for its shell."""
    line = command[0] if len(command) == 1 else shlex.join(command)
    return shlex.join(["ssh", server, line])


def _sum_line(sum: str, name: str) -> str:
    """A line for ``sha256sum -c``, which wants to be told where backslashes are doubled."""
    mark = "\\" if "\\" in name else ""
    return f"{mark}{sum}  {name.replace(mark, mark * 2) if mark else name}"


def _remote(server: str, path: str) -> str:
    return shlex.quote(f"{server}:{path}")


def _moved(old: str, new: str) -> str:
    """A command of sed that tells the configuration another place of a disk."""
    before, after = (each.replace("\\", "\\\\").replace('"', '\\"') for each in (old, new))
    replacement = re.sub(r"([\\&|])", r"\\\1", after)
    return f's|target={_pattern(before)}"|target={replacement}"|'


def _pattern(text: str) -> str:
    """``text`` as a basic regular expression of sed with | around it."""
    return re.sub(r"([][\\.*^$|])", r"\\\1", text)


def volume_name(name: str) -> str:
    """A name LVM takes, see lvm(8): no blanks, no leading hyphen."""
    return re.sub(r"[^A-Za-z0-9+_.-]", "-", name).lstrip("-.") or "disk"
