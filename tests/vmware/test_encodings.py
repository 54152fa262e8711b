"""VMware's names of encodings: every alias, and text that comes back in each of them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.vmware import descriptor, vmx
from engine.vmware.encodings import codec

PATH = Path("vm.vmx")

#: One name a line for each group of names that mean the same in open-vm-tools, lib/unicode
#: (unicodeSimpleTypes.c), with text that the encoding can hold.
NAMES = {
    "Größe": """ISO_8859-1:1987 iso-ir-100 ISO_8859-1 ISO-8859-1 latin1 l1 IBM819 CP819 csISOLatin1
        8859_1 819 windows-28591
        ISO-8859-15 ISO_8859-15 Latin-9 ibm-923_P100-1998 ibm-923 l9 8859_15 latin0 csisolatin0
        csisolatin9 cp923 923 iso8859_15_fdis windows-28605
        windows-1252 ibm-5348_P100-1997 ibm-5348 cp1252 ibm-1252_P100-2000 ibm-1252
        windows-1254 ibm-5350_P100-1998 cp1254 ISO-8859-9 latin5 turkish windows-28599 ECMA-128
        windows-1258 ibm-5354_P100-1998 cp1258
        UTF-8 ibm-1208 cp1208 windows-65001 CESU-8 UTF-7 windows-65000
        macintosh mac csMacintosh macos-0_2-10.2 macroman x-macroman windows-10000
        IBM850 cp850 850 csPC850Multilingual ibm-850_P100-1995 windows-850
        IBM00858 CCSID00858 CP00858 PC-Multilingual-850+euro ibm-858_P100-1997
        IBM437 cp437 437 csPC8CodePage437 hp-roman8 roman8 r8 ibm-1051""",
    "Žluť kůň": """ISO-8859-2 latin2 l2 ibm-912_P100-1995 8859_2 912 windows-28592
        windows-1250 ibm-5346_P100-1998 cp1250 ibm-1250 IBM852 cp852 csPCp852 windows-852
        Windows-10029 x-mac-ce macce maccentraleurope macos-29-10.2""",
    "Ĉiuĵaŭde": "ISO-8859-3 latin3 l3 ibm-913_P100-2000 8859_3 cp913 windows-28593",
    "Šāņā": """ISO-8859-4 latin4 l4 ibm-914 windows-28594 ISO-8859-13 ibm-921_P100-1995 8859_13 921
        windows-28603 windows-1257 ibm-9449_P100-2002 cp1257 IBM775 cp775 windows-775""",
    "Šāđā": "ISO-8859-10 iso-ir-157 l6 ISO_8859-10:1992 latin6 iso-8859_10-1998",
    "ŵŷ": "ISO-8859-14 iso-ir-199 latin8 iso-celtic l8",
    "Țară": "ISO-8859-16 iso-ir-226 ISO_8859-16:2001 latin10 l10",
    "Сервер": """windows-1251 ibm-5347_P100-1998 ibm-5347 cp1251 ANSI1251 ibm-1251_P100-1995
        ISO-8859-5 cyrillic csISOLatinCyrillic ibm-915 8859_5 windows-28595
        KOI8-R csKOI8R koi8 cp878 ibm-878_P100-1996 windows-20866
        KOI8-U ibm-1168_P100-2002 windows-21866 KZ-1048 STRK1048-2002 RK1048
        IBM866 cp866 866 windows-866 IBM855 cp855 csPCp855
        Windows-10007 x-mac-cyrillic maccy mac-cyrillic macos-7_3-10.2""",
    "Διακομιστ": """windows-1253 ibm-5349_P100-1998 cp1253 ibm-1253 ISO-8859-7 ELOT_928 ECMA-118
        greek greek8 ibm-9005_X110-2007 sun_eu_greek ibm-813_P100-1995 8859_7 windows-28597
        Windows-737 IBM737 cp737 IBM869 cp869 cp-gr Windows-10006 x-mac-greek macgr""",
    "מחשב": """windows-1255 ibm-9447_P100-2002 ibm-9447 cp1255 ibm-5351 ibm-5351_P100-1998
        ISO-8859-8 hebrew hebrew8 ibm-5012_P100-1999 ISO-8859-8-E csISO88598I ISO-8859-8-I
        windows-28598 windows-38598 IBM862 cp862 DOS-862""",
    "حاسوب": """windows-1256 ibm-9448_X100-2005 cp1256 ibm-5352_P100-1998
        ISO-8859-6 ECMA-114 ASMO-708 arabic ibm-1089_P100-1995 8859_6 ISO-8859-6-I windows-708
        Windows-720 DOS-720 ibm-720_P100-1997""",
    "เครื่อง": """TIS-620 windows-874-2000 MS874 ibm-874 ibm-874_P100-1995 cp874 ibm-9066
        tis620.2533 eucTH windows-874""",
    "仮想マシン 表ポ": """Shift_JIS MS_Kanji csShiftJIS ibm-943_P15A-2003 ibm-943 x-sjis x-ms-cp932
        cp932 cp943c IBM-943C ms932 pck sjis ibm-943_VSUB_VPUA ibm-943_P130-1999 cp943 943
        Windows-31J csWindows31J windows-932
        EUC-JP csEUCPkdFmtJapanese ibm-954_P101-2007 X-EUC-JP eucjis ujis windows-20932
        Extended_UNIX_Code_Packed_Format_for_Japanese
        ibm-33722_P12A_P12A-2004_U2 ibm-5050 ibm-33722_VPUA IBM-eucJP windows-51932
        ISO-2022-JP csISO2022JP windows-50220 ISO-2022-JP-1 ISO-2022-JP-2""",
    "가상 서버": """windows-949-2000 KS_C_5601-1989 KS_C_5601-1987 KSC_5601 csKSC56011987 korean
        iso-ir-149 ms949 windows-949 ibm-970_P110_P110-2006_U2 EUC-KR csEUCKR ibm-eucKR 5601 970
        ibm-1363_P11B-1998 cp1363 ksc windows-51949 ISO-2022-KR csISO2022KR""",
    "虚拟机 服务器": """GBK CP936 MS936 windows-936 windows-936-2000 ibm-1386_P100-2001 cp1386
        GB18030 ibm-1392 windows-54936 GB2312 csGB2312 ibm-1383_P110-1999 EUC-CN hp15CN
        windows-51936 GB_2312-80 iso-ir-58 chinese gb2312-1980 GB2312.1980-0 HZ-GB-2312 HZ""",
    "虛擬機器 功能": """Big5 csBig5 windows-950 windows-950-2000 x-big5 ibm-1373_P100-2002
        Big5-HKSCS ibm-1375_P100-2007 big5hk HKSCS-BIG5 ibm-5471_P100-2006 MS950_HKSCS hkbig5""",
}
CASES = [(name, text) for text, names in NAMES.items() for name in names.split()]


def written(value: bytes) -> bytes:
    """As VMware writes it: a bar, a quote and control characters escaped, each byte by itself."""
    return b"".join(
        b"|%02X" % byte if byte in b'"|\x7f' or (byte < 32 and byte != 9) else bytes((byte,))
        for byte in value
    )


@pytest.mark.parametrize(("name", "text"), CASES)
def test_every_alias(name: str, text: str) -> None:
    found = codec(name)
    assert codecs.lookup(found)
    for spelling in (name, name.lower(), name.upper()):
        assert codec(spelling) == found
        line = f'.encoding = "{spelling}"\n'.encode()
        config = vmx.parse(line + b'displayName = "%s"\n' % written(text.encode(found)), PATH)
        assert config.text("displayName") == text
        assert not config.findings


@pytest.mark.parametrize("name", ["klingon", "rot13", "zlib", "unicode_escape", "ibm-037", "1", ""])
def test_what_is_none(name: str) -> None:
    assert codec(name) == ""


ENCODINGS = sorted({codec(name) for name, _ in CASES})


@settings(deadline=None)
@given(st.binary(min_size=1), st.sampled_from(ENCODINGS))
def test_any_text_comes_back(raw: bytes, encoding: str) -> None:
    text = "".join(char for char in raw.decode(encoding, "ignore") if char.isprintable())
    value = text.encode(encoding)
    name = next(name for name, _ in CASES if codec(name) == encoding)
    config = f'.encoding = "{name}"\nkey = "'.encode() + written(value) + b'"\n'
    assert vmx.parse(config, PATH).text("key") == value.decode(encoding)


@settings(deadline=None)
@given(st.binary(), st.sampled_from(ENCODINGS), st.booleans())
def test_any_bytes_are_text(raw: bytes, encoding: str, escaped: bool) -> None:
    """Never half a character: no path could be made of it."""
    name = next(name for name, _ in CASES if codec(name) == encoding)
    value = written(raw) if escaped else raw.replace(b"\0", b"").replace(b"\n", b"")
    config = vmx.parse(f'.encoding = "{name}"\nkey = "'.encode() + value + b'"\n', PATH)
    assert all(each.encode() and "\0" not in each for each in config.entries)
    assert config.text("key").encode() is not None


def test_halves_of_characters() -> None:
    config = vmx.parse(b'.encoding = "UTF-7"\nkey = "a+2AA-b"\n', PATH)
    assert config.text("key") == "a\ufffdb"


@pytest.mark.parametrize("key", ["encoding", "ddb.encoding"])
@pytest.mark.parametrize(("name", "text"), [("Shift_JIS", "データ"), ("windows-1255", "מחשב")])
def test_descriptors(key: str, name: str, text: str) -> None:
    lines = f'RW 2048 FLAT "{text}-flat.vmdk" 0\n{key} = "{name}"\n'
    parsed = descriptor.parse(lines.encode(codec(name)), PATH)
    assert parsed.extents[0].file == f"{text}-flat.vmdk"
