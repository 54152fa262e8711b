"""A conversion is imported into a pool over real TLS, by XAPI's rules; what goes wrong is told."""

from __future__ import annotations

import filecmp
import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import keyring
import pytest
from fixtures import keyrings, xapi_pool, xapi_server
from fixtures import machine as machines
from fixtures.xapi_server import PASSWORD, XapiServer
from golden import pairs
from xen import golden

from engine import passwords
from engine.cli.main import main
from engine.deliver.pool import certificates
from engine.job import requests
from engine.job.events import Event, Finished, Progress
from engine.job.push.pool_job import PoolJob, PoolWish
from engine.job.result.conversion import Conversion
from engine.job.work import run
from engine.vmware import machine

NETWORK = "Pool-wide network associated with eth0"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of known certificates; nothing of the user's is read, nor the real keyring."""
    monkeypatch.setattr(certificates, "user_config_path", lambda _: tmp_path / "config")
    with keyrings.empty(monkeypatch):
        yield tmp_path / "config/known_pools.json"


@pytest.fixture
def pools(tmp_path: Path) -> Iterator[Callable[[], XapiServer]]:
    """Starts servers, each with a certificate of its own."""
    with ExitStack() as running:

        def start() -> XapiServer:
            folder = tmp_path / f"pool{len(list(tmp_path.glob('pool*')))}"
            folder.mkdir()
            return running.enter_context(xapi_server.running(XapiServer(folder)))

        yield start


@pytest.fixture
def pool(pools: Callable[[], XapiServer]) -> XapiServer:
    return pools()


def delivered(
    made: Path,
    pool: XapiServer,
    watch: Callable[[Event], None] = lambda _: None,
    *,
    cancel: threading.Event | None = None,
    password: str = PASSWORD,
    **wish: Any,
) -> Finished:
    agreed = {"certificates": (pool.certificate,), **wish}
    asked = PoolWish(f"xapi://root@127.0.0.1:{pool.port}", **agreed)
    passwords.ask_by(lambda _: password)
    return run(PoolJob.planned(made, asked), watch, cancel or threading.Event())


def codes(end: Finished) -> list[str]:
    return [each.code for each in end.findings]


def is_empty(pool: XapiServer) -> bool:
    return not (pool.tables["VM"] or pool.tables["VDI"] or pool.pool.vms)


def test_it_arrives(made: Path, pool: XapiServer) -> None:
    events: list[Event] = []
    end = delivered(made, pool, events.append)
    assert end.outcome == "done", end
    [vm] = pool.tables["VM"].values()
    assert vm["uuid"] == end.result["uuid"]
    assert "vmx2xen_import" not in vm["other_config"]
    [image] = pool.images.values()
    assert filecmp.cmp(image, made / "win2003.img", shallow=False)
    [card] = pool.tables["VIF"].values()
    assert pool.tables["network"][card["network"]]["name_label"] == NETWORK
    assert "session.logout" in pool.calls
    assert not list(made.glob("*.xva*"))
    assert Conversion.open(made).deliveries[-1].places == (vm["uuid"],)
    assert any(isinstance(each, Progress) and each.done == each.total for each in events)


def test_every_disk_arrives(with_two_disks: Path, pool: XapiServer) -> None:
    assert delivered(with_two_disks, pool).outcome == "done"
    images = sorted(pool.images.values())
    for image, name in zip(images, ("win2003.img", "win2003-2.img"), strict=True):
        assert filecmp.cmp(image, with_two_disks / name, shallow=False)


def test_a_certificate_is_agreed_to_once(
    made: Path, pool: XapiServer, pools: Callable[[], XapiServer], own_settings: Path
) -> None:
    unknown = delivered(made, pool, certificates=())
    assert codes(unknown) == ["E901"]
    assert certificates.plain(pool.certificate) in unknown.findings[0].remedy
    assert pool.calls == []
    assert delivered(made, pool).outcome == "done"
    pool.tables["VM"].clear()
    assert codes(delivered(made, pool, certificates=(), networks={"xenbr0": "no"})) == ["E905"]
    place = f"127.0.0.1:{pool.port}"
    own_settings.write_text(json.dumps({place: certificates.plain(pools().certificate)}))
    before = len(pool.calls)
    assert codes(delivered(made, pool, certificates=())) == ["E902"]
    assert len(pool.calls) == before


