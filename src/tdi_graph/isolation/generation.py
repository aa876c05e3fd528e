"""A generation: a zygote and the workers it has forked, as the service's event loop sees them."""

import asyncio
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from tdi_graph.isolation.line import Line
from tdi_graph.isolation.zygote import FORK, PID_SIZE, Zygote

_NO_HANDLE: Final = -1
_FILES: Final = 2
_CLOSED_ON_EXEC: Final = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Worker:
    """A worker: the line to write jobs to and read frames from, and how to kill it."""

    __slots__ = ("_handle", "_socket", "_spoken", "generation", "line", "pid")

    def __init__(
        self,
        generation: "Generation",
        line: tuple[socket.socket, Line],
        pid: int,
        handle: int,
    ) -> None:
        """Take the worker's generation, its line, its number and, if any, its descriptor."""
        self.generation = generation
        self._socket, self.line = line
        self._spoken = select.poll()
        self._spoken.register(self._socket, select.POLLIN)
        self.pid = pid
        self._handle = handle

    @property
    def dead(self) -> bool:
        """Tell whether the worker has closed its line, which it never does alive."""
        if self.line.ended:
            return True
        # Most are idle, and silent: to be told so costs a tenth of an exception.
        if not self._spoken.poll(0):
            return False
        try:
            return not self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return True

    def processor_time(self) -> float:
        """Return the seconds for which the worker has kept a processor busy, from any origin.

        Where the system does not tell, the time that passes is taken for it.
        """
        try:
            # As clock_getcpuclockid(3) makes the number of the clock on Linux.
            return time.clock_gettime(~self.pid << 3 | 2)
        except OSError:
            return time.monotonic()

    def yield_to_others(self) -> None:
        """Let the worker run only when nobody else wants to."""
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def kill(self) -> None:
        """End the worker, whatever it is doing."""
        with suppress(ProcessLookupError):
            if self._handle == _NO_HANDLE:
                os.kill(self.pid, signal.SIGKILL)
            else:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        self.let_go()

    def let_go(self) -> None:
        """Close the line: an idle worker ends by itself."""
        if self._handle != _NO_HANDLE:
            os.close(self._handle)
            self._handle = _NO_HANDLE
        self.line.close()
        self.generation.gone()


class Generation:
    """The workers of one zygote, asked for one by one; each is handed to ``arrived``."""

    def __init__(
        self,
        zygote: Zygote,
        arrived: Callable[[Worker], None],
        died: Callable[["Generation"], None],
    ) -> None:
        """Take a zygote, who is to have its workers, and who is to know of its death."""
        self.quick = 0
        """How many workers answer new jobs, or soon will."""
        self.idle: list[Worker] = []
        """The workers that have nothing to do."""
        self._zygote = zygote
        self._arrived = arrived
        self._died = died
        self._alive = 0
        self._leaving = False
        self._ended = False
        self._arrivals: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Future[bool] = self._loop.create_future()
        zygote.line.settimeout(0)
        self._loop.add_reader(zygote.line, self._hear)

    def fill(self, size: int) -> None:
        """Ask for as many workers as are missing from ``size``."""
        while self.quick < size and not (self._ended or self._leaving):
            self.quick += 1
            self._alive += 1
            with suppress(OSError):  # that the zygote is dead, _hear finds out
                self._zygote.line.send(FORK)

    async def ready(self) -> bool:
        """Wait for the first worker; tell whether it came, and not the end instead."""
        return await self._ready

    @property
    def release(self) -> str:
        """The digest of the release that the workers answer from."""
        return self._zygote.release

    @property
    def leaving(self) -> bool:
        """Tell whether the workers are to take no more jobs."""
        return self._leaving or self._ended

    def leave(self) -> None:
        """End once the workers that are still busy have."""
        self._leaving = True
        self.dismiss()
        self._end_if_done()

    def dismiss(self) -> None:
        """Let the idle workers go."""
        while self.idle:
            self.idle.pop().let_go()

    def gone(self) -> None:
        """Count a worker less."""
        self._alive -= 1
        self._end_if_done()

    @property
    def ended(self) -> bool:
        """Tell whether the zygote is no more."""
        return self._ended

    def end(self) -> None:
        """End the zygote and its workers at once."""
        if not self._ended:
            self._finish()
            self._zygote.end()

    async def settled(self) -> None:
        """Wait until every worker that was on its way has been handed on."""
        while self._arrivals:
            await asyncio.wait(self._arrivals)

    def _end_if_done(self) -> None:
        if self._leaving and self._alive <= 0 and not self._ended:
            self._finish()
            # In a thread: the kernel takes a while to take back the memory of a large store.
            self._loop.run_in_executor(None, self._zygote.end)

    def _finish(self) -> None:
        self._ended = True
        self._loop.remove_reader(self._zygote.line)
        if not self._ready.done():
            self._ready.set_result(False)

    def _hear(self) -> None:
        try:
            data, files, *_ = socket.recv_fds(self._zygote.line, PID_SIZE, _FILES, _CLOSED_ON_EXEC)
        except BlockingIOError:
            return
        except ConnectionError:
            data, files = b"", []
        if not data:
            self.end()
            self._died(self)
        elif not files:
            self._loop.call_later(0.1, self._ask_again)
        else:
            pid = int.from_bytes(data, "big")
            arrival = self._loop.create_task(self._welcome(pid, *files))
            self._arrivals.add(arrival)
            arrival.add_done_callback(self._arrivals.discard)

    def _ask_again(self) -> None:
        if not self._ended:
            with suppress(OSError):
                self._zygote.line.send(FORK)

    async def _welcome(self, pid: int, line: int, handle: int = _NO_HANDLE) -> None:
        kept = socket.socket(fileno=line)
        _, heard = await self._loop.create_connection(Line, sock=kept)
        if not self._ready.done():
            self._ready.set_result(True)
        self._arrived(Worker(self, (kept, heard), pid, handle))
