"""What is written for xl and xm is read back: by xl's grammar, rewritten here, and by Python's own.

The grammar is that of Xen's libxlu_cfg_l.l, libxlu_cfg_y.y and libxlu_disk_l.l.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.xen.domain import Domain, Vbd, Vif, check
from engine.xen.xl_config import xl, xm

Value = str | list[str]

CDROM = Vbd("", "hdc", cdrom=True, note="ide1:0")
DOMAIN = Domain(
    name="w2003",
    memory=512,
    vcpus=2,
    uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ab",
    apic=False,
    localtime=True,
    ms_vm_genid=True,
    serial="pty",
    disks=(
        Vbd("/srv/w2003/disk 1.raw", "hda", note="scsi0:0 w2003.vmdk"),
        Vbd("/dev/vg/data", "hdb"),
        CDROM,
    ),
    vifs=(
        Vif("00:0c:29:01:02:03", "xenbr0", "e1000", note="ethernet0"),
        Vif("00:50:56:04:05:06", "br-lan", "rtl8139"),
    ),
    comments=("Made from w2003.vmx",),
)

TOKEN = re.compile(
    rb"""(?P<space>[ \t])
    | (?P<newline>\n | \#[^\n]*\n)
    | (?P<identifier>[a-z][._0-9a-z]*)
    | (?P<number>[0-9][0-9a-fx]*)
    | (?P<string>'(?:[^'\\\n]|\\[^\n])*' | "(?:[^"\\\n]|\\[^\n])*")
    | (?P<sign>[][,=;])""",
    re.VERBOSE,
)


class XlReader:
    """A file for xl as its keys and values; SyntaxError where xl would complain."""

    def __init__(self, text: str) -> None:
        self.tokens = list(self.scan(text.encode()))
        self.settings: dict[str, Value] = {}
        while self.tokens:
            self.statement()

    def scan(self, data: bytes) -> list[tuple[str, str]]:
        found, position = [], 0
        while position < len(data):
            match = TOKEN.match(data, position)
            if not match or not match.lastgroup:
                raise SyntaxError(f"lexical error at {data[position:][:20]!r}")
            if match.lastgroup != "space":
                found.append((match.lastgroup, match[0].decode()))
            position = match.end()
        return found

    def take(self, *wanted: str) -> str:
        if not self.at(*wanted):
            raise SyntaxError(f"{wanted} expected at {self.tokens[:3]}")
        return self.tokens.pop(0)[1]

    def at(self, *wanted: str) -> bool:
        return bool(self.tokens) and (self.tokens[0][0] in wanted or self.tokens[0][1] in wanted)

    def newlines(self) -> None:
        while self.at("newline"):
            self.take("newline")

    def statement(self) -> None:
        if not self.at("newline", ";"):
            key = self.take("identifier")
            assert key not in self.settings, f"{key} is written twice"
            self.take("=")
            self.settings[key] = self.value_list() if self.at("[") else self.atom()
        self.take("newline", ";")

    def value_list(self) -> list[str]:
        values = []
        self.take("[")
        self.newlines()
        while not self.at("]"):
            values.append(self.atom())
            self.newlines()
            if not self.at("]"):
                self.take(",")
                self.newlines()
        self.take("]")
        return values

    def atom(self) -> str:
        text = self.take("string", "number")
        if text[0] not in "\"'":
            return text
        return re.sub(r"\\(.)", self.escaped, text[1:-1], flags=re.DOTALL)

    @staticmethod
    def escaped(match: re.Match[str]) -> str:
        if match[1] not in "\"'\\":
            raise SyntaxError(f"{match[0]} means something else to xl")
        return match[1]


def read_xl(text: str) -> dict[str, Value]:
    return XlReader(text).settings


def read_xl_disk(spec: str) -> dict[str, str]:
    """A disk as xl's scanner takes it: ``target=`` eats the rest and loses one comma at its end."""
    found: dict[str, str] = {}
    while spec := spec.lstrip(" \t\n"):
        match = re.match(r"target=(?P<target>[^\n]*)", spec) or re.match(
            r"(?P<key>format|vdev|access|devtype|backendtype)=(?P<value>[^,]*),?", spec
        )
        if not match:
            raise SyntaxError(f"bad disk syntax: {spec}")
        if "target" in match.groupdict():
            found["target"] = match["target"].removesuffix(",")
        else:
            assert match["key"] not in found
            found[match["key"]] = match["value"]
        spec = spec[match.end() :]
    return found


def read_pairs(spec: str) -> dict[str, str]:
    return dict(pair.strip().split("=", 1) for pair in spec.split(","))


