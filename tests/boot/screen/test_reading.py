"""Screens are read: text modes and graphical ones, in fonts known and unknown."""

from __future__ import annotations

import random
import struct
import zlib

import pytest
from boot.screen.rom_font import FACE, drawn, rom
from fixtures import drawn_screen, drawn_windows
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter

from engine.boot.screen import fonts, reading, text_mode
from engine.boot.screen.fonts import Font
from engine.boot.screen.picture import Picture, changed_rows, parse


@pytest.fixture(scope="module")
def font() -> Font:
    [found] = fonts.in_rom(rom({}))
    return found


def test_a_font_is_found_in_the_video_bios(font: Font) -> None:
    assert font.height == 16
    assert font.characters[tuple(bytes(16))] == " "
    assert set("0123456789ABCDEF*:(),") <= set(font.characters.values())


@pytest.mark.parametrize("data", [b"", bytes(4096), bytes(16) + FACE, b"\xff" * 65536])
def test_no_font(data: bytes) -> None:
    assert list(fonts.in_rom(data)) == []


def test_a_graphical_screen_in_a_known_font(font: Font) -> None:
    line = "*** STOP: 0x0000007B (0xF78D2524,0xC0000034,0x00000000,0x00000000)"
    white, blue = b"\xff\xff\xff", b"\x00\x00\xa8"
    assert reading.text(drawn(font, ["", line], white, blue), [font]) == line + "\n"
    assert reading.text(drawn(font, [line], blue, white), [font]) == line + "\n"  # inverted


def stop_line(code: int, seed: int) -> str:
    numbers = random.Random(seed)
    parts = ",".join(f"0x{numbers.getrandbits(32):08X}" for _ in range(4))
    return f"*** STOP: 0x{code:08X} ({parts})"


@pytest.mark.parametrize("code", [0x7B, 0x79, 0xA5, 0xC000021A, 0x8E])
def test_a_stop_screen_in_a_font_never_seen(font: Font, code: int) -> None:
    """Windows draws with a font of its own."""
    for seed in range(2):
        line = stop_line(code, seed)
        text = ["", "A problem has been detected", "", line]
        assert reading.text(parse(drawn_screen.ppm(text)), [font]) == line + "\n"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "*** STOP: 0x0000007B",
        "*** STOP: 0x0000007B [0yF78D2524",
        "STOP: 0x0000007B (0xF78D2524,0xC0000034)",
        "+++++++++++++++++++++++++++++++++++++++++",
    ],
)
def test_what_is_no_stop_screen(font: Font, line: str) -> None:
    assert reading.text(parse(drawn_screen.ppm([line])), [font]) == ""


def test_a_picture_without_a_ground_is_not_read() -> None:
    noise = random.Random(1).randbytes(3 * 640 * 400)
    assert reading.text(Picture(640, 400, noise), []) == ""


def test_a_stop_screen_in_a_real_font(qapp: object) -> None:
    """One that none of this was made for, smoothed, each letter on whole pixels."""
    if "DejaVu Sans" not in QFontDatabase.families():
        pytest.skip("DejaVu Sans is not installed")
    image = QImage(1024, 768, QImage.Format.Format_RGB888)
    image.fill(QColor(*drawn_windows.BLUE))
    painter, font = QPainter(image), QFont("DejaVu Sans")
    font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    painter.setPen(QColor("white"))
    for size, top, text in ((140, 240, ":("), (20, 400, "Stop code: INACCESSIBLE_BOOT_DEVICE")):
        font.setPixelSize(size)
        painter.setFont(font)
        painter.drawText(100, top, text)
    painter.end()
    shown = Picture(1024, 768, bytes(image.constBits()))
    assert reading.text(shown, []) == ":(\nStop code: INACCESSIBLE_BOOT_DEVICE\n"


def test_text_modes() -> None:
    full = "x" * 80
    rows = ["Missing operating system", "", "ends\0in zeros", full, "goes on", "█ block"]
    cells = "".join(row.ljust(80) for row in rows).encode("cp437")
    memory = b"".join(bytes((each, 7)) for each in cells).ljust(text_mode.LENGTH, b"\0")
    shown = text_mode.text(memory).splitlines()
    assert shown == ["Missing operating system", "ends in zeros", full + "goes on", "█ block"]


def test_a_picture_is_a_png() -> None:
    found = parse(b"P6\n2 1\n255\n" + bytes([255, 0, 0, 0, 0, 255])).png()
    assert struct.unpack(">II", found[16:24]) == (2, 1)
    data = found[found.index(b"IDAT") + 4 :]
    assert zlib.decompress(data[: -4 - 12]) == bytes([0, 255, 0, 0, 0, 0, 255])


@pytest.mark.parametrize(
    "ppm", [b"", b"P5\n1 1\n255\n\0", b"P6\n2 2\n255\n\0", b"P6 999999 1 255 "]
)
def test_what_is_no_picture(ppm: bytes) -> None:
    with pytest.raises(ValueError, match="picture"):
        parse(ppm)


def test_lines_that_changed() -> None:
    one, other = Picture(1, 3, bytes(9)), Picture(1, 3, bytes(3) + b"\1" + bytes(5))
    assert changed_rows(one, other) == {1}
    assert changed_rows(one, one) == frozenset()
    assert changed_rows(one, Picture(1, 4, bytes(12))) == {0, 1, 2, 3}
    assert Picture(1, 1, bytes(3)).is_black
