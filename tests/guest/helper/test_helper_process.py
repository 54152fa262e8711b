"""Whatever the helper process does, the application goes on and the disk is as it was."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.helper.helper_process import Native
from engine.guest.volumes import ntfs

WORKER = """
import ctypes, functools, os, sys, time
from engine.guest.helper import bounds
from engine.guest.helper import helper_main as worker
from engine.guest.helper.helper_protocol import Refused

bounds.WHOLE_WORK = 1

def handle(wire, request):
    what = request.text("do")
    if what == "write, then crash":
        wire.send({"write": 0}, b"half done")
        wire.send({"read": 0, "length": 10})
        assert wire.receive().body == b"half done\\0"
    if "crash" in what:
        ctypes.string_at(1)
    if what == "abort":
        os.abort()
    if what == "exit":
        os._exit(3)
    if what == "raise":
        raise RuntimeError("a bug")
    if what == "sleep":
        time.sleep(600)
    if what == "loop":
        while True:
            pass
    if what == "print":
        os.write(1, b"printed by a library")
        sys.stderr.write("and this")
    if what == "babble":
        os.write(wire.writing, bytes(range(256)) * 9)
    if what == "not JSON":
        os.write(wire.writing, b"\\5\\0\\0\\0\\0\\0\\0\\0{oops")
    if what == "a list":
        os.write(wire.writing, b"\\2\\0\\0\\0\\0\\0\\0\\0[]")
    if what == "deep":
        os.write(wire.writing, b"\\0\\0\\1\\0\\0\\0\\0\\0" + b"[" * 65536)
    if what == "far away":
        wire.send({"write": 4090}, b"outside")
    if what == "before":
        wire.send({"read": -5, "length": 10})
    if what == "huge":
        wire.send({"read": 0, "length": 1 << 40})
    if what == "unknown refusal":
        raise Refused("E999")
    if what == "bare refusal":
        raise Refused("E617")
    if what == "refuse":
        raise Refused("E617", path="x")
    return {"said": what}, request.body[::-1]