def read_xm(text: str) -> dict[str, object]:
    """The literals of the Python program that an xm file is; nothing else may be in it."""
    found: dict[str, object] = {}
    for statement in ast.parse(text.encode()).body:
        if isinstance(statement, ast.Assign):
            [target] = statement.targets
            assert isinstance(target, ast.Name)
            assert target.id not in found, f"{target.id} is written twice"
            found[target.id] = ast.literal_eval(statement.value)
        else:
            assert ast.unparse(statement).startswith(("import os.path", "if os.path.exists("))
    return found


def texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


def test_the_reader_reads_what_others_wrote_for_xl(samples: Path) -> None:
    files = [each for each in (samples / "xl").glob("*.cfg") if "vnuma" not in each.name]
    assert files
    for file in files:  # those left out have lists in lists
        assert isinstance(read_xl(file.read_text())["name"], str)


def test_xl_says_every_flag() -> None:
    written = read_xl(xl(DOMAIN))
    expected = {
        "name": "w2003",
        "uuid": "564d4f1e-aaaa-bbbb-cccc-0123456789ab",
        "type": "hvm",
        "builder": "hvm",
        "memory": "512",
        "vcpus": "2",
        "pae": "1",
        "acpi": "1",
        "apic": "0",
        "nx": "1",
        "hpet": "1",
        "viridian": "0",
        "localtime": "1",
        "ms_vm_genid": "generate",
        "firmware": "bios",
        "boot": "cd",
        "hdtype": "ide",
        "vga": "cirrus",
        "usb": "1",
        "usbdevice": "tablet",
        "serial": "pty",
        "vnc": "1",
    }
    assert {key: value for key, value in written.items() if key not in ("disk", "vif")} == expected


def test_xl_disks_and_cards() -> None:
    written = read_xl(xl(DOMAIN))
    assert [read_xl_disk(each) for each in texts(written["disk"])] == [
        {"format": "raw", "vdev": "hda", "access": "rw", "target": "/srv/w2003/disk 1.raw"},
        {"format": "raw", "vdev": "hdb", "access": "rw", "target": "/dev/vg/data"},
        {"vdev": "hdc", "access": "ro", "devtype": "cdrom"},
    ]
    assert [read_pairs(each) for each in texts(written["vif"])] == [
        {"mac": "00:0c:29:01:02:03", "bridge": "xenbr0", "model": "e1000"},
        {"mac": "00:50:56:04:05:06", "bridge": "br-lan", "model": "rtl8139"},
    ]


def test_xl_of_a_bare_domain() -> None:
    written = read_xl(xl(Domain("bare", 64, 1, usb_tablet=False)))
    assert (written["disk"], written["vif"]) == ([], [])
    assert written.keys().isdisjoint({"uuid", "serial", "usb", "usbdevice", "ms_vm_genid"})


def test_xl_uefi_in_old_and_new_words() -> None:
    written = read_xl(xl(replace(DOMAIN, firmware="uefi", hdtype="ahci", vga="stdvga")))
    assert written["firmware"] == "uefi"
    assert written["bios"] == "ovmf"
    assert (written["hdtype"], written["vga"]) == ("ahci", "stdvga")


def test_xl_tells_the_serial_number_of_the_old_bios() -> None:
    serial = "VMware-56 4d 4f 1e aa aa bb bb-cc cc 01 23 45 67 89 ab"
    written = read_xl(xl(replace(DOMAIN, smbios_serial=serial)))
    assert written["smbios"] == [f"system_serial_number={serial}"]
    assert "smbios" not in read_xl(xl(DOMAIN))


def test_xl_leaves_the_platform_device_out() -> None:
    assert read_xl(xl(replace(DOMAIN, xen_platform_pci=False)))["xen_platform_pci"] == "0"
    assert "xen_platform_pci" not in read_xl(xl(DOMAIN))


def test_there_is_no_nx_without_pae() -> None:
    assert read_xl(xl(replace(DOMAIN, pae=False)))["nx"] == "0"


@pytest.mark.parametrize("path", ["/srv/ü.raw", "/srv/a\\b.raw", "/srv/测试.raw"])
def test_xl_keeps_a_path_from_the_block_script_which_would_not_find_it(path: str) -> None:
    [disk] = texts(read_xl(xl(replace(DOMAIN, disks=(Vbd(path, "hda"),))))["disk"])
    assert read_xl_disk(disk)["backendtype"] == "qdisk"


