"""Whatever the graph holds, its pages stay well formed and do nothing but show it."""

from functools import cache
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from tdi_graph import resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, PREFIXES, expand
from tdi_graph.web import create_app
from tdi_graph.web.addresses import translated
from wellformed import Page

HOSTILE = [
    "\"><script>alert('x')</script>",
    "' onmouseover='alert(1)",
    "</title></h1></main><b>",
    "{{ 7 * 7 }} {% raw %} {0} {count}",
    "&lt;b&gt; &amp; &#x27;",
    "\u202egnirts\u202c \u2067rtl\u2069",
    "مرحبا بالعالم",
    "🏭👩‍🔧🇫🇷 e\u0301",
    "a\nb\tc",
    "x" * 10_000,
    " ".join(["mot"] * 2_500),
    "",
]

DRAWN = {"svg", "title", "rect", "text", "g", "path", "circle", "desc", "tspan"}

GRAPH = """
scheme:s a tdi:Scheme , tdi:Programme ; tdi:steeredBy scheme:t ;
    skos:prefLabel LABEL@fr ; skos:altLabel LABEL@fr ; skos:note LABEL@fr ;
    schema:sameAs <javascript:alert(1)> , <https://example.org/a'b> ; schema:identifier LABEL ;
    dcterms:isPartOf scheme:t ; schema:startDate LABEL .
scheme:t skos:prefLabel LABEL@ar .
c:i a tdi:Indicator ; skos:prefLabel LABEL@en .
doc:d a tdi:Document ; skos:prefLabel LABEL@fr ; schema:encoding capture:d .
capture:d a tdi:Capture ; schema:sha256 LABEL .
st:d-figure-1 a tdi:Statement , tdi:Figure ; tdi:evidence PASSAGE ; schema:unitCode unit:NUM ;
    schema:observationAbout scheme:s ; schema:variableMeasured c:i ; schema:value 1.0 ;
    tdi:scope scheme:t ; tdi:due LABEL ; schema:temporalCoverage LABEL ;
    schema:observationDate LABEL ; tdi:modality c:observed ; tdi:dateBasis c:stated .
st:d-figure-2 a tdi:Statement , tdi:Figure ; tdi:evidence PASSAGE ; schema:unitCode unit:NUM ;
    schema:observationAbout scheme:s ; schema:variableMeasured c:i ; schema:value 2.0 ;
    schema:measurementQualifier scheme:t ; schema:observationDate "2020-12" ;
    tdi:modality c:announced ; tdi:dateBasis c:stated ; tdi:revises st:d-figure-1 .
st:d-figure-3 a tdi:Statement , tdi:Figure ; tdi:evidence PASSAGE ; schema:unitCode unit:PERCENT ;
    schema:observationAbout scheme:s ; schema:variableMeasured c:i ; schema:value 3.0 ;
    tdi:scope scheme:t ; schema:observationDate "2019" ; tdi:modality c:observed .
st:d-tenure-1 a tdi:Statement , tdi:Tenure ; tdi:evidence PASSAGE ; org:member scheme:s ;
    tdi:post scheme:t ; schema:roleName LABEL@fr ; tdi:attestedDate LABEL ;
    tdi:foundBy LABEL , "reviewer.unheard-of" .
st:d-involvement-1 a tdi:Statement , tdi:Involvement ; tdi:evidence PASSAGE ; tdi:agent scheme:s ;
    tdi:role c:i ; tdi:involvedIn scheme:t ; tdi:onBehalfOf scheme:t .
st:d-pledge-1 a tdi:Statement , tdi:Pledge ; tdi:evidence PASSAGE ; schema:about scheme:s ;
    dcterms:description LABEL@fr ; tdi:outcome st:d-figure-1 , scheme:t .
st:d-quotation-1 a tdi:Statement , tdi:Quotation ; tdi:evidence PASSAGE ;
    schema:spokenByCharacter scheme:s ; schema:about scheme:t .
st:d-link-1 a tdi:Statement , tdi:Link ; tdi:evidence PASSAGE ; rdf:subject scheme:s ;
    rdf:predicate schema:startDate ; rdf:object LABEL .
PASSAGE a tdi:Passage ; oa:hasSource doc:d ; oa:start 1 ; oa:end 2 ; oa:exact LABEL .
"""

