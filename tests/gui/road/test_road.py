"""The road of a machine: its cards, what they say, and what is unfolded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QMessageBox

from engine.catalogue import CATALOGUE
from engine.findings import Finding
from engine.phrase import Phrase
from gui.context import Context
from gui.machines.machine_state import chip
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.road.stations import Station, station
from gui.settings import Settings
from gui.window_layout import NARROW

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture(scope="module")
def vmx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("road")
    guests.build(folder / "raw", "windows2003")
    return machine.build(folder / "vm", image=folder / "raw", snapshots=2).vmx


@pytest.fixture
def opened(run: Run, until: Until, window: MainWindow, vmx: Path, tmp_path: Path) -> MainWindow:
    async def scenario() -> None:
        window.open([vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        assert window.current is not None
        window.current.choose_folder(tmp_path / "out")
        await until(lambda: window.current and window.current.state is State.READY)

    run(scenario())
    return window


def sentences(window: MainWindow) -> dict[str, str]:
    cards = window.road.cards
    return {name: card.sentence.text() for name, card in cards.items() if not card.isHidden()}


def test_each_card_says_one_thing(opened: MainWindow, tmp_path: Path) -> None:
    said = sentences(opened)
    assert list(said) == ["from", "guest", "xen", "to"]
    assert said["from"].startswith("As it is now: 3 layers, ")
    assert said["guest"].startswith("Windows gets its own drivers")
    assert "Its HAL stays: halmacpi." in opened.road.guest.detail.text()
    assert " entries of the registry" in opened.road.guest.detail.text()
    assert said["xen"].startswith("1 processor, ")
    assert "As recommended." in opened.road.told.detail.text()
    assert said["to"] == f"{tmp_path / 'out'}, raw"


def test_nothing_is_good_that_was_not_looked_at(
    run: Run, until: Until, window: MainWindow, vmx: Path
) -> None:
    """Every sentence says that it is being looked at; later what was found before is greyed."""
    seen: list[tuple[str, set[str], bool]] = []

    def note(row: int) -> None:
        job = window.jobs[row]
        if job.state is State.PLANNING:
            greyed = not any(card.findings.isEnabled() for card in window.road.cards.values())
            seen.append((chip(job).text, set(sentences(window).values()), greyed))

    async def scenario() -> None:
        window.jobs.changed.connect(note)
        window.open([vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        assert window.current is not None
        assert [text for text, _, _ in seen] == ["Looking…"] * len(seen)
        assert all(said == {"Looking…"} for _, said, _ in seen[1:])
        seen.clear()
        found = window.road.findings_text()
        window.current.choose(snapshot="1")
        note(0)
        assert seen[-1][0] == "Looking…"
        assert window.road.findings_text() == found
        assert not window.road.told.findings.isEnabled()
        await until(lambda: window.current and window.current.state is State.READY)
        assert window.road.told.findings.isEnabled()

    run(scenario())


def test_what_it_is_is_said_first_and_nothing_is_wider_than_what_is_in_it(
    opened: MainWindow, qapp: Any
) -> None:
    assert opened.header.line.text().startswith("Windows Server 2003 SP2 · ")
    opened.resize(1920, 1080)
    for name in ("from", "guest", "xen", "to"):
        opened.road.unfold(name)
    qapp.processEvents()
    boxes = [each for each in opened.findChildren(QComboBox) if each.isVisible()]
    assert len(boxes) > 5
    assert all(each.width() < 420 for each in boxes), [each.width() for each in boxes]


def test_what_was_found_stands_in_its_card(opened: MainWindow) -> None:
    road = opened.road
    assert {"W540", "W542"} <= {row.code.text() for row in road.told.findings.rows()}
    for card, family in ((road.origin, "123"), (road.guest, "6"), (road.told, "5")):
        assert all(row.code.text()[1] in family for row in card.findings.rows())


def test_a_setting_that_fails_is_red(run: Run, until: Until, opened: MainWindow) -> None:
    async def scenario() -> None:
        opened.xen.editor.changed.emit("acpi", "0")
        await until(lambda: opened.current and opened.current.choices.settings)
        await until(lambda: opened.current and opened.current.state is State.READY)
        assert "Not as recommended" in opened.road.told.detail.text()
        first = opened.road.told.findings.rows()[0]
        assert first.code.text() == "W520"
        assert first.remedy.text() == "Choose what fits: acpi=1 in the card Xen"
        opened.bar.convert.click()
        await answer(until, opened, "Convert all the same")
        await until(lambda: opened.current and opened.current.state is State.DONE)
        said = opened.road.result.sentence
        await until(lambda: said.text() == "Will not start under Xen as it is set up")

    run(scenario())


async def answer(until: Until, window: MainWindow, text: str) -> None:
    """Press a button of the question that is open."""
    await until(lambda: [each for each in window.findChildren(QMessageBox) if each.isVisible()])
    (box,) = window.findChildren(QMessageBox)
    assert "will not start under Xen" in box.text()
    next(each for each in box.buttons() if each.text().replace("&", "") == text).click()
    await until(lambda: not window.findChildren(QMessageBox))


@pytest.mark.parametrize("chosen", ["Use the recommendation", "Cancel"])
def test_what_will_not_start_is_asked_for_once(
    run: Run, until: Until, opened: MainWindow, chosen: str
) -> None:
    job = opened.current
    assert job is not None

    async def scenario() -> None:
        await job.choose(settings={"acpi": "0"})
        opened.bar.convert.click()
        await answer(until, opened, chosen)
        if chosen != "Cancel":
            await until(lambda: job.state is State.DONE)

    run(scenario())
    assert job.folder is not None
    assert job.state is (State.READY if chosen == "Cancel" else State.DONE)
    assert job.folder.exists() == (chosen != "Cancel")
    if chosen != "Cancel":
        assert "acpi=1" in (job.folder / "win2003.cfg").read_text().replace(" ", "")


def test_what_the_guest_runs_at_its_first_start_is_chosen_in_its_card(
    run: Run, until: Until, opened: MainWindow, tmp_path: Path
) -> None:
    script = tmp_path / "hello.cmd"
    script.write_text("echo hello\r\n")
    job, card = opened.current, opened.road.guest
    assert job is not None

    async def scenario() -> None:
        card.firstboot.add.click()
        await until(lambda: opened.findChildren(QFileDialog))
        (dialog,) = opened.findChildren(QFileDialog)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(str(script))
        dialog.done(QFileDialog.DialogCode.Accepted)
        await until(lambda: job.choices.firstboot)
        assert job.choices.firstboot == (str(script),)
        await until(lambda: job.state is State.READY)
        assert card.firstboot.add.text() == "Run at the first start (1)…"
        assert str(script) in card.firstboot.add.toolTip()
        card.firstboot.clear.click()
        assert not job.choices.firstboot
        await until(lambda: job.state is State.READY)
        assert card.firstboot.clear.isHidden()

    run(scenario())


@pytest.mark.parametrize("in_folder", [True, False])
def test_pv_drivers_are_chosen_in_its_card_and_left_away_where_they_are_none(
    run: Run, until: Until, opened: MainWindow, tmp_path: Path, in_folder: bool
) -> None:
    """A folder or a file by the menu of the button; a finding that blocks has a button, too."""
    named = tmp_path / "drivers"
    named.mkdir()
    if not in_folder:
        named = named / "none.iso"
        named.write_bytes(b"no image")
    job, card = opened.current, opened.road.guest
    assert job is not None

    async def scenario() -> None:
        menu = card.pvdrivers.add.menu()
        assert menu is not None
        (by_folder, by_file) = menu.actions()
        (by_folder if in_folder else by_file).trigger()
        await until(lambda: opened.findChildren(QFileDialog))
        (dialog,) = opened.findChildren(QFileDialog)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(str(named))
        dialog.done(QFileDialog.DialogCode.Accepted)
        await until(lambda: job.choices.pvdrivers)
        assert job.choices.pvdrivers == (str(named),)
        await until(lambda: job.state is State.BLOCKED)
        assert card.pvdrivers.add.text() == "Xen's PV drivers (1)…"
        code = "E970" if in_folder else "E823"
        (row,) = (each for each in opened.road.rows() if each.code.text() == code)
        if in_folder:
            (without,) = (b for b in row.buttons if b.text() == "Without PV drivers")
            without.click()
        else:
            card.pvdrivers.clear.click()
        assert not job.choices.pvdrivers
        await until(lambda: job.state is State.READY)

    run(scenario())


def test_choosing_a_state_changes_the_sentence(run: Run, until: Until, opened: MainWindow) -> None:
    async def scenario() -> None:
        opened.desk.history.chosen.emit("1")
        await until(lambda: sentences(opened)["from"].startswith("Snapshot 1 “Snapshot 1”, "))
        await until(lambda: opened.current and opened.current.state is State.READY)

    run(scenario())


def test_what_is_unfolded_is_remembered(
    opened: MainWindow, around: Context, new_window: Callable[[], MainWindow]
) -> None:
    road = opened.road
    before = road.told.is_unfolded
    road.told.change.click()
    assert road.told.is_unfolded is not before
    assert road.xen.isHidden() is before
    stored = Settings.load(around.settings.file)
    assert "xen" in (stored.folded if before else stored.unfolded)
    assert new_window().road.told.is_unfolded is not before


def test_cards_unfold_where_there_is_room(window: MainWindow) -> None:
    window.road.fit(400)
    assert not window.road.origin.is_unfolded
    window.road.fit(700)
    assert (window.road.origin.is_unfolded, window.road.told.is_unfolded) == (True, False)
    window.road.fit(1000)
    assert (window.road.origin.is_unfolded, window.road.told.is_unfolded) == (True, True)


@pytest.mark.parametrize("size", [(800, 480), (960, 540), (1280, 720), (1920, 1040)])
def test_nothing_is_cut_off_and_the_next_act_is_seen(
    opened: MainWindow, qapp: Any, size: tuple[int, int]
) -> None:
    """960 × 540 is a screen of 1920 × 1080 at 200 %."""
    opened.resize(*size)
    qapp.processEvents()
    assert (opened.width(), opened.height()) == size
    assert opened.header.machines.isVisible() == (size[0] < NARROW)
    for name in ("from", "guest", "xen", "to"):
        opened.road.unfold(name)
        qapp.processEvents()
        assert opened.road._page.width() <= opened.road.viewport().width(), name
        corner = opened.bar.convert.mapTo(opened, opened.bar.convert.rect().bottomRight())
        assert opened.rect().contains(corner)


@pytest.mark.parametrize("size", [(800, 480), (1280, 800), (1700, 900)])
@pytest.mark.parametrize("is_clicked", [True, False])
def test_a_card_that_is_unfolded_beside_the_drawer_is_not_cut(
    opened: MainWindow, qapp: Any, size: tuple[int, int], is_clicked: bool
) -> None:
    """By the user it is what is to be seen; of itself it leaves the drawer open."""
    road, drawer = opened.road, opened.drawer
    for card in road.cards.values():
        card.set_unfolded(False)
    opened.resize(*size)
    drawer.show_page(opened.queue)
    qapp.processEvents()
    if is_clicked:
        road.told.change.click()
    else:
        road.told.set_unfolded(True)
    qapp.processEvents()
    assert road.isVisible() or not is_clicked
    assert not drawer.isHidden() or is_clicked
    assert not road.isVisible() or road._page.width() <= road.viewport().width()
    if size[0] == 1700:
        assert road.isVisible()
        assert not drawer.isHidden()


def test_nothing_that_is_clicked_moves_by_unfolding(opened: MainWindow, qapp: Any) -> None:
    """Buttons of the header and of the bar stay; a card stays below its own button."""
    opened.resize(1280, 720)
    opened.road.verticalScrollBar().setValue(0)
    qapp.processEvents()
    still = (opened.bar.convert, opened.header.log, opened.pane.convert, opened.road.origin.change)

    def places() -> list[Any]:
        return [each.mapTo(opened, each.rect().topLeft()) for each in still]

    before = places()
    for _ in range(2):
        opened.road.origin.change.click()
        qapp.processEvents()
        assert places() == before


def test_every_finding_has_a_card() -> None:
    found = {code: station(Finding(code, Phrase(""), Phrase(""))) for code in CATALOGUE}
    assert found["E301"] is Station.FROM
    assert found["W520"] is Station.XEN
    assert found["W647"] is Station.GUEST
    assert found["E402"] is Station.TO
    assert found["E416"] is Station.XEN
