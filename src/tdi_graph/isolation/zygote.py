"""The zygote: a process that holds a store and forks a worker whenever it is asked to.

It has one thread, so that forking is safe, and does nothing else, so that a worker is there in
milliseconds, sharing the store's memory. It leads a process group, which ends as a whole.
"""

import faulthandler
import fcntl
import gc
import hashlib
import os
import signal
import socket
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NoReturn, cast

from pyoxigraph import RdfFormat, parse, serialize

from tdi_graph.isolation import limits, worker
from tdi_graph.isolation.job import Limits
from tdi_graph.store import EmbeddedStore

FORK: Final = b"f"
PID_SIZE: Final = 4
_TASKS = Path("/proc/self/task")
_PROGRAM = "from tdi_graph.isolation.zygote import main; main()"


@dataclass(frozen=True, slots=True)
class Zygote:
    """A zygote as its parent knows it: the line on which workers are asked for, and its number.

    To each ``FORK`` it replies with the worker's number and, unless that is 0 because it could
    not fork, the worker's line and, where there are such, a file descriptor of the process.
    """

    line: socket.socket
    pid: int
    release: str
    """The digest of the release whose store it holds."""

    def end(self) -> None:
        """End the zygote and its workers at once."""
        self.line.close()
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # It does not lead its group yet, or, on some systems, is dead and not waited for.
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def available() -> bool:
    """Tell whether the platform can fork and pass files from process to process."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def started(store: EmbeddedStore, allowed: Limits) -> Zygote:
    """Start a zygote: a fork of this process where that is safe, else a process of its own."""
    if _has_one_thread():
        return forked(store, allowed)
    with tempfile.TemporaryFile() as file:
        serialize(store.quads(), cast("IO[bytes]", file), RdfFormat.N_QUADS)
        file.seek(0)
        return _spawned(file, store.release, allowed)


def forked(store: EmbeddedStore, allowed: Limits) -> Zygote:
    """Fork a zygote off this process, which must have one thread, to share the store with it."""
    limits.tidy_memory()
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        _live(store, theirs, allowed)
    theirs.close()
    return Zygote(ours, pid, store.release)


def spawned(release: Path, allowed: Limits) -> Zygote:
    """Start a zygote that reads the N-Quads of a release from a file."""
    with release.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return _spawned(file, digest, allowed)


def main() -> NoReturn:
    """Be a zygote: read N-Quads from standard input, hold them, fork."""
    release, allowed = sys.argv[1:]
    line = socket.socket(fileno=limits.LINE)
    quads: Any = parse(sys.stdin.buffer, RdfFormat.N_QUADS)
    store = EmbeddedStore(quads, release=release)
    _live(store, line, Limits.decoded(allowed))


def _has_one_thread() -> bool:
    if _TASKS.exists():
        return len(list(_TASKS.iterdir())) == 1
    return threading.active_count() == 1


def _spawned(quads: Any, release: str, allowed: Limits) -> Zygote:  # noqa: ANN401
    ours, theirs = socket.socketpair()
    with theirs, ExitStack() as copies:
        nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        files = (
            (os.POSIX_SPAWN_DUP2, _out_of_the_way(theirs.fileno(), copies), limits.LINE),
            (os.POSIX_SPAWN_DUP2, _out_of_the_way(quads.fileno(), copies), 0),
            nowhere,
            (os.POSIX_SPAWN_DUP2, 1, 2),
        )
        arguments = [sys.executable, "-c", _PROGRAM, release, allowed.encoded()]
        environment = {**os.environ, "RUST_BACKTRACE": "0"}
        pid = os.posix_spawn(sys.executable, arguments, environment, file_actions=files)
    return Zygote(ours, pid, release)


def _out_of_the_way(file: int, copies: ExitStack) -> int:
    """Return a copy of a descriptor whose number is none of those that a zygote is given."""
    copy = fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, limits.LINE + 1)
    copies.callback(os.close, copy)
    return copy


def _live(store: EmbeddedStore, line: socket.socket, allowed: Limits) -> NoReturn:
    """Be a zygote until the line ends; whatever happens, return to no code of the parent's."""
    try:
        _settle_down()
        line = limits.keep_only(line)
        worker.warm_up(store)
        gc.collect()
        gc.freeze()
        limits.tidy_memory()
        while line.recv(1):
            _fork(store, line, allowed)
        os.killpg(0, signal.SIGKILL)
    finally:
        os._exit(1)


def _settle_down() -> None:
    """Forget what this process was forked from: its terminal, signals, output and garbage."""
    gc.disable()
    gc.freeze()
    with suppress(PermissionError):  # it leads a session already
        os.setsid()
    faulthandler.disable()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # The kernel buries those whose parent does not care.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    limits.go_silent()


def _fork(store: EmbeddedStore, line: socket.socket, allowed: Limits) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            pid = os.fork()
        except OSError:
            line.sendall(bytes(PID_SIZE))
            return
        if not pid:
            _be_worker(store, theirs, allowed)
        _hand_over(line, ours, pid)


def _be_worker(store: EmbeddedStore, line: socket.socket, allowed: Limits) -> NoReturn:
    try:
        worker.run(store, line, allowed)
    finally:
        os._exit(0)


def _hand_over(line: socket.socket, ours: socket.socket, pid: int) -> None:
    files = [ours.fileno()]
    with suppress(AttributeError, OSError):  # no such call here, or dead already
        files.append(os.pidfd_open(pid))
    try:
        socket.send_fds(line, [pid.to_bytes(PID_SIZE, "big")], files)
    finally:
        for descriptor in files[1:]:
            os.close(descriptor)
