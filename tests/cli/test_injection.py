"""Hostile names through every writer, read by who reads them: nothing runs, nothing breaks out.

Configurations are read by xl's grammar, Python (xm), and parsers of XML; commands are run by real
shells, tables and pages read as spreadsheets and browsers do. A writer may refuse a name.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import xmlrpc.client
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from fixtures import machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xen.test_xl_config import DOMAIN, XlReader

from engine.cli.main import main
from engine.findings import Refusal, finding
from engine.job.fleet import report
from engine.job.fleet.order import Record
from engine.job.result import copy_commands
from engine.job.result.conversion import Conversion
from engine.xen import xva
from engine.xen.domain import Domain, acceptable_name
from engine.xen.libvirt_xml import libvirt
from engine.xen.xl_config import xl, xm

#: What ends a text of somebody's, begins a command, or is obeyed by a program that reads it.
TOKENS = (
    "'", '"', "\\", '\\"', "\\'", "\n", "\r\n", "\r", "\t", " ", "#", "%", "%24", "$(touch pwned)",
    "`touch pwned`", ";touch pwned;", "|touch pwned", "&touch pwned&", "$IFS", "${PATH}", "*", "~",
    "!!", "-oProxyCommand=touch pwned", "--", "\n]\nimport os\nos.system('touch pwned')\n",
    "'+__import__('os').system('touch pwned')+'", '"""', "{0}", "%s", "',vdev=xvdz,target=/etc/x'",
    ",script=touch", "]]>", "-->", "<!--", "<x/>", "&lt;", "&x;", "<!DOCTYPE x>", "</name><name>",
    "<script>touch()</script>", "\" onclick=\"touch()", "javascript:touch()", "=cmd|'/c touch'!A1",
    "+1", "-1", "@SUM(1)", "\x85", "\u2028", "\x1b]0;x\x07", "\x00", "\udcff", "ä", "\u202e",
)  # fmt: skip
names = st.lists(st.sampled_from(TOKENS) | st.text(max_size=3), min_size=1, max_size=6).map("".join)
file_names = names.map(lambda each: each.replace("\0", "").replace("/", "")[:60]).filter(
    lambda each: each not in ("", ".", "..")
)
_END = "/end/"  #: of a call in the log: no name has slashes
SHELLS = ("dash", "bash", "busybox sh")
slow = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def domains(draw: st.DrawFn) -> Domain:
    """Domains whose texts are hostile, one here and one there."""

    def one(usual: str) -> str:
        return draw(st.just(usual) | names)

    def path(usual: str) -> str:
        return draw(st.just(usual) | names.map(lambda each: f"/srv/{each}"))

    first, *disks = DOMAIN.disks
    card, *cards = DOMAIN.vifs
    return replace(
        DOMAIN,
        name=one("vm") if draw(st.booleans()) else acceptable_name(one("vm")),
        smbios_serial=one("VMware-1"),
        serial=one("pty"),
        bios_path_override=path(""),
        comments=(one("made"), one("of")),
        disks=(replace(first, target=path("/srv/a.img"), note=one("scsi0:0")), *disks),
        vifs=(
            replace(card, bridge=one("xenbr0"), network=one("LAN"), note=one("ethernet0")),
            *cards,
        ),
    )


def texts_of(domain: Domain) -> set[str]:
    """What has to be read back as it is."""
    return {domain.name, domain.serial, *(disk.target for disk in domain.disks if disk.target)}


def flat(value: Any) -> str:
    """All that a configuration says, as one text."""
    return "\n".join(map(flat, value)) if isinstance(value, list) else str(value)


# -- configurations


@given(domains())
@settings(deadline=None)
def test_xl_reads_what_was_meant_and_no_key_more(domain: Domain) -> None:
    try:
        text = xl(domain)
    except Refusal:
        return
    plain, found = XlReader(xl(DOMAIN)).settings, XlReader(text).settings
    assert found.keys() - plain.keys() <= {"bios_path_override", "smbios"}
    said = flat(list(found.values()))
    assert all(each in said for each in texts_of(domain))
    assert len(found["disk"]) == len(domain.disks)
    assert len(found["vif"]) == len(domain.vifs)


