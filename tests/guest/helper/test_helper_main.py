"""The loop of the helper process: what is answered, what is refused, and when it ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from fixtures import hive

from engine.findings import refuse
from engine.guest.helper import helper_main
from engine.guest.helper.bounds import LimitError
from engine.guest.helper.helper_main import Answer, Remote, Worker, serve
from engine.guest.helper.helper_protocol import Broken, Message, Plain, Refused, Wire
from engine.guest.hives import values
from engine.phrase import Phrase


@pytest.fixture
def wires() -> Iterator[tuple[Wire, Wire]]:
    """The application's end, and the helper's."""
    first, second = os.pipe(), os.pipe()
    yield Wire(first[0], second[1]), Wire(second[0], first[1])
    for each in (*first, second[0]):
        os.close(each)


def handle(request: Message) -> Answer:
    """Do what tests ask for."""
    what = request.text("do")
    if what == "refused":
        raise Refused("E622", name="SYSTEM", reason=Phrase("it is odd"))
    if what == "refusal":
        raise refuse("E617", path=r"\x")
    if what == "limit":
        raise LimitError(Phrase("it is too much"))
    if what == "memory":
        raise MemoryError
    return {"said": what}, request.body[::-1]


@pytest.fixture
def served(wires: tuple[Wire, Wire]) -> Iterator[Wire]:
    """A loop that answers; it ends with its wire."""
    here, there = wires
    thread = threading.Thread(target=serve, args=(there, handle))
    thread.start()
    yield here
    os.close(here.writing)
    thread.join(10)
    assert not thread.is_alive()


def ask(wire: Wire, what: str, body: bytes = b"") -> Message:
    wire.send({"do": what}, body)
    return wire.receive(10)


def test_a_refusal_is_an_answer_and_the_loop_goes_on(served: Wire) -> None:
    assert ask(served, "hello", b"123") == ({"done": True, "said": "hello"}, b"321")
    told = ask(served, "refused")
    assert told.text("refused") == "E622"
    assert told.fields("fields") == {"name": "SYSTEM", "reason": "it is odd"}
    whole = ask(served, "refusal")
    assert whole.text("refused") == ""
    assert "E617" in str(whole.rows("findings"))
    assert not whole.has("done")
    assert ask(served, "hello").head == {"done": True, "said": "hello"}


@pytest.mark.parametrize("what", ["limit", "memory"])
def test_what_goes_beyond_the_bounds_is_told(served: Wire, what: str) -> None:
    assert ask(served, what).text("refused") == "E680"


def test_a_disk_is_read_in_pieces_up_to_its_end(
    wires: tuple[Wire, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper_main, "_PIECE", 4)
    here, there = wires
    remote = Remote(there, 10)
    for body in (b"2345", b"6789"):
        here.send({}, body)
    assert remote.pread(2, 100) == b"23456789"
    assert [here.receive().head for _ in range(2)] == [
        {"read": 2, "length": 4},
        {"read": 6, "length": 4},
    ]
    assert remote.pread(10, 5) == b""
    remote.pwrite(7, b"ab")
    assert here.receive() == ({"write": 7}, b"ab")
    assert remote.size == 10


def test_a_hive_is_opened_changed_and_closed(wires: tuple[Wire, Wire]) -> None:
    worker = Worker(wires[1])
    root = hive.Key()
    root.at("Select").set({"Current": hive.dword(1)})

    def do(what: str, body: bytes = b"", **head: Plain) -> Answer:
        return worker.handle(Message({"do": what, **head}, body))

    number = do("hive_open", hive.build(root, name="SYSTEM"), name="SYSTEM")[0]["hive"]
    assert do("hive_keys", hive=number, key="")[0] == {"exists": True, "names": ["Select"]}
    assert do("hive_keys", hive=number, key="none")[0] == {"exists": False, "names": []}
    assert do("hive_ensure_key", hive=number, key=r"Select\New")[0] == {"made": [r"Select\New"]}
    rows, body = values.to_wire({"A": values.dword(7)})
    do("hive_set_values", body, hive=number, key="Select", values=rows)
    head, body = do("hive_values", hive=number, key="select")
    assert values.from_wire(Message(head, body)) == {"A": values.dword(7)}
    assert do("hive_delete_key", hive=number, key=r"Select\New")[0] == {"deleted": True}
    assert do("hive_save", hive=number)[1][:4] == b"regf"
    do("hive_close", hive=number)
    with pytest.raises(KeyError):
        do("hive_keys", hive=number, key="")


@pytest.mark.parametrize("head", [{}, {"do": 7}])
def test_a_request_without_words_is_broken(
    wires: tuple[Wire, Wire], head: dict[str, Plain]
) -> None:
    with pytest.raises(Broken):
        Worker(wires[1]).handle(Message(head))


@pytest.mark.parametrize("name", ["handle", "_volume", "__init__", "ntfs_format"])
def test_only_requests_are_handled(wires: tuple[Wire, Wire], name: str) -> None:
    with pytest.raises(KeyError):
        Worker(wires[1]).handle(Message({"do": name}))
