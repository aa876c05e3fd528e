"""The site that is served now, which a new release replaces while requests run.

A request keeps the site that it began with, down to the page that tells its failure, so that no
answer is made from two releases.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from tdi_graph.errors import TdiError
from tdi_graph.web.site import Site, Voice

Page: TypeAlias = Callable[[Site, Voice, Request], Response]
"""What answers a request for a page, in a language."""

AwaitedPage: TypeAlias = Callable[[Site, Voice, Request], Awaitable[Response]]
"""What answers as a page does, and waits for something while others are answered."""

Resource: TypeAlias = Callable[[Site, Request], Response]
"""What answers a request for what has no language."""

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
"""What the framework calls."""

PATIENCE = 10.0
"""How many seconds an answer that is made in this process may take."""

_KEY = "tdi_graph.site"


class Overdue(TdiError):
    """An answer that is made in this process takes too long."""


class Current:
    """Holds the site; replacing it is one assignment, which every request sees whole or not."""

    def __init__(self, site: Site) -> None:
        """Take the first site."""
        self.site = site
        self._followers: list[Callable[[Site], None]] = []

    def follow(self, follower: Callable[[Site], None]) -> None:
        """Have ``follower`` told of each site that takes the place of another, at that moment."""
        self._followers.append(follower)

    def replace(self, site: Site) -> None:
        """Serve another site from now on."""
        self.site = site
        for follower in self._followers:
            follower(site)

    def of(self, scope: Scope) -> Site:
        """Return the site that a request began with: if it begins now, the one served now."""
        site: Site = scope.setdefault(_KEY, self.site)
        return site

    def page(self, language: str, function: Page) -> Endpoint:
        """Return the endpoint that answers with a page in ``language``."""

        async def answered(request: Request) -> Response:
            site = self.of(request.scope)
            return await _in_time(partial(function, site, site.voices[language], request))

        return answered

    def awaited(self, language: str, function: AwaitedPage) -> Endpoint:
        """Return the endpoint that waits for a page in ``language`` and answers with it."""

        async def answered(request: Request) -> Response:
            site = self.of(request.scope)
            return await function(site, site.voices[language], request)

        return answered

    def resource(self, function: Resource) -> Endpoint:
        """Return the endpoint that answers with a resource."""

        async def answered(request: Request) -> Response:
            return await _in_time(partial(function, self.of(request.scope), request))

        return answered


async def _in_time(function: Callable[[], Response]) -> Response:
    """Answer in a thread, or else in time: a thread cannot be stopped, but need not be waited for.

    What is asked here are our own queries, with values in them that are terms; those of others
    run in processes that can be killed. A thread that is not waited for keeps its place among
    the few that there are.
    """
    answering = asyncio.ensure_future(run_in_threadpool(function))
    done, _ = await asyncio.wait([answering], timeout=PATIENCE)
    if done:
        return answering.result()
    answering.add_done_callback(_forget)
    raise Overdue("the answer takes too long")


def _forget(answering: asyncio.Future[Response]) -> None:
    if not answering.cancelled():
        answering.exception()
