"""A plan is read and looked at: what rules and tables decide, what is refused, what is foretold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from job.fleet import machines
from job.fleet.machines import FLEET

from engine.cli.main import main
from engine.job.fleet import fleet_plan, plan_file
from engine.job.fleet.fleet_plan import FleetPlan
from engine.job.fleet.order import Order
from engine.job.fleet.rules import Rule, decided
from engine.job.push.pool_job import PoolWish


def planned(path: Path, text: str) -> FleetPlan:
    path.write_text(text)
    return fleet_plan.make(plan_file.read(path))


def order(plan: FleetPlan, name: str) -> Order:
    [found] = [each.order for each in plan.members if each.order.name == name]
    return found


def test_rules_and_a_table_decide(tmp_path: Path) -> None:
    machines.build(tmp_path, 3)
    (tmp_path / "few.csv").write_text(
        "machine,push,wave,sha256,without\n"
        "vms/vm-001/vm-001.vmx,root@xen9:/dev/vg0,3,yes,\n"
        "vms/vm-002/vm-002.vmx,,,,scsi0:9\n"
    )
    plan = planned(
        tmp_path / "p.toml",
        """
        [fleet]
        table = "few.csv"
        machines = ["vms/vm-00[02]/*.vmx"]
        output = "there"
        [limits]
        server = 4
        link = 1
        [[rule]]
        push = "ssh://root@xen1:22/srv"
        limit = "20M"
        set = { memory = "512", acpi = "0" }
        networks = { "VM Network" = "xenbr1" }
        [[rule]]
        match = { name = "VM-*", guest = "winnet*", path = "*/vm-002/*" }
        link = "wan"
        output = "other"
        set = { memory = "1024" }
        """,
    )
    assert len(plan.members) == 3
    first, second, third = (order(plan, f"vm-00{number}") for number in range(3))
    assert first.wish is not None
    assert first.wish["target"] == "ssh://root@xen1:22/srv"
    assert first.wish["limit"] == 20 << 20
    assert first.shares == {"server xen1": 4}
    assert first.folder == str(tmp_path / "there/vm-000")
    assert first.choices["settings"] == {"memory": "512", "acpi": "0"}
    assert second.wish is not None
    assert (second.wish["target"], second.wave) == ("root@xen9:/dev/vg0", 3)
    assert second.choices["sha256"] is True
    assert third.shares == {"server xen1": 4, "link wan": 1}
    assert third.folder == str(tmp_path / "other/vm-002")
    assert third.choices["settings"] == {"memory": "1024", "acpi": "0"}
    assert third.choices["without"] == ("scsi0:9",)
    assert list(plan.waves) in ([1, 3], [3])  # vm-002 has no such disk


def test_two_machines_of_one_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fleet = machines.build(tmp_path, 2)
    vmx = tmp_path / "vms/vm-001/vm-001.vmx"
    vmx.write_text(vmx.read_text().replace('displayName = "vm-001"', 'displayName = "vm-000"'))
    assert main(["fleet", str(fleet.plan), "--json"]) == 3
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]] == ["E891"]
    assert not fleet.output.exists()
    plan = planned(fleet.plan, f'{FLEET}[[rule]]\npush = "/dev/vg0/one"\n')
    assert [each.code for each in plan.findings] == ["E891"] * 2


def test_into_a_pool(tmp_path: Path) -> None:
    machines.build(tmp_path, 1)
    rule = '[limits]\nserver = 3\n[[rule]]\npush = "xapi://root@pool"\nlimit = "1M"\n'
    [member] = planned(tmp_path / "p.toml", FLEET + rule).members
    assert member.order.shares == {"server pool": 3}
    assert member.order.wish is not None
    assert PoolWish(**member.order.wish) == PoolWish("xapi://root@pool", limit=1 << 20)


def test_a_rule_that_nothing_matches(tmp_path: Path) -> None:
    machines.build(tmp_path, 1)
    plan = planned(tmp_path / "p.toml", f'{FLEET}[[rule]]\nmatch = {{ network = "DMZ" }}\n')
    assert [each.code for each in plan.findings] == ["W892"]


def test_the_plan_is_shown_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fleet = machines.build(tmp_path, 3, broken=1)
    assert main(["fleet", str(fleet.plan), "--dry-run", "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [each["state"] for each in found["machines"]] == ["ready", "ready", "person"]
    assert found["ready"] == 2
    assert 0 < found["size"] < 2 * machines.SIZE
    assert found["needed"] > found["size"]
    assert main(["fleet", str(fleet.plan), "--dry-run"]) == 3
    assert "2 of 3 machines are ready" in capsys.readouterr().out
    assert not fleet.output.exists()
    assert not fleet.plan.with_suffix(".fleet").exists()


NAMES = st.sampled_from(["web1", "WEB2", "db", "a[1]", "*"])


@given(st.lists(st.tuples(NAMES, st.integers(1, 9)), max_size=6), NAMES)
def test_the_last_rule_that_matches_counts(rules: list[tuple[str, int]], name: str) -> None:
    made = [Rule(str(n), {"name": pattern}, {"wave": wave})
            for n, (pattern, wave) in enumerate(rules)]  # fmt: skip
    found = decided(made, {"name": [name]}, {})
    fitting = [each for each in made if each.fits({"name": [name]})]
    assert found.rules == tuple(each.name for each in fitting)
    assert found.said == (fitting[-1].said if fitting else {})
    assert decided(made, {"name": [name]}, {"wave": 0}).said == {"wave": 0}
