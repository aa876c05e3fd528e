"""A few thousand quads, a pool that answers from them, and a server of them in its own process."""

import asyncio
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from served import PATIENCE, listening
from tdi_graph.isolation import Job, Limits, Pool, Sizes, started
from tdi_graph.release import n_quads
from tdi_graph.store import EmbeddedStore

ROWS = 3_000
GRAPH = NamedNode("urn:g")
LABEL = NamedNode("urn:label")
QUADS = [
    Quad(NamedNode(f"urn:{number}"), LABEL, Literal(f"the label of thing {number}"), GRAPH)
    for number in range(ROWS)
]
STORE = EmbeddedStore(QUADS, release="0" * 64)

LOOKUP = "SELECT ?o { <urn:7> <urn:label> ?o }"
LIGHT = "SELECT ?o { { <urn:7> <urn:label> ?o } }"
"""As light as a look-up, but not seen to be: a worker answers it."""

LIGHT_ANSWER = b"o\r\nthe label of thing 7\r\n"
ALL = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MEMORY_BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
NESTED = "ASK " + "{" * 20_000 + "}" * 20_000
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
"""An answer of many megabytes."""

MIB = 1 << 20


@asynccontextmanager
async def pooled(sizes: Sizes | None = None, **limits: int) -> AsyncIterator[Pool]:
    """Open a pool on the sample."""
    pool = Pool(partial(started, STORE, Limits(**limits)), sizes)
    try:
        yield pool
    finally:
        await pool.close()


async def ask(pool: Pool, query: str, seconds: float = PATIENCE) -> bytes:
    """Return the whole answer."""
    deadline = asyncio.get_running_loop().time() + seconds
    job = Job(query, table="text/csv", graph="application/n-triples")
    async with pool.run(job, deadline) as answer:
        chunks = [answer.first]
        while not answer.complete:
            chunks.append(await answer.more())
    return b"".join(chunks)


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is true, which is a matter of milliseconds on a machine at rest."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never became true"
        await asyncio.sleep(0.002)


def children(parent: int) -> set[int]:
    """Return the processes whose parent is ``parent``, dead ones that nobody waits for included."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text("ascii", "replace")
        except OSError:
            continue
        if int(state.rpartition(")")[2].split()[1]) == parent:
            found.add(int(folder.name))
    return found


def workers(server: int) -> set[int]:
    """Return the processes that a server's zygotes have forked."""
    return {each for zygote in children(server) for each in children(zygote)}


def open_files() -> int:
    """Count the open files of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))


@dataclass(frozen=True)
class Server:
    """A server in its own process."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.process.pid

    def get(self, query: str, **more: str) -> tuple[int, bytes]:
        """Ask by GET."""
        return asyncio.run(self.fetch(query, **more))

    async def fetch(self, query: str, **more: str) -> tuple[int, bytes]:
        """Ask by a POST of the query, and return the status and the body, which must be whole."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.request(query, **more))
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: ([0-9]+)", head)
            body = await reader.readexactly(int(length[1])) if length else await _chunks(reader)
            return int(head.split()[1]), body
        finally:
            writer.close()
            await writer.wait_closed()

    def request(self, query: str, **more: str) -> bytes:
        """Write a request."""
        body = query.encode()
        parameters = "&".join(f"{name}={value}" for name, value in more.items())
        head = (
            f"POST /sparql?{parameters} HTTP/1.1\r\nHost: localhost\r\n"
            "Accept: text/csv, application/n-triples;q=0.5\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """Read a chunked body; one that breaks off raises IncompleteReadError."""
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body


@contextmanager
def serving(folder: Path, *options: str, quads: Iterable[Quad] = QUADS) -> Iterator[Server]:
    """Run ``tdi-graph serve`` on the sample, or on other quads."""
    release = folder / "sample.nq"
    release.write_bytes(n_quads(quads))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(release)]
    with subprocess.Popen(
        [*command, "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            listening(process, port)
            yield Server(process, port)
        finally:
            process.terminate()
            process.wait(20)
