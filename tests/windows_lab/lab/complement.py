"""Gives wine 8 what the packages need of Windows and it has only as stubs: ``complement.py LAB``.

Two libraries are made by mingw: one with the complex functions of C99, which NumPy imports of the C
library (the rest is handed on), and python3.dll, which hands the stable interface on.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pefile

MATH, OWN = b"api-ms-win-crt-math-l1-1-0.dll", b"v2x_math.dll"
FUNCTIONS = [
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "log",
    "sqrt",
    "asin",
    "acos",
    "atan",
    "asinh",
    "acosh",
    "atanh",
]
HERE = Path(__file__).resolve().parent


def complex_functions() -> Iterator[tuple[str, str]]:
    """Name and text of each function of our own, for double, long double (the same) and float."""
    for suffix, number, kind in (("", "double", "cd"), ("l", "double", "cd"), ("f", "float", "cf")):
        c = "f" if kind == "cf" else ""
        result, given = f"struct {kind} OUR", f"(struct {kind} a)"
        for name in FUNCTIONS:
            yield (
                f"c{name}{suffix}",
                f"{result}{given}{{return to_{kind}(c{name}{c}(of_{kind}(a)));}}",
            )
        power = f"{{return to_{kind}(cpow{c}(of_{kind}(a),of_{kind}(b)));}}"
        yield f"cpow{suffix}", f"{result}(struct {kind} a,struct {kind} b){power}"
        yield f"conj{suffix}", f"{result}{given}{{a.v[1]=-a.v[1];return a;}}"
        for name, value in {
            "creal": "a.v[0]", "cimag": "a.v[1]", "cabs": "hypot(a.v[0],a.v[1])",
            "carg": "atan2(a.v[1],a.v[0])",
        }.items():  # fmt: skip
            yield f"{name}{suffix}", f"{number} OUR{given}{{return {value};}}"


def imports_of_math(file: Path) -> set[str]:
    """The names that a library imports of the C library's mathematics."""
    with pefile.PE(str(file), fast_load=True) as library:
        library.parse_data_directories([1])
        return {
            each.name.decode()
            for part in getattr(library, "DIRECTORY_ENTRY_IMPORT", ())
            if part.dll.lower() == MATH
            for each in part.imports
            if each.name
        }


def mathematics(python: Path) -> None:
    """Have NumPy import ours."""
    packages = python / "Lib/site-packages"
    files = [each for kind in ("pyd", "dll") for each in packages.glob(f"numpy*/**/*.{kind}")]
    wanted = {file: names for file in files if (names := imports_of_math(file))}
    own = dict(complex_functions())
    source, exports = ['#include "complex_structures.h"'], ["LIBRARY v2x_math.dll", "EXPORTS"]
    for name in sorted(set().union(*wanted.values())):
        if name in own:
            source.append(own[name].replace("OUR", f"v2x_{name}"))
            exports.append(f"{name} = v2x_{name}")
        else:
            exports.append(f"{name} = ucrtbase.{name}")
    made(python / "v2x_math.dll", source, exports, "-static-libgcc", f"-I{HERE}")
    for file in wanted:
        content = file.read_bytes()
        assert content.count(MATH + b"\0") == 1, file
        file.write_bytes(content.replace(MATH + b"\0", (OWN + b"\0").ljust(len(MATH) + 1, b"\0")))


def stable_interface(python: Path) -> None:
    """python3.dll, for packages that are made for no certain version."""
    with pefile.PE(str(python / "python311.dll"), fast_load=True) as library:
        library.parse_data_directories([0])
        code = [
            (each.VirtualAddress, each.VirtualAddress + each.Misc_VirtualSize)
            for each in library.sections
            if each.Characteristics & 0x20000000
        ]
        exports = ["LIBRARY python3.dll", "EXPORTS"]
        for each in library.DIRECTORY_ENTRY_EXPORT.symbols:
            if each.name:
                name = each.name.decode()
                is_code = any(low <= each.address < high for low, high in code)
                exports.append(f"{name} = python311.{name}{'' if is_code else ' DATA'}")
    made(python / "python3.dll", [], exports, "-nostdlib", "-e", "0")


def made(library: Path, source: list[str], exports: list[str], *options: str) -> None:
    code, names = library.with_suffix(".c"), library.with_suffix(".def")
    code.write_text("\n".join([*source, ""]))
    names.write_text("\n".join([*exports, ""]))
    files = map(str, (library, code, names))
    command = ["x86_64-w64-mingw32-gcc", "-O1", "-shared", "-o", *files, *options]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    python = Path(sys.argv[1]) / "win/py"
    mathematics(python)
    stable_interface(python)
