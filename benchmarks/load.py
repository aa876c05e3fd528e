"""Many requests to a service: by wrk, or, where that is missing, by threads of this process."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import quote

CONNECTIONS = 8
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PATIENCE = 30.0


@dataclass(frozen=True)
class Asking:
    """Requests by GET: a query, in which «{entity}» is another each time, and a header Accept.

    Where ``fresh``, each has a comment of its own, so that none has been asked before. Where
    ``slow``, each that is begun is waited for: a few that are cut off would spoil a small number.
    """

    query: str
    accept: str
    entities: Sequence[str] = ("",)
    fresh: bool = True
    connections: int = CONNECTIONS
    headers: dict[str, str] = field(default_factory=dict)
    slow: bool = False

    def path(self, at: str, number: int) -> str:
        """Return the path of a request."""
        before, after = self.parts(at)
        end = str(number) if self.fresh else ""
        return before + quote(self.entities[number % len(self.entities)], safe="") + after + end

    def parts(self, at: str) -> tuple[str, str]:
        """Return what stands before and after the entity in a path below ``at``."""
        before, _, after = self.query.partition("{entity}")
        mark = " #" if self.fresh else ""
        return f"{at}?query={quote(before, safe='')}", quote(after + mark, safe="")


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    failed: int


def loaded(port: int, at: str, asking: Asking, seconds: float, first: int) -> Load:
    """Ask for some seconds over a few connections; requests are numbered from ``first``."""
    if shutil.which("wrk") and not asking.slow:
        return _wrk(port, at, asking, seconds, first)
    return _threads(port, at, asking, seconds, first)


def first_byte(port: int, path: str, accept: str) -> float:
    """Return the seconds until the first byte of a body comes."""
    with socket.create_connection(("127.0.0.1", port), _PATIENCE) as line:
        start = time.perf_counter()
        line.sendall(_request(path, accept, {}))
        read = b""
        while not read.partition(b"\r\n\r\n")[2]:
            chunk = line.recv(1 << 16)
            if not chunk:
                raise ConnectionError("no body came")
            read += chunk
        return time.perf_counter() - start


def _wrk(port: int, at: str, asking: Asking, seconds: float, first: int) -> Load:
    before, after = asking.parts(at)
    entities = ", ".join(f'"{quote(each, safe="")}"' for each in asking.entities)
    number = " .. n" if asking.fresh else ""
    script = (
        f"local n, e = {first}, {{{entities}}}\n"
        f'request = function() n = n + 1\n  return wrk.format("GET", "{before}" .. '
        f'e[n % #e + 1] .. "{after}"{number}) end\n'
    )
    lasting = max(1, round(seconds))
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{asking.connections}", f"-d{lasting}s", "--timeout", "60s"]
        for name, value in {"Accept": asking.accept, **asking.headers}.items():
            command += ["-H", f"{name}: {value}"]
        command += ["-s", file.name, f"http://127.0.0.1:{port}"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    done = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec: +([\d.]+)", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    requests = int(done[1]) if done else 0
    return Load(
        requests,
        requests / float(rate[1]) if rate and float(rate[1]) else seconds,
        int(failed[1]) if failed else 0,
    )


def _threads(port: int, at: str, asking: Asking, seconds: float, first: int) -> Load:
    done: list[int] = []
    failed: list[int] = []
    end = time.perf_counter() + seconds

    def ask(place: int) -> None:
        number, count = first + place * 1_000_000, 0
        with socket.create_connection(("127.0.0.1", port), _PATIENCE) as line:
            # Once at least, however busy the machine is.
            while not count or time.perf_counter() < end:
                number += 1
                line.sendall(_request(asking.path(at, number), asking.accept, asking.headers))
                status = _answer(line)
                failed.extend([status] * (status >= 400))  # noqa: PLR2004
                count += 1
        done.append(count)

    start = time.perf_counter()
    threads = [Thread(target=ask, args=[place]) for place in range(asking.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(sum(done), time.perf_counter() - start, len(failed))


def _request(path: str, accept: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", f"Accept: {accept}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _answer(line: socket.socket) -> int:
    read = b""
    while b"\r\n\r\n" not in read:
        chunk = line.recv(1 << 16)
        if not chunk:
            raise ConnectionError("the connection was closed")
        read += chunk
    head, _, body = read.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    status = int(head.split()[1])
    if length or status in {204, 304}:
        left = int(length[1]) - len(body) if length and status == 200 else 0  # noqa: PLR2004
        if length and status >= 400:  # noqa: PLR2004
            left = int(length[1]) - len(body)
        while left > 0:
            left -= len(line.recv(left))
        return status
    while not body.endswith(b"0\r\n\r\n"):
        body = body[-8:] + line.recv(1 << 16)
    return status
