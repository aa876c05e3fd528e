"""SERVICE from a running server to others, and from others to it, all on this machine."""

import asyncio
import csv
import io
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

from federation_world import CASES, PATHS, World, data, world
from isolation_sample import Server, ask, pooled, serving, until
from sparql_sample import listening
from tdi_graph import federation, resources
from tdi_graph.cli import main
from tdi_graph.errors import TdiError
from tdi_graph.store import Dataset, EmbeddedStore

QUESTIONS = resources.root() / "queries" / "federated"
FROM_US = sorted((QUESTIONS / "from-us").glob("*.rq"))
TOWARDS_US = sorted((QUESTIONS / "towards-us").glob("*.rq"))
SERVICE = re.compile(r"(?<=SERVICE )<[^>]*>")
IMITATIONS = ("wikidata", "insee", "eu")


@dataclass(frozen=True)
class Here:
    """Our server, a server of ours that plays another, and a world that misbehaves."""

    ours: Server
    other: str
    world: World

    def ask(self, pattern: str, **more: str) -> tuple[int, str]:
        """Ask ours for what a pattern finds; ``{path}`` in it is an address of the world."""
        query = re.sub(r"\{(\w+)\}", lambda found: f"<{self.world.at(found[1])}>", pattern)
        status, body = self.ours.get(query, **more)
        return status, body.decode()


@pytest.fixture(scope="module")
def here(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    folder = tmp_path_factory.mktemp
    with world() as outside, serving(folder("other"), quads=data(*IMITATIONS)) as other:
        address = f"http://127.0.0.1:{other.port}/sparql"
        allowed = [address, *(outside.at(path) for path in PATHS if path != "elsewhere")]
        options = [word for each in allowed for word in ("--allow-service", each)]
        with serving(folder("ours"), *options, quads=store.quads()) as ours:
            yield Here(ours, address, outside)


# ---- The questions that are shipped ----


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def expected(path: Path) -> list[list[str]]:
    return rows((CASES / f"{path.stem}.csv").read_text("utf-8"))


@pytest.mark.parametrize("path", [*FROM_US, *TOWARDS_US], ids=lambda p: p.stem)
def test_each_question_is_sparql_for_two_engines(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(federation.clauses(text)) == 1
    prepareQuery(text)
    # Nothing is evaluated until a row is asked for.
    assert isinstance(Store().query(SERVICE.sub("<http://127.0.0.1:9/>", text)), QuerySolutions)


@pytest.mark.parametrize("path", FROM_US, ids=lambda p: p.stem)
def test_each_question_from_us_is_answered(here: Here, path: Path) -> None:
    status, body = here.ours.get(SERVICE.sub(f"<{here.other}>", path.read_text("utf-8")))
    assert (status, rows(body.decode())) == (200, expected(path))


@pytest.mark.parametrize("path", TOWARDS_US, ids=lambda p: p.stem)
def test_each_question_towards_us_is_answered(here: Here, path: Path) -> None:
    outside = Graph()
    for name in IMITATIONS:
        outside.parse(CASES / f"{name}.ttl")
    ours = f"<http://127.0.0.1:{here.ours.port}/sparql>"
    found = outside.query(SERVICE.sub(ours, path.read_text("utf-8")))
    answer = found.serialize(format="csv")
    assert answer is not None
    assert rows(answer.decode()) == expected(path)


# ---- What another service may do ----

ONE = "SELECT ?x { SERVICE {%s} { ?x ?p ?y } }"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("good", 200, "x\r\nit\r\n"),
        ("fails", 502, "answers 500"),
        ("refuses", 502, "answers 400"),
        ("redirects", 502, "answers 307"),
        ("hypertext", 502, "answers in 'text/html'"),
        ("nonsense", 502, "answers no solutions"),
        ("split", 502, "answers no solutions"),
        ("untrue", 502, "answers a term that is none"),
        ("long", 400, "answers more than"),
        ("many", 400, "answers more than"),
        ("wide", 200, "itit"),
        ("never", 504, "takes too long"),
    ],
)
def test_what_a_service_does_has_its_status(here: Here, path: str, status: int, words: str) -> None:
    got, text = here.ask(ONE % path, timeout="1" if path == "never" else "10")
    assert (got, words in text) == (status, True), text[:300]
    assert "elsewhere" not in {asked for asked, _ in here.world.asked}


