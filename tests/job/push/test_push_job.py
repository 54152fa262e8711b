"""A conversion reaches the server: a real sshd, real folders, faults on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deliver.ssh_server import HOST, SshServer, user
from fixtures import machine
from job.push.conftest import SIZE

from engine import platform
from engine.cli.main import main
from engine.disk.copying.digest import PIECE
from engine.findings import Refusal
from engine.job.events import Event, Finished, Progress, StepStarted
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Wish
from engine.job.work import run

NAME = "win2003.img"


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = main([str(each) for each in arguments])
    return code, json.loads(capsys.readouterr().out)


def same(one: Path, other: Path) -> bool:
    return subprocess.run(["cmp", "-s", one, other], check=False).returncode == 0


def deliver(folder: Path, target: str, watch: Callable[[Event], None], **wish: Any) -> Finished:
    """As the command, with ``watch`` told of every event."""
    return run(PushJob.planned(folder, Wish(target, **wish)), watch, threading.Event())


def sent(events: list[Event]) -> int:
    """Bytes that were to be sent."""
    return sum(
        each.total
        for each in events
        if isinstance(each, StepStarted) and each.name.startswith("Send")
    )


class During:
    """Does something once, when a part of an image is on its way."""

    def __init__(self, act: Callable[[], object], step: str = "Send", part: float = 0.4) -> None:
        self._act, self._step, self._part = act, step, part
        self._name, self.done = "", False

    def __call__(self, event: Event) -> None:
        if isinstance(event, StepStarted):
            self._name = event.name
        elif isinstance(event, Progress) and self._due(event):
            self.done = True
            self._act()

    def _due(self, event: Progress) -> bool:
        here = self._name.startswith(self._step) and not self.done
        return here and event.done >= self._part * event.total


@pytest.mark.parametrize("name", ["srv", '-it\'s $HOME; `x` "y" \\ ü'])
def test_it_arrives_and_the_configuration_names_it(
    made: Path, tmp_path: Path, server: SshServer, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    there = tmp_path / name
    code, found = run_json(capsys, "push", made, f"{user()}@{HOST}:{there}", "--json")
    assert code == 0, found
    assert found["disks"][0]["place"] == str(there / NAME)
    assert same(there / NAME, made / NAME)
    assert (there / NAME).stat().st_blocks * 512 < (there / NAME).stat().st_size
    text = (there / "win2003.cfg").read_text()
    assert str(there / NAME).replace("\\", "\\\\").replace('"', '\\"') in text
    assert sorted(path.name for path in there.iterdir()) == ["win2003.cfg", NAME]
    assert not (made / "push.journal").exists()


def test_the_form_of_a_url(made: Path, tmp_path: Path, server: SshServer) -> None:
    with (server.folder / "known").open("a") as known:
        key = " ".join((server.folder / "host.pub").read_text().split()[:2])
        known.write(f"[127.0.0.1]:{server.port} {key}\n")
    target = f"ssh://{user()}@127.0.0.1:{server.port}{tmp_path}/a%20b"
    assert main(["push", str(made), target]) == 0
    assert same(tmp_path / "a b" / NAME, made / NAME)


def test_it_arrives_where_ssh_shares_no_connection(
    made: Path, tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of Windows: each script has a connection of its own."""
    monkeypatch.setattr(platform, "SHARES_SSH", False)
    assert main(["push", str(made), f"{user()}@{HOST}:{tmp_path}/there"]) == 0
    assert same(tmp_path / "there" / NAME, made / NAME)


def test_a_folder_here(made: Path, tmp_path: Path) -> None:
    assert main(["push", str(made), str(tmp_path / "srv")]) == 0
    assert same(tmp_path / "srv" / NAME, made / NAME)


def test_every_disk_arrives(with_two_disks: Path, tmp_path: Path) -> None:
    there = tmp_path / "srv"
    assert main(["push", str(with_two_disks), str(there)]) == 0
    for name in (NAME, "win2003-2.img"):
        assert same(there / name, with_two_disks / name)
        assert f"target={there}/{name}" in (there / "win2003.cfg").read_text()


