"""Every broken machine ends in a coded finding: exit 3, nothing under a final name, no crash."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import broken

ROOT = Path(__file__).resolve().parents[1]
MEMORY_LIMIT = 300 << 20

# Runs the command line and says how much memory it took. (What getrusage says of a child includes
# what its parent took before the child became another program.)
PROGRAM = """
import re, sys
from pathlib import Path
from engine.cli.main import main
code = main(sys.argv[1:])
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(f"peak={peak}", file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("kind", sorted(broken.KINDS))
def test_is_refused(kind: str, tmp_path: Path) -> None:
    vmx = broken.KINDS[kind](tmp_path / "vm")
    out = tmp_path / "out"
    command = [sys.executable, "-c", PROGRAM, "convert", str(vmx), "-o", str(out), "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    findings = json.loads(done.stdout)["findings"]
    errors = [each for each in findings if each["severity"] == "error"]
    assert errors
    assert all(each["code"].startswith("E") and each["remedy"] for each in errors)
    final = [path.name for path in out.iterdir()] if out.exists() else []
    assert not [name for name in final if name.endswith((".img", ".cfg", "manifest.json"))]
    peak = int(done.stderr.rsplit("peak=", 1)[1]) << 10
    assert peak < MEMORY_LIMIT
