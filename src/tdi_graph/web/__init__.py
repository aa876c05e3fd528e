"""The web service: one application over one store, wired here and nowhere else."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Mount

from tdi_graph import __version__, changes, questions
from tdi_graph.documents import Document
from tdi_graph.isolation import Pool
from tdi_graph.store import Backend
from tdi_graph.web import (
    assets,
    catalogue,
    dereferencing,
    describing,
    dumps,
    faults,
    feed,
    graph_store,
    pages,
    query_page,
    site,
    sitemap,
    sparql,
    streaming,
)
from tdi_graph.web.current import Current
from tdi_graph.web.health import Health
from tdi_graph.web.observation import Observed, Observer, templates
from tdi_graph.web.reloading import Reloader
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
    made = site.make(
        backend,
        documents or {},
        questions.load(root / "queries"),
        changes.load_history(root),
    )
    return application(Current(made), pool=pool)


def application(
    current: Current,
    *,
    pool: Pool | None = None,
    health: Health | None = None,
    reloader: Reloader | None = None,
    observers: Iterable[Observer] = (),
) -> FastAPI:
    """Make the application that serves the ``current`` site, whichever that is by then.

    ``health`` answers for the service, ``reloader`` runs beside it and changes the site, and the
    ``observers`` are told of every request at its end.
    """
    # No pages of FastAPI's own: they would load scripts from elsewhere.
    life = _lifespan(current, pool, reloader)
    app = FastAPI(title="tdi-graph", version=__version__, openapi_url=None, lifespan=life)
    routes = _routes(current, pool, health or Health(current, pool))
    app.add_middleware(Safety)
    app.add_middleware(Observed, current, templates(routes), observers)
    app.router.routes.extend(routes)
    faults.install(app, current, HEADERS)
    return app


def _routes(current: Current, pool: Pool | None, health: Health) -> list[BaseRoute]:
    return [
        *health.routes(),
        *sparql.router(
            lambda: current.site.backend, pool, describing.of_endpoint(current, pool)
        ).routes,
        *dereferencing.routes(current),
        *describing.routes(current),
        *catalogue.routes(current),
        *dumps.routes(current),
        *feed.routes(current),
        *sitemap.routes(current),
        *graph_store.routes(current),
        *pages.routes(current),
        *query_page.routes(current, pool),
        Mount("/static", assets.Files(directory=assets.STATIC), name="static"),
    ]


def _lifespan(current: Current, pool: Pool | None, reloader: Reloader | None) -> streaming.Lifespan:
    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as held:
            if pool:
                await held.enter_async_context(streaming.lifespan(pool)(app))
            if reloader:
                await held.enter_async_context(reloader.running())
            yield
        await run_in_threadpool(current.site.description.archive.close)
        await run_in_threadpool(current.site.tables.close)

    return living
