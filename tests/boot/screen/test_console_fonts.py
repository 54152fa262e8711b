"""Linux's consoles in graphical modes: read by fingerprints of fonts that no video BIOS has."""

from __future__ import annotations

import gzip
import string
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from boot.screen.rom_font import drawn, rom

from engine.boot.screen import console_fonts, fonts, reading
from engine.boot.screen.fonts import Font, Glyph

TEXT = ["ALERT!  UUID=1234 does not exist.  Dropping to a shell!", "", "(initramfs) "]
INK, PAPER = b"\xaa\xaa\xaa", b"\x00\x00\x00"
OTHERS = "0MTVWXYZfmvwx"  # that Linux's own font draws otherwise than QEMU's video BIOS
_INSTALLED = Path("/usr/share/consolefonts/Lat15-Fixed16.psf.gz")


@pytest.fixture(scope="module")
def bios() -> Font:
    [found] = fonts.in_rom(rom({}))
    return found


@pytest.fixture
def console(bios: Font, monkeypatch: pytest.MonkeyPatch) -> Font:
    """A font of a console that is known, and alike to that of the video BIOS but for some."""
    look = {letter: glyph for glyph, letter in bios.characters.items()}
    own = {letter: look[letter] for letter in string.printable[:94] if letter in look}
    own |= {letter: look[letter][::-1] for letter in OTHERS}
    marks = {console_fonts.fingerprint(glyph): letter for letter, glyph in own.items()}
    monkeypatch.setattr(console_fonts, "_characters", lambda: marks)
    return Font(16, {glyph: letter for letter, glyph in own.items()})


def test_a_console_is_read(bios: Font, console: Font) -> None:
    """Though the video BIOS has most of its glyphs."""
    shown = drawn(console, TEXT, INK, PAPER)
    assert reading.text(shown, [bios]).split("\n") == [TEXT[0], "(initramfs)", ""]
    assert reading.text(drawn(console, TEXT, PAPER, INK), [bios]).startswith(TEXT[0])


def test_a_screen_of_the_video_bios_is_read(bios: Font, console: Font) -> None:
    assert reading.text(drawn(bios, TEXT, INK, PAPER), [bios]).startswith(TEXT[0])


def test_each_font_is_whole() -> None:
    text = resources.files("resources").joinpath("console_fonts.toml").read_text("utf-8")
    for font in tomllib.loads(text)["font"]:
        marks = font["fingerprints"].split()
        assert {len(mark) for mark in marks} == {8}
        assert len(set(marks)) == len(console_fonts.CHARACTERS), font["name"]


@pytest.mark.skipif(not _INSTALLED.exists(), reason="console-setup-linux is not installed")
def test_the_console_of_a_debian(bios: Font) -> None:
    """Its font as the system has it: PSF 1 with a table of Unicode."""
    content = gzip.decompress(_INSTALLED.read_bytes())
    count = 512 if content[2] & 1 else 256
    glyphs = [tuple(content[4 + 16 * each : 20 + 16 * each]) for each in range(count)]
    table = content[4 + 16 * count :]
    units = [int.from_bytes(table[at : at + 2], "little") for at in range(0, len(table), 2)]
    own: dict[Glyph, str] = {}
    for glyph in glyphs:
        end = units.index(0xFFFF)
        for unit in units[:end]:
            own[glyph] = chr(unit) if 32 < unit < 127 else own.get(glyph, "")
        units = units[end + 1 :]
    assert reading.text(drawn(Font(16, own), TEXT, INK, PAPER), [bios]).startswith(TEXT[0])
