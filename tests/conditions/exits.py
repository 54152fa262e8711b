"""K. Exit codes: what was cut off can be gone on with, and says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conditions.command import run
from conditions.table import condition
from conditions.verified import results

#: In place of ssh: what it is told is run here, but the connection is lost while pieces are sent.
CUT = """#!/bin/sh
for last; do :; done
case "$last" in
*"read -r kind"*) exit 255 ;;
esac
exec sh -c "$last"
"""


@condition("ssh(1): 255 where the connection was lost", "E705")
def a_delivery_that_is_cut(folder: Path) -> list[str]:
    out = results(folder)
    (folder / "bin").mkdir()
    (folder / "bin/ssh").write_text(CUT)
    (folder / "bin/ssh").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{folder}/bin:{os.environ['PATH']}")
        done = run("push", out, f"user@host:{folder}/srv")
        assert (done.code, done.told["outcome"]) == (4, "stopped")
        (folder / "bin/ssh").write_text(CUT.replace("exit 255", 'exec sh -c "$last"'))
        assert run("resume", out).code == 0
    return done.codes


@condition("the README's table of exit codes", "E412")
def what_is_refused(folder: Path) -> list[str]:
    done = run("verify", folder)
    assert (done.code, done.told["outcome"]) == (3, "refused")
    return done.codes
