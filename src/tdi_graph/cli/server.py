"""The HTTP server: uvicorn, which ends in peace, and changes the release on SIGHUP."""

import os
import signal
import socket
import time
from dataclasses import dataclass
from types import FrameType

import uvicorn

from tdi_graph.cli.repeated import speaking
from tdi_graph.web.service import Service


@dataclass(frozen=True, slots=True)
class Life:
    """How long a server lives: what runs at its end has ``patience`` seconds to be answered.

    It goes on for ``drain`` seconds after SIGTERM, and ends when the process ``parent`` is no more.
    """

    patience: int
    drain: float = 0.0
    parent: int | None = None


class Server(uvicorn.Server):
    """Ends on SIGTERM as on a request: not ready from now on, gone when all is answered."""

    def __init__(self, config: uvicorn.Config, service: Service, life: Life) -> None:
        """Take the service, and how long it is to go on."""
        super().__init__(config)
        self._health = service.health
        self._life = life
        self._end = float("inf")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; asked for a second time, or by Ctrl+C, do so at once."""
        if sig != signal.SIGTERM or self._health.draining:
            super().handle_exit(sig, frame)
            return
        # It is not kept for uvicorn to raise again at its end: that would spoil the exit code.
        self._health.draining = True
        self._end = time.monotonic() + self._life.drain

    async def on_tick(self, counter: int) -> bool:
        """Tell, ten times a second, whether it is time to end."""
        parent = self._life.parent
        alone = parent is not None and os.getppid() != parent
        return await super().on_tick(counter) or alone or time.monotonic() >= self._end


def run(service: Service, listener: socket.socket, life: Life) -> None:
    """Serve until a signal ends it."""
    config = uvicorn.Config(
        service.app,
        http=speaking(service.app.endpoint.again, service.app.at_once),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=life.patience,
    )
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: service.reloader.request())
    Server(config, service, life).run(sockets=[listener])