JAIL = """
import json, sys
import os
def watch(event, arguments):
    harmless = event in ("compile", "exec") or (event, *arguments[:1]) == ("import", "os")
    if armed and not harmless:
        raise SystemError(event)
armed = False
sys.addaudithook(watch)
for line in sys.stdin:
    text, found = json.loads(line), {}
    armed = True
    try:
        exec(compile("# coding: latin-1\\n" + text, "xm", "exec"), {}, found)
    finally:
        armed = False
    found.pop("os", None)
    print(json.dumps(found), flush=True)
"""


@pytest.fixture(scope="module")
def python() -> Iterator[subprocess.Popen[str]]:
    """A Python that reads configurations as xm does, and may do nothing but that."""
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", JAIL],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/", env={},
    ) as process:  # fmt: skip
        yield process


def run_by(python: subprocess.Popen[str], text: str) -> dict[str, Any]:
    assert python.stdin is not None
    assert python.stdout is not None
    print(json.dumps(as_bytes(text)), file=python.stdin, flush=True)
    found: dict[str, Any] = json.loads(python.stdout.readline())
    return found


def as_bytes(text: str) -> str:
    """A text as Python 2 has it: a character for each byte."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


@given(domain=domains())
@slow
def test_xm_runs_as_python_and_only_gives_names_to_values(
    python: subprocess.Popen[str], domain: Domain
) -> None:
    try:
        text = xm(domain)
    except Refusal:
        return
    found = run_by(python, text)
    assert found.keys() - run_by(python, xm(DOMAIN)).keys() <= {"bios_path_override"}
    assert found["name"] == domain.name
    assert as_bytes(domain.disks[0].target) in found["disk"][0]


def test_the_jail_holds(python: subprocess.Popen[str]) -> None:
    """Else the test above could not fail."""
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", JAIL], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd="/", env={},
    ) as process:  # fmt: skip
        _, said = process.communicate(json.dumps("import os\nos.system('true')") + "\n")
    assert "SystemError: os.system" in said


def shape(xml: str | bytes) -> Counter[str]:
    """How often each element is there."""
    return Counter(each.tag for each in ElementTree.fromstring(xml).iter())


@given(domains())
@settings(deadline=None)
def test_libvirt_s_xml_has_the_same_elements(domain: Domain) -> None:
    try:
        text = libvirt(domain)
    except Refusal:
        return
    more = shape(text) - shape(libvirt(DOMAIN))
    assert more.keys() <= {"loader", "sysinfo", "system", "entry", "smbios", "serial", "source"}
    assert ElementTree.fromstring(text).findtext("name") == domain.name


@given(domains())
@settings(deadline=None)
def test_an_xva_says_the_same_of_each_object(domain: Domain) -> None:
    sizes = [1 << 20 for disk in domain.disks if not disk.cdrom]
    try:
        text = xva.ova_xml(domain, sizes).decode()
    except Refusal:
        return
    value = text.partition("?>")[2]
    reply = f"<methodResponse><params><param>{value}</param></params></methodResponse>"
    found: Any = xmlrpc.client.loads(reply)[0][0]
    usual = shape(xva.ova_xml(DOMAIN, sizes).decode())
    assert shape(text).keys() == usual.keys()
    classes = Counter(each["class"] for each in found["objects"])
    assert classes["VM"] == 1
    assert classes["VDI"] == len(sizes)


# -- commands


@dataclass(frozen=True)
class Stub:
    """A folder of programs that only note what they are given; a server's shell runs there, too."""

    folder: Path
    shell: tuple[str, ...]

    def run(self, line: str) -> list[list[str]]:
        """The words of each program that ran."""
        log = self.folder / "log"
        log.write_bytes(b"")
        environment = {"PATH": str(self.folder / "bin"), "LOG": str(log), "HOME": "/nowhere"}
        done = subprocess.run(
            [*self.shell, "-c", line], env=environment, cwd=self.folder / "here",
            capture_output=True, check=False,
        )  # fmt: skip
        assert b"syntax error" not in done.stderr.lower(), (line, done.stderr)
        assert list((self.folder / "here").iterdir()) == []
        words = log.read_bytes().decode("utf-8", "surrogateescape")
        return [each.split("\0")[:-1] for each in words.split(f"{_END}\0")[:-1]]


