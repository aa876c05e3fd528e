"""The site that is served now, which a new release replaces while requests run.

A request keeps the site that it began with, down to the page that tells its failure, so that no
answer is made from two releases.
"""

from collections.abc import Callable
from typing import TypeAlias

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from tdi_graph.web.site import Site, Voice

Page: TypeAlias = Callable[[Site, Voice, Request], Response]
"""What answers a request for a page, in a language."""

Resource: TypeAlias = Callable[[Site, Request], Response]
"""What answers a request for what has no language."""

_KEY = "tdi_graph.site"


class Current:
    """Holds the site; replacing it is one assignment, which every request sees whole or not."""

    def __init__(self, site: Site) -> None:
        """Take the first site."""
        self.site = site

    def of(self, connection: HTTPConnection) -> Site:
        """Return the site that a request began with: if it begins now, the one served now."""
        site: Site = connection.scope.setdefault(_KEY, self.site)
        return site

    def page(self, language: str, function: Page) -> Callable[[Request], Response]:
        """Return the endpoint that answers with a page in ``language``."""

        def answered(request: Request) -> Response:
            site = self.of(request)
            return function(site, site.voices[language], request)

        return answered

    def resource(self, function: Resource) -> Callable[[Request], Response]:
        """Return the endpoint that answers with a resource."""

        def answered(request: Request) -> Response:
            return function(self.of(request), request)

        return answered
