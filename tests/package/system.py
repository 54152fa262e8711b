"""A clean Debian in a folder, to install things in: what debootstrap makes, entered by chroot."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

LIMIT = 600  # seconds; only a hang takes so long
USER = "1000:1000"
HOME = "home/somebody"
#: Not a trace of us: where apt, dpkg and users keep what is theirs.
THEIRS = ("dev", "home", "proc", "tmp", "var/cache", "var/lib/apt", "var/lib/dpkg", "var/log")
#: With mounts of its own, which end with the process.
ENTER = """
mount -t proc proc "$0/proc"
if [ -d /tmp/.X11-unix ]; then
    mkdir -p "$0/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"
fi
user=$1; shift
exec chroot --userspec="$user" "$0" "$@"
"""


class System:
    """A Debian in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.display = ""

    def command(self, *words: str, user: str = USER) -> list[str]:
        enter = ["unshare", "--mount", "sh", "-ec", ENTER, str(self.folder), user]
        return [*enter, "env", "-i", *self.environment(), *words]

    def environment(self) -> Iterator[str]:
        yield "PATH=/usr/sbin:/usr/bin:/sbin:/bin"
        yield f"HOME=/{HOME}"
        yield "LANG=C.UTF-8"
        yield "DEBIAN_FRONTEND=noninteractive"
        yield f"DISPLAY={self.display}"
        for name in ("http_proxy", "https_proxy", "no_proxy"):
            if name in os.environ:
                yield f"{name}={os.environ[name]}"

    def run(self, *words: str, user: str = USER) -> str:
        """What it writes to standard output; findings go to standard error."""
        done = subprocess.run(
            self.command(*words, user=user),
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def apt(self, *words: str) -> str:
        return self.run("apt-get", "-q", "-y", "--no-install-recommends", *words, user="0:0")

    def files(self) -> set[str]:
        """All files and folders but those that are not ours to remove."""
        found = set()
        for folder, names, files in os.walk(self.folder):
            inside = Path(folder).relative_to(self.folder)
            names[:] = [name for name in names if str(inside / name) not in THEIRS]
            found |= {str(inside / name) for name in (*names, *files)}
        return found

    def mentions(self) -> str:
        """The files whose text has our name in it."""
        places = [str(self.folder / name) for name in ("etc", "usr", "var/cache", "var/lib")]
        search = ["grep", "-rlI", "--exclude-dir=dpkg", "--exclude-dir=apt", "vmx2xen", *places]
        return subprocess.run(search, capture_output=True, text=True, check=False).stdout


def debian(suite: str, folder: Path) -> System:
    """A new one in ``folder``, with a user."""
    folder.chmod(0o755)
    subprocess.run(["tar", "-C", folder, "-xf", _clean(suite)], check=True)
    (folder / "etc/apt/sources.list").write_text(f"deb {_mirror()} {suite} main\n")
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    made = System(folder)
    made.run("useradd", "--create-home", "--uid", "1000", "somebody", user="0:0")
    made.apt("update")
    return made


def _clean(suite: str) -> Path:
    """A minimal Debian as a tar file, made once and kept in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vmx2xen"
    kept = cache / f"debian-{suite}.tar"
    if not kept.exists():
        folder, part = cache / f"debian-{suite}", kept.with_suffix(".partial")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        subprocess.run(["debootstrap", "--variant=minbase", suite, folder, _mirror()], check=True)
        subprocess.run(["tar", "-C", folder, "-cf", part, "."], check=True)
        shutil.rmtree(folder)
        part.rename(kept)
    return kept


def _mirror() -> str:
    """Where this machine has its Debian packages from."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.splitlines()[0]


def xdotool(system: System, *words: str) -> str:
    done = subprocess.run(
        ["xdotool", *words],
        env={**os.environ, "DISPLAY": system.display},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    return done.stdout
