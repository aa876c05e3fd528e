"""The services that are compared, started side by side on the same data, until they answer."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from load import Asking
from pyoxigraph import Quad, RdfFormat, Store, serialize

OURS, RUST, PLAIN, RDFLIB = "tdi-graph", "oxigraph", "FastAPI + pyoxigraph", "rdflib-endpoint"
JSON = "application/sparql-results+json"
_PATIENCE = {RDFLIB: 150.0}
_LONGEST = 300.0


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    path: str

    def conditional(self, asking: Asking) -> Asking:
        """Return the same request on the condition that its answer has changed."""
        url = f"http://127.0.0.1:{self.port}{asking.path(self.path, 0)}"
        with urlopen(Request(url, headers={"Accept": asking.accept})) as answer:
            tag = answer.headers.get("ETag")
        headers = {"If-None-Match": tag} if tag else {}
        return replace(asking, headers=headers)

    def answers(self) -> bool:
        """Tell whether it has loaded its data: some open their port before."""
        url = f"http://127.0.0.1:{self.port}{self.path}?query={quote('ASK {}')}"
        try:
            with urlopen(Request(url, headers={"Accept": JSON}), timeout=5):
                return True
        except (URLError, TimeoutError, ConnectionError):
            return False


@contextmanager
def running(
    quads: list[Quad], folder: Path, processes: Sequence[str], *, rdflib: bool
) -> Iterator[list[Service]]:
    """Start all services and yield those that answer; rdflib-endpoint may take too long to load."""
    _write(quads, folder)
    quads.clear()
    services = [_started(*each) for each in _commands(folder, processes, rdflib=rdflib)]
    start = time.monotonic()
    try:
        ready = [each for each in services if _is_ready(each, start)]
        if missing := {OURS, RUST, PLAIN} - {each.name for each in ready}:
            raise SystemExit(f"did not come up: {', '.join(sorted(missing))}")
        yield ready
    finally:
        for service in services:
            service.process.kill()
            service.process.wait()


def _write(quads: Sequence[Quad], folder: Path) -> None:
    """Write the data for each service; every triple also stands in the default graph."""
    merged = [Quad(q.subject, q.predicate, q.object) for q in quads]
    store = Store(str(folder / "store"))
    store.bulk_extend(quads)
    store.bulk_extend(merged)
    store.optimize()
    del store
    serialize(quads, str(folder / "release.nq"), RdfFormat.N_QUADS)
    serialize([*quads, *merged], str(folder / "both.nq"), RdfFormat.N_QUADS)
    serialize((quad.triple for quad in quads), str(folder / "triples.nt"), RdfFormat.N_TRIPLES)


_Command = tuple[str, str, list[str], dict[str, str]]


def _commands(folder: Path, processes: Sequence[str], *, rdflib: bool) -> Iterator[_Command]:
    """Yield name, path, command with «PORT» for the port, and what is added to the environment."""
    scripts = Path(sys.executable).parent
    store = ["--location", str(folder / "store"), "--bind", "127.0.0.1:PORT"]
    yield RUST, "/query", [str(scripts / "oxigraph"), "serve-read-only", *store], {}
    ours = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(folder / "release.nq")]
    yield OURS, "/sparql", [*ours, "--port", "PORT", *processes], {}
    plain = [sys.executable, "-m", "uvicorn", "plain_service:app", "--log-level", "warning"]
    here = f"{Path(__file__).parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    environment = {"GRAPH": str(folder / "both.nq"), "PYTHONPATH": here}
    yield PLAIN, "/sparql", [*plain, "--port", "PORT"], environment
    script = scripts / "rdflib-endpoint"
    if rdflib and script.exists():
        where = ["serve", "--host", "127.0.0.1", "--port", "PORT", str(folder / "triples.nt")]
        yield RDFLIB, "/", [str(script), *where], {}


def _started(name: str, path: str, command: list[str], more: dict[str, str]) -> Service:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    placed = [part.replace("PORT", str(port)) for part in command]
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **more}
    process = subprocess.Popen(placed, env=environment, stdout=quiet, stderr=quiet)  # noqa: S603
    return Service(name, process, port, path)


def _is_ready(service: Service, start: float) -> bool:
    end = start + _PATIENCE.get(service.name, _LONGEST)
    while time.monotonic() < end and service.process.poll() is None:
        if service.answers():
            return True
        time.sleep(0.2)
    service.process.kill()
    return False