def test_xm_has_the_keys_of_its_time_only() -> None:
    known = (
        "kernel builder device_model name uuid memory vcpus pae acpi apic localtime boot disk vif "
        "stdvga sdl vnc usb usbdevice serial"
    )
    assert read_xm(xm(DOMAIN)).keys() == set(known.split())


def test_xm_values() -> None:
    written = read_xm(xm(DOMAIN))
    assert written["kernel"] == "/usr/lib/xen/boot/hvmloader"
    assert written["builder"] == "hvm"
    flags = ("memory", "vcpus", "pae", "acpi", "apic", "localtime", "stdvga", "usb")
    assert [written[key] for key in flags] == [512, 2, 1, 1, 0, 1, 0, 1]
    assert written["disk"] == [
        "file:/srv/w2003/disk 1.raw,hda,w",
        "phy:/dev/vg/data,hdb,w",
        ",hdc:cdrom,r",
    ]
    assert [read_pairs(each) for each in texts(written["vif"])] == [
        {"type": "ioemu", "mac": mac, "bridge": bridge, "model": "rtl8139"}
        for mac, bridge in (("00:0c:29:01:02:03", "xenbr0"), ("00:50:56:04:05:06", "br-lan"))
    ]


@pytest.mark.parametrize(
    "domain",
    [
        replace(DOMAIN, firmware="uefi"),
        replace(DOMAIN, hdtype="ahci"),
        replace(DOMAIN, xen_platform_pci=False),
        replace(DOMAIN, vga="qxl"),
        replace(DOMAIN, boot="cn"),
        replace(DOMAIN, vcpus=33),
        replace(DOMAIN, disks=(Vbd("/a.vhd", "hda", "vhd"),)),
        replace(DOMAIN, disks=(Vbd("/a.raw", "xvdq"),)),
    ],
)
def test_xm_refuses_what_came_later(domain: Domain) -> None:
    xl(domain)
    with pytest.raises(Refusal) as caught:
        xm(domain)
    assert [each.code for each in caught.value.findings] == ["E503"]


@pytest.mark.parametrize("write", [xl, xm])
def test_nothing_is_written_that_xen_would_refuse(write: Callable[[Domain], str]) -> None:
    with pytest.raises(Refusal) as caught:
        write(replace(DOMAIN, name="", disks=(Vbd("relative.raw", "hda"),)))
    assert [each.code for each in caught.value.findings] == ["E501", "E502"]


ANY_TEXT = st.text(st.characters() | st.sampled_from("\\\"'#,=;[]{}%$ \t\n\r\0\u2028ü"))


@given(ANY_TEXT | ANY_TEXT.map(lambda text: f"/{text}"))
@example("/")
@example("/dev/vg/x:y")
def test_a_path_is_read_back_or_refused(path: str) -> None:
    domain = replace(DOMAIN, disks=(Vbd(path, "hda"), CDROM))
    if check(domain):
        for write in (xl, xm):
            with pytest.raises(Refusal):
                write(domain)
        return
    first, _ = texts(read_xl(xl(domain))["disk"])
    assert read_xl_disk(first)["target"] == path
    first, _ = texts(read_xm(xm(domain))["disk"])
    prefix, _, rest = first.partition(":")
    assert rest.split(",") == [path, "hda", "w"]
    assert prefix == ("phy" if path.startswith("/dev/") else "file")


@given(ANY_TEXT | st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.:+-]{0,90}", fullmatch=True))
def test_a_name_is_read_back_or_refused(name: str) -> None:
    domain = replace(DOMAIN, name=name)
    if check(domain):
        with pytest.raises(Refusal):
            xl(domain)
        return
    assert read_xl(xl(domain))["name"] == name
    assert read_xm(xm(domain))["name"] == name


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_comment_changes_nothing(top: str, on_disk: str, on_card: str) -> None:
    disks = (replace(DOMAIN.disks[0], note=on_disk), *DOMAIN.disks[1:])
    vifs = (replace(DOMAIN.vifs[0], note=on_card), *DOMAIN.vifs[1:])
    commented = replace(DOMAIN, comments=(top,), disks=disks, vifs=vifs)
    assert read_xl(xl(commented)) == read_xl(xl(DOMAIN))
    assert read_xm(xm(commented)) == read_xm(xm(DOMAIN))


def test_a_name_in_a_comment_cannot_become_a_setting() -> None:
    evil = replace(DOMAIN, comments=("fine\nmemory = 1\r\rmemory = 2\u2028memory = 3",))
    for text in (xl(evil), xm(evil)):
        assert [line for line in text.splitlines() if line.startswith("memory")] == ["memory = 512"]
