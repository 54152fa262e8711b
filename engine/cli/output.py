"""What commands print: findings on standard error, JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from engine.findings import Finding


def print_findings(findings: Sequence[Finding]) -> None:
    """Each in two lines, on standard error."""
    for each in findings:
        print(each, file=sys.stderr)


def print_json(value: dict[str, Any]) -> None:
    """A value, paths as text."""
    json.dump(value, sys.stdout, indent=1, ensure_ascii=False, default=str)
    print()
