"""The web service: one application over one store, wired here and nowhere else."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from tdi_graph import __version__, questions
from tdi_graph.documents import Document
from tdi_graph.isolation import Pool
from tdi_graph.store import Backend
from tdi_graph.web import (
    dereferencing,
    describing,
    dumps,
    faults,
    graph_store,
    pages,
    site,
    sparql,
    streaming,
)
from tdi_graph.web.safety import HEADERS, Safety

__all__ = ["create_app"]


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
    held = site.make(backend, documents or {}, questions.load(root / "queries"))
    # No pages of FastAPI's own: they would load scripts from elsewhere.
    life = _lifespan(held, pool)
    app = FastAPI(title="tdi-graph", version=__version__, openapi_url=None, lifespan=life)
    app.add_middleware(Safety)
    app.include_router(sparql.router(backend, pool, describing.of_endpoint(held, pool)))
    made = (dereferencing, describing, dumps, graph_store, pages)
    app.include_router(APIRouter(routes=[route for each in made for route in each.routes(held)]))
    app.mount("/static", StaticFiles(directory=site.STATIC), name="static")
    faults.install(app, held, HEADERS)
    return app


def _lifespan(held: site.Site, pool: Pool | None) -> streaming.Lifespan:
    """Return what opens the pool when the application starts, and ends all when that ends."""

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        async with streaming.lifespan(pool)(app) if pool else nullcontext():
            yield
        await run_in_threadpool(held.description.archive.close)

    return living