@pytest.mark.parametrize("path", ["fails", "redirects", "nonsense", "long", "never"])
def test_a_silent_service_that_fails_is_one_empty_solution(here: Here, path: str) -> None:
    query = "SELECT ?x ?y { VALUES ?y { 1 2 } SERVICE SILENT {%s} { ?x ?p ?z } }"
    # What a service leaves of the time must do for the rest, on a busy machine too.
    assert here.ask(query % path, timeout="5") == (200, "x,y\r\n,1\r\n,2\r\n")


def test_a_silent_service_that_does_not_fail_answers(here: Here) -> None:
    assert here.ask("SELECT ?x { SERVICE SILENT {good} { ?x ?p ?y } }") == (200, "x\r\nit\r\n")


def of(here: Here, path: str, words: str) -> str:
    """A query that calls an address of the world with words that no other test says."""
    return ONE.replace("{%s}", f"<{here.world.at(path)}>").replace("?p", words)


def test_four_are_called_at_once_and_the_others_are_answered_meanwhile(here: Here) -> None:
    never = of(here, "never", "<urn:crowd>")

    async def crowd() -> None:
        slow = [asyncio.create_task(here.ours.fetch(never, timeout="8")) for _ in range(7)]
        await until(lambda: here.world.heard("<urn:crowd>") == 4)
        quick = [here.ours.fetch(f"SELECT ({n} AS ?n) {{}}") for n in range(20)]
        assert {status for status, _ in await asyncio.gather(*quick)} == {200}
        assert not any(task.done() for task in slow)
        assert here.world.heard("<urn:crowd>") == 4
        assert {status for status, _ in await asyncio.gather(*slow)} == {504}

    asyncio.run(crowd())


def test_who_leaves_ends_the_call(here: Here) -> None:
    async def leave() -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", here.ours.port)
        writer.write(here.ours.request(of(here, "never", "<urn:leaves>")))
        await until(lambda: here.world.heard("<urn:leaves>") == 1)
        writer.close()
        await writer.wait_closed()
        await until(lambda: any("<urn:leaves>" in query for query in here.world.left))

    asyncio.run(leave())


def get(server: Server, path: str, accept: str) -> tuple[int, dict[str, str], str]:
    address = f"http://127.0.0.1:{server.port}{path}"
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        response = urllib.request.urlopen(request, timeout=120)
    except urllib.error.HTTPError as error:
        response = error
    with closing(response):
        headers = {name.lower(): value for name, value in response.headers.items()}
        return int(response.status), headers, response.read().decode()


def test_no_answer_of_others_is_kept(here: Here) -> None:
    query = quote(of(here, "good", "<urn:kept>"))
    for _ in range(2):
        status, headers, _ = get(here.ours, f"/sparql?query={query}", "text/csv")
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert "etag" not in headers
    assert here.world.heard("<urn:kept>") == 2


def test_the_query_page_calls_services_too(here: Here) -> None:
    pages = {
        path: get(
            here.ours,
            "/en/query?" + urlencode({"query": ONE.replace("{%s}", f"<{here.world.at(path)}>")}),
            "text/html",
        )
        for path in ("good", "fails", "elsewhere")
    }
    assert [pages[path][0] for path in pages] == [200, 502, 403]
    assert re.search(r"<td[^>]*>\s*(?:<[^>]*>\s*)*it", pages["good"][2])
    assert "gave no answer that can be used" in pages["fails"][2]
    assert "From here, SERVICE calls only" in pages["elsewhere"][2]


def test_the_endpoint_tells_whom_it_calls(here: Here) -> None:
    _, _, text = get(here.ours, "/sparql", "application/n-triples")
    assert "service-description#BasicFederatedQuery>" in text
    called = re.findall(r"#callable/\d+> <https://schema.org/value> <(.*?)>", text)
    assert len(called) == len(PATHS)
    assert here.other in called


# ---- What is not called ----

