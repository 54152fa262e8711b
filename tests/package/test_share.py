"""What goes to /usr/share: made from the parser, and what desktops take for valid."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fixtures import machine
from PySide6.QtGui import QImage

from engine import __version__
from engine.cli.main import make_parser
from engine.source import unpacking
from gui.machines.drop_area import SUFFIXES
from installer import share
from installer.commands import Argument, Command, commands

WHEN = 1_700_000_000
MAINTAINER = "vmx2xen <root@localhost>"
COMMANDS = commands()
OPTIONS = [(command, option) for command in COMMANDS for option in command.options]


def run(*words: str | Path) -> str:
    """What a tool says where it accepts; the test skips where there is no such tool."""
    if not shutil.which(str(words[0])):
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    packages = tmp_path_factory.mktemp("packages")
    about = packages / "part-1.2.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text("Name: part\nVersion: 1.2\nAuthor: Somebody\nLicense-Expression: MIT\n")
    folder = tmp_path_factory.mktemp("share")
    share.write(folder, packages, MAINTAINER, WHEN)
    return folder


def text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode()


# -- the parser as data


def test_the_parser_is_read_completely(capsys: pytest.CaptureFixture[str]) -> None:
    """Against what it prints as help."""
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            make_parser().parse_args([*filter(None, [command.name]), "--help"])
        said = capsys.readouterr().out
        options = set(
            re.findall(r"(?<![\w-])--?[a-zA-Z][a-zA-Z0-9-]*", said.partition("options:")[2])
        )
        assert options == {name for each in command.options for name in each.names}
        assert all(each.value in said for each in command.positionals)


def test_values_are_told_apart() -> None:
    convert = next(each for each in COMMANDS if each.name == "convert")
    found = {each.names[-1]: each for each in convert.options}
    assert found["--output"].kind == "folder"
    assert found["--output"].required
    assert "qcow2" in found["--format"].choices
    assert found["--hal"].choices == ("keep", "recommended")
    assert found["--set"].repeated
    assert found["--dry-run"].value == ""
    assert [(each.value, each.kind) for each in convert.positionals] == [("VM.vmx", "file")]


# -- the man page


def shown(page: Path) -> str:
    """The page as a terminal shows it, in one line without its hyphenation."""
    if not shutil.which("man"):
        pytest.skip("man is not installed")
    done = subprocess.run(
        ["man", "--warnings=w", "--local-file", "--no-hyphenation", "--nj", "-E", "utf-8", page],
        env={"PATH": "/usr/bin:/bin", "MANWIDTH": "200", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return " ".join(done.stdout.split())


def test_the_man_page_has_every_command_and_option(made: Path) -> None:
    page = shown(made / "man/man1/vmx2xen.1.gz")
    for command in COMMANDS:
        assert f"vmx2xen {command.name}".strip() in page
        for each in command.arguments:
            names = ", ".join(each.names)
            head = f"{names} {each.value}".strip()
            assert head in page, (command.name, head)
            assert " ".join(each.help.split())[1:].rstrip(".") in page
    assert f"vmx2xen {__version__}" in page
    assert not re.search("@[A-Z]+@", text(made / "man/man1/vmx2xen.1.gz"))


# -- completions


@pytest.fixture(scope="module")
def complete(made: Path) -> Callable[..., set[str]]:
    """What bash offers after these words, the last one being begun."""
    script = made / "bash-completion/completions/vmx2xen"

    def ask(*words: str, folder: Path = made) -> set[str]:
        program = (
            f'source "{script}"; COMP_WORDS=(vmx2xen "$@"); COMP_CWORD=$#; '
            '_vmx2xen; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        said = subprocess.run(
            ["bash", "--norc", "-c", program, "bash", *words],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stderr == ""
        return set(said.stdout.split())

    return ask


def test_bash_offers_all_commands(complete: Callable[..., set[str]]) -> None:
    assert complete("") >= {each.name for each in COMMANDS[1:]}
    assert complete("conv") == {"convert"}
    assert complete("--") == {"--help", "--version"}


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda each: each.name)
def test_bash_offers_all_options(command: Command, complete: Callable[..., set[str]]) -> None:
    assert complete(command.name, "-") == {
        name for option in command.options for name in option.names
    }


@pytest.mark.parametrize(
    ("command", "option"),
    [(command, option) for command, option in OPTIONS if option.choices],
    ids=lambda each: each.name if isinstance(each, Command) else each.names[-1],
)
def test_bash_offers_all_choices(
    command: Command, option: Argument, complete: Callable[..., set[str]]
) -> None:
    for name in option.names:
        assert complete(command.name, name, "") == set(option.choices)
        assert complete(command.name, name, "=") == set(option.choices)
        first = option.choices[0]
        assert first in complete(command.name, name, "=", first[:1])


def test_bash_offers_files_and_folders(complete: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "form.vmx").touch()
    assert complete("convert", "f", folder=tmp_path) == {"folder", "form.vmx"}
    assert complete("convert", "form.vmx", "-o", "", folder=tmp_path) == {"folder"}
    assert complete("for", folder=tmp_path) == {"form.vmx"}
    assert complete("convert", "--snapshot", "", folder=tmp_path) == set()


@pytest.fixture(scope="module")
def folder_of_states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a machine in ``my vm`` whose snapshots have names, some of them twice."""
    folder = tmp_path_factory.mktemp("states")
    built = machine.build(folder / "my vm", size=4 << 20, snapshots=4)
    listed = built.vmx.with_suffix(".vmsd")
    names = ("before", "twice", "twice", "it's $HOME")
    text = listed.read_text()
    for number, name in enumerate(names, 1):
        text = text.replace(f'"Snapshot {number}"', f'"{name}"')
    listed.write_text(text)
    return folder


