"""The web service: one application over one store, wired here and nowhere else."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Mount

from tdi_graph import changes, questions
from tdi_graph.documents import Document
from tdi_graph.isolation import Pool
from tdi_graph.protocol import Evaluation
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
    observation,
    pages,
    query_page,
    reconciling,
    site,
    sitemap,
    sparql,
    streaming,
)
from tdi_graph.web.assisting import Assisting
from tdi_graph.web.cache import BUDGET, Cache
from tdi_graph.web.compression import Compression
from tdi_graph.web.current import Current
from tdi_graph.web.evaluating import Inline, Lookups, Means
from tdi_graph.web.federating import Federated
from tdi_graph.web.front import Front
from tdi_graph.web.health import Health
from tdi_graph.web.instant import Instant
from tdi_graph.web.observation import Observed, Observer, templates
from tdi_graph.web.reloading import Reloader
from tdi_graph.web.repeating import Repeating
from tdi_graph.web.safety import HEADERS, Safety

__all__ = ["Current", "Means", "application", "create_app"]

_OURS = Means()


def create_app(
    backend: Backend,
    *,
    root: Path,
    documents: Mapping[str, Document] | None = None,
    pool: Pool | None = None,
    services: Collection[str] = (),
) -> Front:
    """Make the application that serves ``backend``.

    ``root`` is the folder that holds ``queries/``; ``documents`` are the texts at hand, by slug,
    in which passages are shown; ``pool``, which the application opens and closes, answers queries,
    and these may call ``services``.
    """
    made = site.make(
        backend,
        documents or {},
        questions.load(root / "queries"),
        changes.load_history(root),
    )
    return application(Current(made), Means(pool, frozenset(services)))


def application(
    current: Current,
    means: Means = _OURS,
    *,
    health: Health | None = None,
    reloader: Reloader | None = None,
    observers: Iterable[Observer] = (),
) -> Front:
    """Make the application that serves the ``current`` site, whichever that is by then.

    ``means``, whose pool the application opens and closes, answer queries; ``health`` answers for
    the service, ``reloader`` runs beside it and changes the site, and the ``observers`` are told
    of every request at its end.
    """
    lookups = _lookups(current, means)
    evaluation = Federated(lookups, means.services) if means.services else lookups
    observers = tuple(observers)
    tools = Assisting(current, evaluation)
    endpoint = _endpoint(current, means, evaluation)
    app = Front(
        _repeating(endpoint, current, observers),
        Instant(endpoint, lookups, observers),
        _lifespan(current, means.pool, reloader, tools),
    )
    routes = _routes(current, evaluation, health or Health(current, means.pool))
    _install(app, current, [*routes, *tools.routes()], observers)
    return app


def _install(
    app: Front, current: Current, routes: list[BaseRoute], observers: tuple[Observer, ...]
) -> None:
    app.add_middleware(Safety)
    app.add_middleware(Compression)
    app.add_middleware(Observed, current, templates(routes), observers)
    app.router.routes.extend(routes)
    faults.install(app, current, HEADERS)


def _lookups(current: Current, means: Means) -> Lookups:
    def backend() -> Backend:
        return current.site.backend

    return Lookups(means.pool or Inline(backend), backend)


def _endpoint(current: Current, means: Means, evaluation: Evaluation) -> sparql.Endpoint:
    return sparql.Endpoint(
        evaluation,
        current.site.backend.release,
        describe=describing.of_endpoint(current, means),
        observer=observation.Endpoint(),
        cache=Cache(BUDGET // means.servers),
    )


def _repeating(
    endpoint: sparql.Endpoint, current: Current, observers: tuple[Observer, ...]
) -> Repeating:
    repeating = Repeating(Observed(endpoint, current, templates([]), observers), observers)

    def renew(made: site.Site) -> None:
        endpoint.renew(made.backend.release)
        repeating.renew()

    current.follow(renew)
    return repeating


def _routes(current: Current, evaluation: Evaluation, health: Health) -> list[BaseRoute]:
    """Return the routes of all but the endpoint, which is asked before any of them."""
    return [
        *health.routes(),
        *dereferencing.routes(current),
        *describing.routes(current),
        *catalogue.routes(current),
        *dumps.routes(current),
        *feed.routes(current),
        *sitemap.routes(current),
        *graph_store.routes(current),
        *pages.routes(current),
        *query_page.routes(current, evaluation),
        *reconciling.routes(current),
        Mount("/static", assets.Files(directory=assets.STATIC), name="static"),
    ]


def _lifespan(
    current: Current, pool: Pool | None, reloader: Reloader | None, tools: Assisting
) -> streaming.Lifespan:
    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as held:
            if pool:
                await held.enter_async_context(streaming.lifespan(pool)(app))
            await held.enter_async_context(tools.running())
            if reloader:
                await held.enter_async_context(reloader.running())
            yield
        await run_in_threadpool(current.site.description.archive.close)
        await run_in_threadpool(current.site.tables.close)

    return living
