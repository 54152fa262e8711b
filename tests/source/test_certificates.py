"""A host is trusted by what it showed the first time, once the user has agreed to that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from refusals import refused
from source.https_host import HttpsHost

from engine.source import certificates

HERE = "127.0.0.1"
OTHER = "ab" * 32


def plain(fingerprint: str) -> str:
    return fingerprint.replace(":", "").lower()


def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in another session: what is kept in the file alone is known."""
    monkeypatch.setattr(certificates, "_agreed", {})


def test_a_host_that_nobody_has_agreed_to_is_told_by_its_fingerprint(https: HttpsHost) -> None:
    assert refused(lambda: certificates.check(HERE, https.port)) == "E881"
    assert certificates.fingerprint_of(HERE, https.port) == plain(https.fingerprint)
    assert certificates.shown(plain(https.fingerprint)) == https.fingerprint


def test_what_was_agreed_to_is_kept(https: HttpsHost, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates.agree(f"{HERE}:{https.port}", https.fingerprint)
    assert certificates.check(HERE, https.port) == plain(https.fingerprint)
    forgotten(monkeypatch)
    assert certificates.check(HERE, https.port) == plain(https.fingerprint)


def test_another_certificate_than_before_is_refused(
    https: HttpsHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates.agree(f"{HERE}:{https.port}", OTHER)
    assert refused(lambda: certificates.check(HERE, https.port)) == "E882"
    forgotten(monkeypatch)
    assert refused(lambda: certificates.check(HERE, https.port)) == "E882"
    certificates.expect(https.fingerprint)  # the user has looked, and named it
    assert certificates.check(HERE, https.port) == plain(https.fingerprint)
    forgotten(monkeypatch)
    assert certificates.check(HERE, https.port) == plain(https.fingerprint)


def test_only_the_one_that_is_expected_is_agreed_to(https: HttpsHost) -> None:
    certificates.expect(OTHER)
    assert refused(lambda: certificates.check(HERE, https.port)) == "E881"
    certificates.expect(https.fingerprint.lower())
    assert certificates.check(HERE, https.port) == plain(https.fingerprint)


def test_agreements_to_several_hosts_stay(https: HttpsHost, tmp_path: Path) -> None:
    certificates.agree("a:443", OTHER)
    certificates.agree("b:443", OTHER.upper())
    kept = json.loads((tmp_path / "state/vmx2xen/certificates.json").read_text())
    assert kept == {"a:443": OTHER, "b:443": OTHER}


@pytest.mark.parametrize("content", ["", "[1]", "no json", '{"127.0.0.1:1": 7}'])
def test_a_file_that_is_damaged_agrees_to_nothing(
    https: HttpsHost, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "state/vmx2xen/certificates.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    assert refused(lambda: certificates.check(HERE, https.port)) == "E881"
    certificates.agree("a:443", OTHER)
    assert json.loads(path.read_text())["a:443"] == OTHER


def test_what_cannot_be_kept_or_asked_is_said(https: HttpsHost, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    assert refused(lambda: certificates.agree("a:443", OTHER)) == "E403"
    assert refused(lambda: certificates.fingerprint_of(HERE, 9)) == "E880"
