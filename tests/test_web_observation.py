"""What is known of requests: in the log, in the metrics, in headers; and nothing of who asks."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from isolation_sample import ENDLESS, LIGHT, MEMORY_BOMB, STORE
from tdi_graph import questions, resources, views
from tdi_graph.isolation import Limits, Pool, Sizes, started
from tdi_graph.web import Current, Means, journal, observation, site
from tdi_graph.web.metrics import Metrics
from tdi_graph.web.reloading import Edition, Outcome
from tdi_graph.web.service import Service

SECRET = "SELECT * { ?s ?p 'private' }"
FORM = urlencode({"query": SECRET})
MIB = 1 << 20


def nothing() -> Edition:
    raise OSError("there is no other release")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged, as JSON."""
    loggers = [logging.getLogger(name) for name in ("tdi_graph", "uvicorn")]
    before = [(each.handlers, each.level, each.propagate) for each in loggers]
    monkeypatch.setattr(journal.REQUESTS, "disabled", False)
    stream = io.StringIO()
    journal.configure("json", stream)
    yield stream
    for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture
def service() -> Service:
    pool = Pool(partial(started, STORE, Limits(memory=256 * MIB)), Sizes(), timeout=60)
    made = site.make(STORE, {}, questions.load(resources.root() / "queries"))
    return Service(made, nothing, Means(pool), longest_query=10)


@pytest.fixture
def client(service: Service, log: io.StringIO) -> Iterator[TestClient]:
    with TestClient(service.app, raise_server_exceptions=False) as client:
        log.truncate()
        yield client


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def readings(service: Service) -> dict[str, float]:
    """Return each sample of the metrics under its name and the values of its labels."""
    text = generate_latest(service.metrics.registry).decode()
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_line_tells_what_is_needed_to_ask_again(client: TestClient, log: io.StringIO) -> None:
    answer = client.get("/sparql", params={"query": LIGHT, "format": "csv"})
    (line,) = lines(log)
    assert line.pop("time")
    for name in ("ms", "queue_ms", "eval_ms"):
        assert isinstance(line.pop(name), float)
    assert line == {
        "level": "info",
        "event": "request",
        "id": answer.headers["x-request-id"],
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "outcome": "ok",
        "bytes": len(answer.content),
        "release": "0" * 12,
        "query": sha256(LIGHT.encode()).hexdigest()[:16],
        "format": "text/csv",
        "cached": False,
    }


@pytest.mark.parametrize(
    ("query_string", "kind", "body"),
    [
        (FORM, "", b""),
        ("", "application/x-www-form-urlencoded", FORM.encode()),
        ("", "application/sparql-query", SECRET.encode()),
    ],
)
def test_a_query_goes_by_the_same_digest_however_it_is_asked(
    client: TestClient, log: io.StringIO, query_string: str, kind: str, body: bytes
) -> None:
    method, headers = ("POST", {"Content-Type": kind}) if kind else ("GET", {})
    answer = client.request(method, f"/sparql?{query_string}", content=body, headers=headers)
    assert answer.status_code == 200
    (line,) = lines(log)
    assert line["query"] == sha256(SECRET.encode()).hexdigest()[:16]


def test_nothing_is_logged_of_who_asks_or_of_what_is_answered(
    client: TestClient, log: io.StringIO
) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "User-Agent": "someone", "Referer": "https://a.b"}
    client.get("/sparql", params={"query": SECRET}, headers=headers)
    client.get("/", params={"q": "private"}, headers=headers)
    text = log.getvalue()
    assert len(lines(log)) == 2
    for word in ("private", "203.0.113.9", "testclient", "someone", "https://a.b"):
        assert word not in text


def test_the_text_of_a_refused_query_is_logged_as_far_as_that_is_asked_for(
    client: TestClient, log: io.StringIO
) -> None:
    client.get("/sparql", params={"query": "SELEKT 1234567890"})
    (line,) = lines(log)
    assert (line["status"], line["outcome"], line["text"]) == (400, "refused", "SELEKT 123")


def test_a_line_stays_a_line(client: TestClient, log: io.StringIO) -> None:
    client.get("/%0A%7B%22level%22:1%7D/\u2028x" + "y" * 1000)
    (line,) = lines(log)
    assert line["status"] == 404
    assert len(str(line["path"])) == 300
    assert "\n" not in str(line["path"])


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1.2_Z", True), ("a b", False), ("x" * 65, False), ('"}', False)]
)
def test_the_name_of_a_request_is_the_proxys_if_it_may_stand_in_a_log(
    client: TestClient, given: str, *, kept: bool
) -> None:
    name = client.get("/healthz", headers={"X-Request-Id": given}).headers["x-request-id"]
    assert (name == given) is kept
    assert name


