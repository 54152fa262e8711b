"""Conversions with a guest where memory or descriptors are few: done, or refused and resumable."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from torture import child
from torture.scenarios import SCENARIOS, Scenario, copied, go_on

from engine.cli.exit_codes import DONE, REFUSED

MIB = 1 << 20
GUESTS = tuple(each for each in SCENARIOS if each.name in ("convert a Windows", "convert a Linux"))


@pytest.fixture(scope="module", params=GUESTS, ids=lambda each: each.name.replace(" ", "-"))
def scenario(request: pytest.FixtureRequest) -> Scenario:
    found: Scenario = request.param
    return found


@pytest.fixture(scope="module")
def template(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scarce") / "template"
    scenario.build(folder)
    return folder


def bounded(kind: int, most: int) -> Callable[[], None]:
    """The process has no more than that, and its helpers neither."""
    return lambda: resource.setrlimit(kind, (most, most))


def _run(scenario: Scenario, template: Path, place: Path, kind: int, most: int) -> child.End:
    """A command in a new process, for this one has more already."""
    copied(template, place)
    words = [*map(str, scenario.arguments(place)), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", "import sys\nfrom gui.launch import main\nsys.exit(main())", *words],
        preexec_fn=bounded(kind, most), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done
    return child.End(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("kind", "most"),
    [(resource.RLIMIT_AS, 300 * MIB), (resource.RLIMIT_NOFILE, 32)],
    ids=["300 MiB", "32 descriptors"],
)
def test_it_is_done(
    scenario: Scenario, template: Path, tmp_path: Path, kind: int, most: int
) -> None:
    end = _run(scenario, template, tmp_path / "place", kind, most)
    assert end.code == DONE, end
    assert any("undo-001" in each.name for each in (tmp_path / "place/out").iterdir())
    scenario.result(tmp_path / "place")


@pytest.mark.parametrize("most", range(6, 14))
def test_with_fewer_descriptors_it_is_refused_and_can_be_resumed(
    scenario: Scenario, template: Path, tmp_path: Path, most: int
) -> None:
    place = tmp_path / "place"
    end = _run(scenario, template, place, resource.RLIMIT_NOFILE, most)
    assert end.code in (DONE, REFUSED), end
    if end.code == REFUSED:
        assert end.codes, end
        go_on(scenario, place, tmp_path / "notes")
    scenario.result(place)
    shutil.rmtree(place)
