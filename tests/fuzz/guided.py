"""One parser on inputs that libFuzzer makes, guided by the branches that they reach.

``python -m fuzz.guided TARGET [OPTION…] [FOLDER…]``: options and folders of inputs are libFuzzer's.
It ends at the first fault, and says where the input is.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["engine"]):
    from fuzz.targets import TARGETS

from engine.findings import Refusal
from engine.guest.helper.helper_protocol import Refused


def main(name: str, options: list[str]) -> None:
    """Does not return: libFuzzer ends the process."""
    (target,) = (each for each in TARGETS if each.slug == name)
    folder = Path(tempfile.mkdtemp())
    expected: tuple[type[Exception], ...] = (Refusal, Refused, *target.raises)

    def attempt(data: bytes) -> None:
        with suppress(*expected):
            target.parse(data, folder)

    atheris.Setup([sys.argv[0], *options], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
