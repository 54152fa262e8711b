"""The text of a .vmx: encodings, escapes, odd lines, bounds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.vmware import vmx

PATH = Path("vm.vmx")


def parse(text: str, encoding: str = "utf-8") -> vmx.Vmx:
    return vmx.parse(text.encode(encoding), PATH)


def codes(config: vmx.Vmx) -> list[str]:
    return [each.code for each in config.findings]


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        vmx.parse(data, PATH)
    return caught.value.findings[0].code


class TestLines:
    def test_keys_have_no_case(self) -> None:
        config = parse('DisplayName = "a"\nMEMSIZE = "64"\n')
        assert config.text("displayname") == "a"
        assert config.number("memSize") == 64

    @pytest.mark.parametrize(
        "line",
        [
            'key = "value"',
            'key="value"',
            '\t key\t=  "value"  ',
            'key = "value" # said why',
            'key = "value"#why',
            "key = value",
            "key=value # why",
            'key = "value"\r',
        ],
    )
    def test_spacing_and_comments(self, line: str) -> None:
        config = parse(f"#!/usr/bin/vmware\n{line}\n")
        assert config.entries == {"key": "value"}
        assert not config.findings

    def test_unquoted_values_may_hold_blanks(self) -> None:
        assert parse("displayName = Windows 2000  # old\n").text("displayName") == "Windows 2000"

    @pytest.mark.parametrize("line", ["key =", 'key = ""', "key = # nothing"])
    def test_empty_values(self, line: str) -> None:
        assert parse(line).entries == {"key": ""}

    def test_a_value_may_hold_equals_signs_and_hashes(self) -> None:
        assert parse('key = "a = b # c"').text("key") == "a = b # c"

    def test_the_last_of_equal_keys_wins(self) -> None:
        assert parse('memsize = "32"\nMemSize = "64"\n').number("memsize") == 64

    @pytest.mark.parametrize("line", ["no pair", 'open = "quote', 'key = "a" b', "= x", "a b = c"])
    def test_other_lines_are_counted(self, line: str) -> None:
        config = parse(f'key = "value"\n{line}\n{line}\n')
        assert config.entries == {"key": "value"}
        assert codes(config) == ["W103"]
        assert " 2 lines" in config.findings[0].message

    def test_only_line_feeds_end_a_line(self) -> None:
        assert parse('key = "a\u2028b\x85c"\n').text("key") == "a\u2028b\x85c"


class TestEscapes:
    def test_pipe_and_hex(self) -> None:
        assert parse('key = "|22a|7Cb|7c|0A|22"').text("key") == '"a|b|\n"'

    def test_pipes_that_escape_nothing_stay(self) -> None:
        assert parse('key = "a|b|2|zz"').text("key") == "a|b|2|zz"

    def test_no_value_holds_a_nul(self) -> None:
        assert parse('key = "a|00b"').text("key") == "a\ufffdb"

    def test_escapes_are_found_after_decoding(self) -> None:
        """The second byte of 瓅 in GBK is a vertical bar; two digits follow."""
        encoded = "瓅".encode("gbk")
        assert encoded[1:] == b"|"
        config = vmx.parse(b'.encoding = "GBK"\nkey = "' + encoded + b'22"\n', PATH)
        assert config.text("key") == "瓅22"


class TestEncodings:
    @pytest.mark.parametrize(
        ("name", "codec", "text"),
        [
            ("UTF-8", "utf-8", "Größe 日本 瓅"),
            ("windows-1252", "cp1252", "Größe “à”"),
            ("windows-1251", "cp1251", "Сервер"),
            ("GBK", "gbk", "虚拟机 服务器"),
            ("Shift_JIS", "cp932", "仮想マシン 表ソ"),
            ("Big5", "cp950", "虛擬機器 功能"),
            ("EUC-KR", "euc_kr", "가상 머신"),
            ("gbk", "gbk", "虚拟机"),
        ],
    )
    def test_named(self, name: str, codec: str, text: str) -> None:
        config = parse(f'.encoding = "{name}"\ndisplayName = "{text}"\n', codec)
        assert config.text("displayName") == text
        assert not config.findings

    def test_utf8_is_the_default(self) -> None:
        assert parse('displayName = "ä日"').text("displayName") == "ä日"

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
    def test_a_byte_order_mark_wins(self, codec: str) -> None:
        config = parse('.encoding = "GBK"\ndisplayName = "ä日"\n', codec)
        assert config.entries == {".encoding": "GBK", "displayname": "ä日"}
        assert not config.findings

    @pytest.mark.parametrize("name", ["UTF-8", "klingon", "rot13", "zlib", "unicode_escape"])
    def test_what_does_not_fit_is_read_as_windows_1252(self, name: str) -> None:
        config = vmx.parse(f'.encoding = "{name}"\nkey = "Gr\xf6\xdfe"\n'.encode("latin-1"), PATH)
        assert config.text("key") == "Größe"
        assert codes(config) == ["W101"]
        assert name in config.findings[0].message

    def test_plain_ascii_needs_no_warning(self) -> None:
        assert not parse('.encoding = "klingon"\nkey = "a"\n').findings


class TestValues:
    @pytest.mark.parametrize("written", ["TRUE", "true", "T", "yes", "1", "on", " TRUE "])
    def test_true(self, written: str) -> None:
        assert parse(f'key = "{written}"').flag("key")

    @pytest.mark.parametrize("written", ["FALSE", "false", "no", "0", "off"])
    def test_false(self, written: str) -> None:
        assert not parse(f'key = "{written}"').flag("key", default=True)

    def test_neither(self) -> None:
        config = parse('key = "perhaps"')
        assert config.flag("key", default=True)
        assert not config.flag("key")
        assert config.flag("absent", default=True)

    def test_numbers(self) -> None:
        config = parse(
            'a = "12"\nb = "-5"\nc = "12 MB"\nd = "1_0"\ne = "' + "9" * 5000 + '"\nf="٣"\n'
        )
        assert config.number("a") == 12
        assert config.number("b", low=-9) == -5
        for key in ("c", "d", "e", "f", "absent"):
            assert config.number(key, 7) == 7

    def test_numbers_out_of_range_are_none(self) -> None:
        config = parse('a = "12"')
        assert config.number("a", 4, high=11) == 4
        assert config.number("a", 44, low=13) == 44
        assert config.number("a", 4, 12, 12) == 12

    def test_numbered(self) -> None:
        keys = ("snapshot10.uid", "snapshot2.uid", "snapshot02.uid", "snapshot.uid", "snapshot3.x")
        config = parse("".join(f'{key} = "1"\n' for key in keys))
        assert config.numbered("snapshot", "uid") == (2, 10)


class TestBounds:
    @pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing\n", b"plain prose\n" * 9])
    def test_text_without_keys(self, data: bytes) -> None:
        assert refused(data) == "E102"

    @pytest.mark.parametrize(
        "data", [b"a=b\n\0", bytes(range(256)), b"\x7fELF\x02\x01\x01" + bytes(9)]
    )
    def test_binary(self, data: bytes) -> None:
        assert refused(data) == "E102"

    @pytest.mark.parametrize("line", [b"a=b\n", b"\n", b"#\n", b"x\n"])
    def test_too_many_lines(self, line: bytes) -> None:
        assert refused(b"a=b\n" + line * vmx.LINES_LIMIT) == "E102"

    def test_a_value_may_be_long(self) -> None:
        assert (
            len(parse(f'encryption.data = "{"x" * (1 << 20)}"').text("encryption.data")) == 1 << 20
        )

    def test_load(self, tmp_path: Path) -> None:
        path = tmp_path / "vm.vmx"
        path.write_bytes(b"a=b\n")
        assert vmx.load(path) == b"a=b\n"

    def test_a_file_too_large_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "vm.vmx"
        with path.open("wb") as file:
            file.truncate(1 << 40)
        with pytest.raises(Refusal) as caught:
            vmx.load(path)
        assert caught.value.findings[0].code == "E210"

    @pytest.mark.parametrize(
        ("kind", "code"), [("nothing", "E101"), ("folder", "E101"), ("pipe", "E102")]
    )
    def test_what_is_no_file(self, tmp_path: Path, kind: str, code: str) -> None:
        path = tmp_path / "vm.vmx"
        if kind == "folder":
            path.mkdir()
        if kind == "pipe":
            os.mkfifo(path)
        with pytest.raises(Refusal) as caught:
            vmx.load(path)
        assert caught.value.findings[0].code == code


pieces = st.sampled_from(
    [b"\n", b"\r\n", b" = ", b'"', b"#", b"|22", b"|", b".encoding", b"GBK", b"Shift_JIS", b"\x81"]
)
texts = st.lists(pieces | st.binary(max_size=8)).map(b"".join)


def entries_or_codes(data: bytes) -> dict[str, str] | list[str]:
    try:
        return dict(vmx.parse(data, PATH).entries)
    except Refusal as refusal:
        return [each.code for each in refusal.findings]


@settings(deadline=None)
@given(st.binary() | texts)
def test_any_bytes_parse_or_are_refused(data: bytes) -> None:
    found = entries_or_codes(data)
    if isinstance(found, dict):
        assert found
        assert all(key == key.lower() and "\0" not in value for key, value in found.items())
    else:
        assert found == ["E102"]


values = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9.:]{0,20}", fullmatch=True), values, min_size=1))
def test_what_vmware_writes_comes_back(entries: dict[str, str]) -> None:
    """VMware escapes quotes, bars, DEL and control characters except the tab."""

    def escaped(value: str) -> str:
        special = {ord(char): f"|{ord(char):02X}" for char in '"|\x7f'}
        special |= {code: f"|{code:02X}" for code in range(32) if code != 9}
        return value.translate(special)

    text = "".join(f'{key} = "{escaped(value)}"\n' for key, value in entries.items())
    assert parse(text).entries == entries
