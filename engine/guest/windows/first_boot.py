"""Commands that a Windows runs once at its first start under Xen, whether or not anybody logs on.

A service starts a command file of ours, which runs one file after another, writes what they say to
a log, and removes itself. A file is renamed before it is run: if it restarts Windows it is not run
again, and those that follow are run then. The service's own process ends at once, as it is no
program for services: the control manager notes that (event 7009), and what it has started goes on.

A service, from NT 5 to 11, since SetupType and CmdLine run before devices are installed and the
network is up, and Run keys need a log-on. Sources: libguestfs, firstboot.ml (a service too, with a
wrapper of its own); Microsoft, "CreateService function"; the payload of Metasploit's psexec, whose
``cmd /c start`` outlives its service on every Windows.
"""

from __future__ import annotations

from engine.findings import refuse
from engine.guest.hives.registry import Hive
from engine.guest.hives.values import dword, expand_sz, multi_sz, sz
from engine.guest.user_commands import Command
from engine.guest.windows.editor import Editor
from engine.guest.windows.static_addresses import Restored, script
from engine.phrase import Phrase

SERVICE = "vmx2xen-firstboot"
LOG = "vmx2xen-firstboot.log"  #: in the folder of Windows
_RUNNER, _REMOVER = "V2XBOOT.CMD", "V2XOFF.VBS"
_OWN_PROCESS, _AUTOMATIC, _IGNORE_ERRORS = 0x10, 2, 0
_WINDOWS_XP, _WINDOWS_7 = (5, 1), (6, 1)

#: How a file of each kind is run, by the end of its name; PATH is its place.
_RUN = {
    ".cmd": 'call "{path}"',
    ".bat": 'call "{path}"',
    ".exe": '"{path}"',
    ".msi": 'start /wait msiexec /i "{path}" /qn /norestart',
    ".reg": 'regedit /s "{path}"',
    ".vbs": 'cscript //nologo //B "{path}"',
    ".ps1": 'powershell -NoProfile -ExecutionPolicy Bypass -File "{path}"',
}
KINDS = tuple(_RUN)


def check(command: Command, version: tuple[int, int]) -> None:
    """Refuse (E821) what a Windows of that version cannot run."""
    if command.kind not in _RUN:
        reason = Phrase("Windows runs {kinds}", kinds=", ".join(KINDS))
        raise refuse("E821", name=command.name, reason=reason)
    if command.kind == ".ps1" and version < _WINDOWS_7:
        reason = Phrase("this Windows has no PowerShell")
        raise refuse("E821", name=command.name, reason=reason)


def put_files(
    editor: Editor,
    version: tuple[int, int],
    commands: tuple[Command, ...],
    restored: tuple[Restored, ...],
) -> None:
    """Put the files into the folder of Windows; they get the rights of hal.dll."""
    own = [script(restored, with_powershell=version >= _WINDOWS_7)] if restored else []
    every = [*(Command(*each) for each in own), *commands]
    files = {_place(number, each): each for number, each in enumerate(every, 1)}
    model = rf"{editor.system32}\hal.dll"
    for place, each in files.items():
        note = Phrase("{name}, run once at the first start", name=each.name)
        editor.put(rf"{editor.root}\{place}", each.content, model, note)
    if version < _WINDOWS_XP:
        editor.put(rf"{editor.root}\{_REMOVER}", _REMOVER_TEXT.encode(), model)
    note = Phrase("runs the files, and removes itself")
    editor.put(rf"{editor.root}\{_RUNNER}", _runner(version, files), model, note)


def put_service(system: Hive) -> None:
    """Have Windows start the command file once, at its next start; refuses E623."""
    current = system.get("Select", "Current")
    if current is None or current.number is None:
        raise refuse("E623", key="Select")
    key = rf"ControlSet{current.number:03}\Services\{SERVICE}"
    system.ensure_key(key)
    command = rf'%SystemRoot%\System32\cmd.exe /c start "" /min cmd.exe /c %SystemRoot%\{_RUNNER}'
    for name, value in (
        ("Type", dword(_OWN_PROCESS)),
        ("Start", dword(_AUTOMATIC)),
        ("ErrorControl", dword(_IGNORE_ERRORS)),
        ("ImagePath", expand_sz(command)),
        ("DisplayName", sz("vmx2xen: first start under Xen")),
        ("ObjectName", sz("LocalSystem")),
        ("DependOnService", multi_sz("RpcSs")),
    ):
        system.set(key, name, value)


def _place(number: int, command: Command) -> str:
    return f"V2XB{number:03}{command.kind.upper()}"


def _runner(version: tuple[int, int], files: dict[str, Command]) -> bytes:
    """The command file, in ASCII with the ends of lines of DOS."""
    lines = [
        "@echo off",
        f"set log=%SystemRoot%\\{LOG}",
        '>>"%log%" echo %date% %time% first start under Xen',
        'cd /d "%SystemRoot%"',
    ]
    for place, command in files.items():
        taken = place.replace("V2XB", "V2XR")
        run = _RUN[command.kind].format(path=rf"%SystemRoot%\{taken}")
        name = _harmless(command.name)
        lines += [
            f"if not exist {place} goto after_{place[4:7]}",
            f"ren {place} {taken}",
            f'>>"%log%" echo %date% %time% begin: {name}',
            f'{run} >>"%log%" 2>&1',
            f'>>"%log%" echo %date% %time% end: {name}, code %errorlevel%',
            f"del {taken}",
            f":after_{place[4:7]}",
        ]
    if version < _WINDOWS_XP:
        lines += [f'cscript //nologo //B {_REMOVER} >>"%log%" 2>&1', f"del {_REMOVER}"]
    else:
        lines += [f'sc delete {SERVICE} >>"%log%" 2>&1']
    lines += ['>>"%log%" echo %date% %time% done', 'del "%~f0"', ""]
    return "\r\n".join(lines).encode("ascii")


def _harmless(name: str) -> str:
    """A name that means nothing to the command interpreter."""
    safe = "".join(each if each.isascii() and each.isalnum() else "_" for each in name[:60])
    stem, _, kind = safe.rpartition("_")
    return f"{stem}.{kind}" if stem else safe


_REMOVER_TEXT = f"""' Windows 2000 has no sc.exe.
Set wmi = GetObject("winmgmts:\\\\.\\root\\cimv2")
WScript.Echo wmi.Get("Win32_Service.Name='{SERVICE}'").Delete
""".replace("\n", "\r\n")
