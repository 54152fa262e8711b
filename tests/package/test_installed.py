"""The .deb in a clean Debian: installed, used, removed. `make installer-test` runs it.

Needs root and the network. The clean system is kept in the user's cache; VMX2XEN_SUITE names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from package.system import HOME, LIMIT, USER, System, debian, xdotool
from PySide6.QtGui import QImage

DEB = os.environ.get("VMX2XEN_DEB", "")
SUITE = os.environ.get("VMX2XEN_SUITE", "bookworm")
ROOT = Path(__file__).parents[2]
#: A desktop has these; they are there before the file lists are compared.
DESKTOP = ("desktop-file-utils", "libglib2.0-bin", "shared-mime-info", "xdg-utils")
GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""

GERMAN = """
from PySide6.QtCore import QCoreApplication, QLocale
from gui.language import speak
app = QCoreApplication([])
speak(app, QLocale("de_AT"))
print(app.translate("QPlatformTheme", "Cancel"), app.translate("Invitation", "&Open…"))
"""

pytestmark = [
    pytest.mark.skipif(not DEB, reason="VMX2XEN_DEB names no package: make installer-test"),
    pytest.mark.skipif(os.geteuid() != 0, reason="debootstrap and chroot need root"),
    *(
        pytest.mark.skipif(not shutil.which(tool), reason=f"{tool} is not installed")
        for tool in ("debootstrap", "Xvfb", "xdotool")
    ),
]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The clean Debian with a desktop's tools, and with what our package depends on."""
    made = debian(SUITE, tmp_path_factory.mktemp("system"))
    shutil.copy(DEB, made.folder / "tmp/vmx2xen.deb")
    made.apt("install", *DESKTOP)
    made.apt("satisfy", field("Depends"))
    yield made
    shutil.rmtree(made.folder)


@pytest.fixture(scope="module")
def before(system: System) -> set[str]:
    return system.files()


@pytest.fixture(scope="module")
def installed(system: System, before: set[str]) -> System:
    assert "usr/bin/vmx2xen" not in before
    said = system.apt("install", "/tmp/vmx2xen.deb")
    assert "1 newly installed" in said  # there is nothing that it needs besides
    return system


