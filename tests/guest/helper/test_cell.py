"""The helper is a cell: a real one tries all that a library taken over by a guest might try.

Each attempt is made with the helper's own descriptors and rights, after it was started as always.
What a system cannot keep from a process is skipped there, and told so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.findings import Refusal
from engine.guest.helper import bounds
from engine.guest.helper.helper_process import Native

#: In the helper: the attempts by name, and what came of one, as text.
PRISONER = """
import ctypes, functools, json, os, resource, signal, socket, subprocess, sys, threading
from engine.guest.helper import helper_main as worker

libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    result = getattr(libc, name)(*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result

def shell():
    if libc.system(b"exit 0") != 0:
        raise PermissionError("no shell")

def descriptors():
    def is_open(fd):
        try:
            return os.fstat(fd)
        except OSError:
            return None
    return sum(bool(is_open(fd)) for fd in range(1024))

def memory():
    return len(bytes(600 << 20))

def file_in_memory():
    fd = os.memfd_create("x")
    os.write(fd, b"abc")
    return os.pread(fd, 3, 0).decode()

PLACE, PARENT = "", 0
ATTEMPTS = {
    "read a file": lambda: open(PLACE + "/secret").read(),
    "read /etc/passwd": lambda: open("/etc/passwd").read(),
    "read the application's memory": lambda: open(f"/proc/{PARENT}/mem", "rb"),
    "read the application's variables": lambda: open(f"/proc/{PARENT}/environ").read(),
    "list a folder": lambda: os.listdir(PLACE),
    "write a file": lambda: open(PLACE + "/secret", "a"),
    "write a new file": lambda: open(PLACE + "/new", "w"),
    "write beside the program": lambda: open(worker.__file__ + ".new", "w"),
    "write to a device": lambda: open("/dev/null", "w"),
    "cut a file": lambda: os.truncate(PLACE + "/secret", 0),
    "remove a file": lambda: os.unlink(PLACE + "/secret"),
    "rename a file": lambda: os.rename(PLACE + "/secret", PLACE + "/new"),
    "link a file": lambda: os.link(PLACE + "/secret", PLACE + "/new"),
    "lay a link": lambda: os.symlink(PLACE + "/secret", PLACE + "/new"),
    "make a folder": lambda: os.mkdir(PLACE + "/new"),
    "change rights": lambda: os.chmod(PLACE + "/secret", 0o777),
    "change times": lambda: os.utime(PLACE + "/secret", (0, 0)),
    "change the owner": lambda: os.chown(PLACE + "/secret", 0, 0),
    "mount": lambda: call("mount", b"none", PLACE.encode(), b"tmpfs", 0, None),
    "change the root": lambda: os.chroot(PLACE),
    "open TCP": lambda: socket.create_connection(("127.0.0.1", 1)),
    "open UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "open IPv6": lambda: socket.socket(socket.AF_INET6),
    "open a local socket": lambda: socket.socket(socket.AF_UNIX),
    "open a pair of sockets": lambda: socket.socketpair(),
    "open a netlink socket": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "fork": lambda: os.fork() or os._exit(0),
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "run a program": lambda: subprocess.run(["/bin/true"], check=True),
    "become a program": lambda: os.execv("/bin/true", ["true"]),
    "run a shell": lambda: shell(),
    "start a thread": lambda: threading.Thread(target=int).start(),
    "kill the application": lambda: os.kill(PARENT, signal.SIGKILL),
    "ask for the application": lambda: os.kill(PARENT, 0),
    "kill all": lambda: os.kill(-1, signal.SIGKILL),
    "trace the application": lambda: call("ptrace", 16, PARENT, None, None),
    "read its memory by a call": lambda: call("process_vm_readv", PARENT, 0, 0, 0, 0, 0),
    "have more memory": lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
    "have more time": lambda: resource.setrlimit(resource.RLIMIT_CPU, (900, 900)),
    "leave a core dump": lambda: resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30)),
    "become somebody else": lambda: os.setuid(65534),
    "send to a queue": lambda: call("shmget", 7, 4096, 0o1777),
    "count events": lambda: call("syscall", 298, None, 0, -1, -1, 0),
    "load a program into the kernel": lambda: call("syscall", 321, 0, None, 0),
    "use io_uring": lambda: call("syscall", 425, 1, None),
}
ALLOWED = {
    "descriptors": descriptors,
    "memory": memory,
    "a file in memory": file_in_memory,
    "a module": lambda: __import__("tabnanny").__name__,
    "a library": lambda: worker.platform.libarchive().__name__,
    "limits": lambda: [resource.getrlimit(each)[1] for each in
                       (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)],
    "attempts": lambda: list(ATTEMPTS),
}

