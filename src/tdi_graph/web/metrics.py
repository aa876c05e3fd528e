"""The service in numbers, for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).

Labels come from closed lists, such as the templates of routes, so that no request can make a new
time series. The numbers are the process's own; they are served on a port of their own.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tdi_graph.isolation import Pool
from tdi_graph.web.current import Current
from tdi_graph.web.observation import Record
from tdi_graph.web.reloading import Outcome

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_REQUESTS = "Requests answered, by route, method and class of status."
_REQUEST_SECONDS = "Time from a request to the end of its answer, by kind of route."
_RESPONSE_BYTES = "Bytes of the bodies of answers, by kind of route."
_SPARQL_OUTCOMES = "What became of requests to the endpoint."
_SPARQL_CACHE = "Queries that were answered before, and those that were not."
_QUEUE_SECONDS = "Time that a query waited for a worker."
_RELOADS = "Attempts to change the release, by outcome."
_SPARQL = "/sparql"
_KINDS = {
    "sparql": "sparql",
    "questions": "question",
    "doc": "page",
    "id": "redirect",
    "static": "static",
    "healthz": "health",
    "readyz": "health",
    "other": "other",
}


class Metrics:
    """Counts what it observes; reads what others count when the numbers are asked for."""

    def __init__(self, current: Current, pool: Pool | None = None) -> None:
        """Take what is served and, if there is one, the pool that answers queries."""
        self.registry = CollectorRegistry()
        self._requests = self._counter("requests", _REQUESTS, "route", "method", "status")
        self._seconds = self._histogram("request_seconds", _REQUEST_SECONDS, "kind")
        self._bytes = self._counter("response_bytes", _RESPONSE_BYTES, "kind")
        self._outcomes = self._counter("sparql_outcomes", _SPARQL_OUTCOMES, "outcome")
        self._cached = self._counter("sparql_cache", _SPARQL_CACHE, "result")
        self._waits = self._histogram("sparql_queue_seconds", _QUEUE_SECONDS)()
        self._reloads = self._counter("reloads", _RELOADS, "outcome")
        for outcome in Outcome:
            self._reloads(outcome)
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.registry.register(_Readings(current, pool))

    # What counts for some labels is looked up for each request: it is found at once, and there
    # are few of it, since labels come from closed lists.

    def _counter(self, name: str, meaning: str, *labels: str) -> Callable[..., Counter]:
        whole = Counter(f"tdi_graph_{name}", meaning, labels, registry=self.registry)
        return cache(whole.labels)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Callable[..., Histogram]:
        full = f"tdi_graph_{name}"
        whole = Histogram(full, meaning, labels, buckets=_SECONDS, registry=self.registry)
        return cache(whole.labels) if labels else lambda: whole

    def __call__(self, record: Record) -> None:
        """Count a request that is over."""
        counted_as = kind(record.route)
        method = record.method if record.method in _METHODS else "other"
        status = f"{record.status // 100}xx" if record.status else "none"
        self._requests(record.route, method, status).inc()
        self._seconds(counted_as).observe(record.seconds)
        self._bytes(counted_as).inc(record.size)
        if record.route == _SPARQL:
            self._outcomes(record.outcome).inc()
            if record.waited is not None:
                self._waits.observe(record.waited)
            if record.cached is not None:
                self._cached("hit" if record.cached else "miss").inc()

    def reloaded(self, outcome: Outcome) -> None:
        """Count an attempt to change the release."""
        self._reloads(outcome).inc()

    @contextmanager
    def served(self, host: str, port: int) -> Iterator[int]:
        """Serve the numbers on a port of their own, from a thread; yield the port."""
        server, thread = start_http_server(port, host, self.registry)
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@cache
def kind(route: str) -> str:
    """Return the kind that a route is counted as.

    >>> kind("/questions/{slug}"), kind("/classes")
    ('question', 'page')
    """
    return _KINDS.get(route.strip("/").partition("/")[0], "page")


class _Readings(Collector):
    """What is read off the pool and the site at the moment it is asked for."""

    def __init__(self, current: Current, pool: Pool | None) -> None:
        self._current = current
        self._pool = pool

    def collect(self) -> Iterable[Metric]:
        """Yield the readings."""
        info = GaugeMetricFamily(
            "tdi_graph_release_info", "The release that is served: always 1.", labels=("release",)
        )
        info.add_metric((self._current.site.backend.release,), 1)
        yield info
        if self._pool:
            yield from _gauges(self._pool)
            yield from _counters(self._pool)


def _gauges(pool: Pool) -> Iterable[Metric]:
    readings = {
        "waiting": ("Queries that wait for a worker.", pool.waiting),
        "running": ("Queries that are being answered.", pool.running),
        "generations": ("Releases that a process holds: 1, but after a change.", pool.generations),
    }
    for name, (meaning, value) in readings.items():
        yield GaugeMetricFamily(f"tdi_graph_queries_{name}", meaning, value)


def _counters(pool: Pool) -> Iterable[Metric]:
    counted = pool.statistics
    readings = {
        "workers_started": ("Worker processes that were started.", counted.started),
        "workers_killed": ("Workers that were killed at work.", counted.killed),
        "workers_crashed": ("Workers that died at work.", counted.crashed),
        "queries_answered": ("Queries that were answered to the end.", counted.answered),
        "queries_refused": ("Queries that no worker was free for.", counted.refused),
        "queries_expired": ("Queries whose time was over.", counted.expired),
    }
    for name, (meaning, value) in readings.items():
        yield CounterMetricFamily(f"tdi_graph_{name}", meaning, value)