@pytest.fixture(scope="module")
def machine(installed: System, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo machine, made outside and copied in; the folder with its truth outside."""
    made = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-m", "fixtures", str(made / "win2003"), "--guest", "windows2003"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        check=True,
    )
    home = installed.folder / HOME
    subprocess.run(["cp", "-a", "--sparse=always", made / "win2003", home], check=True)
    subprocess.run(["chown", "-R", USER, home], check=True)
    return made / "win2003-truth"


@pytest.fixture
def screen(installed: System, tmp_path: Path) -> Iterator[Callable[[str], QImage]]:
    """A virtual X server outside; takes pictures, which VMX2XEN_PICTURES keeps."""
    folder = Path(os.environ.get("VMX2XEN_PICTURES") or tmp_path)
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-ac"]
    server = subprocess.Popen(["Xvfb", *options], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as number:
        installed.display = f":{number.readline().strip()}"
    environment = {**os.environ, "DISPLAY": installed.display, "QT_QPA_PLATFORM": "xcb"}

    def grab(name: str) -> QImage:
        target = folder / f"installed-{name}.png"
        command = [sys.executable, "-c", GRAB, str(target)]
        subprocess.run(command, env=environment, timeout=LIMIT, check=True)
        return QImage(str(target))

    yield grab
    server.terminate()
    server.wait()


def field(name: str) -> str:
    """A field of our package."""
    command = ["dpkg-deb", "-f", DEB, name]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_lintian_finds_no_fault() -> None:
    """But for those in installer/debian/lintian-overrides, which have their reasons there."""
    if not shutil.which("lintian"):
        pytest.skip("lintian is not installed")
    check = ["lintian", "--allow-root", "--fail-on", "error,warning", DEB]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_version(installed: System) -> None:
    assert installed.run("vmx2xen", "--version") == f"vmx2xen {field('Version')}\n"


def test_every_library_is_found(installed: System) -> None:
    """What is said to be missing is loaded by Python beforehand, or for GTK's desktops alone."""
    ours = installed.folder / "usr/lib/vmx2xen"
    names = {path.name for path in ours.rglob("*.so*")}
    libraries = [
        f"/{path.relative_to(installed.folder)}"
        for path in ours.rglob("*.so*")
        if path.name != "libqgtk3.so"
    ]
    said = installed.run("ldd", *libraries)
    missing = {line.split()[0] for line in said.splitlines() if "not found" in line}
    assert "libQt6Core.so.6" in said
    assert not missing - names


def test_it_speaks_german(installed: System) -> None:
    """Qt's own texts too."""
    said = installed.run("/usr/lib/vmx2xen/bin/python3", "-c", GERMAN)
    assert said == "Abbrechen Ö&ffnen…\n"


def test_a_conversion(installed: System, machine: Path) -> None:
    """The way of `make demo`: fitted for Xen, verified, and taken back byte for byte."""
    source, target = f"/{HOME}/win2003/win2003.vmx", f"/{HOME}/xen"
    installed.run("vmx2xen", "inspect", source)
    installed.run("vmx2xen", "convert", source, "-o", target, "--hal", "halacpi")
    assert "as written" in installed.run("vmx2xen", "verify", target)
    assert "halacpi" in installed.run("vmx2xen", "hal", f"{target}/win2003.img")
    installed.run("vmx2xen", "hal", f"{target}/win2003.img", "--undo")
    image = installed.folder / HOME / "xen/win2003.img"
    assert subprocess.run(["cmp", image, machine / "current.raw"], check=False).returncode == 0


@pytest.mark.usefixtures("machine")
def test_the_window(installed: System, screen: Callable[[str], QImage]) -> None:
    command = installed.command("vmx2xen", f"/{HOME}/win2003/win2003.vmx")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        window = xdotool(installed, "search", "--sync", "--name", " – vmx2xen$").split()[0]
        picture = screen("window")
        xdotool(installed, "windowfocus", "--sync", window, "key", "ctrl+q")
        said = process.communicate(timeout=LIMIT)[1]
    assert process.returncode == 0, said
    assert said == ""
    colours = {picture.pixel(x, y) for x in range(0, 1200, 3) for y in range(0, 700, 3)}
    assert len(colours) > 20


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("vmx", "application/x-vmware-vm"),
        ("vmdk", "application/x-vmdk-disk"),
        ("ova", "application/ovf"),
        ("ovf", "application/x-virtualbox-ovf"),
    ],
)
def test_files_are_ours(installed: System, suffix: str, kind: str) -> None:
    file = f"/{HOME}/some.{suffix}"
    (installed.folder / file[1:]).write_text("something\n")
    assert installed.run("gio", "info", "-a", "standard::fast-content-type", file).endswith(
        f"standard::fast-content-type: {kind}\n"
    )
    assert installed.run("xdg-mime", "query", "default", kind) == "org.vmx2xen.vmx2xen.desktop\n"


@pytest.mark.usefixtures("machine")
def test_a_double_click(installed: System, screen: Callable[[str], QImage]) -> None:
    """What a file manager does with it: the window comes up with the machine."""
    opening = installed.command("gio", "open", f"/{HOME}/win2003/win2003.vmx")
    subprocess.run(opening, timeout=LIMIT, check=True, stderr=subprocess.DEVNULL)
    window = xdotool(installed, "search", "--sync", "--name", " – vmx2xen$").split()[0]
    screen("double-click")
    xdotool(installed, "windowfocus", "--sync", window, "key", "ctrl+q")


def test_nothing_is_left(installed: System, before: set[str]) -> None:
    """Also of what Python compiled for root, and of the desktop's caches."""
    installed.run("vmx2xen", "--version", user="0:0")
    installed.apt("purge", "vmx2xen")
    assert installed.files() - before == set()
    assert before - installed.files() == set()
    assert installed.mentions() == ""
