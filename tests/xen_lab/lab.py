"""A running Xen to ask what `xl` makes of a configuration, and what its guest says."""

from __future__ import annotations

import json
import re
import selectors
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xen_lab import emulator
from xen_lab.dom0 import Dom0

# What QEMU 7.2 emulates in a way that Xen 4.17 or a guest of it cannot live with:
#   smap     dom0 runs in ring 3 and uses IRET; QEMU reads its stack as a supervisor
#   monitor  Xen idles by MWAIT in a form that is answered with a protection fault
#   rdtscp   its intercept is reported as that of RDTSC
#   xsave    the sizes it reports do not fit together, Linux panics
_CPU = "EPYC,-smap,-monitor,-rdtscp,-xsave"
# eager-fpu: when Xen switches the FPU lazily here, programs in dom0 crash now and then.
_XEN = "console=com1 com1=115200,8n1 dom0_mem=768M,max:768M dom0_max_vcpus=1 spec-ctrl=eager-fpu"
_MEMORY = 2048  # MiB
_BOOT = 240  # seconds
_COMMAND = 180
_COPY = 900
_UP = "@@up"
_DONE = "@@done"
_GONE = "@@gone"
#: What libxl says where it has waited for a script or for QEMU; -9 is ERROR_TIMEDOUT.
_TOO_SLOW = re.compile(r"because of timeout|rc=-9|did not start: -9")


class LabError(Exception):
    """The lab did not get as far as a verdict; this says nothing about the product."""


class Refused(Exception):  # noqa: N818
    """xl refused a configuration or a guest; with what it said."""