#: As --snapshot takes them: of those that share a name the number.
STATES = ["before", "2", "3", "it's $HOME"]


def shell(*words: str | Path, folder: Path) -> list[str]:
    """Lines that a shell prints in a folder, with our program in its PATH."""
    if not shutil.which(str(words[0])):
        pytest.skip(f"{words[0]} is not installed")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=True,
        env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("place", [r"my\ vm", r"my\ vm/win2003.vmx", "~/my vm"])
@pytest.mark.parametrize(
    ("begun", "offered"), [("", STATES), ("be", ["before"]), (r"it\'s\ ", STATES[-1:])]
)
def test_bash_offers_the_states_of_the_machine(
    made: Path, folder_of_states: Path, place: str, begun: str, offered: list[str]
) -> None:
    """Quoted, as they come into the line."""
    program = (
        f'HOME="$PWD"; source "{made}/bash-completion/completions/vmx2xen"; '
        'COMP_WORDS=(vmx2xen "$@"); COMP_CWORD=$#; _vmx2xen; '
        'for each in "${COMPREPLY[@]}"; do eval "printf \'%s\\n\' $each"; done'
    )
    words = ("convert", "-o", "my", place, "--snapshot", begun)
    found = shell("bash", "--norc", "-c", program, "bash", *words, folder=folder_of_states)
    assert found == offered


def test_bash_offers_no_states_without_a_machine(made: Path, folder_of_states: Path) -> None:
    program = (
        f'source "{made}/bash-completion/completions/vmx2xen"; '
        'COMP_WORDS=(vmx2xen convert --snapshot ""); COMP_CWORD=3; _vmx2xen; '
        'printf "%s\\n" "${#COMPREPLY[@]}"'
    )
    assert shell("bash", "--norc", "-c", program, folder=folder_of_states) == ["0"]


def test_zsh_offers_the_states_of_the_machine(made: Path, folder_of_states: Path) -> None:
    program = (
        "_arguments() { }; _describe() { }; _files() { }; CURRENT=2; words=(); "
        f'source "{made}/zsh/vendor-completions/_vmx2xen"; '
        "compadd() { print -rl -- ${(P)2} }; "
        "words=(convert -o my 'my\\ vm' --snapshot ''); _vmx2xen_states"
    )
    assert shell("zsh", "-f", "-c", program, folder=folder_of_states) == STATES