@pytest.mark.parametrize("format", ["qcow2", "vhd"])
def test_other_images_arrive_as_they_are(tmp_path: Path, format: str) -> None:
    vm = machine.build(tmp_path / "vm", size=8 << 20, snapshots=1)
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--format", format]) == 0
    assert main(["push", str(out), str(tmp_path / "srv")]) == 0
    assert same(tmp_path / f"srv/win2003.{format}", out / f"win2003.{format}")
    assert f"format={format}" in (tmp_path / "srv/win2003.cfg").read_text()


def test_dry_run_looks_and_writes_nothing(
    made: Path, tmp_path: Path, server: SshServer, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"{HOST}:{tmp_path}/srv"
    code, found = run_json(capsys, "push", made, target, "--dry-run", "--json")
    assert code == 0
    assert found["steps"][0] == f"Send {NAME}"
    assert found["disks"][0]["state"] == "new"
    assert not (tmp_path / "srv").exists()
    assert not (made / "push.journal").exists()


def test_what_is_there_is_not_sent_again(made: Path, tmp_path: Path, server: SshServer) -> None:
    target = f"{HOST}:{tmp_path}/srv"
    assert main(["push", str(made), target]) == 0
    before = (tmp_path / "srv" / NAME).stat()
    assert main(["push", str(made), target]) == 0
    assert (tmp_path / "srv" / NAME).stat().st_ino == before.st_ino
    assert (tmp_path / "srv" / NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_a_connection_that_is_cut_goes_on(made: Path, tmp_path: Path, server: SshServer) -> None:
    target, there = f"{HOST}:{tmp_path}/srv", tmp_path / "srv"
    first: list[Event] = []
    cut = During(server.cut)

    def watch(event: Event) -> None:
        first.append(event)
        cut(event)

    finished = deliver(made, target, watch)
    assert finished.outcome == "stopped"
    assert [each.code for each in finished.findings] == ["E705"]
    assert [path.name for path in there.iterdir()] == [f"{NAME}.partial"]
    with (there / f"{NAME}.partial").open("r+b") as partial:  # had it been cut at the very end
        partial.truncate(SIZE - PIECE)
        partial.truncate(SIZE)
    again: list[Event] = []
    assert deliver(made, target, again.append).outcome == "done"
    assert 0 < sent(again) < sent(first)
    assert same(there / NAME, made / NAME)
    assert sorted(path.name for path in there.iterdir()) == ["win2003.cfg", NAME]


@pytest.mark.parametrize("step", ["Send", "Verify"])
def test_stopped_it_goes_on_with_resume(
    made: Path, tmp_path: Path, server: SshServer, step: str
) -> None:
    cancel = threading.Event()
    job = PushJob.planned(made, Wish(f"{HOST}:{tmp_path}/srv"))
    assert run(job, During(cancel.set, step), cancel).outcome == "stopped"
    assert main(["resume", str(made)]) == 0
    assert same(tmp_path / "srv" / NAME, made / NAME)
    assert not (made / "push.journal").exists()


def test_killed_it_goes_on(made: Path, tmp_path: Path, server: SshServer) -> None:
    """kill -9, and what a power cut does to a file: a part of it is not as it was sent."""
    target, partial = f"{HOST}:{tmp_path}/srv", tmp_path / "srv" / f"{NAME}.partial"
    script = (
        "import os, signal, sys, threading; from pathlib import Path; "
        "from job.push.test_push_job import During, deliver; "
        "kill = During(lambda: os.kill(os.getpid(), signal.SIGKILL)); "
        "deliver(Path(sys.argv[1]), sys.argv[2], kill)"
    )
    command: list[str | Path] = [sys.executable, "-c", script, made, target]
    root = Path(__file__).resolve().parents[3]
    search = os.pathsep.join((str(root), str(root / "tests")))
    environment = {**os.environ, "PYTHONPATH": search}
    ended = subprocess.run(command, env=environment, check=False).returncode
    assert ended == -signal.SIGKILL
    with partial.open("r+b") as file:
        file.write(bytes(100_000))
    assert main(["push", str(made), target]) == 0
    assert same(tmp_path / "srv" / NAME, made / NAME)


def test_a_disk_that_is_full_goes_on_when_there_is_room(
    made: Path, file_system_of: Callable[[int], Path], server: SshServer
) -> None:
    there = file_system_of(30)
    filler = there / "filler"
    fill = During(lambda: filler.write_bytes(bytes(20 << 20)), part=0)
    finished = deliver(made, f"{HOST}:{there}", fill)
    assert [each.code for each in finished.findings] == ["E707"]
    filler.unlink()
    assert main(["push", str(made), f"{HOST}:{there}"]) == 0
    assert same(there / NAME, made / NAME)


def test_too_little_room_is_said_before(
    made: Path, file_system_of: Callable[[int], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    there = file_system_of(4)
    code, found = run_json(capsys, "push", made, there, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E707")
    assert list(there.iterdir()) == []


@pytest.mark.parametrize("name", [NAME, f"{NAME}.partial", "win2003.cfg"])
@pytest.mark.parametrize("content", [b"other", b"o" * (24 << 20)])
def test_what_is_there_already_is_overwritten_with_consent_alone(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    there = tmp_path / "srv"
    there.mkdir()
    (there / name).write_bytes(content)
    code, found = run_json(capsys, "push", made, there, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E708")
    assert [path.name for path in there.iterdir()] == [name]
    assert (there / name).read_bytes() == content
    assert not (made / "push.journal").exists()
    assert main(["push", str(made), str(there), "--yes"]) == 0
    assert same(there / NAME, made / NAME)
    assert sorted(path.name for path in there.iterdir()) == ["win2003.cfg", NAME]


def test_an_image_that_is_damaged_here_is_not_delivered(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (made / NAME).open("r+b") as image:
        image.seek(5_000_000)
        image.write(b"rotten")
    code, found = run_json(capsys, "push", made, tmp_path / "srv", "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E406")
    assert not (tmp_path / "srv" / NAME).exists()


def test_a_server_that_changes_what_it_gets_is_found_out(
    made: Path, tmp_path: Path, server: SshServer
) -> None:
    """After it was sent, before it is read back."""
    partial = tmp_path / "srv" / f"{NAME}.partial"

    def flip() -> None:
        with partial.open("r+b") as file:
            file.write(b"\xff")

    finished = deliver(made, f"{HOST}:{tmp_path}/srv", During(flip, "Verify", 0))
    assert [each.code for each in finished.findings] == ["E711"]
    assert not (tmp_path / "srv" / NAME).exists()
    assert main(["push", str(made), f"{HOST}:{tmp_path}/srv"]) == 0
    assert same(tmp_path / "srv" / NAME, made / NAME)


# -- who does not let us in


def refused(made: Path, target: str) -> str:
    with pytest.raises(Refusal) as caught, PushJob.planned(made, Wish(target)).looked():
        pass
    (found,) = caught.value.findings
    return found.code


def test_nobody_listens(made: Path, server: SshServer) -> None:
    server.process.terminate()
    server.process.wait()
    assert refused(made, f"{HOST}:/srv") == "E702"


def test_the_port_is_in_what_is_to_be_typed(made: Path) -> None:
    with (
        pytest.raises(Refusal) as caught,
        PushJob.planned(made, Wish("ssh://root@127.0.0.1:9/srv")).looked(),
    ):
        pass
    assert caught.value.findings[0].remedy.endswith("ssh -p 9 root@127.0.0.1")


def test_a_name_that_nobody_knows(made: Path, server: SshServer) -> None:
    assert refused(made, "nobody.invalid:/srv") == "E702"


def test_an_unknown_host_key(made: Path, server: SshServer) -> None:
    (server.folder / "known").write_text("")
    assert refused(made, f"{HOST}:/srv") == "E703"


def test_a_host_key_that_has_changed(made: Path, server: SshServer) -> None:
    key = " ".join((server.folder / "other.pub").read_text().split()[:2])
    (server.folder / "known").write_text(f"{HOST} {key}\n")
    assert refused(made, f"{HOST}:/srv") == "E703"


def test_a_key_that_is_not_let_in(made: Path, server: SshServer) -> None:
    shutil.copy(server.folder / "other.pub", server.folder / "user.pub")
    (server.folder / "user").unlink()
    shutil.copy(server.folder / "host", server.folder / "user")
    assert refused(made, f"{HOST}:/srv") == "E704"


def test_no_ssh_here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(made, f"{HOST}:/srv") == "E713"


TOOLS = [
    "sh", "cat", "dd", "df", "dirname", "mkdir", "mv", "rm", "stat", "sync", "truncate", "grep",
]  # fmt: skip


def test_a_server_that_lacks_a_command(
    made: Path, tmp_path: Path, server_with: Callable[[str], None]
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(str(shutil.which(name)))
    server_with(f"SetEnv PATH={tools}")
    job = PushJob.planned(made, Wish(f"{HOST}:/srv"))
    with pytest.raises(Refusal, match="sha256sum"), job.looked():
        pass
    assert refused(made, f"{HOST}:/srv") == "E706"


def test_a_server_of_busybox(
    made: Path, tmp_path: Path, server_with: Callable[[str], None]
) -> None:
    busybox = shutil.which("busybox")
    if busybox is None:
        pytest.skip("busybox is not installed")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in (*TOOLS, "sha256sum"):
        (tools / name).symlink_to(busybox)
    server_with(f"SetEnv PATH={tools}")
    there = tmp_path / "srv"
    cut = During(lambda: (there / f"{NAME}.partial").write_bytes(b""), "Verify", 0)
    assert deliver(made, f"{HOST}:{there}", cut).outcome == "refused"
    assert main(["push", str(made), f"{HOST}:{there}"]) == 0
    assert same(there / NAME, made / NAME)


def test_a_login_script_that_says_something(
    made: Path, tmp_path: Path, server_with: Callable[[str], None]
) -> None:
    server_with('ForceCommand echo Welcome to xen; echo kind other; eval "$SSH_ORIGINAL_COMMAND"')
    assert main(["push", str(made), f"{HOST}:{tmp_path}/srv"]) == 0
    assert main(["push", str(made), f"{HOST}:{tmp_path}/srv"]) == 0
    assert same(tmp_path / "srv" / NAME, made / NAME)


def test_a_server_without_a_shell(made: Path, server_with: Callable[[str], None]) -> None:
    server_with("ForceCommand echo vmx2xen; cat")
    assert refused(made, f"{HOST}:/srv") == "E712"


@pytest.mark.parametrize(
    "target",
    [
        "srv", "host:srv", "-oProxyCommand=x:/srv", "a b:/srv", "u@h@x:/srv", "ssh://host",
        "ssh://-o@host/srv", "ssh://host:99999/srv", "/srv/../etc", "host:/a\nb", "",
        "scp://host/srv", "nfs://host/srv", "host:2222:/srv",
    ],
)  # fmt: skip
def test_targets_that_are_none(made: Path, target: str) -> None:
    assert refused(made, target) == "E701"


def test_what_is_no_folder(made: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused(made, str(tmp_path / "file")) == "E701"
    assert refused(made, "/dev/null") == "E701"
    assert refused(made, "/dev/no-such-group") == "E701"


def test_a_folder_that_cannot_be_made(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run_json(capsys, "push", made, "/proc/xen", "--yes", "--json")
    [told] = found["findings"]
    assert (code, told["code"]) == (3, "E707")  # there is no room in /proc


@pytest.mark.parametrize("command", ["mkdir", "cat"])
def test_a_server_that_refuses_a_folder_or_a_file(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Its own words are the reason."""
    (tmp_path / "bin").mkdir()
    failing = tmp_path / "bin" / command
    failing.write_text("#!/bin/sh\necho 'Permission denied' >&2\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    finished = deliver(made, str(tmp_path / "srv"), lambda event: None)
    [told] = finished.findings
    assert (finished.outcome, told.code) == ("refused", "E712")
    assert "Permission denied" in told.message


@pytest.mark.parametrize("format", ["vmdk"])
def test_what_no_configuration_can_name(tmp_path: Path, format: str) -> None:
    vm = machine.build(tmp_path / "vm", size=1 << 20)
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--format", format]) == 0
    assert refused(out, str(tmp_path / "srv")) == "E714"


def test_what_is_no_conversion(tmp_path: Path) -> None:
    assert refused(tmp_path, "/srv") == "E412"
