"""I. Hostile inputs: what a stranger may send ends in a finding, or is of no consequence."""

from __future__ import annotations

import gzip
import json
import os
import resource
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from cli.test_hostile_machines import EVIL, PROGRAM, escaped, is_plain, texts
from conditions.command import run
from conditions.table import MIB, condition
from conditions.verified import results
from fixtures import cabinet, linux, ntfs
from fixtures.cabinet import Compression
from fixtures.machine import build
from fixtures.several import noise, write_base, write_vmx
from guest import test_loops as loops
from guest.linux.test_initramfs_names import image
from guest.windows.test_cabinet import FILES, renamed
from job.push.test_odd_servers import LOOK, SSH

from engine.disk.files import Files
from engine.findings import Refusal
from engine.guest.helper.bounds import Unpacking
from engine.guest.linux import initramfs
from engine.guest.windows.cabinet import Cabinet

OURS = "found by trying"


def refusal(work: Callable[[], object]) -> list[str]:
    """The codes that ``work`` is refused with."""
    with pytest.raises(Refusal) as caught:
        work()
    return [each.code for each in caught.value.findings]


# -- links


def planted(folder: Path, name: str) -> list[str]:
    """Codes of a conversion into a folder with a link of this name; it is not followed."""
    vm = build(folder / "vm", name="vm", size=MIB, snapshots=0)
    (folder / "out").mkdir()
    (folder / "elsewhere").write_text("precious")
    (folder / "out" / name).symlink_to(folder / "elsewhere")
    done = run("convert", vm.vmx, "-o", folder / "out")
    assert done.code == 3
    assert (folder / "elsewhere").read_text() == "precious"
    return sorted(set(done.codes))


@condition("CWE-59: improper link resolution", "E417")
def a_link_in_the_place_of_a_side_file(folder: Path) -> list[str]:
    return planted(folder, "manifest.json.partial")


@condition("CWE-59: improper link resolution", "E402")
def a_link_under_the_final_name(folder: Path) -> list[str]:
    return planted(folder, "vm.img")


@condition("CWE-59: improper link resolution", "E716")
def a_link_on_the_server(folder: Path) -> list[str]:
    out = results(folder)
    (folder / "srv").mkdir()
    (folder / "elsewhere").write_text("precious")
    (folder / "srv/vm.img.partial").symlink_to(folder / "elsewhere")
    done = run("push", out, folder / "srv")
    assert (folder / "elsewhere").read_text() == "precious"
    return done.codes


# -- the guest's files


@condition("cabinets that unpack to gigabytes", "E634")
def a_cabinet_that_unpacks_to_much(folder: Path) -> list[str]:
    whole = cabinet.build(FILES, Compression.MSZIP)
    limit = Unpacking(sum(map(len, FILES.values())) - 1)
    opened = Cabinet("x.cab", lambda at, length: whole[at : at + length], limit)
    return refusal(lambda: opened.unpack(["ntoskrnl.exe"]))


@condition("a name in a cabinet that is no text")
def a_name_in_a_cabinet(folder: Path) -> list[str]:
    whole = renamed(cabinet.build(FILES, Compression.LZX), "Hä.dll.....".encode("latin-1"))
    opened = Cabinet("x.cab", lambda at, length: whole[at : at + length], Unpacking(1 << 30))
    assert opened.unpack(["atapi.sys"]) == {"atapi.sys": FILES["atapi.sys"]}
    return []


@condition("Debian of 2009 with German file names: a start-up image in Latin-1")
def a_name_in_a_start_up_image(folder: Path) -> list[str]:
    packed = gzip.compress(image("etc/café.conf".encode("latin-1")))
    assert "xen-blkfront" in initramfs.read("initrd", packed).modules
    return []


@condition(OURS, "E631")
def an_index_of_ntfs_that_leads_to_itself(folder: Path) -> list[str]:
    path = "\\folder\\{} with a long name.txt"
    names = [path.format(key) for key in loops.KEYS]
    files = [ntfs.File(PurePosixPath(name.replace("\\", "/")), b"") for name in names]
    ntfs.build(folder / "volume", files, sectors=16384)
    volume = bytearray((folder / "volume").read_bytes())
    for at in list(loops.buffers(bytes(volume))):
        loops.entry(volume, at, struct.unpack_from("<Q", volume, at + 16)[0])
    return refusal(lambda: loops.ntfs_files(bytes(volume)).find(names[3]))