def test_fish_offers_the_states_of_the_machine(made: Path, folder_of_states: Path) -> None:
    script = made / "fish/vendor_completions.d/vmx2xen.fish"
    program = f"source {script}; complete -C \"vmx2xen convert -o my 'my vm' --snapshot \""
    found = shell("fish", "--no-config", "-c", program, folder=folder_of_states)
    assert sorted(each.partition("\t")[0] for each in found) == sorted(STATES)


def test_zsh_takes_its_completion(made: Path) -> None:
    run("zsh", "-n", made / "zsh/vendor-completions/_vmx2xen")


def test_fish_takes_its_completion(made: Path) -> None:
    run("fish", "--no-execute", made / "fish/vendor_completions.d/vmx2xen.fish")


@pytest.mark.parametrize(
    "file", ["zsh/vendor-completions/_vmx2xen", "fish/vendor_completions.d/vmx2xen.fish"]
)
def test_other_shells_know_all_options(made: Path, file: str) -> None:
    script = text(made / file)
    for _, option in OPTIONS:
        name = option.names[-1]
        assert (f"-l {name.lstrip('-')} " if file.endswith("fish") else name) in script
        assert all(choice in script for choice in option.choices)


# -- the desktop


def test_the_desktop_entry_is_valid(made: Path) -> None:
    assert run("desktop-file-validate", made / f"applications/{share.ID}.desktop") == ""


def test_the_metainfo_is_valid(made: Path) -> None:
    run("appstreamcli", "validate", "--no-net", made / f"metainfo/{share.ID}.metainfo.xml")


def test_the_metainfo_is_of_this_version(made: Path) -> None:
    about = ElementTree.parse(made / f"metainfo/{share.ID}.metainfo.xml")
    release = about.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
    assert about.findtext("launchable") == f"{share.ID}.desktop"


def test_each_kind_of_file_has_a_type_that_we_open(made: Path, tmp_path: Path) -> None:
    """With the types that the desktop has already."""
    known = Path("/usr/share/mime/packages/freedesktop.org.xml")
    if not known.exists():
        pytest.skip("shared-mime-info is not installed")
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(known, packages)
    shutil.copy(made / f"mime/packages/{share.ID}.xml", packages)
    run("update-mime-database", tmp_path / "mime")
    globs = (tmp_path / "mime/globs2").read_text().splitlines()
    rows = (line.split(":") for line in globs if not line.startswith("#"))
    kinds = {pattern: kind for _, kind, pattern, *_ in rows}
    entry = (made / f"applications/{share.ID}.desktop").read_text()
    # A redo log is opened by its machine; archives are the archiver's, though they can be opened.
    for suffix in set(SUFFIXES) - {".redo", *unpacking.SUFFIXES}:
        assert f"{kinds[f'*{suffix}']};" in entry


@pytest.mark.parametrize("size", share.SIZES)
def test_icons_are_drawn_at_their_size(made: Path, size: int) -> None:
    picture = QImage(str(made / f"icons/hicolor/{size}x{size}/apps/{share.ID}.png"))
    assert (picture.width(), picture.height()) == (size, size)
    assert picture.pixelColor(0, 0).alpha() < 128  # its corners are round
    assert picture.pixelColor(size // 2, size * 3 // 4).lightness() > 200  # the white disk


# -- what comes with a package


def test_licences_of_all_parts_are_told(made: Path) -> None:
    told = text(made / "doc/vmx2xen/copyright")
    assert "GPL-3.0-or-later" in told
    assert "part 1.2\n  Copyright: Somebody\n  License: MIT" in told


def test_the_changelog_is_of_this_version(made: Path) -> None:
    said = text(made / "doc/vmx2xen/changelog.gz")
    if shutil.which("dpkg-parsechangelog"):
        path = made / "changelog"
        path.write_text(said)
        assert run("dpkg-parsechangelog", "-l", path, "-S", "Version") == f"{__version__}\n"
    assert said.startswith(f"vmx2xen ({__version__}) ")
    assert MAINTAINER in said


def test_the_same_date_makes_the_same_files(made: Path, tmp_path: Path) -> None:
    share.write(tmp_path, tmp_path, MAINTAINER, WHEN)
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "copyright":
            assert path.read_bytes() == (made / path.relative_to(tmp_path)).read_bytes()
