"""What looks one thing up is cheap for sure, and is answered as anything else is."""

import asyncio
from collections.abc import Iterator
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, QueryTriples

from isolation_sample import ENDLESS, LIGHT, LIGHT_ANSWER, LOOKUP, STORE
from tdi_graph.errors import QueryError
from tdi_graph.isolation import Job, Limits, Pool, Sizes, started
from tdi_graph.protocol import is_lookup
from tdi_graph.protocol.lookups import MOST_BINDINGS, MOST_TEXT
from tdi_graph.store import Dataset, EmbeddedStore
from tdi_graph.web.evaluating import Lookups

MANY = 40
"""How many objects a thing has by the property p; by q it has two, by r none."""

SUBJECT, P, Q = NamedNode("urn:s"), NamedNode("urn:x#p"), NamedNode("urn:x#q")
WIDE = EmbeddedStore(
    [
        *(Quad(SUBJECT, P, Literal(str(each)), NamedNode("urn:g")) for each in range(MANY)),
        *(Quad(SUBJECT, Q, Literal(str(each)), NamedNode("urn:h")) for each in range(2)),
        Quad(SUBJECT, Q, Literal("1"), NamedNode("urn:g")),
        Quad(NamedNode("urn:blank"), Q, BlankNode("b"), NamedNode("urn:g")),
        Quad(BlankNode("b"), Q, SUBJECT, NamedNode("urn:g")),
        *(
            Quad(NamedNode("urn:long"), P, Literal(each * (MOST_TEXT // 3)), NamedNode("urn:g"))
            for each in "stuvwxyz"
        ),
        *(
            Quad(NamedNode(f"urn:{many}"), P, Literal(str(each)), NamedNode("urn:g"))
            for many in (MOST_BINDINGS, MOST_BINDINGS + 1)
            for each in range(many)
        ),
    ],
    release="2" * 64,
)
X = "PREFIX x: <urn:x#> "

YES = [
    "SELECT * { <urn:s> <urn:x#p> ?o }",
    "select?o where{<urn:s><urn:x#p>?o}",
    X + "SELECT ?o WHERE { <urn:s> x:p ?o . } LIMIT 3",
    X + "SELECT ?a ?b { <urn:s> x:p ?a ; x:q ?b }",
    X + "PREFIX : <urn:>\nSELECT $a { :s x:q $a ; x:r ?b ; } # what for: <a:b>",
    "SELECT * { <urn:s> a ?type ; skos:prefLabel ?label } #",
    X + "SELECT * { <urn:s> x:q ?a ; x:q ?b ; x:q ?c ; x:q ?d ; x:q ?e }",
    X + "SELECT * { <urn:s> x:p ?a ; x:q ?a }",
    "DESCRIBE <urn:s>",
    "PREFIX : <urn:>\ndescribe:s# all of it",
    "DESCRIBE <urn:none>",
    f"DESCRIBE <urn:{MOST_BINDINGS}>",
]
NO = [
    "",
    "SELECT",
    "ASK { <urn:s> <urn:x#p> ?o }",
    "SELECT * { ?s <urn:x#p> ?o }",
    "SELECT * { <urn:s> ?p ?o }",
    "SELECT * { <urn:s> <urn:x#p>* ?o }",
    "SELECT * { <urn:s> <urn:x#p>/<urn:x#q> ?o }",
    "SELECT * { <urn:s> ^<urn:x#p> ?o }",
    "SELECT * { <urn:s> <urn:x#p> ?o ?b }",
    "SELECT * { <urn:s> <urn:x#p> ?o . ?a ?b ?c }",
    "SELECT * { <urn:s> <urn:x#p> ?o } ORDER BY ?o",
    "SELECT * { <urn:s> <urn:x#p> ?o FILTER(?o = 1) }",
    "SELECT * { { <urn:s> <urn:x#p> ?o } }",
    "SELECT * FROM <urn:g> { <urn:s> <urn:x#p> ?o }",
    "SELECT (COUNT(*) AS ?n) { <urn:s> <urn:x#p> ?o }",
    "SELECT * { <urn:s> <urn:x#p> ?o } LIMIT",
    "SELECT * { <urn:s> <urn:x#p> ?o } LIMIT 1 LIMIT 2",
    "SELECT * { <urn:s> <urn:x#p> ?o",
    "SELECT * { <urn:s> unknown:p ?o }",
    "SELECT * { <s> <urn:x#p> ?o }",
    "PREFIX x: <x#> SELECT * { <urn:s> x:p ?o }",
    "BASE <urn:> SELECT * { <urn:s> <urn:x#p> ?o }",
    # More solutions than are allowed, or than could be counted.
    X + "SELECT * { <urn:s> x:p ?a ; x:p ?b }",
    X + "SELECT * { <urn:s> x:p ?a ; x:p ?b ; x:r ?c }",
    # Few solutions of many columns, bound or not, or of long texts.
    X + "SELECT * { <urn:s> x:p ?a " + "".join(f"; x:r ?b{n} " for n in range(25)) + "}",
    X + "SELECT ?a " + "".join(f"?b{n} " for n in range(25)) + "{ <urn:s> x:p ?a }",
    X + "SELECT * { <urn:long> x:p ?a }",
    "DESCRIBE <urn:long>",
    "SELECT * { " + "; ".join(["<urn:s> <urn:x#q> ?a", *["<urn:x#q> ?a"] * 30]) + " }",
    # What would be counted is not what would be asked for.
    "# x: <urn:none#>\n" + X + "SELECT * { <urn:s> x:p ?a ; x:p ?b }",
    X + "# x: <urn:none#>\nSELECT * { <urn:s> x:p ?a ; x:p ?b }",
    "PREFIX x: # <urn:none#>\n <urn:x#> SELECT * { <urn:s> x:p ?a ; x:p ?b }",
    "PREFIX x: <urn:none#> " + X + "SELECT * { <urn:s> x:p ?a ; x:p ?b }",
    X + "SELECT * { <http://a/b/../s> x:q ?a }",
    X + r"SELECT * { <urn:\u0073> x:q ?a }",
    X + r"SELECT * { <urn:s> x:\p ?a }",
    X + "SELECT * { <urn:s> x:q.r ?a }",
    X + "SELECT * { <urn:s> x:q ?a" + " " * 3_000 + "}",
    "DESCRIBE <urn:blank>",
    f"DESCRIBE <urn:{MOST_BINDINGS + 1}>",
    "DESCRIBE *",
    "DESCRIBE ?s { ?s ?p ?o }",
    "DESCRIBE <urn:s> { ?s ?p ?o }",
    "DESCRIBE <urn:s> <urn:none>",
    "DESCRIBE <urn:s> FROM <urn:g>",
    "DESCRIBE <urn:s> LIMIT 1",
    "DESCRIBE <s>",
    "DESCRIBE unknown:s",
    "DESCRIBE <urn:x/../s>",
    "BASE <urn:> DESCRIBE <urn:s>",
]


def job(query: str) -> Job:
    return Job(query, table="text/csv")


@pytest.mark.parametrize("query", YES)
def test_it_is_seen(query: str) -> None:
    assert is_lookup(job(query), WIDE)


@pytest.mark.parametrize("query", NO)
def test_anything_else_is_not(query: str) -> None:
    assert not is_lookup(job(query), WIDE)


def test_a_dataset_that_is_named_is_not_counted_in() -> None:
    assert not is_lookup(Job(YES[0], Dataset((NamedNode("urn:g"),)), "text/csv"), WIDE)


@pytest.mark.parametrize("query", YES)
def test_what_is_written_as_a_page_is_not(query: str) -> None:
    assert not is_lookup(Job(query, table="text/html"), WIDE)
    assert not is_lookup(Job(query, graph="text/html"), WIDE)


PREDICATES = ["<urn:x#p>", "x:p", "x:q", "<urn:x#q>", "x:r", "a", ":p", "y:p"]
PROLOGUES = ["", X, X * 2, "PREFIX : <urn:x#> ", "PREFIX y: <urn:x#>PREFIX x:<urn:y#> "]
QUERIES = st.builds(
    "{}SELECT {} {{ {} {} }}{}".format,
    st.lists(st.sampled_from(PROLOGUES), max_size=3).map("".join),
    st.sampled_from(["*", "?a", "?a $b"]),
    st.sampled_from(["<urn:s>", "<urn:t>", "x:s"]),
    st.lists(
        st.tuples(st.sampled_from(PREDICATES), st.sampled_from(["?a", "?b", "?c", "?d"])).map(
            " ".join
        ),
        min_size=1,
        max_size=5,
    ).map(" ; ".join),
    st.sampled_from(["", " LIMIT 5", " # x: <urn:y#>", "\n"]),
)


@given(QUERIES)
def test_what_is_seen_has_few_bindings(query: str) -> None:
    if is_lookup(job(query), WIDE):
        found = WIDE.evaluate(query, Dataset())
        assert isinstance(found, QuerySolutions)
        assert sum(map(len, found)) <= MOST_BINDINGS


@pytest.mark.parametrize("name", ["s", "none", "blank", "7", str(MOST_BINDINGS)])
def test_a_description_that_is_seen_is_what_was_counted(name: str) -> None:
    query = f"DESCRIBE <urn:{name}>"
    found = WIDE.evaluate(query, Dataset())
    assert isinstance(found, QueryTriples)
    counted = {quad.triple for quad in WIDE.about(NamedNode(f"urn:{name}"), None)}
    assert (set(found) == counted) is is_lookup(job(query), WIDE)


def test_the_queries_that_are_tried_are_of_both_sorts() -> None:
    """The property above would hold of none, too."""
    pairs = [f"{first} ?a ; {second} ?b" for first, second in product(PREDICATES, repeat=2)]
    seen = [is_lookup(job(f"{X}SELECT * {{ <urn:s> {pair} }}"), WIDE) for pair in pairs]
    assert 10 < sum(seen) < len(seen) - 10


async def asked(lookups: Lookups, query: str) -> bytes:
    async with lookups.run(job(query), asyncio.get_running_loop().time() + 60) as answer:
        assert answer.complete
        assert answer.release == STORE.release
        return answer.first


def test_it_is_answered_while_all_workers_are_busy_or_dead() -> None:
    async def busy() -> tuple[bytes, bytes, int]:
        sizes = Sizes(quick=1, slow=1)
        pool = Pool(partial(started, STORE, Limits()), sizes, timeout=60)
        lookups = Lookups(pool, lambda: STORE)
        before = await asked(lookups, LIGHT)
        answered = pool.statistics.answered
        heavy = [asyncio.create_task(asked(lookups, ENDLESS)) for _ in range(3)]
        await asyncio.sleep(0)
        during = await asked(lookups, LOOKUP)
        for each in heavy:
            each.cancel()
        await asyncio.gather(*heavy, return_exceptions=True)
        await pool.close()
        return before, during, answered

    before, during, answered = asyncio.run(busy())
    assert before == during == LIGHT_ANSWER
    assert answered == 1


def test_what_is_wrong_is_told_as_ever() -> None:
    wrong = "SELECT ?o { <urn:s> <urn: p> ?o }"
    assert not is_lookup(job(wrong), STORE)
    with pytest.raises(QueryError):
        STORE.evaluate(wrong, Dataset())


@pytest.mark.parametrize(
    ("name", "most"), [(str(MOST_BINDINGS + 1), MOST_BINDINGS + 1), ("long", 3)]
)
def test_what_is_too_much_is_not_counted_to_its_end(name: str, most: int) -> None:
    """The first that is too many is enough: to count takes time, too."""
    counted: list[Quad] = []

    class Counting:
        def about(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
            for quad in WIDE.about(subject, predicate):
                counted.append(quad)
                yield quad

    pairs = "; ".join(f"x:p ?a{n}" for n in range(100))
    query = f"{X}SELECT * {{ <urn:{name}> {pairs} }}"
    assert not is_lookup(job(query), Counting())
    assert len(counted) == most
