"""The sockets that servers listen on."""

import errno
import socket
import sys

from tdi_graph.errors import TdiError

_SHARED_OUT = sys.platform == "linux"
"""Whether connections are shared out evenly among sockets that are bound to one port."""


def listeners(host: str, port: int, number: int = 1) -> list[socket.socket]:
    """Bind sockets to a port, for as many servers; port 0 stands for any that is free.

    Where the system does not share out connections, it is one socket, which all servers ask.
    """
    first = _bound(host, port)
    if number == 1 or not _SHARED_OUT:
        return [first] * number
    # The port was nobody's; from now on, who says so before may share it.
    port = first.getsockname()[1]
    first.close()
    return [_bound(host, port, shared=True) for _ in range(number)]


def unbound(error: Exception, host: str, port: int, option: str) -> TdiError:
    """Return what to tell of a port that cannot be had, and the ``option`` that names another."""
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        what = f"port {port} is in use"
    else:
        what = f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}"
    return TdiError(what, do=f"choose another with {option}")


def _bound(host: str, port: int, *, shared: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio lets small packets go at once only from a socket that says it is of TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise unbound(error, host, port, "--port") from None
    return listener
