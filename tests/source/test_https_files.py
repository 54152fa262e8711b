"""Files by HTTPS: ranges over kept connections, and answers that are none."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from refusals import refused
from source.https_host import HttpsHost

from engine.source import again
from engine.source.esxi_session import EsxiSession
from engine.source.https_files import HttpsFiles
from engine.ssh.host import Host

CONTENT = random.Random(1).randbytes(5 << 20)
WHERE, PATH = ("data store", "vm/a&b.vmdk"), Path("/vm/a.vmdk")


@dataclass(frozen=True)
class Session:
    """What of a session files are read with; a fake."""

    port: int
    fingerprint: str
    name: str = "127.0.0.1"
    cookie: str = "vmware_soap_session=x"
    host: Host = field(default_factory=lambda: Host("127.0.0.1", "root"))

    def datacenter_of(self, datastore: str) -> str:
        return f"ha-datacenter of {datastore}"


@pytest.fixture
def files(https: HttpsHost, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpsFiles]:
    """A connection that is lost is not waited for."""
    monkeypatch.setattr(again, "_PAUSES", (0,))
    https.content = CONTENT
    session = Session(https.port, https.fingerprint.replace(":", "").lower())
    found = HttpsFiles(cast(EsxiSession, session))
    yield found
    found.close()


def read(files: HttpsFiles, *parts: tuple[int, int]) -> list[bytes]:
    """Parts [begin, end) of the file."""
    wanted = [(begin, memoryview(bytearray(end - begin))) for begin, end in parts]
    left = list(wanted)
    files.read(WHERE, PATH, left)
    assert left == []
    return [bytes(buffer) for _, buffer in wanted]


def ranges(https: HttpsHost) -> list[str]:
    return [wanted.removeprefix("bytes=") for _, _, wanted in https.asked]


def test_parts_that_follow_each_other_are_one_request(https: HttpsHost, files: HttpsFiles) -> None:
    found = read(files, (0, 100), (100, 300), (400, 500))
    assert found == [CONTENT[:100], CONTENT[100:300], CONTENT[400:500]]
    assert ranges(https) == ["0-299", "400-499"]
    assert files.received == 400
    assert https.connections == 1
    assert https.cookies == {"vmware_soap_session=x"}
    assert https.asked[0][1] == (
        "/folder/vm/a%26b.vmdk?dcPath=ha-datacenter+of+data+store&dsName=data+store"
    )


def test_no_request_is_larger_than_a_piece(https: HttpsHost, files: HttpsFiles) -> None:
    assert read(files, (512, 5 << 20)) == [CONTENT[512:]]
    assert ranges(https) == [f"512-{(4 << 20) + 511}", f"{(4 << 20) + 512}-{(5 << 20) - 1}"]


@pytest.mark.parametrize("cut", [0, 1000, 200_000])
def test_after_a_cut_only_the_rest_comes_again(
    https: HttpsHost, files: HttpsFiles, cut: int
) -> None:
    """What was read in whole steps: of the last nobody knows how much had come."""
    https.cut_after = cut
    assert read(files, (0, 300_000)) == [CONTENT[:300_000]]
    first, second = ranges(https)
    assert first == "0-299999"
    begin, end = map(int, second.split("-"))
    assert cut - (64 << 10) < begin <= cut
    assert end == 299_999


def test_a_host_that_is_lost_again_and_again_is_said(
    https: HttpsHost, files: HttpsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "_PAUSES", ())
    https.cut_after = 10
    assert refused(lambda: read(files, (0, 100))) == "E705"


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (403, {}, "E873"),
        (409, {}, "E873"),
        (423, {}, "E873"),
        (500, {}, "E873"),
        (200, {}, "E715"),
        (401, {}, "E715"),
        (206, {"Content-Range": "bytes 1-99/500"}, "E715"),
        (206, {"Content-Range": "bytes 0-98/500"}, "E874"),
        (206, {"Content-Range": "bytes 0-100/500"}, "E874"),
        (206, {"Content-Range": "nonsense"}, "E715"),
        (206, {"Content-Range": "bytes 0-99/*"}, ""),
    ],
)
def test_answers_that_are_none(
    https: HttpsHost, files: HttpsFiles, status: int, headers: dict[str, str], code: str
) -> None:
    https.status, https.headers = status, headers
    if code:
        assert refused(lambda: read(files, (0, 100))) == code
    else:
        assert read(files, (0, 100)) == [CONTENT[:100]]


def test_a_file_that_is_not_there(https: HttpsHost, files: HttpsFiles) -> None:
    https.status = 404
    with pytest.raises(FileNotFoundError):
        read(files, (0, 100))


@pytest.mark.parametrize(
    ("length", "code"), [("5242880", ""), ("", "E715"), ("-1", "E715"), ("1" * 19, "E715")]
)
def test_the_size_is_a_number(https: HttpsHost, files: HttpsFiles, length: str, code: str) -> None:
    https.headers = {"Content-Length": length}
    if code:
        assert refused(lambda: files.size(WHERE, PATH)) == code
    else:
        assert files.size(WHERE, PATH) == int(length)
    assert https.asked[0][0] == "HEAD"


def test_a_host_with_another_certificate_is_told_nothing(https: HttpsHost) -> None:
    """Somebody else may sit there now: it does not get the cookie."""
    files = HttpsFiles(cast(EsxiSession, Session(https.port, "ab" * 32)))
    assert refused(lambda: read(files, (0, 100))) == "E882"
    assert https.asked == []