def test_a_wrong_password(made: Path, pool: XapiServer) -> None:
    end = delivered(made, pool, password="hunter2")
    assert codes(end) == ["E903"]
    assert "hunter2" not in str(end)


def test_the_command_with_the_keyring(
    made: Path, pool: XapiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"xapi://root@127.0.0.1:{pool.port}"
    command = ["push", str(made), target, "--certificate", pool.certificate, "--json"]
    assert main(command) == 3  # nobody to be asked
    assert json.loads(capsys.readouterr().out)["findings"][-1]["code"] == "E903"
    keyring.set_password(f"vmx2xen xapi://127.0.0.1:{pool.port}", "root", PASSWORD)
    assert main([*command, "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["networks"] == {"xenbr0": NETWORK}
    assert main([*command[:-1], "-v", "--log-file", str(made / "log")]) == 0
    text = capsys.readouterr()
    assert "xe vm-start uuid=" in text.out
    assert PASSWORD not in text.out + text.err + (made / "log").read_text()
    assert PASSWORD not in (made / "manifest.json").read_text()


def test_a_wrong_password_in_the_keyring_is_replaced(made: Path, pool: XapiServer) -> None:
    entry = f"vmx2xen xapi://127.0.0.1:{pool.port}", "root"
    keyring.set_password(*entry, "hunter2")
    assert delivered(made, pool).outcome == "done"
    assert pool.calls.count("session.login_with_password") == 2
    assert keyring.get_password(*entry) == PASSWORD


@pytest.mark.parametrize("name", golden.MACHINES)
def test_every_golden_machine_arrives_and_can_be_started(
    tmp_path: Path, pool: XapiServer, name: str
) -> None:
    vm = tmp_path / name / f"{name}.vmx"
    vm.parent.mkdir()
    shutil.copy(golden.FOLDER / vm.name, vm)
    truths = []
    for seed, disk in enumerate(machine.read(vm).disks):
        built = machines.build(tmp_path / f"disk{seed}", size=5 << 20, snapshots=0, seed=seed)
        shutil.copy(built.disk, disk.path)
        truths.append(built.truths[machines.CURRENT])
    out = tmp_path / "out"
    assert main(["convert", str(vm), "-o", str(out), "--set", "redo=discard"]) == 0
    assert_starts_with(truths, out, pool)


@pytest.mark.parametrize("name", pairs.MACHINES)
def test_every_machine_of_the_golden_pairs_arrives_and_can_be_started(
    tmp_path: Path, pool: XapiServer, name: str
) -> None:
    vm, out = pairs.MACHINES[name](tmp_path / "vm"), tmp_path / "out"
    assert main(["convert", str(vm), "-o", str(out), *pairs.options(name)]) == 0
    assert_starts_with(sorted(out.glob("*.img")), out, pool)


def assert_starts_with(disks: Sequence[Path], out: Path, pool: XapiServer) -> None:
    """A conversion goes into the pool; its one VM can be started and has what ``disks`` have."""
    end = delivered(out, pool, agreed=True)
    assert end.outcome == "done", end
    [taken] = pool.pool.vms.values()
    xapi_pool.start(taken)
    images = list(pool.images.values())
    assert len(images) == len(disks) == len(Conversion.open(out).images)
    for image, disk in zip(images, disks, strict=True):
        assert_same_disk(image, disk)


def assert_same_disk(image: Path, disk: Path) -> None:
    """A pool's disks are whole MiB: what is beyond ``disk`` is zeros."""
    with image.open("rb") as there, disk.open("rb") as here:
        while block := here.read(1 << 20):
            assert there.read(len(block)) == block
        assert not any(there.read())


def test_storage_and_networks_are_chosen(made: Path, pool: XapiServer) -> None:
    other = pool.add_storage(name_label="SAN", physical_size=str(1 << 20))
    uuid = pool.tables["SR"][other]["uuid"]
    assert codes(delivered(made, pool, storage="SAN")) == ["E906"]
    assert codes(delivered(made, pool, storage=uuid)) == ["E906"]
    assert codes(delivered(made, pool, storage="ISOs")) == ["E904"]
    assert codes(delivered(made, pool, networks={"xenbr0": "DMZ"})) == ["E905"]
    assert is_empty(pool)


def test_cards_are_put_where_they_belong(made: Path, pool: XapiServer) -> None:
    pool.loses_networks = True
    assert delivered(made, pool).outcome == "done"
    [card] = pool.tables["VIF"].values()
    assert card["network"] in pool.tables["network"]


def test_a_machine_that_is_there_already(made: Path, pool: XapiServer) -> None:
    assert delivered(made, pool).outcome == "done"
    assert codes(delivered(made, pool)) == ["E908"]
    assert len(pool.tables["VM"]) == 1


def test_another_host_has_the_storage(made: Path, pools: Callable[[], XapiServer]) -> None:
    pool, other = pools(), pools()
    other.tables, other.pool = pool.tables, pool.pool  # one database
    pool.redirect_to = f"127.0.0.1:{other.port}"
    assert codes(delivered(made, pool)) == ["E901"]
    both = (pool.certificate, other.certificate)
    assert delivered(made, pool, certificates=both).outcome == "done"
    assert len(other.images) == 1
    pool.tables["VM"].clear()
    pool.redirect_to = "elsewhere.example:443"
    assert codes(delivered(made, pool)) == ["E907"]


def test_a_full_pool_leaves_nothing(made: Path, pool: XapiServer) -> None:
    pool.stop_after, pool.refuses = 8 << 20, ("SR_BACKEND_FAILURE_44", "", "no space")
    end = delivered(made, pool)
    assert codes(end) == ["E907"]
    assert "no space" in end.findings[0].message
    assert is_empty(pool)


def test_cancelling_leaves_nothing(made: Path, pool: XapiServer) -> None:
    cancel = threading.Event()
    pool.stop_after, pool.then = 8 << 20, cancel.set
    end = delivered(made, pool, cancel=cancel)
    assert end.outcome == "stopped"
    assert "task.cancel" in pool.calls
    assert is_empty(pool)
    assert delivered(made, pool).outcome == "done"


def test_what_was_made_is_looked_at(made: Path, pool: XapiServer) -> None:
    whole = pool.pool.take

    def shrunk(*arguments: Any, **named: Any) -> Any:
        for each in pool.tables["VDI"].values():
            each["virtual_size"] = "4096"
        return whole(*arguments, **named)

    pool.pool.take = shrunk  # type: ignore[method-assign]
    assert codes(delivered(made, pool)) == ["E909"]
    assert is_empty(pool)


def test_an_image_that_was_changed_is_not_imported(made: Path, pool: XapiServer) -> None:
    with (made / "win2003.img").open("r+b") as image:
        image.seek(1 << 20)
        image.write(b"other")
    assert codes(delivered(made, pool)) == ["E406"]
    assert is_empty(pool)


@pytest.mark.parametrize(
    "target", ["xapi://", "xapi://host", "xapi://root@", "xapi://root@h:99999", "xapi://a b@h",
               "xapi://root:secret@h", "xapi://root@h/path"],
)  # fmt: skip
def test_what_is_no_pool(made: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["push", str(made), target, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "E701"


def test_nobody_there(made: Path) -> None:
    wish = PoolWish("xapi://root@127.0.0.1:1")
    passwords.ask_by(lambda _: "")
    end = run(PoolJob.planned(made, wish), lambda _: None, threading.Event())
    assert codes(end) == ["E900"]


def test_it_is_kept_in_a_queue_without_its_password(made: Path) -> None:
    wish = PoolWish("xapi://root@pool", networks={"xenbr0": "LAN"}, certificates=("aa",))
    passwords.ask_by(lambda _: PASSWORD)
    job = PoolJob.planned(made, wish)
    again = requests.load(json.loads(json.dumps(job.request)))
    assert isinstance(again, PoolJob)
    assert again.wish == wish
    assert PASSWORD not in json.dumps(job.request)