OTHERS = [
    "SERVICE <{U}> { ?s ?p ?o }",
    "SERVICE SILENT <{U}> { ?s ?p ?o }",
    "SERVICE <{A}/> { ?s ?p ?o }",
    "SERVICE <{A}?x> { ?s ?p ?o }",
    "SERVICE <{A}#x> { ?s ?p ?o }",
    "SERVICE <{A}/../elsewhere> { ?s ?p ?o }",
    "SERVICE <{H}> { ?s ?p ?o }",
    "SERVICE <{A}@{N}/> { ?s ?p ?o }",
    "SERVICE <http://x@{N}/good> { ?s ?p ?o }",
    "SERVICE <http://localhost:{P}/good> { ?s ?p ?o }",
    "SERVICE <http://[::1]:{P}/good> { ?s ?p ?o }",
    "SERVICE <http://127.1:{P}/good> { ?s ?p ?o }",
    "SERVICE <http://127.0.0.1:{P}/%67ood> { ?s ?p ?o }",
    "SERVICE <http://127.0.0.1:{P}/g\\u006fod> { ?s ?p ?o }",
    "SERVICE <{A}\\u000d\\u000aX:y> { ?s ?p ?o }",
    "SERVICE <{A}\\u0000> { ?s ?p ?o }",
    "SERVICE <good> { ?s ?p ?o }",
    "SERVICE s:elsewhere { ?s ?p ?o }",
    "SERVICE s:\\/good { ?s ?p ?o }",
    "SERVICE <{A}> { ?s ?p ?o } SERVICE <{U}> { ?s ?p ?o }",
]
MISUSED = [
    "SERVICE ?x { ?s ?p ?o }",
    "VALUES ?x { <{U}> } SERVICE ?x { ?s ?p ?o }",
    "SERVICE n:x { ?s ?p ?o }",
    "SERVICE <{A}> { SERVICE <{U}> { ?s ?p ?o } }",
    "SERVICE <{A}> { SERVICE <{A}> { ?s ?p ?o } }",
    "SERVICE <{A}> { ?s ?p ?o } " * 5,
    "SERVICE:x {}",
    "SERVICESILENT<{U}> {}",
    "SERVICE:x SERVICE <{A}> { }",
    "''' SERVICE <{A}> { ?s ?p ?o }",
    "\" SERVICE <{A}> {\n BIND('\" } SERVICE <{U}> {} #' AS ?x) }",
]


def spelled(text: str, here: Here, listener: str) -> str:
    known = {
        "{A}": here.world.at("good"),
        "{H}": here.world.at("good").replace("http", "HTTP"),
        "{N}": listener.removeprefix("http://").rstrip("/"),
        "{P}": str(here.world.port),
        "{U}": listener,
    }
    for name, value in known.items():
        text = text.replace(name, value)
    declared = f"PREFIX : <{listener}> PREFIX s: <{here.world.at('')}> BASE <{here.world.at('')}>"
    return f"{declared}\nSELECT * {{ {text} }}"


@pytest.mark.parametrize(
    ("status", "text"), [*((403, each) for each in OTHERS), *((400, each) for each in MISUSED)]
)
def test_nobody_else_is_called(here: Here, status: int, text: str) -> None:
    with listening() as listener:
        got, said = here.ask(spelled(text, here, listener.address).replace("{ ?", "{  ?"))
        told = "call <" in said and "(line 2, column " in said
        harmless = text.startswith("SERVICE:x SERVICE")
        assert got == (400 if harmless else status), said
        assert status == 400 or told
        assert listener.heard == []
        assert here.world.heard("?s ?p ?o") == 0


@pytest.mark.parametrize(
    "query", ["SELECT * FROM <{U}> {{ ?s ?p ?o }}", "LOAD <{U}>", "ASK FROM NAMED <{U}> {{}}"]
)
def test_nothing_is_loaded(here: Here, query: str) -> None:
    with listening() as listener:
        status, _ = here.ours.get(query.format(U=listener.address))
        assert status == (400 if query.startswith("LOAD") else 200)
        assert listener.heard == []


def test_a_worker_calls_nobody_even_if_it_is_asked_to() -> None:
    async def attempt() -> None:
        async with pooled() as pool:
            with listening() as listener:
                with pytest.raises(TdiError):
                    await ask(pool, f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}")
                assert listener.heard == []

    asyncio.run(attempt())


