"""A delivery with a limit: compressed where that helps, and limited when it is resumed, too."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from deliver.ssh_server import HOST, SshServer, user
from job.push.test_push_job import NAME, deliver, same

from engine.job.events import Event, Log
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Journal, Wish


def test_it_arrives_as_it_is(made: Path, tmp_path: Path, server: SshServer) -> None:
    said: list[Event] = []
    end = deliver(made, f"{user()}@{HOST}:{tmp_path}/srv", said.append, limit=6 << 20)
    assert end.outcome == "done"
    assert same(tmp_path / "srv" / NAME, made / NAME)
    assert f"{NAME} travels compressed (zstd)" in [
        each.text for each in said if isinstance(each, Log)
    ]


def test_a_limit_is_kept_over_a_cut(made: Path, tmp_path: Path) -> None:
    with Journal(made, Wish(str(tmp_path / "srv"), limit=5)) as journal:
        journal.begin(PurePosixPath("/x"), "digest")
    assert PushJob.resumed(made).wish.limit == 5