PAGES = [
    "/",
    "/doc/scheme/s",
    "/doc/concept/i",
    "/doc/document/d",
    "/doc/passage/d/1-2",
    *(
        f"/doc/statement/d-{kind}-1"
        for kind in ("figure", "tenure", "involvement", "pledge", "quotation", "link")
    ),
    "/classes/Programme",
    "/classes/Figure",
    "/classes/Passage",
    "/questions/territories-over-time?scheme=scheme:s&indicator=c:i",
    "/chiffres",
    "/chiffres/i",
    "/promesses",
    "/contradictions",
    "/relations",
]
FILES = ["/chiffres/i.svg", "/chiffres/i.csv", "/chiffres/i.svg?about=scheme:s"]


@cache
def served(label: str) -> TestClient:
    """Return a client of pages whose every text is ``label``."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    held = GRAPH.replace("LABEL", str(Literal(label)))
    held = held.replace("PASSAGE", f"<{BASE}id/passage/d/1-2>")
    quads = list(parse(prefixes + held, format=RdfFormat.TURTLE))
    title = Quad(NamedNode(BASE + "dataset"), expand("dcterms:title"), Literal(label))
    store = EmbeddedStore([*quads, title], release="2" * 64)
    return TestClient(create_app(store, root=resources.root()))


@pytest.mark.parametrize("label", HOSTILE, ids=lambda label: ascii(label[:20]))
def test_a_hostile_label_is_shown_and_does_nothing(label: str) -> None:
    client = served(label)
    for path in PAGES:
        for address in (path, translated(path, "fr", "en")):
            answer = client.get(address)
            assert answer.status_code == 200, path
            page = Page(answer.text)
            assert page.faults == [], path
            assert not [link for link in page.links if link.startswith("javascript")]
            assert not set(label) & {"<", '"'} or label not in answer.text
            assert path != "/doc/scheme/s" or label in "".join(page.words)


@pytest.mark.parametrize("label", HOSTILE, ids=lambda label: ascii(label[:20]))
def test_a_hostile_label_stays_a_text_in_a_picture(label: str) -> None:
    client = served(label)
    for path in FILES:
        answer = client.get(path)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'"} <= set(policy)
        if "svg" in path:
            root = ET.fromstring(answer.content)
            assert {e.tag.partition("}")[2] for e in root.iter()} <= DRAWN
            assert "".join(label.split()) in "".join("".join(root.itertext()).split())


def test_an_address_in_any_script_is_written_so_that_a_header_can_hold_it(
    store: EmbeddedStore,
) -> None:
    client = TestClient(create_app(store, root=resources.root()))
    for path in ("/doc/person/é€🏭", '/doc/person/a"><b>', "/classes/%0d%0aX-Evil:1", "/%00"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert answer.headers["link"].isascii()
        assert "x-evil" not in answer.headers
        assert "<b>" not in answer.text
        assert Page(answer.text).faults == []


def test_the_query_of_an_address_stays_in_the_links_to_the_other_language(
    store: EmbeddedStore,
) -> None:
    client = TestClient(create_app(store, root=resources.root()))
    answer = client.get('/questions/territories-over-time?scheme=scheme:fonds-vert&x="><b>')
    assert answer.status_code == 422
    assert "<b>" not in answer.text
    assert 'href="/en/questions/territories-over-time?scheme=scheme:fonds-vert&amp;' in answer.text


def test_an_empty_graph_has_a_home_page() -> None:
    client = TestClient(create_app(EmbeddedStore([], release="3" * 64), root=resources.root()))
    for path in ("/", "/en/", "/classes", "/graph", "/questions"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert Page(answer.text).faults == []