@pytest.mark.parametrize("address", ["ftp://a.b/", "http://u:p@a.b/", "a.b", "http://a.b/#x"])
def test_an_address_that_is_none_is_told_of(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serve", "--allow-service", address])
    assert caught.value.code == 2
    assert "is no address of a service" in capsys.readouterr().err


# ---- The same as what engines make of SERVICE ----

TERM = st.sampled_from(["?x", "?y", "?z", "<urn:a>", "<urn:b>", '"c"'])
SUBJECT = st.sampled_from(["?x", "?y", "<urn:a>", "<urn:b>"])
TRIPLE = st.builds("{} {} {} .".format, SUBJECT, st.sampled_from(["<urn:p>", "<urn:q>"]), TERM)
INNER = st.one_of(
    TRIPLE,
    st.builds("{} {}".format, TRIPLE, TRIPLE),
    st.builds("{} OPTIONAL {{ {} }}".format, TRIPLE, TRIPLE),
    st.builds("{{ {} }} UNION {{ {} }}".format, TRIPLE, TRIPLE),
    st.builds("{} FILTER(ISIRI(?y))".format, TRIPLE),
    st.builds("{} BIND(<urn:a> AS ?w)".format, TRIPLE),
)
CLAUSE = st.builds("SERVICE <{{A}}> {{ {} }}".format, INNER)
OUTER = st.sampled_from(
    [
        "{o} {s}",
        "{s} {o}",
        "{s} {s}",
        "{o} OPTIONAL {{ {s} }}",
        "{s} OPTIONAL {{ {o} }}",
        "{{ {o} }} UNION {{ {s} }}",
        "{o} MINUS {{ {s} }}",
        "{o} {{ {s} }} BIND(?x AS ?v)",
        "{o} OPTIONAL {{ {s} FILTER(?x != <urn:b>) }}",
        "{o} {{ SELECT ?x {{ {s} }} }}",
    ]
)
SMALL = """
<urn:a> <urn:p> <urn:b> , "c" ; <urn:q> <urn:a> .
<urn:b> <urn:p> <urn:a> .
"""
LARGER = '<urn:a> <urn:p> <urn:b> . <urn:b> <urn:q> "c" , <urn:a> . <urn:c> <urn:q> <urn:b> .'


def small(text: str) -> EmbeddedStore:
    parsed = (each for each in parse(text.encode(), RdfFormat.TURTLE) if isinstance(each, Quad))
    return EmbeddedStore(parsed, release="0" * 64)


@pytest.fixture(scope="module")
def outside() -> Iterator[World]:
    """A world whose service holds a few triples."""
    with world() as made:
        made.store = small(LARGER)
        yield made


def bag(found: object) -> list[str]:
    assert isinstance(found, QuerySolutions)
    written = found.serialize(format=QueryResultsFormat.CSV) or b""
    return _bag(written.decode())


def _bag(text: str) -> list[str]:
    head, *rest = rows(text)
    named = [sorted(zip(head, row, strict=False)) for row in rest]
    return sorted(str([(name, value) for name, value in row if value]) for row in named)


def inlined(query: str) -> str:
    answers = [
        (each, federation.Call(each.address, each.query, time.monotonic() + 20).answer())
        for each in federation.clauses(query)
    ]
    return federation.inlined(query, answers).text


@settings(max_examples=60)
@given(OUTER, TRIPLE, CLAUSE)
def test_answers_as_data_are_what_oxigraph_makes_of_service(
    outside: World, outer: str, triple: str, clause: str
) -> None:
    pattern = outer.format(o=triple, s=clause).replace("{A}", outside.at("real"))
    query = f"SELECT * WHERE {{ {pattern} }}"
    ours = small(SMALL)
    made = bag(ours.evaluate(inlined(query), Dataset()))
    assert made == bag(ours.evaluate(query, Dataset()))


@settings(max_examples=20)
@given(st.lists(TRIPLE, max_size=2), TRIPLE)
def test_answers_as_data_are_what_rdflib_makes_of_service(
    outside: World, triples: list[str], asked: str
) -> None:
    # Only joins: rdflib lets what is bound outside into a sub-select, where it has no scope.
    service = f"SERVICE <{outside.at('real')}> {{ {asked} }}"
    query = f"SELECT * WHERE {{ {' '.join(triples)} {service} }}"
    made = bag(small(SMALL).evaluate(inlined(query), Dataset()))
    found = Graph().parse(data=SMALL, format="turtle").query(query).serialize(format="csv")
    assert found is not None
    assert made == _bag(found.decode())
