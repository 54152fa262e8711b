"""Which Xen a conversion is for: on the command line, in what is written, and kept with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from fixtures.machine import Machine

from engine.choices import Choices
from engine.cli.main import main
from engine.xen import device_model

WRAPPER = "/usr/local/bin/qemu-noacpi"
NO_ACPI = ("--set", "acpi=0", "--set", f"device_model_override={WRAPPER}")


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine of which nothing is known but VMware's name of its guest."""
    folder = tmp_path_factory.mktemp("target")
    return machine.build(folder / "vm", size=1 << 20, snapshots=0, guest_os="winxppro")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    capsys.readouterr()
    code = main([str(each) for each in arguments])
    return code, capsys.readouterr().out


def converted(
    capsys: pytest.CaptureFixture[str], vm: Machine, out: Path, *options: str
) -> dict[str, Any]:
    code, text = run(capsys, "convert", vm.vmx, "-o", out, "--json", *options)
    found: dict[str, Any] = json.loads(text)
    assert code == 0, found
    return found


def codes(found: dict[str, Any]) -> set[str]:
    return {each["code"] for each in found["findings"]}


def test_the_wrapper_lies_beside_the_configuration(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    found = converted(capsys, vm, out, *NO_ACPI)
    assert device_model.NAME in found["files"]
    assert {"W533"} <= codes(found)
    assert "W532" not in codes(found)
    script = out / device_model.NAME
    assert script.read_text() == device_model.script()
    assert script.stat().st_mode & 0o777 == 0o755
    [config] = out.glob("*.cfg")
    assert f'device_model_override = "{WRAPPER}"' in config.read_text()
    assert main(["verify", str(out)]) == 0


@pytest.mark.parametrize("edited", [False, True])
def test_a_delivery_brings_the_wrapper_and_names_it(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str], edited: bool
) -> None:
    out, place = tmp_path / "out", tmp_path / "srv"
    converted(capsys, vm, out, *NO_ACPI)
    [config] = out.glob("*.cfg")
    if edited:
        config.write_text(config.read_text().replace("vcpus = 1", "vcpus = 2"))
    code, text = run(capsys, "push", out, place, "--json")
    assert code == 0, text
    script = place / device_model.NAME
    assert json.loads(text)["wrapper"] == str(script)
    assert (script.read_text(), script.stat().st_mode & 0o777) == (device_model.script(), 0o755)
    sent = (place / config.name).read_text()
    assert f'device_model_override = "{script}"' in sent
    assert ("vcpus = 2" in sent) == edited
    script.write_text("another")
    code, text = run(capsys, "push", out, place, "--json")
    assert (code, codes(json.loads(text))) == (3, {"E708"})


def test_a_wrapper_that_the_configuration_does_not_name_stays(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, place = tmp_path / "out", tmp_path / "srv"
    converted(capsys, vm, out, *NO_ACPI)
    [config] = out.glob("*.cfg")
    config.write_text(config.read_text().replace(WRAPPER, "/opt/qemu"))
    assert run(capsys, "push", out, place, "--json")[0] == 0
    assert not (place / device_model.NAME).exists()
    assert 'device_model_override = "/opt/qemu"' in (place / config.name).read_text()


def test_without_it_acpi_0_is_said_to_fail_where_it_does(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = converted(capsys, vm, tmp_path / "newest", "--set", "acpi=0")
    assert "W532" in codes(newest)
    assert not (tmp_path / "newest" / device_model.NAME).exists()
    older = converted(capsys, vm, tmp_path / "older", "--set", "acpi=0", "--target", "xen-4.17")
    assert "W532" not in codes(older)


def test_a_wrapper_that_is_there_is_not_overwritten(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / device_model.NAME).write_text("another")
    code, text = run(capsys, "convert", vm.vmx, "-o", tmp_path, "--json", *NO_ACPI)
    assert (code, codes(json.loads(text)) & {"E402"}) == (3, {"E402"})
    assert (tmp_path / device_model.NAME).read_text() == "another"


def test_xen_3_gets_what_xm_reads(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    converted(capsys, vm, out, "--target", "xen-3.0.3")
    [config] = out.glob("*.cfg")
    code, printed = run(capsys, "config", vm.vmx, "--dialect", "xm", "--set", f"images={out}")
    assert (code, config.read_text()) == (0, printed)
    assert json.loads((out / "manifest.json").read_text())["target"] == "xen-3.0.3"
    code, text = run(
        capsys, "convert", vm.vmx, "-o", tmp_path / "no", "--json", "--target", "xen-3.0.3",
        "--format", "qcow2",
    )  # fmt: skip
    assert (code, codes(json.loads(text)) & {"E503"}) == (3, {"E503"})


def test_a_vhd_is_told_where_it_does_not_start(
    vm: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = converted(capsys, vm, tmp_path / "a", "--format", "vhd")
    assert "W537" in codes(found)
    there = converted(capsys, vm, tmp_path / "b", "--format", "vhd", "--target", "xcp-ng-8.2")
    assert "W537" not in codes(there)


def test_it_is_kept_with_the_choices() -> None:
    kept = Choices(target="xcp-ng-8.3")
    assert Choices.from_json(kept.as_json()) == kept
    older = Choices().as_json()
    del older["target"]
    assert Choices.from_json(older) == Choices()
    with pytest.raises(ValueError, match="impossible"):
        Choices.from_json(kept.as_json() | {"target": "xen-2"})
