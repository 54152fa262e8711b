"""A place is looked at before anything is sent: on this computer, with a stand-in for xl."""

from __future__ import annotations

from pathlib import Path

import pytest
from deliver.xl_stand_in import stand_in

from engine.findings import Refusal
from engine.job.push.rehearsal import rehearse


@pytest.fixture
def _xl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", stand_in(tmp_path / "xl").path)


@pytest.mark.usefixtures("_xl")
def test_what_is_free_and_that_xl_works(tmp_path: Path) -> None:
    """The folder is not there yet: a delivery makes it."""
    found = rehearse(f"{tmp_path}/srv/xen")
    assert (found.host, found.path, found.findings) == (None, f"{tmp_path}/srv/xen", ())
    assert found.free > 0
    assert not (tmp_path / "srv").exists()


def test_without_xl_it_can_be_sent_and_not_started(tmp_path: Path) -> None:
    (finding,) = rehearse(str(tmp_path)).findings
    assert finding.code == "E706"


def test_what_is_no_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for wrong in (str(tmp_path / "file"), "root@xen", "x://y/z"):
        with pytest.raises(Refusal) as refused:
            rehearse(wrong)
        assert refused.value.findings[0].code == "E701"
