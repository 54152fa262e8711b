"""Manifests: spellings met in the wild, and what they say of an appliance."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from hypothesis import given
from hypothesis import strategies as st
from vmware.appliances import SCSI, archive, disk_item, envelope, manifest

from engine.vmware import machine
from engine.vmware.model import VirtualMachine
from engine.vmware.ovf_manifest import Line, agrees, lines, strongest

DATA = b"content"
SHA1, SHA256, SHA512 = (hashlib.new(n, DATA).hexdigest() for n in ("sha1", "sha256", "sha512"))
SHA3 = hashlib.sha3_256(DATA).hexdigest()


@pytest.mark.parametrize(
    ("written", "algorithm", "name"),
    [
        (f"SHA1(vm.ovf)= {SHA1}", "sha1", "vm.ovf"),  # ovftool
        (f"SHA1 (vm.ovf) = {SHA1}", "sha1", "vm.ovf"),  # VirtualBox
        (f"SHA1 (vm.ovf)= {SHA1}", "sha1", "vm.ovf"),
        (f"SHA1(vm.ovf)={SHA1}", "sha1", "vm.ovf"),  # by hand, in issue 3654 of HAOS
        (f"sha1(vm.ovf)= {SHA1}", "sha1", "vm.ovf"),
        (f"SHA-1(vm.ovf)= {SHA1}", "sha1", "vm.ovf"),
        (f"SHA256(vm.ovf)= {SHA256}", "sha256", "vm.ovf"),
        (f"SHA256 (vm.ovf) = {SHA256}", "sha256", "vm.ovf"),  # sha256sum --tag
        (f"SHA2-256(vm.ovf)= {SHA256}", "sha256", "vm.ovf"),  # OpenSSL 3
        (f"SHA-256(vm.ovf)= {SHA256.upper()}", "sha256", "vm.ovf"),
        (f"SHA256(./vm.ovf)= {SHA256}", "sha256", "vm.ovf"),
        (f"SHA256(vm (1).ovf)= {SHA256}", "sha256", "vm (1).ovf"),
        (f"SHA256(Größe.ovf)= {SHA256}  \r", "sha256", "Größe.ovf"),
        (f"SHA512(vm.ovf)= {SHA512}", "sha512", "vm.ovf"),
        (f"SHA2-512(vm.ovf)= {SHA512}", "sha512", "vm.ovf"),
        (f"SHA3-256(vm.ovf)= {SHA3}", "sha3_256", "vm.ovf"),
        (f"{SHA256}  vm.ovf", "sha256", "vm.ovf"),  # sha256sum
        (f"{SHA1} *vm.ovf", "sha1", "vm.ovf"),
        (f"\ufeffSHA256(vm.ovf)= {SHA256}", "sha256", "vm.ovf"),
    ],
)
def test_spellings(written: str, algorithm: str, name: str) -> None:
    (found,), odd = lines(f"{written}\n".encode())
    assert (found.algorithm, found.name, odd) == (algorithm, name, 0)
    assert agrees(found, DATA)
    assert not agrees(found, DATA + b"x")


@pytest.mark.parametrize(
    "written",
    [
        "SHA256(vm.ovf)= 1234",
        f"SHA256(vm.ovf)= {SHA1}",
        f"ROT13(vm.ovf)= {SHA1}",
        f"SHA256()= {SHA256}",
        "something else",
        f"SHA256(vm.ovf): {SHA256}",
    ],
)
def test_lines_that_say_nothing(written: str) -> None:
    assert lines(written.encode()) == ([], 1)


def test_blank_lines_comments_and_a_certificate() -> None:
    text = f"# made by hand\n\nSHA256(vm.ovf)= {SHA256}\n-----BEGIN CERTIFICATE-----\nMIIB\n"
    found, odd = lines(text.encode())
    assert (len(found), odd) == (1, 0)


def test_the_longest_digest_counts() -> None:
    found = [Line("a", "sha1", SHA1), Line("a", "sha512", SHA512), Line("b", "sha1", SHA1)]
    assert strongest(found) == found[1:]


@given(st.binary(max_size=300))
def test_anything_is_read(data: bytes) -> None:
    found, odd = lines(data)
    assert not found
    assert odd >= 0


# -- of an appliance


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("built") / "vm"
    return build(folder, size=1 << 20, layout="streamOptimized", snapshots=0)


def files(built: Machine) -> dict[str, bytes]:
    return {
        "vm.ovf": envelope(SCSI, disk_item(), disks=DISKS).encode(),
        "disk.vmdk": built.disk.read_bytes(),
    }


DISKS = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1"/>'


def opened(
    folder: Path, members: dict[str, bytes], form: str, trusted: bool = False
) -> VirtualMachine:
    """The appliance as files in a folder, or as an archive."""
    if form == "archive":
        return machine.read(archive(folder / "vm.ova", members), trusted=trusted)
    for name, data in members.items():
        (folder / name).write_bytes(data)
    return machine.read(folder / "vm.ovf", trusted=trusted)


def codes(found: VirtualMachine) -> list[str]:
    return [each.code for each in found.all_findings]


@pytest.mark.parametrize("form", ["archive", "files"])
class TestOfAnAppliance:
    def test_digests_are_noted_and_agree(self, tmp_path: Path, built: Machine, form: str) -> None:
        members = files(built)
        found = opened(
            tmp_path,
            {
                "vm.ovf": members["vm.ovf"],
                "vm.mf": manifest(members),
                "disk.vmdk": members["disk.vmdk"],
            },
            form,
        )
        assert codes(found) == []
        (digest,) = found.digests
        read: list[int] = []
        assert digest.agrees(read.append)
        assert (digest.name, sum(read)) == ("disk.vmdk", len(members["disk.vmdk"]))

    def test_a_damaged_disk(self, tmp_path: Path, built: Machine, form: str) -> None:
        members = files(built)
        listed = manifest(members)
        damaged = bytearray(members["disk.vmdk"])
        damaged[-600] ^= 1
        found = opened(tmp_path, members | {"disk.vmdk": bytes(damaged), "vm.mf": listed}, form)
        assert not found.digests[0].agrees(lambda _: None)

    @pytest.mark.parametrize(("trusted", "code"), [(False, "E123"), (True, "W109")])
    def test_a_description_that_was_changed(
        self, tmp_path: Path, built: Machine, form: str, trusted: bool, code: str
    ) -> None:
        members = files(built)
        members |= {"vm.mf": manifest(members), "vm.ovf": members["vm.ovf"] + b"\n"}
        assert codes(opened(tmp_path, members, form, trusted=trusted)) == [code]

    def test_the_manifest_is_not_of_itself(self, tmp_path: Path, built: Machine, form: str) -> None:
        """``sha256sum --tag vm.* > vm.mf`` sees it empty (home-assistant/operating-system 826)."""
        members = files(built)
        listed = manifest({"vm.mf": b""} | members, "SHA256 ({name}) = {digest}")
        found = opened(tmp_path, members | {"vm.mf": listed}, form)
        assert codes(found) == []
        assert [each.name for each in found.digests] == ["disk.vmdk"]

    def test_what_it_lacks_and_what_is_not_here(
        self, tmp_path: Path, built: Machine, form: str
    ) -> None:
        members = files(built)
        listed = manifest({"vm.ovf": members["vm.ovf"], "gone.iso": b""}) + b"nonsense\n"
        found = opened(tmp_path, members | {"vm.mf": listed}, form)
        assert codes(found) == ["W118", "W119", "W117"]
