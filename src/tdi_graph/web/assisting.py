"""The tools of assistants over HTTP, at ``/mcp``: streamable HTTP, without sessions.

Whatever release is served at the moment answers; a query in SPARQL takes the same guarded path as
one at the endpoint.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tdi_graph import assistants
from tdi_graph.assistants import knowledge
from tdi_graph.protocol import Evaluation
from tdi_graph.web.current import Current

PATH = "/mcp"
_MOST_BYTES = 1 << 20


class Assisting:
    """The tools as an endpoint, which has to run beside the application."""

    def __init__(self, current: Current, evaluation: Evaluation) -> None:
        """Take the site that is served, and what evaluates queries."""
        self._current = current
        self._known: assistants.Knowledge | None = None
        server = assistants.make(self._knowledge, assistants.Guarded(evaluation))
        # What is read here is public: there is no origin to keep away.
        anybody = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,
            json_response=True,
            max_request_body_size=_MOST_BYTES,
            transport_security=anybody,
        )
        self._manager = server.session_manager

    def routes(self) -> list[Route]:
        """Return the route of the tools."""
        return [Route(PATH, self, name="mcp")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the protocol."""
        await self._manager.handle_request(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run for as long as the application does."""
        async with self._manager.run():
            yield

    def _knowledge(self) -> assistants.Knowledge:
        """Return what is known of the release that is served; it is read when first asked for."""
        site, known = self._current.site, self._known
        if known is None or known.backend is not site.backend:
            self._known = known = knowledge.make(site.backend, site.questions, site.index)
        return known
