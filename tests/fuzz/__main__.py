"""Fuzzes all parsers, guided by coverage: ``python -m fuzz SECONDS [SEED]``, so long for each.

Inputs that reach something new are kept in build/fuzz/corpus, and the next run goes on from them;
``python -m fuzz --keep`` puts as few of them as reach all of it into tests/fuzz/corpus. What was
tried is printed as a table, and noted in build/fuzz/seen.tsv; inputs that are faults are kept
beside it. An input is one call of a parser, as libFuzzer counts them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fuzz.targets import TARGETS, Target

PATIENCE = 10  #: seconds that one input may take
MEMORY = 512  #: MiB of a process, the most of it Python and its libraries
KEPT = Path("build/fuzz")
#: Bytes of an input that goes into the repository.
SMALL = 4096
_EXECUTED = re.compile(r"stat::number_of_executed_units: (\d+)|^#(\d+)\s", re.MULTILINE)


def _fuzzer(target: Target, *options: object) -> str:
    """What libFuzzer says of a target."""
    tests = str(Path(__file__).resolve().parents[1])
    found = subprocess.run(
        [sys.executable, "-m", "fuzz.guided", target.slug, *map(str, options)],
        env={**os.environ, "PYTHONPATH": tests},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return found.stdout.decode("utf-8", "replace")


def fuzz(target: Target, seconds: float, seed: int) -> tuple[int, list[Path]]:
    """The number of inputs that were tried, and those that are faults."""
    kept, faults = KEPT / "corpus" / target.slug, KEPT / f"{target.slug}-"
    kept.mkdir(parents=True, exist_ok=True)
    before = set(KEPT.glob(f"{faults.name}*"))
    with tempfile.TemporaryDirectory() as folder:
        sound, longest = _sound(target, Path(folder))
        said = _fuzzer(
            target, f"-max_total_time={seconds:.0f}", f"-seed={seed}", f"-timeout={PATIENCE}",
            f"-rss_limit_mb={MEMORY}", f"-max_len={longest}", f"-artifact_prefix={faults}",
            "-print_final_stats=1", kept, sound,
            *([target.corpus] if target.corpus.exists() else []),
        )  # fmt: skip
    (KEPT / f"{target.slug}.log").write_text(said)
    counted = [int(one or other) for one, other in _EXECUTED.findall(said)]
    return max(counted, default=0), sorted(set(KEPT.glob(f"{faults.name}*")) - before)


def _sound(target: Target, folder: Path) -> tuple[Path, int]:
    """A folder with the sound inputs of a target, and how long one of them may become."""
    sound = folder / "sound"
    sound.mkdir()
    (folder / "made").mkdir()
    inputs = target.seeds(folder / "made")
    for number, each in enumerate(inputs):
        (sound / str(number)).write_bytes(each)
    return sound, max(SMALL, *map(len, inputs))


def keep(target: Target) -> int:
    """How many inputs are in the repository, of those that reach what sound ones do not."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder, "chosen")
        shutil.copytree(_sound(target, Path(folder))[0], chosen)
        already = {each.name for each in chosen.iterdir()}
        folders = [each for each in (target.corpus, KEPT / "corpus" / target.slug) if each.exists()]
        _fuzzer(target, "-merge=1", f"-max_len={SMALL}", chosen, *folders)
        new = [each for each in chosen.iterdir() if each.name not in already]
        shutil.rmtree(target.corpus, ignore_errors=True)
        if new:
            target.corpus.mkdir(parents=True)
        for each in new:
            shutil.move(each, target.corpus)
    return len(new)


def main(seconds: float, seed: int) -> int:
    """The number of faults."""
    total = found = 0
    for target in TARGETS:
        inputs, faults = fuzz(target, seconds, seed)
        total += inputs
        found += len(faults)
        print(f"| {target.name} | {inputs:,} | {len(faults)} |", flush=True)
        with (KEPT / "seen.tsv").open("a") as file:
            file.write(f"{seed}\t{target.name}\t{inputs}\t{len(faults)}\n")
        for each in faults:
            print(each, file=sys.stderr, flush=True)
    print(f"| all, seed {seed} | {total:,} | {found} |")
    return found


if __name__ == "__main__":
    if sys.argv[1] == "--keep":
        for each in TARGETS:
            print(f"{each.name}: {keep(each)}", flush=True)
    else:
        given = sys.argv[2] if len(sys.argv) > 2 else f"{time.time():.0f}"
        sys.exit(bool(main(float(sys.argv[1]), int(given))))