@condition(OURS, "E631")
def a_tree_of_btrfs_that_leads_to_itself(folder: Path) -> list[str]:
    linux.btrfs(folder / "volume", linux.tree(folder / "tree"))
    volume = (folder / "volume").read_bytes()
    damaged = bytearray(volume)
    for at in loops.nodes(volume, 5):
        struct.pack_into("<IB", damaged, at + 96, 1, 1)
        struct.pack_into("<Q", damaged, at + 118, *struct.unpack_from("<Q", volume, at + 48))
    return refusal(lambda: loops.opened(bytes(damaged)))


@condition(OURS, "E622")
def a_list_of_a_hive_that_leads_to_itself(folder: Path) -> list[str]:
    hive = loops.hive()
    inner = loops.with_cells(hive, [loops.listed(b"lf", [loops.first_key(hive)])])
    (outer,) = loops.with_cells(hive, [loops.listed(b"ri", inner * 60_000)])
    struct.pack_into("<I", hive, loops.root_list(hive), outer)
    return refusal(lambda: loops.keys_of(hive))


# -- text, encodings, names


def of_a_stranger(folder: Path) -> Path:
    """A machine whose names have what terminals obey."""
    write_base(folder / "vm.vmdk", noise(1))
    lines = [f'{key} = "{escaped(EVIL)}"' for key in ("displayName", "annotation")]
    return write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"}, *lines)


@condition("ECMA-48: control sequences; CVE-2003-0063 of xterm")
def names_that_a_terminal_obeys(folder: Path) -> list[str]:
    done = run("inspect", of_a_stranger(folder))
    assert all(map(is_plain, texts(done.told)))
    return done.codes


@condition("PYTHONIOENCODING, LC_ALL=C: a terminal without these letters")
def a_terminal_of_ascii(folder: Path) -> list[str]:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*PROGRAM, "inspect", of_a_stranger(folder)], env=environment, capture_output=True
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    return []


@condition("Qt: a tool tip with a tag is rich text, and loads what it names")
def a_name_that_is_markup(folder: Path) -> list[str]:
    from gui.widgets.plain_text import tip

    assert "<img" not in tip("<img src='/dev/zero'>")
    return []


@condition("a folder whose name is no UTF-8", "E502")
def a_folder_that_no_configuration_can_name(folder: Path) -> list[str]:
    out = Path(os.fsdecode(os.fsencode(folder) + b"/out\xfe"))
    done = run("convert", of_a_stranger(folder), "-o", out)
    assert not out.exists()
    return sorted(set(done.codes))


# -- journals, servers, limits


@condition("a folder of results that a stranger sent", "E109")
def trust_in_a_journal(folder: Path) -> list[str]:
    write_base(folder / "private/secret.vmdk", noise(1))
    secret = str(folder / "private/secret.vmdk")
    path = write_vmx(folder / "vm/vm.vmx", {"scsi0:0": secret})
    (folder / "out").mkdir()
    asked = {"magic": "vmx2xen job 1", "machine": str(path), "choices": {"trusted": True}}
    (folder / "out/job.journal").write_text(json.dumps(asked))
    return run("resume", folder / "out").codes


@condition("a server that is broken or hostile", "E715")
def an_odd_answer_of_a_server(folder: Path) -> list[str]:
    out = results(folder)
    (folder / "bin").mkdir()
    (folder / "bin/ssh").write_text(SSH)
    (folder / "bin/ssh").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{folder}/bin:{os.environ['PATH']}")
        patch.setenv("ODD_SCRIPT", LOOK)
        patch.setenv("ODD_ANSWER", r"kind folder\nfree -1 x\n")
        return run("push", out, f"u@h:{folder}/srv").codes


@condition("ulimit -v 300000")
def little_memory(folder: Path) -> list[str]:
    limit = 300_000 << 10
    done = subprocess.run(
        [*PROGRAM, "convert", of_a_stranger(folder), "-o", folder / "out", "--json"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
    )
    errors = [each["code"] for each in json.loads(done.stdout)["findings"] if each["code"] > "E"]
    assert done.returncode in (0, 3), done.stderr
    return [each for each in errors if each.startswith("E") and each != "E418"]


@condition("lsof after a machine was closed")
def files_that_stay_open(folder: Path) -> list[str]:
    (folder / "disk").write_bytes(b"content")
    files = Files()
    assert files.read(files.add(folder / "disk"), 0, 7) == b"content"
    files.release()
    opened = [each.resolve() for each in Path("/proc/self/fd").iterdir()]
    assert not [each for each in opened if each.is_relative_to(folder)]
    return []
