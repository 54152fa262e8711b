"""A session with an ESXi host or a vCenter: its machines, and what is in its datastores.

Source: VMware's vSphere Web Services API, by pyvmomi.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from pyVim.connect import Disconnect, SmartStubAdapter
from pyVim.task import WaitForTask
from pyVmomi import vim, vmodl

from engine import passwords
from engine.findings import refuse
from engine.source import certificates
from engine.ssh.host import Host

_PORT = 443
_TIMEOUT = 30  # seconds
_LOOK_EVERY = 0.5  # seconds: how soon the end of a task is seen
_OURS = "Taken by vmx2xen for a conversion, and removed after it."
_OF_MACHINES = (
    *("name", "summary.config.vmPathName", "runtime.powerState", "summary.storage", "snapshot"),
)


@dataclass(frozen=True, slots=True)
class HostedMachine:
    """A machine as its host lists it."""

    name: str
    configuration: str  #: path on the host, ``/vmfs/volumes/DATASTORE/…``
    running: bool
    size: int  #: bytes of its disks as they are allocated
    snapshots: tuple[str, ...]  #: names, the oldest first


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file of a datastore."""

    name: str
    size: int
    modified: int  #: nanoseconds since 1970
    folder: bool


class EsxiSession:
    """One that is logged in; safe to use from several threads."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.name, self.port = host.name, host.port or _PORT
        self.fingerprint = certificates.check(self.name, self.port)
        self._lock = threading.RLock()
        self._service = self._login()

    @property
    def account(self) -> str:
        """``user@host:port``, as the keyring has it."""
        return self.host.account("esxi")

    @property
    def cookie(self) -> str:
        """What stands for the session in requests of files."""
        return str(self._service._stub.cookie).partition(";")[0]

    def machines(self) -> list[HostedMachine]:
        """All machines of the host, by name. Refuses E885."""
        with self._asking():
            found = self._properties(vim.VirtualMachine, _OF_MACHINES)
            return sorted(map(_machine, found), key=lambda each: each.name)

    def datacenter_of(self, datastore: str) -> str:
        """The path of the data centre that a datastore is in, as requests of files name it."""
        with self._asking():
            root = self._service.content.rootFolder
            entity: Any = self._datastore(datastore).parent
            names: list[str] = []
            while entity is not None and entity != root:  # whose own parent is none
                if names or isinstance(entity, vim.Datacenter):
                    names.insert(0, str(entity.name))
                entity = entity.parent
            return "/".join(names)

    def datastores(self) -> list[str]:
        """The names of all datastores."""
        with self._asking():
            return [str(each["name"]) for each in self._properties(vim.Datastore, ("name",))]

    def listed(self, datastore: str, folder: str) -> list[FileInfo]:
        """What is in a folder of a datastore; raises FileNotFoundError, refuses E885."""
        details = vim.host.DatastoreBrowser.FileInfo.Details(
            fileType=True, fileSize=True, modification=True, fileOwner=False
        )
        spec = vim.host.DatastoreBrowser.SearchSpec(matchPattern=["*"], details=details)
        where = f"[{datastore}] {folder}".strip()
        with self._asking():
            browser = self._datastore(datastore).browser
            try:
                task = browser.SearchDatastore_Task(where, spec)
                WaitForTask(task)
            except vim.fault.FileNotFound:
                raise FileNotFoundError(where) from None
            return [_info(each) for each in task.info.result.file]

    def snapshots(self, configuration: str) -> list[str]:
        """The names of the snapshots of a machine. Refuses E885, E887."""
        with self._asking():
            return [str(each.name) for each in _tree(self._found(configuration))]

    def take_snapshot(self, configuration: str, name: str) -> None:
        """Take a snapshot of a machine, without its memory. Refuses E885, E887."""
        with self._asking():
            machine = self._found(configuration)["object"]
            self._wait(machine.CreateSnapshot_Task(name, _OURS, memory=False, quiesce=False))

    def remove_snapshot(self, configuration: str, name: str) -> None:
        """Remove the snapshots of a machine that are called so. Refuses E885, E887."""
        with self._asking():
            for each in _tree(self._found(configuration)):
                if each.name == name:
                    self._wait(each.snapshot.RemoveSnapshot_Task(removeChildren=False))

    def _found(self, configuration: str) -> dict[str, Any]:
        """The properties of the machine of a configuration; refuses E887."""
        found = self._properties(vim.VirtualMachine, _OF_MACHINES)
        for each in found:
            if path_on_host(str(each.get("summary.config.vmPathName", ""))) == configuration:
                return each
        known = ", ".join(str(each.get("name", "")) for each in found)
        raise refuse("E887", host=self.host, name=configuration, known=known)

    def close(self) -> None:
        """Log out."""
        with self._lock:
            Disconnect(self._service)

    def _datastore(self, name: str) -> Any:
        found = next((each for each in self._all(vim.Datastore) if each.name == name), None)
        if found is None:
            raise FileNotFoundError(name)
        return found

    def _all(self, kind: type) -> Iterator[Any]:
        content = self._service.RetrieveContent()
        view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
        try:
            yield from view.view
        finally:
            view.Destroy()

    def _properties(self, kind: type, names: Sequence[str]) -> list[dict[str, Any]]:
        """Properties of all objects of a kind, as far as they have them; and each as ``object``."""
        query = vmodl.query.PropertyCollector
        content = self._service.RetrieveContent()
        view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
        try:
            through = query.TraversalSpec(
                name="all", path="view", skip=False, type=vim.view.ContainerView
            )
            objects = query.ObjectSpec(obj=view, skip=True, selectSet=[through])
            return self._collected(objects, kind, names)
        finally:
            view.Destroy()

    def _collected(self, objects: Any, kind: type, names: Sequence[str]) -> list[dict[str, Any]]:
        query = vmodl.query.PropertyCollector
        wanted = query.PropertySpec(type=kind, pathSet=list(names), all=False)
        asked = query.FilterSpec(objectSet=[objects], propSet=[wanted])
        found = self._service.content.propertyCollector.RetrieveContents([asked])
        return [
            {"object": one.obj, **{each.name: each.val for each in one.propSet or ()}}
            for one in found
        ]

    def _wait(self, task: Any) -> None:
        """Wait until a task is done; refuses E885 where it fails."""
        states = vim.TaskInfo.State
        only = vmodl.query.PropertyCollector.ObjectSpec(obj=task, skip=False)
        state = None
        while state not in (states.success, states.error):
            time.sleep(_LOOK_EVERY if state else 0)
            (found,) = self._collected(only, vim.Task, ("info.state",))
            state = found["info.state"]
        if state == states.error:
            (found,) = self._collected(only, vim.Task, ("info.error",))
            raise refuse("E885", host=self.host, reason=_said(found["info.error"]))

    def _login(self) -> Any:
        try:
            service = passwords.used(self.account, self._connect)
        except passwords.Wrong:
            raise refuse("E886", account=self.account) from None
        if service is None:
            raise refuse("E883", account=self.account)
        return service

    def _connect(self, password: str) -> Any:
        """The service, logged in to; raises Wrong where the password is not taken."""
        stub: Any = None
        try:
            stub = SmartStubAdapter(
                host=self.name,
                port=self.port,
                thumbprint=self.fingerprint,
                sslContext=certificates.unchecked(),
                httpConnectionTimeout=_TIMEOUT,
            )
            service: Any = vim.ServiceInstance("ServiceInstance", stub)
            manager = service.RetrieveContent().sessionManager
            manager.Login(self.host.user or "root", password, None)
            return service
        except Exception as error:
            if stub is not None:
                stub.DropConnections()
            if isinstance(error, vim.fault.InvalidLogin):
                raise passwords.Wrong from None
            raise refuse("E880", host=f"{self.name}:{self.port}", reason=_said(error)) from None

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One question at a time; logs in again where the session or the connection has ended."""
        with self._lock:
            try:
                if not self._is_logged_in():
                    self._service = self._login()
                yield
            except vmodl.MethodFault as error:
                raise refuse("E885", host=self.host, reason=_said(error)) from None
            except FileNotFoundError:
                raise
            except (OSError, HTTPException) as error:
                raise refuse("E705", host=self.host, reason=_said(error)) from None

    def _is_logged_in(self) -> bool:
        try:
            return self._service.content.sessionManager.currentSession is not None
        except (OSError, HTTPException):
            return False


