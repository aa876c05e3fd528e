"""The application, with a way past everything for those who come for the endpoint alone.

A query that was answered before costs less than what a web framework does to find out who is to
answer it; so the endpoint is asked first, and all else is left to FastAPI.
"""

from contextlib import suppress

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from tdi_graph import __version__
from tdi_graph.web.instant import Instant
from tdi_graph.web.repeating import Answer, Repeating
from tdi_graph.web.sparql import PATH
from tdi_graph.web.streaming import Lifespan


class Front(FastAPI):
    """An application whose requests to the endpoint's path go there directly."""

    def __init__(self, endpoint: Repeating, instant: Instant, lifespan: Lifespan) -> None:
        """Take the endpoint, what looks up, and what lives as long as the application."""
        # No pages of FastAPI's own: they would load scripts from elsewhere.
        super().__init__(
            title="tdi-graph", version=__version__, openapi_url=None, lifespan=lifespan
        )
        self.endpoint = endpoint
        self._instant = instant

    def at_once(self, scope: Scope) -> Answer | None:
        """Return the answer to a request without a body, if that can be told without waiting."""
        # What fails here fails again where failures are told to the client; a panic of Oxigraph,
        # which is no Exception, would end the connection.
        with suppress(BaseException):
            return self._instant.answer(scope)
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] == PATH:
            await self.endpoint(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
