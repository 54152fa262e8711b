"""How commands are given: words that are nearly right, given twice, or that change nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import machine

from engine.catalogue import CATALOGUE
from engine.choices import HALS
from engine.cli.exit_codes import DONE, REFUSED, STOPPED
from engine.cli.main import main
from engine.guest.windows.hal import all_hals

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-c", "import sys; from gui.launch import main; sys.exit(main())")


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    return machine.build(tmp_path_factory.mktemp("usage") / "vm", size=8 << 20, snapshots=0)


def process(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """vmx2xen as a process of its own."""
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


def test_a_setting_without_a_value_is_refused(
    vm: machine.Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", str(vm.vmx), "--set", "memory="]) == REFUSED
    assert "there is no value" in capsys.readouterr().err


def test_a_place_that_no_disk_needs_is_told(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "foo.vmdk"
    elsewhere.write_bytes(b"")
    assert main(["config", str(vm.vmx), "--set", f"locate.foo={elsewhere}"]) == DONE
    assert "W510" in capsys.readouterr().err


def test_a_table_of_which_no_row_fits_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = 'ethernet0.present = "TRUE"\nethernet0.networkName = "VM Network"\n'
    (tmp_path / "vm.vmx").write_text(f'config.version = "8"\n{card}')
    (tmp_path / "table.toml").write_text('"VM Netwrok" = "br1"\n')
    command = ["config", str(tmp_path / "vm.vmx"), "--networks", str(tmp_path / "table.toml")]
    assert main(command) == DONE
    assert "W511: The table of networks has none" in capsys.readouterr().err


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "e406"]) == DONE
    assert "verify DIR --accept" in capsys.readouterr().out
    assert main(["explain", "EE406"]) == REFUSED
    assert "did you mean E406?" in capsys.readouterr().err
    assert main(["explain", "--json"]) == DONE
    codes = json.loads(capsys.readouterr().out)["codes"]
    assert {each["code"] for each in codes} == set(CATALOGUE)
    assert not [each for each in codes if "{" in each["message"] + each["remedy"]]


def test_the_names_of_the_hals_are_those_there_are() -> None:
    assert set(HALS) == {hal.name for hal in all_hals().values() if hal.may_become}


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == DONE
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("vmx2xen ")
    assert second.startswith("Python ")


@pytest.mark.parametrize("command", ["raw", "flatten", "xva"])
def test_standard_output_is_no_target(
    vm: machine.Machine, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(vm.disk), "-", "--json"]) == REFUSED
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "E506"


def test_resume_of_what_is_finished_is_done(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out)]) == DONE
    assert main(["resume", str(out)]) == DONE
    assert "nothing to go on with" in capsys.readouterr().out


def test_what_is_to_be_typed_is_quoted(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "my out")]) == DONE
    said = capsys.readouterr()
    assert f"try '{tmp_path}/my out'" in said.out
    assert not [line for line in said.err.splitlines() if line.startswith(" ") and len(line) < 5]


def test_json_has_a_format_and_whole_paths(
    vm: machine.Machine,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["convert", str(vm.vmx), "-o", "out"], ["verify", "out"], ["config", "x"]):
        main([*command, "--json"])
        found = json.loads(capsys.readouterr().out)
        assert (found["format"], "findings" in found) == (1, True)
        assert found.get("folder", str(tmp_path / "out")) == str(tmp_path / "out")


def test_progress_as_lines_of_json(
    vm: machine.Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["convert", str(vm.vmx), "-o", str(tmp_path / "out"), "--json", "--progress"]
    assert main(command) == DONE
    told = capsys.readouterr().out
    lines, end = told[: told.index("\n{\n")].splitlines(), told[told.index("\n{\n") :]
    events = [json.loads(line) for line in lines]
    (steps,) = (each for each in events if each["event"] == "steps")
    assert steps["names"][0] == "Convert win2003.img"
    assert {"step", "progress"} <= {each["event"] for each in events}
    assert json.loads(end)["outcome"] == "done"


def test_a_log_file_has_everything_with_its_time(vm: machine.Machine, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = ["convert", str(vm.vmx), "-o", str(tmp_path / "out"), "-q", "--log-file", str(log)]
    assert main(command) == DONE
    lines = log.read_text().splitlines()
    assert [line for line in lines if "INFO [1/5] Convert win2003.img" in line]
    assert all(line[:4].isdecimal() for line in lines)


# -- terminals and readers of any kind


def test_a_terminal_of_another_encoding(tmp_path: Path) -> None:
    vmx = tmp_path / "vm.vmx"
    vmx.write_text('config.version = "8"\ndisplayName = "Büro – →"\n', "utf-8")
    told, said = process("inspect", vmx, PYTHONIOENCODING="latin-1").communicate()
    assert b"Traceback" not in said
    assert rb"B\xfcro \u2013 \u2192" in told.replace("ü".encode("latin-1"), rb"\xfc")
    told, _ = process("inspect", vmx, "--json", PYTHONIOENCODING="latin-1").communicate()
    assert json.loads(told.decode("ascii"))["name"] == "Büro – →"


def test_a_full_standard_output_is_no_bug(vm: machine.Machine, tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, "convert", vm.vmx, "-o", tmp_path / "out"],
            stdout=full, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )  # fmt: skip
    assert done.returncode == STOPPED
    assert b"E505: Standard output cannot be written: No space left on device" in done.stderr
    assert (tmp_path / "out/manifest.json").exists()


def test_a_reader_of_findings_that_is_gone_stops_what_can_be_resumed(
    vm: machine.Machine, tmp_path: Path
) -> None:
    ours, its = os.pipe()
    os.close(ours)
    with open(its, "wb") as gone:
        done = subprocess.run(
            [*PROGRAM, "convert", vm.vmx, "-o", tmp_path / "out"],
            stdout=subprocess.PIPE, stderr=gone, env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )  # fmt: skip
    assert done.returncode == STOPPED
    assert main(["resume", str(tmp_path / "out")]) == DONE


def test_a_reader_that_has_seen_enough(vm: machine.Machine) -> None:
    ours, its = os.pipe()
    os.close(ours)
    with open(its, "wb") as gone:
        done = subprocess.run(
            [*PROGRAM, "inspect", vm.vmx], stdout=gone, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (DONE, False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_while_it_plans(vm: machine.Machine, tmp_path: Path, number: int) -> None:
    """As soon as main has begun, also where the tests themselves run with nohup."""
    script = (
        "import os, signal, sys; from engine.cli import signals\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "install = signals.StopSwitch.install\n"
        f"def stopped(self): install(self); os.kill(os.getpid(), {int(number)})\n"
        "signals.StopSwitch.install = stopped\n"
        "from gui.launch import main; sys.exit(main())"
    )
    command: list[str | Path]
    command = [sys.executable, "-c", script, "convert", vm.vmx, "-o", tmp_path / "o", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (STOPPED, "")
    assert json.loads(done.stdout) == {"format": 1, "outcome": "stopped", "findings": []}
    assert not (tmp_path / "o").exists()


def test_stopped_without_json_it_says_what_to_do(vm: machine.Machine, tmp_path: Path) -> None:
    script = (
        "import os, sys; from engine.cli import signals\n"
        "install = signals.StopSwitch.install\n"
        "def stopped(self): install(self); os.kill(os.getpid(), 15)\n"
        "signals.StopSwitch.install = stopped\n"
        "from gui.launch import main; sys.exit(main())"
    )
    command: list[str | Path] = [sys.executable, "-c", script, "verify", tmp_path / "my out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (STOPPED, "")
    (sentence,) = done.stderr.splitlines()
    assert sentence.endswith(f"vmx2xen verify '{tmp_path}/my out'")
