"""The web service: one application over one store, wired here and nowhere else."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter
from starlette.staticfiles import StaticFiles

from tdi_graph import __version__, questions
from tdi_graph.documents import Document
from tdi_graph.isolation import Pool
from tdi_graph.store import Backend
from tdi_graph.web import dereferencing, faults, pages, site, sparql, streaming
from tdi_graph.web.compression import Compression
from tdi_graph.web.evaluating import Inline
from tdi_graph.web.front import Front
from tdi_graph.web.safety import HEADERS, Safety

__all__ = ["create_app"]


def create_app(
    backend: Backend,
    *,
    root: Path,
    documents: Mapping[str, Document] | None = None,
    pool: Pool | None = None,
) -> Front:
    """Make the application that serves ``backend``.

    ``root`` is the folder that holds ``queries/``; ``documents`` are the texts at hand, by slug,
    in which passages are shown; ``pool``, which the application opens and closes, answers queries.
    """
    held = site.make(backend, documents or {}, questions.load(root / "queries"))
    # No pages of FastAPI's own: they would load scripts from elsewhere.
    life = streaming.lifespan(pool) if pool else None
    endpoint = sparql.Endpoint(pool or Inline(backend), backend.release)
    app = Front(endpoint, title="tdi-graph", version=__version__, openapi_url=None, lifespan=life)
    app.add_middleware(Safety)
    app.add_middleware(Compression)
    app.include_router(APIRouter(routes=[*dereferencing.routes(held), *pages.routes(held)]))
    app.mount("/static", StaticFiles(directory=site.STATIC), name="static")
    faults.install(app, held, HEADERS)
    return app
