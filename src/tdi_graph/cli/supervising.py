"""Several servers on one port: processes that were forked from one, which holds the release.

An event loop keeps one processor busy, and no more. Where there are several, each may have a server
of its own: this process forks them, sends on the signals that it is sent, and puts another in the
place of one that dies.
"""

import os
import signal
import socket
import time
from collections.abc import Callable, Sequence

from tdi_graph.cli.verb import say

_PASSED_ON = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_PAUSE = 1.0
"""How many seconds pass before a server takes the place of another: they may die of one cause."""

Serve = Callable[[int, bool], int]
"""Serves until told to end and returns the exit code; told the server's place, counted from 0, and
whether it must read the release itself, since what it was forked with may be out of date."""


def supervised(listeners: Sequence[socket.socket], serve: Serve) -> int:
    """Let a process serve for each of the sockets, until a signal or a fault of one ends them all.

    Returns the exit code in the calling process, which has but one thread. In the others ``serve``
    is called, and all that called this is left by ``SystemExit`` or by what ``serve`` raises.
    """
    return _Supervisor(listeners, serve).run()


class _Supervisor:
    """Waits for what happens to the servers."""

    def __init__(self, listeners: Sequence[socket.socket], serve: Serve) -> None:
        self._listeners = listeners
        self._serve = serve
        self._places: dict[int, int] = {}
        self._ending = False
        self._code = 0

    def run(self) -> int:
        awaited = {*_PASSED_ON, signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
        # Some systems forget a signal that nobody handles, even one that is waited for.
        for sort in awaited:
            signal.signal(sort, lambda *_: None)
        for place in range(len(self._listeners)):
            self._begin(place, anew=False)
        while self._places:
            heard = signal.sigwait(awaited)
            if heard == signal.SIGCHLD:
                self._bury()
            elif heard == getattr(signal, "SIGHUP", None):
                self._tell(heard)
            else:
                self._end(heard)
        return self._code

    def _begin(self, place: int, *, anew: bool) -> None:
        pid = os.fork()
        if pid:
            self._places[pid] = place
            return
        for listener in {*self._listeners} - {self._listeners[place]}:
            listener.close()
        # A terminal's Ctrl+C is for the supervisor, which passes it on: twice would be too much.
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for sort in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(sort, signal.SIG_DFL)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_PASSED_ON, signal.SIGCHLD})
        if anew:
            time.sleep(_PAUSE)
        raise SystemExit(self._serve(place, anew))

    def _end(self, sort: int) -> None:
        self._ending = True
        # Nobody is let in who would wait here for a server that is no more.
        for listener in self._listeners:
            listener.close()
        self._tell(sort)

    def _tell(self, sort: int) -> None:
        # None of them is waited for yet, so that each number is still its own.
        for pid in self._places:
            os.kill(pid, sort)

    def _bury(self) -> None:
        for pid in tuple(self._places):
            dead, status = os.waitpid(pid, os.WNOHANG)
            if dead:
                self._judge(self._places.pop(pid), os.waitstatus_to_exitcode(status))

    def _judge(self, place: int, code: int) -> None:
        """One that was killed gets a successor; one that has said what is wrong ends them all."""
        if self._ending:
            self._code = self._code or (code if code >= 0 else 128 - code)
        elif code > 0:
            self._code = code
            self._end(signal.SIGTERM)
        else:
            cause = f"was ended by signal {-code}" if code else "has ended"
            say(f"tdi-graph: server {place + 1} {cause}: another takes its place")
            self._begin(place, anew=True)
