"""Content negotiation: the cases of ``cases/accept.tsv``, names, and what holds of any header."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, RdfFormat

from tdi_graph import negotiation
from tdi_graph.errors import NotAcceptable

CASES = Path(__file__).parent / "cases" / "accept.tsv"
PAGE = ("text/html", "text/turtle", "application/ld+json")
HEADERS = {"(none)": None, "(empty)": ""}


def cases() -> list[tuple[str, str, str]]:
    lines = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [(line[0], line[1], line[2]) for line in lines if len(line) == 3]


def chosen(wanted: str, accept: str | None) -> str:
    match wanted:
        case "results":
            return negotiation.for_results(accept).content_type
        case "graph":
            return negotiation.for_graph(accept).content_type
        case _:
            return negotiation.content_type(negotiation.preferred(accept, PAGE))


def answered(wanted: str, accept: str | None) -> str:
    try:
        return chosen(wanted, accept)
    except NotAcceptable:
        return "406"


@pytest.mark.parametrize(("wanted", "header", "expected"), cases())
def test_a_header_chooses_a_content_type(wanted: str, header: str, expected: str) -> None:
    assert answered(wanted, HEADERS.get(header, header)) == expected


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 60
    assert {wanted for wanted, _, _ in cases()} == {"results", "graph", "page"}


@pytest.mark.parametrize("representation", negotiation.RESULTS)
def test_every_result_type_is_known_to_the_engine_by_the_same_format(
    representation: negotiation.Representation[QueryResultsFormat],
) -> None:
    known = QueryResultsFormat.from_media_type(representation.media_type)
    assert known == representation.format


@pytest.mark.parametrize("representation", negotiation.GRAPHS)
def test_every_graph_type_is_known_to_the_engine_by_the_same_format(
    representation: negotiation.Representation[RdfFormat],
) -> None:
    assert RdfFormat.from_media_type(representation.media_type) == representation.format


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("json", QueryResultsFormat.JSON),
        ("srj", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("srx", QueryResultsFormat.XML),
        ("CSV", QueryResultsFormat.CSV),
        ("tsv", QueryResultsFormat.TSV),
        ("text/csv", QueryResultsFormat.CSV),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("application/sparql-results json", QueryResultsFormat.JSON),
    ],
)
def test_a_name_chooses_a_result_format(name: str, expected: QueryResultsFormat) -> None:
    assert negotiation.for_results("image/png", name).format == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("turtle", RdfFormat.TURTLE),
        ("trig", RdfFormat.TRIG),
        ("nt", RdfFormat.N_TRIPLES),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("N-Triples", RdfFormat.N_TRIPLES),
        ("nq", RdfFormat.N_QUADS),
        ("nquads", RdfFormat.N_QUADS),
        ("rdf", RdfFormat.RDF_XML),
        ("rdfxml", RdfFormat.RDF_XML),
        ("xml", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
        ("json-ld", RdfFormat.JSON_LD),
        ("json", RdfFormat.JSON_LD),
        ("n3", RdfFormat.N3),
        ("application/rdf xml", RdfFormat.RDF_XML),
        ("text/turtle", RdfFormat.TURTLE),
    ],
)
def test_a_name_chooses_a_graph_format(name: str, expected: RdfFormat) -> None:
    assert negotiation.for_graph("image/png", name).format == expected


@pytest.mark.parametrize("name", ["turtle", "png", "image/png", "/", "é", "…" * 999])
def test_a_name_that_suits_no_result_is_refused(name: str) -> None:
    with pytest.raises(NotAcceptable, match="text/csv"):
        negotiation.for_results("*/*", name)


def test_a_refusal_lists_what_can_be_had() -> None:
    with pytest.raises(NotAcceptable) as refusal:
        negotiation.preferred("image/png", PAGE)
    assert str(refusal.value) == (
        "nothing here is of a type in «image/png» → "
        "ask for one of text/html, text/turtle, application/ld+json"
    )


def test_a_refusal_does_not_repeat_a_long_header() -> None:
    with pytest.raises(NotAcceptable) as refusal:
        negotiation.preferred("image/png," * 10_000, PAGE)
    assert len(str(refusal.value)) < 300


def test_an_offer_may_have_parameters() -> None:
    offered = ["text/html;level=1", "text/html;level=2"]
    assert negotiation.preferred("text/html;level=2, text/html;q=0.5", offered) == offered[1]


def test_what_is_offered_must_be_media_types() -> None:
    with pytest.raises(ValueError, match="no media type"):
        negotiation.preferred("*/*", ["html"])


def test_a_quoted_value_may_hold_anything() -> None:
    known = negotiation.media_type(r'text/x;a="b\"c;d,e" ; charset = utf-8')
    assert known is not None
    assert known.parameter("a") == 'b"c;d,e'
    assert known.parameter("charset") == "utf-8"
    assert known.parameter("none") == ""


TYPES = ("text", "csv", "*/*", "text/csv", "text/turtle", "application/json")
PIECES = st.sampled_from([*TYPES, "q=", "q=0", "q=0.5", "charset=utf-8", *'/*;,=" .01é\t\0\\'])
ANY_HEADER = st.none() | st.text() | st.lists(PIECES, max_size=20).map("".join)


@given(ANY_HEADER, st.sampled_from(["results", "graph", "page"]))
def test_any_header_gets_an_answer_or_a_refusal(accept: str | None, wanted: str) -> None:
    assert answered(wanted, accept)


@given(ANY_HEADER, st.text())
def test_any_name_gets_an_answer_or_a_refusal(accept: str | None, name: str) -> None:
    with suppress(NotAcceptable):
        assert negotiation.for_graph(accept, name) in negotiation.GRAPHS


QUALITIES = st.fixed_dictionaries(
    {}, optional={each: st.integers(0, 1000) for each in (*PAGE, "text/*", "*/*")}
)


@given(QUALITIES)
def test_nothing_excluded_is_chosen_and_nothing_better_is_left(wanted: dict[str, int]) -> None:
    header = ", ".join(f"{each};q={quality / 1000}" for each, quality in wanted.items())

    def quality(offer: str) -> int:
        for each in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
            if each in wanted:
                return wanted[each]
        return 0 if wanted else 1000

    best = max(map(quality, PAGE))
    try:
        assert quality(negotiation.preferred(header, PAGE)) == best
    except NotAcceptable:
        assert best == 0