class Lab:
    """Xen in QEMU. Files under the folder `shared` can be brought into its dom0."""

    def __init__(self, dom0: Dom0, shared: Path, log: Path) -> None:
        self._dom0 = dom0
        self._shared = shared
        self._log = log
        self._guests = 0
        self._heard = b""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])  #: of 127.0.0.1, for the dom0's sshd

    def __enter__(self) -> Self:
        shutil.rmtree(self._log, ignore_errors=True)
        self._log.mkdir(parents=True)
        with (self._log / "qemu.log").open("wb") as errors:
            self._qemu = subprocess.Popen(
                _command(self._dom0, self._shared, self._log, self.port),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0,
            )  # fmt: skip
        assert self._qemu.stdout
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._qemu.stdout, selectors.EVENT_READ)
        try:
            self._until(f"{_UP}\n", _BOOT)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._end()

    def _end(self) -> None:
        self._selector.close()
        self._qemu.kill()
        self._qemu.wait()
        for pipe in (self._qemu.stdin, self._qemu.stdout):
            assert pipe
            pipe.close()

    def run(self, command: str, seconds: float = _COMMAND) -> str:
        """What a shell command in dom0 prints; Refused with that if it fails."""
        self._send(f"{{ {command}; }} </dev/null 2>&1; printf '\\n{_DONE} %d\\n' $?")
        said = self._until(rf"\n{_DONE} \d+\n", seconds)
        output, status = said.rstrip("\n").rsplit(f"\n{_DONE} ", 1)
        if status != "0":
            raise Refused(output)
        return output

    def versions(self) -> list[str]:
        """Xen, the dom0's Linux and what both are of, one a line."""
        info = dict(re.findall(r"^(\w+) *: (.*)$", self.run("xl info"), re.MULTILINE))
        qemu = subprocess.run(
            [*emulator.command(), "--version"], capture_output=True, text=True, check=True
        )
        return [
            f"Xen {info['xen_version']} ({info['virt_caps']}), Debian",
            f"dom0 Linux {info['release']} ({info['version']})",
            f"in {qemu.stdout.splitlines()[0]}, software emulation, -cpu {_CPU}",
        ]

    def parsed(self, config: Path) -> dict[str, Any]:
        """The domain as ``xl create -n`` reads it from a file under `shared`; nothing is started.

        Refused also where xl warns, as it does of keys it does not take any more.
        """
        said = self.run(f"xl create -n {self._seen(config)}")
        head, brace, rest = said.partition("{\n")
        if head.strip() not in ("", f"Parsing config from {self._seen(config)}"):
            raise Refused(head)
        found: dict[str, Any] = json.loads(brace + rest)
        return found

    def bring(self, file: Path) -> None:
        """A copy of `file`, which is under `shared`, at the very same path in dom0."""
        path = shlex.quote(str(file))
        folder = shlex.quote(str(file.parent))
        copy = f"cp --sparse=always {self._seen(file)} {path}"
        self.run(f"mkdir -p {folder} && {copy}", _COPY)

    def install(self, file: Path, path: str) -> None:
        """A copy of `file`, which is under `shared`, as a program at `path` in dom0."""
        self.run(f"mkdir -p {shlex.quote(str(Path(path).parent))}")
        self.run(f"install -m 755 {self._seen(file)} {shlex.quote(path)}")

    def device_model_log(self, name: str) -> str:
        """What QEMU said of a domain when it was last started."""
        return self.run(f"cat /var/log/xen/qemu-dm-{name}.log")

    def start(self, config: Path, until: str, seconds: float) -> str:
        """What the guest of a file says on its first serial port, up to the text `until`.

        The file says ``serial = "pty"``. Raises Refused where xl does not create the guest, and
        LabError if it does not say the text in time.
        """
        name = self.parsed(config)["c_info"]["name"]
        self._create(config)
        try:
            domain = self.run(f"xl domid {name}").strip()
            port = self.run(f"xenstore-read /local/domain/{domain}/serial/0/tty").strip()
            self._send(f"(cat {port} 2>/dev/null; echo {_GONE}) & xl unpause {domain}")
            said = self._until(f"{re.escape(until)}|{_GONE}", seconds)
        finally:
            self.run(f"xl destroy {name} 2>/dev/null; wait $!; true")
        self._guests += 1
        (self._log / f"guest-{self._guests:02}-{name}.serial").write_text(said)
        if said.endswith(_GONE):
            raise LabError(f"{name} ended without saying {until!r}:\n{said}")
        return said

    def _create(self, config: Path) -> None:
        """A domain that is paused. That it took libxl too long is the lab's failure."""
        try:
            self.run(f"xl create -p {self._seen(config)}")
        except Refused as refused:
            if _TOO_SLOW.search(str(refused)):
                raise LabError(str(refused)) from None
            raise

    def _seen(self, file: Path) -> str:
        return shlex.quote(f"/shared/{file.relative_to(self._shared)}")

    def _send(self, line: str) -> None:
        assert self._qemu.stdin
        self._note(line.encode() + b"\n")
        try:
            self._qemu.stdin.write(line.encode() + b"\n")
        except BrokenPipeError:
            raise self._ended() from None

    def _ended(self) -> LabError:
        return LabError(f"QEMU ended: {(self._log / 'qemu.log').read_text()}")

    def _note(self, piece: bytes) -> None:
        with (self._log / "shell.log").open("ab") as log:
            log.write(piece)

    def _until(self, pattern: str, seconds: float) -> str:
        """What is heard from dom0 up to the end of `pattern`; LabError when time is up."""
        assert self._qemu.stdout
        end = time.monotonic() + seconds
        wanted = re.compile(pattern.encode())
        while not (match := wanted.search(self._heard)):
            if not self._selector.select(max(0, end - time.monotonic())):
                raise LabError(f"no {pattern!r} within {seconds} s, but {self._heard[-2000:]!r}")
            if not (piece := self._qemu.stdout.read(65536)):
                raise self._ended()
            self._note(piece)
            self._heard += piece.replace(b"\r", b"")
        said, self._heard = self._heard[: match.end()], self._heard[match.end() :]
        return said.decode(errors="replace")


def _command(dom0: Dom0, shared: Path, log: Path, port: int) -> list[str]:
    return [
        *(*emulator.command(), "-accel", "tcg,tb-size=512", "-machine", "pc"),
        *("-cpu", _CPU, "-smp", "1", "-m", str(_MEMORY), "-nodefaults", "-no-user-config"),
        *("-display", "none", "-no-reboot"),
        *("-serial", f"file:{log / 'console.log'}", "-serial", "stdio"),
        *("-kernel", str(dom0.xen), "-append", _XEN),
        *("-initrd", f"{dom0.kernel} console=hvc0 panic=5,{dom0.initrd}"),
        *("-drive", f"file={dom0.disk},format=raw,if=virtio,snapshot=on,cache=unsafe"),
        *("-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22"),
        *("-device", "virtio-net-pci,netdev=net"),
        *("-virtfs", f"local,path={shared},mount_tag=shared,security_model=none,readonly=on"),
    ]
