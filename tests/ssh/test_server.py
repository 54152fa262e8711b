"""Scripts run here, and through a command as through ssh; what they say is bounded and judged."""

from __future__ import annotations

import io
import os
import threading

import pytest
from deliver.answering import answering, failing

from engine.findings import Refusal, Stopped
from engine.ssh.host import Host
from engine.ssh.server import Failed, Server, greeted, last_line

HERE = Server(None)
#: As ssh does it: the far side's shell gets one line; its login script says something first.
THERE = Server(Host("xen", "root"), ("sh", "-c", 'echo Welcome; eval "$0"'))


@pytest.mark.parametrize("server", [HERE, THERE])
def test_arguments_are_never_read_as_a_script(server: Server) -> None:
    hostile = ("a b", "$(echo x)", "-n", "it's", "`id`", "", "new\nline", "\udcff")
    said = server.run('printf "%s|" "$@"', *hostile)
    assert said == "".join(f"{each}|" for each in hostile)


@pytest.mark.parametrize("server", [HERE, THERE])
def test_what_a_script_is_given_and_says(server: Server) -> None:
    assert server.run("cat; echo end", data=b"one\n") == "one\nend\n"
    with pytest.raises(Failed) as failed:
        server.run("echo no >&2; exit 3")
    assert (failed.value.code, failed.value.said) == (3, "no")


def test_the_code_of_ssh_itself_is_a_connection_that_was_lost() -> None:
    with pytest.raises(Refusal) as refused:
        failing("debug\nConnection closed.\n", 255).run("")
    [found] = refused.value.findings
    assert (found.code, found.message.fields["reason"]) == ("E705", "Connection closed")
    with pytest.raises(Failed):  # here it is a code as any other
        HERE.run("exit 255")


def test_an_answer_without_end_is_refused_and_ended() -> None:
    with pytest.raises(Refusal, match="E715"):
        HERE.run("yes")
    limit = 4 << 20
    assert len(HERE.run(f"head -c {limit} /dev/zero")) == limit
    with pytest.raises(Refusal, match="E715"):
        HERE.run(f"head -c {limit + 1} /dev/zero")


def test_a_line_without_end_comes_in_parts() -> None:
    with HERE.start("head -c 5000 /dev/zero | tr '\\0' x; echo; echo end") as running:
        assert [len(each) for each in running.lines()] == [4096, 904, 3]
        running.finish()


def test_what_is_left_is_read_on() -> None:
    with HERE.start("echo one; echo two; echo three") as running:
        assert next(running.lines()) == "one"
        assert running.read() == "two\nthree\n"
        running.finish()


def test_a_job_that_is_cancelled_ends_its_script() -> None:
    cancel = threading.Event()
    with HERE.start("echo begun; exec sleep 60", cancel=cancel) as running:
        assert next(running.lines()) == "begun"
        cancel.set()
        with pytest.raises(Stopped):
            running.finish()


def test_a_script_ends_with_its_block() -> None:
    with HERE.start("echo $$; exec sleep 60") as running:
        number = int(next(running.lines()))
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_login_script_is_read_so_far_and_no_further() -> None:
    assert greeted(io.BytesIO(b"x\n" * 9_999 + b"vmx2xen\n"))
    assert not greeted(io.BytesIO(b"x\n" * 10_000 + b"vmx2xen\n"))
    assert greeted(io.BytesIO(b"no end of line: vmx2xen\n"))
    assert not greeted(io.BytesIO(b"x\n"))


def test_names_and_last_lines() -> None:
    assert (HERE.name, THERE.name, answering("").name) == ("this computer", "root@xen", "xen")
    assert last_line("one\n two. \n\n") == "two"
    assert last_line(" \n") == "the connection was closed"
