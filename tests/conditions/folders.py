"""G. Folders with many machines: none is dropped in silence."""

from __future__ import annotations

from pathlib import Path

from conditions.command import run
from conditions.table import condition
from vmware.reading import codes

from engine.vmware import search


@condition("a datastore of a large host; 300 machines dropped on the window at once")
def three_hundred_machines(folder: Path) -> list[str]:
    for number in range(300):
        (folder / f"{number:03}").mkdir()
        (folder / f"{number:03}/vm.vmx").touch()
    found = search.machines_in(folder)
    assert len(found.machines) == 300
    return codes(found.findings)


@condition("archives of backups, year by year, machine by machine", "W212")
def machines_that_are_too_deep(folder: Path) -> list[str]:
    (folder / "1/2/3/4/5/6/vm").mkdir(parents=True)
    (folder / "1/2/3/4/5/6/vm/vm.vmx").touch()
    return codes(search.machines_in(folder).findings)


@condition("a folder is given to a command that takes one machine", "E110")
def a_folder_of_two_machines(folder: Path) -> list[str]:
    for name in "ab":
        (folder / f"{name}.vmx").write_text('config.version = "8"\n')
    return run("inspect", folder).codes
