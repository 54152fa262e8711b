"""The screens on which Windows gives up since Windows 8, drawn with a font that is not known here.

A stop code stands there by its name, INACCESSIBLE_BOOT_DEVICE. Which name it is tells where its
underscores are and which letters are the same: no two in the table are alike in that. The face
``:(`` is told by its form. The status of a boot that failed, 0xc000000e, has its zeros where no
other text has the same letter; its other digits are those whose plain strokes they are nearest to.
What was seen of all this are screens that are drawn for tests; the real ones have Segoe UI.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from engine.boot import stop_codes
from engine.boot.screen import plain_digits, shapes, strokes
from engine.boot.screen.picture import Picture
from engine.boot.screen.shapes import Line, Shape

FACE = ":("
_FLAT = 3  #: times as wide as it is high is an underscore
_LEAST_NAME = 8  #: letters; fewer say too little
_STATUS = 10  #: characters of 0xc000000e
_ZEROS = (3, 4, 5, 6)  #: places in it, besides the first, that are always 0
_BLUR = 2  #: pixels that smoothed edges may differ in
_LOW = 0.85  #: of a zero's height: what is lower is a small letter without a stem
_LARGE = 1 / 16  #: of the screen's height: what is higher is no text


def text(picture: Picture) -> str:
    """What the screen says, in words that signs know; empty for any other screen."""
    found = list(shapes.lines(picture))
    limit = picture.height * _LARGE
    face = _has_face([shape for line in found for shape in line], limit)
    written = [line for line in found if all(each.height <= limit for each in line)]
    said = [FACE] if face else []
    said += [f"Stop code: {name}" for name in _names(written)]
    said += [f"Error code: {status}" for status in _statuses(written)]
    return "".join(f"{line}\n" for line in said)


def _has_face(found: Sequence[Shape], limit: float) -> bool:
    """Whether a large bracket that opens to the right has two dots above each other before it."""
    return any(
        _are_eyes(one, other, mouth)
        for mouth in found
        if mouth.height > limit and _is_bracket(mouth)
        for one, other in itertools.combinations(_before(mouth, found), 2)
    )


def _is_bracket(shape: Shape) -> bool:
    """Whether it is a bow: the middle is at the left, both ends are not."""
    start = [min(x for x, at in shape.points if at == y) for y in range(shape.height)]
    return start[shape.height // 2] == 0 and min(start[0], start[-1]) > shape.width // 4


def _before(mouth: Shape, found: Sequence[Shape]) -> list[Shape]:
    """Small shapes to the left of the mouth and as high up as it is."""
    return [
        each
        for each in found
        if 0 <= mouth.left - each.right <= mouth.height
        and mouth.top <= each.top
        and each.bottom <= mouth.bottom
        and 3 * each.height <= mouth.height
    ]


def _are_eyes(one: Shape, other: Shape, mouth: Shape) -> bool:
    """Whether two shapes are dots alike, above each other and apart."""
    places = zip(
        (one.left, one.width, one.height), (other.left, other.width, other.height), strict=True
    )
    alike = all(abs(here - there) <= _BLUR for here, there in places)
    return alike and 4 * abs(one.top - other.top) > mouth.height


def _names(written: Sequence[Line]) -> Iterator[str]:
    """The name of a stop code, if just one fits anywhere."""
    names = [each for each in stop_codes.names() if "_" in each and len(each) >= _LEAST_NAME]
    found = {name for line in written for name in names if _says(line, name)}
    if len(found) > 1:  # one may be a part of another
        longest = max(found, key=len)
        found = {longest} if all(each in longest for each in found) else set()
    yield from found


def _says(line: Line, name: str) -> bool:
    marks = ["_" if _is_underscore(each, line) else "" for each in line]
    return any(
        _fits(line[start : start + len(name)], marks[start:], name)
        for start in range(len(line) - len(name) + 1)
    )


def _fits(part: Sequence[Shape], marks: Sequence[str], name: str) -> bool:
    """Whether underscores are where the name has them, and the same letters look the same."""
    looks: dict[str, frozenset[tuple[int, int]]] = {}
    for shape, mark, letter in zip(part, marks, name, strict=False):
        if (mark == "_") != (letter == "_"):
            return False
        if letter != "_" and looks.setdefault(letter, shape.points) != shape.points:
            return False
    return len(set(looks.values())) == len(looks)


def _is_underscore(shape: Shape, line: Line) -> bool:
    lowest = max(each.bottom for each in line)
    return shape.width >= _FLAT * shape.height and shape.bottom == lowest


def _statuses(written: Sequence[Line]) -> Iterator[str]:
    """The numbers of this form that end a line."""
    ends = (line[-_STATUS:] for line in written if len(line) >= _STATUS)
    yield from (_read(end) for end in ends if _is_status(end))


def _is_status(part: Sequence[Shape]) -> bool:
    zero, cross, letter = (each.points for each in part[:3])
    alike = all(part[place].points == zero for place in _ZEROS)
    shorter = part[1].height < part[0].height
    return alike and shorter and len({zero, cross, letter}) == 3


def _read(part: Sequence[Shape]) -> str:
    zero, letter, rest = part[0], part[2], part[7:]
    read = {zero.points: "0", letter.points: "c"}
    for known, is_tall in ((plain_digits.tall(), True), (plain_digits.low(), False)):
        looks = dict.fromkeys(
            shape.points
            for shape in rest
            if shape.points not in read and (shape.height > _LOW * zero.height) == is_tall
        )
        names = strokes.nearest(list(map(strokes.of, looks)), known)
        read |= {look: name for look, name in zip(looks, names, strict=True) if name}
    return "0xc0000" + "".join(read.get(shape.points, "?") for shape in rest)
