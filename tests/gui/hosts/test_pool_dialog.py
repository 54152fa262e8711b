"""A result goes into a pool: by TLS, to a server that keeps XAPI's rules."""

from __future__ import annotations

import filecmp
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import keyrings, machine, xapi_server
from fixtures.xapi_server import PASSWORD, XapiServer

from engine.deliver.pool import certificates
from engine.job.push import pool_job
from gui.hosts.pool_dialog import PoolDialog
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[XapiServer]:
    """A pool that nobody has seen before; nothing of the user's is read."""
    monkeypatch.setattr(certificates, "user_config_path", lambda _: tmp_path / "known")
    folder = tmp_path / "pool"
    folder.mkdir()
    with keyrings.empty(monkeypatch), xapi_server.running(XapiServer(folder)) as server:
        yield server


async def chosen(window: MainWindow, until: Until, pool: XapiServer) -> None:
    """Log in, agree to the certificate, and take what is proposed."""
    await until(lambda: window.findChildren(PoolDialog))
    [dialog] = window.findChildren(PoolDialog)
    await until(dialog.isVisible)
    dialog.fields.address.setText(f"xapi://root@127.0.0.1:{pool.port}")
    dialog.fields.password.setText(PASSWORD)
    dialog.fields.button.click()
    await until(dialog.fields.trust.isVisible)
    assert certificates.plain(pool.certificate) in dialog.fields.message.text()
    assert not dialog.send.isEnabled()
    dialog.fields.trust.click()
    await until(dialog.send.isEnabled)
    assert dialog.storage.currentText().startswith("Local storage, ")
    dialog.send.click()


async def arrived(window: MainWindow, until: Until) -> None:
    told: list[bool] = []
    window.machines.told.connect(lambda: told.append(True))

    def found() -> list[Any]:
        return [each for each in window._around.queue if each.kind == pool_job.KIND]

    await until(found)
    [entry] = found()
    await entry.over()
    assert entry.state is State.DONE, entry.findings
    await until(lambda: told)


@pytest.fixture
def made(tmp_path: Path) -> machine.Machine:
    return machine.build(tmp_path / "server", size=4 << 20, snapshots=0)


async def opened(window: MainWindow, until: Until, made: machine.Machine) -> Any:
    await window.opening.open_all([made.vmx])
    job = window.jobs[0]
    await until(lambda: job.state is State.READY)
    return job


def test_a_result_is_sent_into_a_pool(
    run: Run, until: Until, window: MainWindow, made: machine.Machine, pool: XapiServer
) -> None:
    async def scenario() -> None:
        job = await opened(window, until, made)
        job.convert()
        await until(lambda: job.state is State.DONE)
        window.bar.send_pool.trigger()
        await chosen(window, until, pool)
        await arrived(window, until)

    run(scenario())
    [image] = pool.images.values()
    assert filecmp.cmp(image, made.truths["current"], shallow=False)


def test_a_pool_typed_on_the_results_page_is_asked_for_its_places(
    run: Run, until: Until, window: MainWindow, made: machine.Machine, pool: XapiServer
) -> None:
    async def scenario() -> None:
        job = await opened(window, until, made)
        job.convert()
        await until(lambda: job.state is State.DONE)
        page = window.road.result.result
        server = page.commands.server
        server.setText(f"xapi://root@127.0.0.1:{pool.port}")
        server.textEdited.emit(server.text())
        await until(page.commands.send.isEnabled)
        page.commands.send.click()
        await chosen(window, until, pool)
        await arrived(window, until)

    run(scenario())
    assert len(pool.images) == 1


def test_what_is_converted_goes_there_after(
    run: Run, until: Until, window: MainWindow, made: machine.Machine, pool: XapiServer
) -> None:
    async def scenario() -> None:
        job = await opened(window, until, made)
        then = window.road.target.then
        then.place.setText(f"xapi://root@127.0.0.1:{pool.port}")
        then.tick.click()
        assert not then.tick.isChecked()  # as long as it is not known where it goes
        assert then.start.isHidden()
        await chosen(window, until, pool)
        await until(then.tick.isChecked)
        job.convert()
        await arrived(window, until)

    run(scenario())
    assert len(pool.tables["VM"]) == 1


def test_a_wrong_password_is_told(
    run: Run, until: Until, window: MainWindow, made: machine.Machine, pool: XapiServer
) -> None:
    async def scenario() -> None:
        await opened(window, until, made)
        window._choose_pool(f"xapi://root@127.0.0.1:{pool.port}")
        await until(lambda: window.findChildren(PoolDialog))
        [dialog] = window.findChildren(PoolDialog)
        dialog.fields.password.setText("wrong")
        dialog.fields.button.click()
        await until(dialog.fields.trust.isVisible)
        dialog.fields.trust.click()
        await until(lambda: "let" in dialog.fields.message.text())
        assert not dialog.send.isEnabled()
        dialog.reject()

    run(scenario())
