"""The catalogue, read as a harvester reads it: with rdflib, from the address to each file."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal as Text
from pyoxigraph import Quad
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from tdi_graph import description, resources, tables
from tdi_graph.description import DUMPS, Addresses
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, DATASET, expand, graph
from tdi_graph.web import Current, application, create_app, site

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
IANA = "https://www.iana.org/assignments/media-types/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
SYNTAX = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}
SUFFIXES = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
OURS = URIRef(DATASET.value)
CATALOGUE = URIRef(BASE + "catalog")

# rdflib warns of a class of its own that its reader of JSON-LD uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    application = create_app(store, root=resources.root())
    with TestClient(application, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def read(client: TestClient) -> Graph:
    """The catalogue, as Turtle."""
    answered = client.get("/catalog", headers={"Accept": "text/turtle"})
    return Graph().parse(data=answered.content, format="turtle")


@pytest.mark.parametrize("accept", SYNTAX)
def test_the_catalogue_has_every_form(client: TestClient, read: Graph, accept: str) -> None:
    answered = client.get("/catalog", headers={"Accept": accept})
    assert answered.status_code == 200
    assert answered.headers["content-type"].partition(";")[0] == accept
    assert answered.headers["access-control-allow-origin"] == "*"
    assert set(Graph().parse(data=answered.content, format=SYNTAX[accept])) == set(read)
    tag = {"If-None-Match": answered.headers["etag"], "Accept": accept}
    assert client.get("/catalog", headers=tag).status_code == 304


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_suffix_names_the_form(client: TestClient, read: Graph, suffix: str) -> None:
    answered = client.get(f"/catalog.{suffix}")
    assert set(Graph().parse(data=answered.content, format=SUFFIXES[suffix])) == set(read)


def test_a_browser_is_led_to_the_files(client: TestClient) -> None:
    for language, found in (("fr", "/dumps/"), ("en", "/en/dumps/")):
        headers = {"Accept": "text/html", "Accept-Language": language}
        answered = client.get("/catalog", headers=headers)
        assert (answered.status_code, answered.headers["location"]) == (303, found)
        assert 'catalog.ttl>; rel="alternate"; type="text/turtle"' in answered.headers["link"]
        assert 'href="/catalog.ttl"' in client.get(found).text
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/catalog.xyz").status_code == 404


# The mandatory properties of DCAT-AP 3, and those that portals show.


MANDATORY = {
    DCAT.Catalog: [DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset],
    DCAT.Dataset: [DCTERMS.title, DCTERMS.description],
    DCAT.Distribution: [DCAT.accessURL],
    DCAT.DataService: [DCTERMS.title, DCAT.endpointURL],
    FOAF.Agent: [FOAF.name],
    VCARD.Kind: [VCARD.fn],
    SPDX.Checksum: [SPDX.algorithm, SPDX.checksumValue],
}
SHOWN = {
    DCAT.Catalog: [DCTERMS.license, DCTERMS.language, DCAT.service, FOAF.homepage],
    DCAT.Dataset: [
        DCAT.contactPoint,
        DCAT.distribution,
        DCAT.keyword,
        DCAT.landingPage,
        DCAT.theme,
        DCTERMS.accrualPeriodicity,
        DCTERMS.conformsTo,
        DCTERMS.issued,
        DCTERMS.license,
        DCTERMS.modified,
        DCTERMS.publisher,
        DCTERMS.spatial,
        DCTERMS.temporal,
    ],
    DCAT.Distribution: [
        DCAT.byteSize,
        DCAT.downloadURL,
        DCAT.mediaType,
        DCTERMS.format,
        DCTERMS.license,
        DCTERMS.title,
        SPDX.checksum,
    ],
    DCAT.DataService: [DCAT.endpointDescription, DCAT.servesDataset],
}
ONE = [DCAT.byteSize, DCAT.downloadURL, DCAT.mediaType, DCTERMS.issued, DCTERMS.publisher, VCARD.fn]


@pytest.mark.parametrize("kind", MANDATORY)
def test_what_must_be_said_of_each_thing_is_said(read: Graph, kind: URIRef) -> None:
    members = set(read.subjects(RDF.type, kind))
    assert members
    for member in members:
        for wanted in (*MANDATORY[kind], *SHOWN.get(kind, [])):
            assert read.value(member, wanted, any=True) is not None, (member, wanted)


def test_what_may_be_said_once_is_said_once(read: Graph) -> None:
    for wanted in ONE:
        for subject in set(read.subjects(wanted)):
            assert len(list(read.objects(subject, wanted))) == 1, (subject, wanted)


def test_texts_are_in_both_languages(read: Graph) -> None:
    for wanted in (DCTERMS.title, DCTERMS.description, DCAT.keyword, FOAF.name):
        for subject in set(read.subjects(wanted)):
            texts = list(read.objects(subject, wanted))
            assert {text.language for text in texts if isinstance(text, Literal)} == {"fr", "en"}
            assert all(str(text).strip() for text in texts)


def test_there_is_one_catalogue_of_one_dataset(read: Graph) -> None:
    assert list(read.subjects(RDF.type, DCAT.Catalog)) == [CATALOGUE]
    assert list(read.subjects(RDF.type, DCAT.Dataset)) == [OURS]
    assert read.value(CATALOGUE, DCAT.dataset) == OURS
    assert not [
        term for triple in read for term in triple if not isinstance(term, URIRef | Literal)
    ]


def test_the_values_are_those_of_the_authorities(read: Graph) -> None:
    said = {
        wanted: {str(value).removeprefix(AUTHORITY) for value in read.objects(OURS, wanted)}
        for wanted in (DCAT.theme, DCTERMS.language, DCTERMS.spatial, DCTERMS.accrualPeriodicity)
    }
    assert said == {
        DCAT.theme: {"data-theme/GOVE", "data-theme/ECON", "data-theme/REGI"},
        DCTERMS.language: {"language/FRA", "language/ENG"},
        DCTERMS.spatial: {"country/FRA"},
        DCTERMS.accrualPeriodicity: {"frequency/IRREG"},
    }


def test_the_dates_and_counts_are_those_of_the_data(read: Graph, store: EmbeddedStore) -> None:
    period = read.value(OURS, DCTERMS.temporal)
    rows = store.select(
        "SELECT ?d { ?s tdi:attestedDate|schema:observationDate ?d } ORDER BY STR(?d)"
    ).rows
    dates = [str(getattr(date, "value", "")) for (date,) in rows]
    assert str(read.value(period, DCAT.startDate)) == dates[0]
    assert str(read.value(period, DCAT.endDate)) == dates[-1]
    assert read.value(OURS, DCTERMS.issued) == Literal("2026-11-22", datatype=XSD.date)
    statements = len(store.select("SELECT ?s { ?s a tdi:Statement }").rows)
    for text in read.objects(OURS, DCTERMS.description):
        assert f" {statements} " in str(text)


# What is promised is kept.


def test_every_file_is_offered_and_downloads_as_it_is_described(
    client: TestClient, read: Graph
) -> None:
    offered = set()
    for one in read.objects(OURS, DCAT.distribution):
        address = str(read.value(one, DCAT.downloadURL))
        offered.add(urlsplit(address).path.removeprefix("/dumps/latest/"))
        answered = client.get(address, follow_redirects=True)
        assert answered.status_code == 200
        kind = read.value(one, DCAT.compressFormat) or read.value(one, DCAT.mediaType)
        assert str(kind) == IANA + answered.headers["content-type"].partition(";")[0]
        size = read.value(one, DCAT.byteSize)
        assert size == Literal(str(len(answered.content)), datatype=XSD.nonNegativeInteger)
        checksum = read.value(one, SPDX.checksum)
        assert read.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(read.value(checksum, SPDX.checksumValue)) == sha256(answered.content).hexdigest()
        assert client.get(str(read.value(one, DCAT.accessURL))).status_code == 200
    sheets = {f"tables/{lang}/{name}.csv" for lang in ("fr", "en") for name in tables.TABLES}
    assert offered == {*DUMPS} | sheets


def test_a_table_leads_to_what_describes_it(client: TestClient, read: Graph) -> None:
    found = 0
    for one in read.objects(OURS, DCAT.distribution):
        schema = str(read.value(one, DCTERMS.conformsTo))
        if "/tables/" in str(one):
            described = client.get(schema, follow_redirects=True).json()
            name = str(one).rpartition("/")[2]
            assert name in [table["url"] for table in described["tables"]]
            found += 1
        else:
            assert schema == BASE + "ontology"
    assert found == 2 * len(tables.TABLES)


def test_every_service_is_where_it_is_said_to_be(client: TestClient, read: Graph) -> None:
    services = set(read.objects(CATALOGUE, DCAT.service))
    assert len(services) == 3
    for service in services:
        assert read.value(service, DCAT.servesDataset) == OURS
        assert client.get(str(read.value(service, DCAT.endpointDescription))).status_code == 200
    endpoint = next(each for each in services if str(each).endswith("/sparql#service"))
    address = str(read.value(endpoint, DCAT.endpointURL))
    assert client.get(address, params={"query": "ASK {}"}).status_code == 200
    described = client.get(str(read.value(endpoint, DCAT.endpointDescription)))
    assert str(endpoint) in described.text


def test_addresses_are_those_by_which_the_client_came(client: TestClient) -> None:
    text = client.get("/catalog.nt", headers={"Host": "graph.example:8443"}).text
    assert "<http://graph.example:8443/dumps/latest/tdi-graph.nq>" in text
    assert "testserver" not in text


def test_another_release_brings_another_catalogue(store: EmbeddedStore) -> None:
    issued = expand("dcterms:issued")
    kept = [quad for quad in store.quads() if (quad.subject, quad.predicate) != (DATASET, issued)]
    day = Quad(DATASET, issued, Text("2027-01-05", datatype=expand("xsd:date")), graph("entities"))
    first, second = (
        site.make(EmbeddedStore(held, release=digest * 64), {}, {})
        for held, digest in ((store.quads(), "1"), ([*kept, day], "2"))
    )
    current = Current(first)
    with TestClient(application(current)) as client:
        before = client.get("/catalog.nt")
        current.replace(second)
        after = client.get("/catalog.nt", headers={"If-None-Match": before.headers["etag"]})
        assert "2027-01-05" in after.text
        digest = sha256(client.get("/dumps/latest/tdi-graph.nq").content).hexdigest()
        assert digest in after.text
        assert digest not in before.text
        assert client.get("/dumps/111111111111/tables/fr/figures.csv").status_code == 404
        assert client.get("/dumps/222222222222/tables/fr/figures.csv").status_code == 200
        assert "<lastmod>2027-01-05</lastmod>" in client.get("/sitemap.xml").text
        assert "2027-01-05T00:00:00Z" in client.get("/releases.atom").text


def test_a_release_that_says_nothing_of_itself_has_a_catalogue() -> None:
    made = description.make(EmbeddedStore([], release="0" * 64), {})
    found = made.catalogue([], Addresses("http://x"))
    titles = {str(t.object) for t in found if t.subject == DATASET and "title" in str(t.predicate)}
    assert titles == {'"tdi-graph"@fr', '"tdi-graph"@en'}


# The dataset in the home page, as search engines read it.


BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def structured(client: TestClient, page: str) -> dict[str, Any]:
    (block,) = BLOCK.findall(client.get(page).text)
    found = json.loads(block)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(("page", "language"), [("/", "fr"), ("/en/", "en")])
def test_the_home_page_says_what_the_catalogue_says(
    client: TestClient, read: Graph, page: str, language: str
) -> None:
    said = structured(client, page)
    for name, wanted in (("name", DCTERMS.title), ("description", DCTERMS.description)):
        texts = [t for t in read.objects(OURS, wanted) if isinstance(t, Literal)]
        assert said[name] in [str(text) for text in texts if text.language == language]
    assert 50 <= len(said["description"]) <= 5000
    assert said["license"] == str(read.value(OURS, DCTERMS.license))
    files = {str(o) for o in read.objects(None, DCAT.downloadURL)}
    assert {each["contentUrl"] for each in said["distribution"]} == files
    for each in said["distribution"]:
        answered = client.head(each["contentUrl"], follow_redirects=True)
        assert answered.headers["content-type"].partition(";")[0] == each["encodingFormat"]


def test_the_home_page_is_read_as_linked_data(client: TestClient) -> None:
    # The context of schema.org is elsewhere; this one says the same of names without prefix.
    said = structured(client, "/") | {"@context": {"@vocab": "https://schema.org/"}}
    graph = Graph().parse(data=json.dumps(said), format="json-ld")
    assert (OURS, RDF.type, URIRef("https://schema.org/Dataset")) in graph
    assert len(set(graph.objects(OURS, URIRef("https://schema.org/distribution")))) == 28


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "&amp;'\""])
def test_no_text_leaves_the_block(text: str) -> None:
    title = Quad(DATASET, expand("dcterms:title"), Text(text, language="fr"), graph("entities"))
    application = create_app(EmbeddedStore([title], release="0" * 64), root=resources.root())
    with TestClient(application) as client:
        assert structured(client, "/")["name"] == text
        (block,) = BLOCK.findall(client.get("/").text)
        assert not {*block} & {*"<>&'"}
