"""The site in a browser: where a browser and axe-core are, a server, a page of every kind."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import Quad

from served import listening
from tdi_graph import assembly, derivation, resources
from tdi_graph.assembly import Authored
from tdi_graph.documents import digest
from tdi_graph.release import n_quads
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.labels import text_of
from tdi_graph.views.presentations import Form
from tdi_graph.vocabulary import BASE
from tdi_graph.web.addresses import PREFIXES, path, place
from tdi_graph.web.presenting import NAMES, PARAMETERS

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
NO_CHROMIUM = "NOT RUN: there is no Chromium here (make browser installs it)"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TEXTS = resources.root().parent / "shared" / "documents"
SHOTS = resources.root() / "build" / "screenshots"
_FRONTEND = resources.root() / "frontend"
_AXE = _FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
_SHOWN_IN_ITS_TEXT = "cp-483"
_ASKED = {
    Form.TABLE: "territories-over-time",
    Form.CHART: "territories-over-time",
    Form.TIMELINE: "nesting",
    Form.GRAPH: "nesting",
}
_OPERATED = "SELECT ?scheme ?operator { ?scheme tdi:operatedBy ?operator }"


@dataclass(frozen=True)
class Visit:
    """A page of one kind: its address, and the status that it is answered with."""

    kind: str
    address: str
    status: int = 200


def visits(store: EmbeddedStore, language: str) -> list[Visit]:
    """Return a page of each kind."""
    root, view = PREFIXES[language], PARAMETERS[language]

    def to(name: str, rest: str = "", **given: str) -> str:
        return place(name, language, rest) + (f"?{urlencode(given)}" if given else "")

    def shown(form: Form) -> Visit:
        given = urlencode({view: NAMES[form][language]})
        return Visit(f"question-{form.value}", f"{root}/questions/{_ASKED[form]}?{given}")

    figure, passage = _said(store)
    return [
        Visit("home", f"{root}/"),
        Visit("classes", f"{root}/classes"),
        Visit("class", f"{root}/classes/Minister"),
        Visit("person", f"{root}/doc/person/marc-ferracci"),
        Visit("scheme", f"{root}/doc/scheme/territoires-d-industrie"),
        Visit("organisation", f"{root}/doc/organisation/anct"),
        Visit("statement", root + path(figure)),
        Visit("passage", root + path(passage)),
        Visit("document", f"{root}/doc/document/bilan-temps-2"),
        Visit("document-text", f"{root}/doc/document/{_SHOWN_IN_ITS_TEXT}"),
        Visit("figures", to("figures")),
        Visit("figure", to("figures", "/territories-count")),
        Visit("promises", to("promises")),
        Visit("contradictions", f"{root}/contradictions"),
        Visit("relations", f"{root}/relations"),
        Visit("search", to("search")),
        Visit("search-hits", to("search", q="industrie")),
        Visit("search-none", to("search", q="xyzzyq")),
        Visit("questions", f"{root}/questions"),
        *map(shown, Form),
        Visit("question-fault", f"{root}/questions/territories-over-time?scheme=nope", 422),
        Visit("query", to("query")),
        Visit("query-result", to("query", query=_OPERATED)),
        Visit("query-fault", to("query", query="SELECT * {\n ?s foo:bar ?o }"), 400),
        Visit("ontology", f"{root}/ontology"),
        Visit("graphs", f"{root}/graph"),
        Visit("graph", f"{root}/graph/document/{_SHOWN_IN_ITS_TEXT}"),
        Visit("dumps", f"{root}/dumps/"),
        Visit("problem", f"{root}/nowhere", 404),
    ]


def _said(store: EmbeddedStore) -> tuple[str, str]:
    """Return the first figure of the document that is shown in its text, and its passage."""
    document = f"<{BASE}id/document/{_SHOWN_IN_ITS_TEXT}>"
    [row] = store.select(
        "SELECT ?figure ?passage { ?figure a tdi:Figure ; tdi:evidence ?passage ."
        f" ?passage oa:hasSource {document} }} ORDER BY ?figure LIMIT 1"
    ).rows
    figure, passage = map(text_of, row)
    return figure, passage


@cache
def axe() -> str | None:
    """Return axe-core, installing it where npm is; none where it is not."""
    npm = shutil.which("npm")
    if not _AXE.is_file() and npm:
        command = [npm, "ci", "--no-audit", "--no-fund", "--fetch-retries=1"]
        subprocess.run(command, cwd=_FRONTEND, check=False, timeout=300, capture_output=True)
    return _AXE.read_text("utf-8") if _AXE.is_file() else None


@contextmanager
def serving(authored: Authored, folder: Path) -> Iterator[str]:
    """Serve our data as ``tdi-graph serve`` does, one document in its text; give the address."""
    derived = derivation.derive(authored.quads, resources.root() / "ontology" / "rules" / "derive")
    release = folder / "release.nq"
    release.write_bytes(n_quads([*authored.quads, *derived]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(release)]
    command += ["--port", str(port), *_with_text(authored.quads, folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            listening(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _with_text(quads: Iterable[Quad], folder: Path) -> list[str]:
    slugs = assembly.digests(quads)
    held = folder / "documents"
    held.mkdir()
    for text in TEXTS.glob("*.txt"):
        if slugs.get(digest(text.read_bytes())) == _SHOWN_IN_ITS_TEXT:
            shutil.copy(text, held)
    return ["--documents", str(held)] if any(held.iterdir()) else []
