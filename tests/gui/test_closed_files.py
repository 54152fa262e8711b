"""Files of a machine that is closed in the window are closed with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from engine.disk.files import Files
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[..., Any]


def opened_below(folder: Path) -> list[str]:
    """The files in `folder` that this process has open."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            target = str(each.readlink())
        except FileNotFoundError:
            continue
        if target.startswith(f"{folder}/"):
            found.append(target)
    return found


@pytest.mark.parametrize("snapshot", ["", "1"], ids=["running state", "snapshot"])
def test_no_disk_stays_open(
    run: Run, until: Until, window: MainWindow, tmp_path: Path, snapshot: str
) -> None:
    vm = machine.build(tmp_path / "vm", size=8 << 20, snapshots=2)

    async def scenario() -> None:
        window.open([vm.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        assert window.current is not None
        if snapshot:
            window.current.choose(snapshot=snapshot)
            await until(lambda: window.current and window.current.state is State.READY)
        assert opened_below(vm.vmx.parent)
        window.machines.remove(0)
        await until(lambda: not opened_below(vm.vmx.parent))

    run(scenario())
    assert opened_below(vm.vmx.parent) == []


def test_what_is_being_read_is_closed_after_that(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"content")
    files = Files()
    index = files.add(path)
    assert files.read(index, 0, 7) == b"content"
    assert opened_below(tmp_path)
    with files.open(index) as file:
        files.release()
        assert file.read(0, 7) == b"content"
        assert opened_below(tmp_path)
    assert not opened_below(tmp_path)
    assert files.read(index, 3, 4) == b"tent"
    assert not opened_below(tmp_path)


def test_many_readers_and_one_who_closes(tmp_path: Path) -> None:
    """No reader meets a file number that was closed, or that is another file's by now."""
    paths = [tmp_path / str(number) for number in range(4)]
    for path in paths:
        path.write_bytes(path.name.encode() * 1000)
    files = Files()
    numbers = [files.add(path) for path in paths]
    wrong: list[bytes] = []

    def read(number: int) -> None:
        for _ in range(300):
            found = files.read(numbers[number], 0, 1000)
            wrong.extend([found] if found != str(number).encode() * 1000 else [])

    readers = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for each in readers:
        each.start()
    for _ in range(50):
        files.release()
    for each in readers:
        each.join()
    assert wrong == []
    assert not opened_below(tmp_path)
