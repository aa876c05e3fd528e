"""An application on a real server, on a free port of the loopback, and servers of their own."""

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

PATIENCE = 180.0
"""How many seconds are waited for what must come, however busy the machine is."""


@contextmanager
def serving(
    application: ASGIApp, http: type[asyncio.Protocol] | None = None, *, idle: int = 5
) -> Iterator[str]:
    """Serve an application; yield its address, such as http://127.0.0.1:8000.

    ``http`` speaks the protocol, and keeps lines for ``idle`` seconds on which nothing comes.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(
                application, http=http or "auto", timeout_keep_alive=idle, log_level="warning"
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server has ended"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def listening(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a process listens on a port, unless it has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as line:
            if not line.connect_ex(("127.0.0.1", port)):
                return
        assert process.poll() is None, "the server has ended"
        time.sleep(0.05)
    raise TimeoutError("the server does not come up")
