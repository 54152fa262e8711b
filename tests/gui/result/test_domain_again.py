"""What Xen is told of a result, changed in the window without converting again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMessageBox

from engine.job.result.conversion import Conversion
from gui.chain.chain_model import ChainModel
from gui.context import Context
from gui.machines.migration import Migration
from gui.queue.state import State
from gui.road.road import Road

Run = Callable[..., Any]
Until = Callable[..., Any]


def test_the_configuration_is_written_again(
    run: Run, until: Until, around: Context, job: Migration, qtbot: Any
) -> None:
    road = Road(around, ChainModel())
    qtbot.addWidget(road)
    road.show()
    again = road.trials.again

    async def written(memory: str) -> None:
        fields = again.editor.fields
        again.editor.changed.emit("memory", memory)
        assert again.said.text() == f"Changed: memory={memory}"
        assert fields["memory"].widget.font().bold()
        again.write.click()
        assert job.folder is not None
        await until(lambda: not again.write.isEnabled())

    async def scenario() -> None:
        await job.replan()
        job.convert()
        await until(lambda: job.state is State.DONE)
        road.show_machine(job, None)
        road.unfold("trials")
        await until(lambda: again.editor.fields)
        assert not again.write.isEnabled()
        again.editor.changed.emit("memory", "7")  # less than there can be
        assert not again.write.isEnabled()
        assert "7" in again.said.text()
        await written("640")
        assert road.trials.sentence.text().startswith("1 processor, 640 MiB")
        assert job.state is State.DONE  # nothing is planned anew, and nothing is lost
        config = Conversion.open(job.folder or around.settings.file).config
        assert "memory = 640" in config.read_text()
        config.write_text(config.read_text() + "extra = 'by hand'\n")
        again.editor.changed.emit("memory", "512")
        again.write.click()
        await until(lambda: [b for b in road.findChildren(QMessageBox) if b.isVisible()])
        box = next(b for b in road.findChildren(QMessageBox) if b.isVisible())
        next(each for each in box.buttons() if "Lose" in each.text()).click()
        await until(lambda: "memory = 512" in config.read_text())
        await until(lambda: not around.queue.running)
        road.show_machine(None, None)

    run(scenario())
