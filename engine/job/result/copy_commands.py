"""Shell commands that bring a finished conversion to the server, for those who copy by hand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from engine.job.result.conversion import Conversion
from engine.xen import xva

CONFIGS = "/etc/xen"  #: where configurations are on the server


def as_files(conversion: Conversion, server: str, configs: str = CONFIGS) -> str:
    """Shell commands that copy images and configuration to where the latter expects them."""
    return "\n".join(_as_files(conversion, server, configs))


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


def _as_files(conversion: Conversion, server: str, configs: str) -> Iterator[str]:
    folders: dict[str, list[Path]] = {}
    for image in conversion.images:
        folders.setdefault(str(PurePosixPath(image.place).parent), []).append(image.path)
    for folder, paths in folders.items():
        files = shlex.join(str(path.absolute()) for path in paths)
        yield _on(server, "mkdir", "-p", folder)
        yield f"rsync -s --sparse --partial --progress {files} {_remote(server, folder + '/')}"
    known = [_sum_line(each.sha256, each.place) for each in conversion.images if each.sha256]
    if known:
        yield f"printf '%s\\n' {shlex.join(known)} | {_on(server, 'sha256sum', '-c')}"
    yield from _start(conversion, server, configs)


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
        written = image.place.replace("\\", "\\\\").replace('"', '\\"')  # as in the configuration
        moved.append(f's|target={_pattern(written)}"|target={device}"|')
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


def _pattern(text: str) -> str:
    """``text`` as a basic regular expression of sed with | around it."""
    return re.sub(r"([][\\.*^$|])", r"\\\1", text)


def volume_name(name: str) -> str:
    """A name LVM takes, see lvm(8): no blanks, no leading hyphen."""
    return re.sub(r"[^A-Za-z0-9+_.-]", "-", name).lstrip("-.") or "disk"