def handle(wire, request):
    global PLACE, PARENT
    PLACE, PARENT = request.text("place"), request.number("parent")
    what = request.text("do")
    if what in ALLOWED:
        return {"answer": json.dumps(ALLOWED[what]())}, b""
    try:
        ATTEMPTS[what]()
    except (OSError, RuntimeError, ValueError) as error:
        return {"answer": f"{type(error).__name__} {error}"}, b""
    return {"answer": "done"}, b""

worker.run(lambda wire: functools.partial(handle, wire))
"""


def offered() -> frozenset[str]:
    """What this system keeps from a process that is confined."""
    program = "from engine import platform; kept = platform.confine(); print(*kept)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return frozenset(done.stdout.split())


OFFERED = offered()
needs_cell = pytest.mark.skipif(
    sys.platform != "linux" or {"files", "network", "processes"} != OFFERED,
    reason=f"this system keeps only {sorted(OFFERED)} from a helper",
)


@pytest.fixture
def prisoner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "module").mkdir()
    (tmp_path / "module/prisoner.py").write_text(PRISONER)
    (tmp_path / "secret").write_text("of the user")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "module"))
    without_tracer(monkeypatch)
    return "prisoner"


def without_tracer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have coverage leave helpers alone: one that is traced is in no cell."""
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)


def ask(native: Native, place: Path, what: str) -> str:
    return native.call(what, place=str(place), parent=os.getpid()).text("answer")


@needs_cell
def test_nothing_that_is_tried_from_inside_is_done(prisoner: str, tmp_path: Path) -> None:
    with Native(worker=prisoner) as native:
        attempts = json.loads(ask(native, tmp_path, "attempts"))
        came_of = {each: ask(native, tmp_path, each) for each in attempts}
    refused = (
        "PermissionError",
        "RuntimeError can't start new thread",
        "ValueError not allowed to raise maximum limit",
    )
    assert {name: end for name, end in came_of.items() if not end.startswith(refused)} == {}
    assert len(attempts) > 40
    assert (tmp_path / "secret").read_text() == "of the user"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["module", "secret"]


@needs_cell
def test_what_the_work_needs_is_left(prisoner: str, tmp_path: Path) -> None:
    with Native(worker=prisoner) as native:
        assert ask(native, tmp_path, "a file in memory") == '"abc"'
        assert ask(native, tmp_path, "a module") == '"tabnanny"'
        assert ask(native, tmp_path, "a library") == '"libarchive"'


@needs_cell
def test_files_of_the_user_are_read_where_they_were_named(prisoner: str, tmp_path: Path) -> None:
    named = str(tmp_path / "secret")
    with Native(worker=prisoner, reads=(named,)) as native:
        assert ask(native, tmp_path, "read a file") == "done"
        assert ask(native, tmp_path, "write a file").startswith("PermissionError")
        assert ask(native, tmp_path, "list a folder").startswith("PermissionError")


def test_the_helper_has_its_pipes_and_no_other_descriptor(prisoner: str, tmp_path: Path) -> None:
    """Standard input, output and errors lead nowhere; the two others are the wire."""
    with (tmp_path / "secret").open() as held, Native(worker=prisoner) as native:
        os.set_inheritable(held.fileno(), True)
        assert ask(native, tmp_path, "descriptors") == "5"


def test_the_helper_has_bounds(prisoner: str, tmp_path: Path) -> None:
    with Native(worker=prisoner) as native:
        memory, seconds, core = json.loads(ask(native, tmp_path, "limits"))
        assert (memory, seconds, core) == (512 << 20, bounds.WHOLE_WORK + 5, 0)
        with pytest.raises(Refusal, match="E680"):
            ask(native, tmp_path, "memory")


@pytest.mark.parametrize(
    "worker",
    [
        "browser",
        "comparer",
        "fitter",
        "free_finder",
        "helper_main",
        "inspector",
        "linux_mender",
        "owner_finder",
    ],
)
@needs_cell
def test_every_helper_is_in_its_cell(worker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel says so of each: a filter of its system calls, and no way to more rights."""
    without_tracer(monkeypatch)
    with Native(worker=f"engine.guest.helper.{worker}") as native:
        native._wire()
        assert native._process is not None
        status = Path(f"/proc/{native._process.pid}/status")
        while "Seccomp:\t2" not in status.read_text():
            assert native._process.poll() is None
            time.sleep(0.01)
        assert "NoNewPrivs:\t1" in status.read_text()
