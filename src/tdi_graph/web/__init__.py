"""The web service: one application over one store, wired here and nowhere else."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from tdi_graph import __version__, questions
from tdi_graph.documents import Document
from tdi_graph.isolation import Pool
from tdi_graph.store import Backend
from tdi_graph.web import dereferencing, faults, pages, site, sparql, streaming
from tdi_graph.web.current import Current
from tdi_graph.web.safety import HEADERS, Safety

__all__ = ["Current", "application", "create_app"]


def create_app(
    backend: Backend,
    *,
    root: Path,
    documents: Mapping[str, Document] | None = None,
    pool: Pool | None = None,
) -> FastAPI:
    """Make the application that serves ``backend``.

    ``root`` is the folder that holds ``queries/``; ``documents`` are the texts at hand, by slug,
    in which passages are shown; ``pool``, which the application opens and closes, answers queries.
    """
    made = site.make(backend, documents or {}, questions.load(root / "queries"))
    return application(Current(made), pool=pool)


def application(current: Current, *, pool: Pool | None = None) -> FastAPI:
    """Make the application that serves the ``current`` site, whichever that is by then."""
    # No pages of FastAPI's own: they would load scripts from elsewhere.
    life = streaming.lifespan(pool) if pool else None
    app = FastAPI(title="tdi-graph", version=__version__, openapi_url=None, lifespan=life)
    app.add_middleware(Safety)
    app.include_router(sparql.router(lambda: current.site.backend, pool))
    app.include_router(APIRouter(routes=[*dereferencing.routes(current), *pages.routes(current)]))
    app.mount("/static", StaticFiles(directory=site.STATIC), name="static")
    faults.install(app, current, HEADERS)
    return app
