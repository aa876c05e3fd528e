"""The service as it is run: the application, its health, its numbers, its log, its next release."""

from collections.abc import Callable

from tdi_graph.web import application
from tdi_graph.web.current import Current
from tdi_graph.web.evaluating import Means
from tdi_graph.web.health import Health
from tdi_graph.web.journal import Journal
from tdi_graph.web.metrics import Metrics
from tdi_graph.web.reloading import Edition, Reloader, Watch
from tdi_graph.web.site import Site


class Service:
    """The parts of a running service, wired to each other."""

    def __init__(
        self,
        site: Site,
        load: Callable[[], Edition],
        means: Means,
        *,
        watch: Watch | None = None,
        longest_query: int = 0,
    ) -> None:
        """Take the first site, what loads the next, and what queries are answered with.

        A release that is replaced is served at once if there is a ``watch`` on it;
        ``longest_query`` is how many characters of a refused or failed query are logged.
        """
        current, pool = Current(site), means.pool
        self.health = Health(current, pool)
        self.metrics = Metrics(current, pool)
        self.reloader = Reloader(current, load, pool=pool, watch=watch, told=self.metrics.reloaded)
        self.app = application(
            current,
            means,
            health=self.health,
            reloader=self.reloader,
            observers=(self.metrics, Journal(longest_query)),
        )