def _said(error: Exception) -> str:
    """What went wrong, in the words of the host or of the system."""
    return passwords.hidden(str(getattr(error, "msg", "") or error)) or type(error).__name__


def _machine(found: dict[str, Any]) -> HostedMachine:
    return HostedMachine(
        str(found.get("name", "")),
        path_on_host(str(found.get("summary.config.vmPathName", ""))),
        found.get("runtime.powerState") != vim.VirtualMachine.PowerState.poweredOff,
        int(getattr(found.get("summary.storage"), "committed", 0) or 0),
        tuple(str(each.name) for each in _tree(found)),
    )


def _tree(found: dict[str, Any]) -> Iterator[Any]:
    """The snapshots of a machine, each before those made after it."""
    snapshots = found.get("snapshot")
    waiting = list(snapshots.rootSnapshotList) if snapshots else []
    while waiting:
        each = waiting.pop(0)
        yield each
        waiting[:0] = each.childSnapshotList


def path_on_host(written: str) -> str:
    """``[datastore] folder/vm.vmx`` as a path on the host; empty for anything else."""
    datastore, bracket, rest = written.removeprefix("[").partition("]")
    if not bracket or not written.startswith("["):
        return ""
    return f"/vmfs/volumes/{datastore}/{rest.strip()}"


def _info(found: Any) -> FileInfo:
    when = found.modification
    modified = int(when.timestamp()) * 10**9 if when else 0
    is_folder = isinstance(found, vim.host.DatastoreBrowser.FolderInfo)
    return FileInfo(str(found.path), int(found.fileSize or 0), modified, is_folder)
