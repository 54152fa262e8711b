"""The encodings VMware writes, under all the names it may write them by.

Source: the cross reference of IANA, Windows and ICU names in open-vm-tools, lib/unicode
(unicodeSimpleTypes.c). Left out are those that Python cannot read and those that do not hold ASCII
as it is (EBCDIC, UTF-16): their name could not be read either. Where one encoding is contained in
another of the same bytes, the larger one is taken.
"""

from __future__ import annotations

import re

#: Python's name -> numbers of code pages, those of Windows first, then IBM's.
_CODE_PAGES = {
    "utf-8": "20127 65001 367 646 1208 1209 5304 5305 9400 13496 13497 17592 17593",
    "utf-7": "65000",
    "cp437": "437",
    "cp720": "720",
    "cp737": "737",
    "cp775": "775",
    "cp850": "850",
    "cp852": "852",
    "cp855": "855",
    "cp857": "857",
    "cp858": "858",
    "cp860": "860",
    "cp861": "861",
    "cp862": "862",
    "cp863": "863",
    "cp864": "864",
    "cp865": "865",
    "cp866": "866",
    "cp869": "869",
    "cp874": "874 9066",
    "cp932": "932 943",
    "cp949": "949 51949 970 1363 5601",
    "cp950": "950 1373",
    "cp1250": "1250 5346",
    "cp1251": "1251 5347",
    "cp1252": "1252 28591 819 5348 88591",
    "cp1253": "1253 5349",
    "cp1254": "1254 5350",
    "cp1255": "1255 5351 9447",
    "cp1256": "1256 5352 9448",
    "cp1257": "1257 5353 9449",
    "cp1258": "1258 5354",
    "gb18030": "936 20936 51936 54936 1383 1386 1392 5478",
    "big5hkscs": "951 1375 5471",
    "hz": "52936",
    "euc_jp": "20932 51932 954 5050 33722",
    "iso2022_jp": "50220 50221 50222",
    "iso2022_jp_1": "5054",
    "iso2022_kr": "50225",
    "iso8859-2": "28592 912 88592",
    "iso8859-3": "28593 913 88593",
    "iso8859-4": "28594 914 88594",
    "iso8859-5": "28595 915 88595",
    "iso8859-6": "28596 708 1089 88596",
    "iso8859-7": "28597 813 9005 88597",
    "iso8859-8": "28598 38598 5012 88598",
    "iso8859-9": "28599 920 88599",
    "iso8859-13": "28603 921 885913",
    "iso8859-15": "28605 923 885915",
    "koi8-r": "20866 878",
    "koi8-u": "21866 1168",
    "hp-roman8": "1051",
    "mac-roman": "10000",
    "mac-greek": "10006",
    "mac-cyrillic": "10007",
    "mac-latin2": "10029",
    "mac-turkish": "10081",
}
#: Python's name -> names of other kinds, of which only letters and digits count.
_NAMES = {
    "utf-8": "utf8 cesu8 cscesu8 ascii ascii7 usascii us csascii ansix341968 ansix341986 isoir6"
    " iso646us iso646irv1983 iso646irv1991 isoir2 irv csiso2intlrefversion",
    "utf-7": "utf7",
    "cp437": "cspc8codepage437",
    "cp720": "dos720",
    "cp775": "cspc775baltic",
    "cp850": "cspc850multilingual",
    "cp852": "cspcp852",
    "cp855": "csibm855 cspcp855",
    "cp857": "csibm857",
    "cp858": "ccsid00858 pcmultilingual850euro",
    "cp860": "csibm860",
    "cp861": "csibm861 cpis",
    "cp862": "cspc862latinhebrew dos862",
    "cp863": "csibm863",
    "cp864": "csibm864",
    "cp865": "csibm865",
    "cp866": "csibm866",
    "cp869": "csibm869 cpgr",
    "cp874": "tis620 tis6202533 eucth ms874 iso885911",
    "cp932": "shiftjis csshiftjis xsjis sjis mskanji xmscp932 ms932 windows31j cswindows31j cp943c"
    " ibm943c pck",
    "cp949": "euckr cseuckr ibmeuckr ksc5601 ksc56011987 ksc56011989 csksc56011987 ksc korean"
    " isoir149 ms949 uhc",
    "cp950": "big5 csbig5 xbig5 ms950",
    "cp1251": "ansi1251",
    "cp1252": "iso88591 iso885911987 isoir100 latin1 l1 csisolatin1",
    "gb18030": "gbk ms936 gb18030 gb2312 csgb2312 gb231280 gb23121980 gb231219800 csiso58gb231280"
    " isoir58 chinese euccn ibmeuccn hp15cn",
    "big5hkscs": "big5hkscs big5hk hkscsbig5 hkbig5 ms950hkscs",
    "hz": "hz hzgb2312",
    "euc_jp": "eucjp xeucjp ibmeucjp eucjis ujis cseucpkdfmtjapanese"
    " extendedunixcodepackedformatforjapanese",
    "iso2022_jp": "iso2022jp csiso2022jp jis jisencoding csjisencoding",
    "iso2022_jp_1": "iso2022jp1",
    "iso2022_jp_2": "iso2022jp2 csiso2022jp2",
    "iso2022_kr": "iso2022kr csiso2022kr",
    "iso8859-2": "iso88592 iso885921987 isoir101 latin2 l2 csisolatin2",
    "iso8859-3": "iso88593 iso885931988 isoir109 latin3 l3 csisolatin3",
    "iso8859-4": "iso88594 iso885941988 isoir110 latin4 l4 csisolatin4",
    "iso8859-5": "iso88595 iso885951988 isoir144 cyrillic csisolatincyrillic",
    "iso8859-6": "iso88596 iso885961987 isoir127 ecma114 asmo708 arabic csisolatinarabic iso88596e"
    " csiso88596e iso88596i csiso88596i",
    "iso8859-7": "iso88597 iso885971987 isoir126 elot928 ecma118 greek greek8 csisolatingreek"
    " suneugreek",
    "iso8859-8": "iso88598 iso885981988 isoir138 hebrew hebrew8 csisolatinhebrew iso88598e"
    " csiso88598e iso88598i csiso88598i",
    "iso8859-9": "iso88599 iso885991989 isoir148 latin5 l5 csisolatin5 ecma128 turkish turkish8",
    "iso8859-10": "iso885910 iso8859101992 iso8859101998 isoir157 latin6 l6 csisolatin6",
    "iso8859-13": "iso885913",
    "iso8859-14": "iso885914 iso8859141998 isoir199 isoceltic latin8 l8",
    "iso8859-15": "iso885915 iso885915fdis latin9 latin0 l9 csisolatin9 csisolatin0",
    "iso8859-16": "iso885916 iso8859162001 isoir226 latin10 l10",
    "koi8-r": "koi8 koi8r cskoi8r",
    "koi8-u": "koi8u",
    "kz1048": "kz1048 strk10482002 rk1048 cskz1048",
    "hp-roman8": "hproman8 roman8 r8 cshproman8",
    "mac-roman": "macintosh mac macroman xmacroman csmacintosh macos02102",
    "mac-greek": "xmacgreek macgr macos62104",
    "mac-cyrillic": "maccyrillic xmaccyrillic maccy macos73102",
    "mac-latin2": "xmacce macce maccentraleurope xmaccentraleurroman macos29102",
    "mac-turkish": "xmacturkish mactr macos35102",
}
_BY_NUMBER = {int(number): codec for codec, all in _CODE_PAGES.items() for number in all.split()}
_BY_NAME = {name: codec for codec, all in _NAMES.items() for name in all.split()}

#: ``windows-949-2000``, ``CP00858``, ``ibm-943_P15A-2003``, ``ibm-33722_VPUA``, ``850``.
_NUMBERED = re.compile(r"(?:windows|cp|ibm|csibm)?0*([0-9]{3,6}?)(?:2000|[pxv][a-z0-9]*)?")

#: All of them, each once.
CODECS = tuple(dict.fromkeys((*_CODE_PAGES, *_NAMES)))


def codec(name: str) -> str:
    """Python's name of the encoding that VMware calls ``name``; empty if there is none."""
    plain = re.sub("[^a-z0-9]", "", name.lower())
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    numbered = _NUMBERED.fullmatch(plain)
    return _BY_NUMBER.get(int(numbered[1]), "") if numbered else ""
