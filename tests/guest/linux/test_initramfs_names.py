"""Start-up images with names in any encoding, read in any locale: they hide no module."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import linux

MODULE = "lib/modules/xen-blkfront.ko"
READ = """
import sys
from pathlib import Path
from engine.guest.linux import initramfs
print(*sorted(initramfs.read("initrd", Path(sys.argv[1]).read_bytes()).modules))
"""


def image(name: bytes) -> bytes:
    """A cpio archive with a file called `name` before a module."""
    stand_in = "?" * len(name)
    return linux.cpio({stand_in: b"x", MODULE: b""}).replace(stand_in.encode(), name)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
@pytest.mark.parametrize(
    "name",
    [
        "etc/café.conf".encode("latin-1"),
        "etc/ssl/Főtanúsítvány.pem".encode(),
        "etc/日本語".encode("euc-jp"),
        b"etc/\xff\xfe\x80",
        b"etc/\x1b]0;title\x07",
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_any_name_is_read(tmp_path: Path, name: bytes, locale: str, pack: type) -> None:
    path = tmp_path / "initrd"
    path.write_bytes(pack(image(name)))
    done = subprocess.run(
        [sys.executable, "-c", READ, path],
        env={**os.environ, "LC_ALL": locale},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "xen-blkfront\n"), done.stderr