def test_an_error_of_ours_is_told_with_its_traceback_and_counted(
    client: TestClient, log: io.StringIO, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(views, "home", fail)
    assert client.get("/").status_code == 500
    told = {line["event"]: line for line in lines(log)}
    assert "RuntimeError: a fault" in str(told["tdi_graph.web.faults"]["traceback"])
    assert (told["request"]["status"], told["request"]["outcome"]) == (500, "failed")
    assert readings(service)["tdi_graph_requests_total GET / 5xx"] == 1


def test_text_is_for_people(client: TestClient, log: io.StringIO) -> None:
    journal.configure("text", log)
    client.get("/sparql", params={"query": "SELEKT"})
    line = log.getvalue()
    assert line.count("\n") == 1
    assert " GET /sparql 400 refused ms=" in line
    assert line.rstrip().endswith('text="SELEKT"')


def test_off_is_silent_but_for_events(client: TestClient, log: io.StringIO) -> None:
    journal.configure("off", log)
    client.get("/")
    assert log.getvalue() == ""
    logging.getLogger("tdi_graph.web.reloading").warning("an event")
    assert log.getvalue().endswith(" an event\n")


def test_each_outcome_is_counted(client: TestClient, service: Service) -> None:
    for query in (LIGHT, "SELEKT", MEMORY_BOMB):
        client.get("/sparql", params={"query": query})
    client.get("/sparql", params={"query": ENDLESS, "timeout": "1"})
    client.get("/sparql")
    found = readings(service)
    counted = {
        name.removeprefix("tdi_graph_sparql_outcomes_total "): value
        for name, value in found.items()
        if name.startswith("tdi_graph_sparql_outcomes_total")
    }
    # Who asks nothing is told what the endpoint is.
    assert counted == {"ok": 2, "refused": 1, "timeout": 1, "killed": 1}
    assert found["tdi_graph_workers_crashed_total"] == 1
    assert found["tdi_graph_queries_expired_total"] == 1
    assert found["tdi_graph_queries_answered_total"] >= 1
    assert found["tdi_graph_workers_started_total"] >= 2
    assert found["tdi_graph_queries_running"] == 0
    assert found["tdi_graph_queries_waiting"] == 0
    assert found["tdi_graph_queries_generations"] == 1
    assert found["tdi_graph_release_info " + "0" * 64] == 1
    assert found["tdi_graph_request_seconds_count sparql"] == 5
    assert found["process_resident_memory_bytes"] > 0


def test_no_request_makes_a_time_series_of_its_own(client: TestClient, service: Service) -> None:
    def ask(mark: str) -> None:
        client.get(f"/{mark}")
        client.get(f"/doc/person/{mark}")
        client.get(f"/en/doc/person/{mark}")
        client.get(f"/questions/{mark}?{mark}={mark}")
        client.get(f"/static/{mark}")
        client.request(mark.upper(), "/")
        client.get("/sparql", params={"query": mark, "format": mark})

    ask("first")
    before = readings(service).keys()
    for mark in ("second", "third"):
        ask(mark)
    assert readings(service).keys() == before
    assert "tdi_graph_requests_total GET /doc/{kind}/{slug:path} 4xx" in before
    assert "tdi_graph_requests_total GET other 4xx" in before
    assert "tdi_graph_requests_total GET /static 4xx" in before


def test_attempts_to_change_the_release_are_counted(client: TestClient, service: Service) -> None:
    assert client.portal is not None
    assert client.portal.call(service.reloader.reload) is Outcome.REFUSED
    found = readings(service)
    assert {o: found[f"tdi_graph_reloads_total {o}"] for o in Outcome} == {
        Outcome.REFUSED: 1,
        Outcome.CHANGED: 0,
        Outcome.SAME: 0,
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What an endpoint with a cache tells."""

    cached: bool
    waited: float = 0.5
    evaluated: float = 0.25
    format: str = "text/csv"
    query: str = "ASK {}"


@pytest.mark.parametrize("cached", [True, False])
def test_what_the_endpoint_tells_is_noted(log: io.StringIO, *, cached: bool) -> None:
    class Telling:
        """An endpoint that is asked nothing, and only tells."""

        async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": ()})
            await send({"type": "http.response.body", "body": b"abc"})
            observation.Endpoint().observe(Told(cached))

    current = Current(site.make(STORE, {}, {}))
    metrics = Metrics(current)
    observed = observation.Observed(
        Telling(), current, observation.templates([]), [metrics, journal.Journal()]
    )
    assert TestClient(observed).get("/sparql").content == b"abc"
    (line,) = lines(log)
    assert (line["format"], line["cached"], line["query"]) == (
        "text/csv",
        cached,
        sha256(b"ASK {}").hexdigest()[:16],
    )
    assert line.get("queue_ms") == (None if cached else 500)
    result = {"result": "hit" if cached else "miss"}
    assert metrics.registry.get_sample_value("tdi_graph_sparql_cache_total", result) == 1


def test_the_times_are_told_to_the_client(client: TestClient) -> None:
    timing = client.get("/sparql", params={"query": LIGHT}).headers["server-timing"]
    assert [part.split(";")[0] for part in timing.split(", ")] == ["queue", "eval"]
    assert client.get("/").headers["server-timing"].startswith("render;dur=")