@pytest.fixture(scope="module", params=SHELLS)
def stub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stub:
    name, *more = request.param.split()
    shell = shutil.which(name)
    if shell is None:
        pytest.skip(f"{name} is not installed")
    folder = tmp_path_factory.mktemp("stub")
    (folder / "bin").mkdir()
    (folder / "here").mkdir()
    note = f'#!{shutil.which("dash")}\nprintf "%s\\0" "${{0##*/}}" "$@" {_END} >>"$LOG"\n'
    for each in ("rsync", "mkdir", "sed", "cat", "xl", "xe", "lvcreate", "dd", "sha256sum", "head",
                 "vmx2xen", "touch", "os.system", "cmd"):  # fmt: skip
        (folder / "bin" / each).write_text(note)
    quoted = " ".join([shell, *more])
    (folder / "bin/ssh").write_text(f'{note}shift\n{quoted} -c "$*"\n')
    for program in (folder / "bin").iterdir():
        program.chmod(0o755)
    return Stub(folder, (shell, *more))


@pytest.fixture(scope="module")
def conversion(tmp_path_factory: pytest.TempPathFactory) -> Conversion:
    folder = tmp_path_factory.mktemp("named")
    made = machine.build(folder / "vm", size=1 << 20, snapshots=0)
    assert main(["convert", str(made.vmx), "-o", str(folder / "out"), "--set", "images=/srv",
                 "--sha256"]) == 0  # fmt: skip
    return Conversion.open(folder / "out")


@given(here=file_names, there=file_names, config=file_names)
@settings(slow, max_examples=12)
def test_printed_commands_name_the_files_and_run_nothing_else(
    conversion: Conversion, stub: Stub, here: str, there: str, config: str
) -> None:
    [image] = conversion.images
    path = Path("/images") / here
    named = replace(
        conversion,
        config=Path("/results") / f"{config}.cfg",
        images=(replace(image, path=path, place=f"/srv/{there}/{here}"),),
    )
    lines = [
        copy_commands.as_files(named, "root@xen"),
        copy_commands.as_files(named, "root@xen", folder="/elsewhere"),
        copy_commands.as_volumes(named, "root@xen", "vg"),
        copy_commands.as_xva(path, "root@xen"),
    ]
    calls = [call for line in lines for call in stub.run(line)]
    assert {"touch", "cmd", "os.system"}.isdisjoint(call[0] for call in calls), calls
    sent = [call for call in calls if call[0] == "rsync"]
    assert [str(path) in call for call in sent].count(True) == 3
    assert ["mkdir", "-p", f"/srv/{there}"] in calls
    assert any(call[:1] == ["dd"] and f"if={path}" in call for call in calls)
    assert ["xl", "create", f"/etc/xen/{config}.cfg"] in calls
    assert ["xe", "vm-import", f"filename={here}", "preserve=true"] in calls


# -- tables and pages


class Page(HTMLParser):
    """The elements of a page with their attributes, as a browser would have them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes.update(name for name, _ in attrs)


def record(*said: str) -> Record:
    name, machine, folder, detail, file, worker = said
    found = finding("E410", path=file, reason=detail).as_json()
    disk = {"file": file, "digest": detail, "size": 1}
    return Record(
        name, machine, folder, "refused", (found,), detail, (disk,), name, worker, 1.0, 2.0
    )


@given(said=st.lists(names, min_size=6, max_size=6))
@slow
def test_the_report_of_a_fleet(tmp_path: Path, said: list[str]) -> None:
    usual = record(*("abcdef"))
    report.write(tmp_path, [usual, usual], "")
    plain = Page((tmp_path / "report.html").read_text("utf-8"))
    report.write(tmp_path, [record(*said), usual], "")
    page = Page((tmp_path / "report.html").read_text("utf-8", "surrogateescape"))
    assert page.elements == plain.elements
    assert page.attributes == plain.attributes
    with (tmp_path / "report.csv").open(encoding="utf-8", errors="surrogateescape") as file:
        rows = list(csv.reader(file))
    assert [len(row) for row in rows] == [len(rows[0])] * 3
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
