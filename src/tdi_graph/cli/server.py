"""The HTTP server: uvicorn, which ends in peace, and changes the release on SIGHUP."""

import signal
import socket
import time
from types import FrameType

import uvicorn

from tdi_graph.cli.repeated import speaking
from tdi_graph.web.service import Service


class Server(uvicorn.Server):
    """Ends on SIGTERM as on a request: not ready from now on, gone when all is answered."""

    def __init__(self, config: uvicorn.Config, service: Service, drain: float) -> None:
        """Take the service, and for how many seconds it goes on after SIGTERM."""
        super().__init__(config)
        self._health = service.health
        self._drain = drain
        self._end = float("inf")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; asked for a second time, or by Ctrl+C, do so at once."""
        if sig != signal.SIGTERM or self._health.draining:
            super().handle_exit(sig, frame)
            return
        # It is not kept for uvicorn to raise again at its end: that would spoil the exit code.
        self._health.draining = True
        self._end = time.monotonic() + self._drain

    async def on_tick(self, counter: int) -> bool:
        """Tell, ten times a second, whether it is time to end."""
        return await super().on_tick(counter) or time.monotonic() >= self._end


def run(service: Service, listener: socket.socket, *, patience: int, drain: float) -> None:
    """Serve until a signal ends it, giving requests ``patience`` seconds to be answered."""
    config = uvicorn.Config(
        service.app,
        http=speaking(service.app.endpoint.again, service.app.at_once),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=patience,
    )
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: service.reloader.request())
    Server(config, service, drain).run(sockets=[listener])
