"""Tries whether tests catch mistakes: ``python -m mutants COUNT [SEED]``, from the top folder.

So many mutants are drawn over ``modules.MODULES``. Each is put into a copy of the sources, where
the tests of its module run until one fails. What survives is printed, and is either not tested or
does the same. All are noted in build/mutants/seen.tsv.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from mutants.modules import MODULES, catchers
from mutants.mutate import Mutant, mutants

WORKERS = 2
PATIENCE = 600.0  #: seconds; tests that take longer are taken to hang, which is caught
SEEN = Path("build/mutants/seen.tsv")
_IGNORED = (".git", "build", "__pycache__", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache")
#: How pytest ends, by what that says of a mutant.
_SAID = {0: "survived", 1: "killed", 2: "killed", -signal.SIGKILL: "killed (hung)"}


def drawn(count: int, seed: str) -> list[tuple[str, Mutant]]:
    """Mutants with their modules, as many of each module as it has lines, about."""
    lottery = random.Random(seed)
    everything = [
        (module, mutant)
        for module in sorted(MODULES)
        for mutant in mutants(Path(module).read_bytes())
    ]
    return lottery.sample(everything, min(count, len(everything)))


def tried(copy: Path, module: str, mutant: Mutant) -> str:
    """What the tests of a module say of one of its mutants, in a copy of the sources."""
    path = copy / module
    whole = path.read_bytes()
    path.write_bytes(mutant.of(whole))
    try:
        return _run(copy, catchers(module))
    finally:
        path.write_bytes(whole)


def _run(copy: Path, tests: list[str]) -> str:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [*command, "--basetemp", str(copy / "temporary"), *tests],
        cwd=copy, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    return _SAID.get(code, f"pytest ended with {code}")


def main(count: int, seed: str) -> int:
    """The number of mutants that survive."""
    chosen, outcomes, sound = drawn(count, seed), Counter[str](), set[str]()
    print(f"seed {seed}: {len(chosen)} mutants", flush=True)
    SEEN.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = SimpleQueue[Path]()
        for number in range(WORKERS):
            copies.put(_copied(Path(folder, str(number))))

        def check(module: str) -> None:
            """The tests themselves have to pass, or nothing would be said of what fails."""
            copy = copies.get()
            if _run(copy, catchers(module)) == "survived":
                sound.add(module)
            else:
                print(f"the tests of {module} fail without a mutant", flush=True)
            copies.put(copy)

        def attempt(about: tuple[str, Mutant]) -> None:
            (module, mutant), copy, began = about, copies.get(), time.monotonic()
            said = tried(copy, module, mutant) if module in sound else "not tried"
            copies.put(copy)
            outcomes[said.partition(" (")[0]] += 1
            row = said, f"{module}:{mutant.line}", " ".join(mutant.what.split())
            with SEEN.open("a") as file:
                file.write("\t".join((seed, *row)) + "\n")
            print(*row, f"{time.monotonic() - began:.0f} s", sep="  ", flush=True)

        with ThreadPoolExecutor(WORKERS) as workers:
            list(workers.map(check, sorted({module for module, _ in chosen})))
            list(workers.map(attempt, chosen))
    print(", ".join(f"{number} {said}" for said, number in outcomes.most_common()))
    return outcomes["survived"]


def _copied(target: Path) -> Path:
    excluded = [f"--exclude={each}" for each in _IGNORED]
    subprocess.run(["rsync", "-a", *excluded, "./", f"{target}/"], check=True)
    return target


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else str(time.time()))))