worker.run(lambda wire: functools.partial(handle, wire))
"""


class Memory:
    """4096 bytes that can be written."""

    size = 4096

    def __init__(self) -> None:
        self.content = bytearray(self.size)

    def pread(self, offset: int, length: int) -> bytes:
        return bytes(self.content[offset : offset + length])

    def pwrite(self, offset: int, data: bytes) -> None:
        if offset + len(data) > self.size:
            raise ValueError("outside")
        self.content[offset : offset + len(data)] = data


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "unsound_worker.py").write_text(WORKER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "unsound_worker"


def test_does_what_it_is_asked(worker: str) -> None:
    with Native(worker=worker) as native:
        for body in (b"", b"abc", os.urandom(3 << 20)):
            answer = native.call("say", body, number=5)
            assert (answer.text("said"), answer.body) == ("say", body[::-1])


def test_what_a_library_prints_is_no_answer(worker: str) -> None:
    with Native(worker=worker) as native:
        assert native.call("print").text("said") == "print"


def test_a_refusal_is_no_end(worker: str) -> None:
    with Native(worker=worker) as native:
        with pytest.raises(Refusal, match=r"E617.*no file x"):
            native.call("refuse")
        assert native.call("say").text("said") == "say"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("crash", "crashed .SIGSEGV"),
        ("write, then crash", "crashed .SIGSEGV"),
        ("abort", "crashed .SIGABRT"),
        ("exit", "ended with code 3"),
        ("raise", "ended with code 1"),
        ("sleep", "gave no answer"),
        ("loop", "crashed .SIGXCPU"),
        ("babble", "too long"),
        ("not JSON", "cannot be understood"),
        ("a list", "cannot be understood"),
        ("deep", "cannot be understood"),
        ("far away", "outside"),
        ("before", "no number"),
        ("huge", "asks for"),
        ("unknown refusal", "E999"),
        ("bare refusal", "without saying why"),
    ],
)
def test_any_failure_is_a_finding(worker: str, what: str, reason: str) -> None:
    silence = 0.5 if what == "sleep" else 30
    with Native(silence, worker) as native:
        with pytest.raises(Refusal, match=f"E602.*({reason})"):
            native.call(what, disk=Memory())
        with pytest.raises(Refusal, match=r"E602.*has ended"):
            native.call("say")


def test_a_helper_that_does_not_start_is_a_finding() -> None:
    with Native(worker="no_such_module") as native, pytest.raises(Refusal, match=r"E602.*code 1"):
        native.call("say")


def test_an_exception_of_the_disk_ends_the_helper(worker: str) -> None:
    class Failing(Memory):
        def pread(self, offset: int, length: int) -> bytes:
            raise OSError("gone")

    with Native(worker=worker) as native:
        with pytest.raises(OSError, match="gone"):
            native.call("write, then crash", disk=Failing())
        with pytest.raises(Refusal, match="E602"):
            native.call("say")


def test_the_helper_ends_with_the_application(worker: str) -> None:
    native = Native(worker=worker)
    native.call("say")
    process = native._process
    assert process is not None
    native.close()
    assert process.returncode == -signal.SIGKILL
    with pytest.raises(Refusal, match="E602"):
        native.call("say")


def test_what_is_not_known_is_a_finding() -> None:
    with Native() as native, pytest.raises(Refusal, match="E602"):
        native.call("unknown")


def test_the_worker_ends_when_its_pipe_does() -> None:
    native = Native()
    with pytest.raises(Refusal):
        native.call("hive_open", b"none", name="x")
    process = native._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(60) == 0
    native.close()


def test_killed_in_the_middle_of_an_edit(tmp_path: Path) -> None:
    """kill -9 at a moment chosen by nobody: the overlay holds nothing."""
    from fixtures import windows2003

    path = tmp_path / "disk.raw"
    windows2003.build(path, size=32 << 20)
    content = path.read_bytes()

    class Killing:
        """A disk that kills the helper at its n-th read."""

        size = len(content)

        def __init__(self, native: Native, reads: int) -> None:
            self.native, self.left = native, reads

        def pread(self, offset: int, length: int) -> bytes:
            self.left -= 1
            if not self.left and self.native._process is not None:
                os.kill(self.native._process.pid, signal.SIGKILL)
                while self.native._process.poll() is None:
                    time.sleep(0.001)
            return content[offset : offset + length]

    def change(native: Native, overlay: Overlay) -> None:
        with ntfs.edit(native, overlay, 63 * 512, overlay.size - 63 * 512) as files:
            files.replace(r"\WINDOWS\system32\hal.dll", b"new" * 60_000)
            files.create(r"\WINDOWS\system32\halx.dll", b"new", r"\ntldr")

    with Native() as native:
        counting = Killing(native, 0)
        change(native, Overlay(counting))
        total = -counting.left
    killed = 0
    for reads in range(2, total, max(total // 6, 1)):
        with Native() as native:
            overlay = Overlay(Killing(native, reads))
            with pytest.raises(Refusal, match="E602"):
                change(native, overlay)
            assert not overlay.edit().pages
            killed += 1
    assert killed >= 6


def test_library_missing_is_a_finding_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare_worker.py").write_text(
        "from engine.guest.helper import helper_main as worker, libhivex, libntfs_api\n"
        "libhivex._LIBRARY = 'libmissing.so.0'\n"
        "libntfs_api._LIBRARY = 'libmissing.so.89'\n"
        "worker.run(lambda wire: worker.Worker(wire).handle)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Native(worker="bare_worker") as native:
        for do in ("ntfs_open", "hive_open"):
            with pytest.raises(
                Refusal, match=r"E601.*libmissing(.|\n)*apt install (ntfs-3g|libhivex0)"
            ):
                native.call(do, b"regf", Memory(), size=4096, recover=0, name="SYSTEM")
