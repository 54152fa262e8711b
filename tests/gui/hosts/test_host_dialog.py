"""The dialog "Open from a host": over govmomi's simulator, and how it shows strange names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialogButtonBox
from source.esxi.simulator import PASSWORD, Simulated, running

from engine import passwords
from engine.host_paths import path_of
from engine.source import certificates, hosts
from engine.source.esxi_session import HostedMachine
from gui.context import Context
from gui.hosts.host_access import HostAccess
from gui.hosts.host_dialog import HostDialog
from gui.main_window import MainWindow

Until = Callable[[Callable[[], object]], Awaitable[None]]
OPEN = QDialogButtonBox.StandardButton.Open
MACHINES = [
    HostedMachine("web", "/vmfs/volumes/ds/web/web.vmx", True, 5 << 30, ("before", "after")),
    HostedMachine("<b>db</b>", "/vmfs/volumes/ds/db/db.vmx", False, 0, ()),
]


@pytest.fixture
def dialog(qtbot: Any) -> HostDialog:
    made = HostDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_machines_are_listed_and_several_chosen(dialog: HostDialog) -> None:
    dialog.show_machines(MACHINES)
    model = dialog.table.model()
    texts = [[model.index(row, column).data() for column in range(4)] for row in (0, 1)]
    assert texts == [["web", "running", "5 GiB", "before, after"], ["<b>db</b>", "off", "0 B", ""]]
    dialog.table.selectAll()
    assert dialog.chosen == MACHINES
    dialog.table.clearSelection()
    assert not dialog.buttons.button(OPEN).isEnabled()


def test_an_address_of_a_file_needs_no_log_in(dialog: HostDialog) -> None:
    dialog.address.setText("ssh://root@esxi/vmfs/volumes/ds/web/web.vmx")
    assert dialog.buttons.button(OPEN).isEnabled()
    assert not dialog.fields.button.isVisible()
    dialog.address.setText("root@esxi")
    assert not dialog.buttons.button(OPEN).isEnabled()
    assert dialog.fields.button.isVisible()


def test_a_password_of_a_file_on_a_host_is_used(
    window: MainWindow, around: Context, monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Any], until: Until,
) -> None:  # fmt: skip
    monkeypatch.setattr(passwords, "_known", {})
    access = HostAccess(window, around)

    async def use() -> list[Path]:
        choosing = around.tasks.spawn(access.choose())
        await until(access.dialog.isVisible)
        access.dialog.address.setText("ssh://root@nas/vm/vm.vmx")
        access.dialog.password.setText("secret")
        assert not access.dialog.fields.keep.isEnabled()
        access.dialog.accept()
        found: list[Path] = await choosing
        return found

    assert run(use()) == [path_of("ssh://root@nas/vm/vm.vmx")]
    assert passwords.found("root@nas:22") == "secret"


def test_a_password_is_never_shown(dialog: HostDialog) -> None:
    dialog.password.setText("secret")
    assert dialog.password.displayText() != "secret"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulated]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name, empty in (("_agreed", {}), ("_expected", set())):
        monkeypatch.setattr(certificates, name, empty)
    monkeypatch.setattr(passwords, "_known", {})
    with running() as made:
        yield made
        hosts.close()


def test_a_host_is_agreed_to_and_its_machines_are_opened(
    window: MainWindow, around: Context, host: Simulated, run: Callable[..., Any], until: Until
) -> None:
    access = HostAccess(window, around)
    dialog = access.dialog

    async def use() -> list[Path]:
        choosing = around.tasks.spawn(access.choose())
        await until(dialog.isVisible)
        dialog.address.setText(f"user@127.0.0.1:{host.port}")
        dialog.password.setText(PASSWORD)
        dialog.fields.button.click()
        await until(dialog.fields.trust.isVisible)
        assert "SHA-256" in dialog.fields.message.text()
        dialog.fields.trust.click()
        await until(lambda: dialog.table.rowCount() == 2)
        dialog.table.selectAll()
        dialog.buttons.button(OPEN).click()
        found: list[Path] = await choosing
        return found

    url = f"{host.url}/vmfs/volumes/{host.datastore}"
    names = ("ha-host_VM0", "ha-host_VM1")
    assert run(use()) == [path_of(f"{url}/{name}/{name}.vmx") for name in names]


def test_what_is_no_address_is_told(
    window: MainWindow, around: Context, run: Callable[..., Any], until: Until
) -> None:
    access = HostAccess(window, around)

    async def use() -> str:
        around.tasks.spawn(access.choose())
        await until(access.dialog.isVisible)
        access.dialog.address.setText("no host at all")
        access.dialog.fields.button.click()
        await until(access.dialog.fields.message.isVisible)
        await until(access.dialog.fields.button.isEnabled)
        text = access.dialog.fields.message.text()
        access.dialog.reject()
        return text

    assert "address" in run(use())
