"""What the server says of itself is true: each number is counted again, each promise is kept."""

import re
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from tdi_graph import description, questions, resources
from tdi_graph.description import Addresses, Topic
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, DATASET, PREFIXES
from tdi_graph.web import create_app

HERE = "http://testserver"
FORMS = ("text/turtle", "application/trig", "application/ld+json", "application/n-triples")
OURS = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    """The whole application, asked as a program asks it."""
    application = create_app(store, root=resources.root())
    with TestClient(application, follow_redirects=False) as client:
        yield client


def rdf(response: Response) -> Store:
    syntax = RdfFormat.from_media_type(response.headers["content-type"])
    assert response.status_code == 200
    assert syntax
    store = Store()
    store.extend(q for q in parse(response.content, syntax) if isinstance(q, Quad))
    return store


@pytest.fixture(scope="module")
def void(client: TestClient) -> Store:
    """The description of the dataset."""
    return rdf(client.get("/.well-known/void"))


@pytest.fixture(scope="module")
def service(client: TestClient) -> Store:
    """The description of the endpoint."""
    return rdf(client.get("/sparql"))


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """Return the answer of a description, as texts."""
    answer = store.query(OURS + query, prefixes=PREFIXES)
    assert isinstance(answer, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in answer]


def pairs(found: list[tuple[str, ...]]) -> dict[str, str]:
    return {each[0]: each[1] for each in found}


def number(client: TestClient, pattern: str, what: str = "*") -> int:
    """Count at the endpoint what a pattern finds."""
    query = f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}"
    answered = client.get("/sparql", params={"query": query, "format": "csv"})
    assert answered.status_code == 200, answered.text
    return int(answered.text.splitlines()[1])


# Every number of the description of the dataset, counted by a query that is not the one that made
# it: sub-selects of distinct rows, where the description counts distinct values of groups.

EXTENT = {
    "triples": "SELECT DISTINCT ?s ?p ?o {{ {} }}",
    "distinctSubjects": "SELECT DISTINCT ?s {{ {} }}",
    "distinctObjects": "SELECT DISTINCT ?o {{ {} }}",
    "properties": "SELECT DISTINCT ?p {{ {} }}",
    "classes": "SELECT DISTINCT ?o {{ {} FILTER(?p = rdf:type) }}",
    "entities": "SELECT DISTINCT ?s {{ {} FILTER(REGEX(STR(?s), '^" + BASE + "id/')) }}",
}


@pytest.mark.parametrize("term", EXTENT)
def test_the_extent_is_that_of_the_default_graph(
    client: TestClient, void: Store, term: str
) -> None:
    (said,) = rows(void, f"SELECT ?n {{ <{DATASET.value}> void:{term} ?n }}")
    assert int(said[0]) == number(client, "{ " + EXTENT[term].format("?s ?p ?o") + " }") > 0


@pytest.mark.parametrize("term", EXTENT)
def test_the_extent_of_each_graph_is_its_own(client: TestClient, void: Store, term: str) -> None:
    said = pairs(rows(void, f"SELECT ?g ?n {{ ?g a sd:Graph ; void:{term} ?n }}"))
    answered = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g {} }"})
    assert {*said} == set(re.findall(BASE + r"graph/[\w/-]+", answered.text))
    for graph, count in said.items():
        pattern = "{ " + EXTENT[term].format(f"GRAPH <{graph}> {{ ?s ?p ?o }}") + " }"
        assert int(count) == number(client, pattern), graph


def test_each_class_has_the_members_that_it_is_said_to_have(
    client: TestClient, void: Store
) -> None:
    said = rows(
        void, "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }"
    )
    assert len(said) == number(client, "{ SELECT DISTINCT ?c { ?s a ?c } }")
    for name, count in said:
        assert int(count) == number(client, f"?s a <{name}>"), name


USE = "?x void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o"


def test_each_property_is_used_as_often_as_it_is_said_to_be(
    client: TestClient, void: Store
) -> None:
    said = rows(
        void, f"SELECT ?p ?n ?s ?o {{ <{DATASET.value}> void:propertyPartition ?x . {USE} }}"
    )
    assert len(said) == number(client, "{ SELECT DISTINCT ?p { ?s ?p ?o } }")
    for name, *counts in said:
        pattern = f"?s <{name}> ?o"
        found = [number(client, pattern, what) for what in ("*", "DISTINCT ?s", "DISTINCT ?o")]
        assert found == [int(count) for count in counts], name


def test_each_class_uses_its_properties_as_it_is_said_to(client: TestClient, void: Store) -> None:
    said = rows(
        void,
        "SELECT ?c ?p ?n { ?y void:class ?c ; void:propertyPartition ?x . "
        + USE
        + " } ORDER BY ?c ?p",
    )
    pairs = "{ SELECT DISTINCT ?c ?p { ?s a ?c ; ?p ?o } }"
    assert len(said) == number(client, pairs) > 300
    for class_iri, property_iri, count in said[::9]:
        pattern = f"?s <{property_iri}> ?o FILTER EXISTS {{ ?s a <{class_iri}> }}"
        assert int(count) == number(client, pattern), (class_iri, property_iri)


def test_what_a_class_finds_at_the_end_of_a_property_is_as_said(
    client: TestClient, void: Store
) -> None:
    ranges = rows(
        void,
        """SELECT ?c ?p ?d ?n { ?y void:class ?c ; void:propertyPartition ?x .
      ?x void:property ?p ; void:classPartition [ void:class ?d ; void:triples ?n ] }
      ORDER BY ?c ?p ?d""",
    )
    datatypes = rows(
        void,
        """PREFIX x: <http://ldf.fi/void-ext#>
      SELECT ?c ?p ?d ?n { ?y void:class ?c ; void:propertyPartition ?x .
      ?x void:property ?p ; x:datatypePartition [ x:datatype ?d ; void:triples ?n ] }
      ORDER BY ?c ?p ?d""",
    )
    assert len(ranges) > 300
    assert len(datatypes) > 100
    for one, path, other, count in ranges[::17]:
        assert int(count) == number(client, f"?o a <{other}> . ?s <{path}> ?o . ?s a <{one}>")
    for one, path, kind, count in datatypes[::17]:
        pattern = f"?s <{path}> ?o FILTER(DATATYPE(?o) = <{kind}>) {{ ?s a <{one}> }}"
        assert int(count) == number(client, pattern), (one, path, kind)


def test_each_linkset_has_the_links_of_the_file_that_made_them(void: Store) -> None:
    said = rows(
        void,
        """SELECT ?space ?p ?n { ?l a void:Linkset ; void:linkPredicate ?p ;
      void:triples ?n ; void:subjectsTarget ?d ; void:objectsTarget [ void:uriSpace ?space ] }""",
    )
    path = resources.root() / "data" / "links.sssom.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    columns = lines[0].split("\t")
    table = [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]
    links = [link for link in table if not link["predicate_modifier"]]
    assert sum(int(count) for _, _, count in said) == len(links)
    assert {"http://www.wikidata.org/entity/", "http://id.insee.fr/geo/region/"} <= {
        space for space, _, _ in said
    }
    wikidata = next(int(count) for space, _, count in said if "wikidata" in space)
    assert wikidata == sum("wikidata:" in link["object_id"] for link in links)


# What is promised is kept.


def test_the_description_names_the_service_as_the_client_reached_it(
    client: TestClient, service: Store
) -> None:
    assert rows(service, "SELECT ?e { ?s sd:endpoint ?e }") == [(f"{HERE}/sparql",)]
    other = client.get("/sparql", headers={"Host": "graph.example:8443"})
    assert rows(rdf(other), "SELECT ?e { ?s sd:endpoint ?e }") == [
        ("http://graph.example:8443/sparql",)
    ]
    for evil in ("a b", "x><script>", "a/b", 'a"', "é"):
        answered = client.get("/sparql", headers=[(b"Host", evil.encode())])
        assert rows(rdf(answered), "SELECT ?e { ?s sd:endpoint ?e }") == [
            ("http://testserver/sparql",)
        ]


def test_every_format_that_is_advertised_is_answered(client: TestClient, service: Store) -> None:
    said = {
        iri.rpartition("/")[2] for (iri,) in rows(service, "SELECT ?f { ?s sd:resultFormat ?f }")
    }
    graphs = {"Turtle", "TriG", "N-Triples", "N-Quads", "N3", "JSON-LD", "RDF_XML"}
    tables = {f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")}
    assert said == graphs | tables
    for name in said:
        query = "CONSTRUCT WHERE { ?s a ?o }" if name in graphs else "SELECT * { ?s a ?o }"
        named = name.removeprefix("SPARQL_Results_")
        answered = client.get("/sparql", params={"query": query, "format": named})
        assert answered.status_code == 200, name
        assert named.lower().replace("_", "+")[:3] in answered.headers["content-type"].replace(
            "text/turtle", "tur"
        ).replace("tab-separated", "tsv"), name


def test_every_function_that_is_advertised_is_there(client: TestClient, service: Store) -> None:
    point = "'POINT(1 1)'^^<http://www.opengis.net/ont/geosparql#wktLiteral>"
    metre = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
    said = rows(service, "SELECT ?f { ?s sd:extensionFunction ?f }")
    assert len(said) == 14
    for (iri,) in said:
        calls = [
            f"<{iri}>({', '.join(given)})"
            for given in ((point,), (point, point), (point, point, metre))
        ]
        chosen = " ".join(f"({call} AS ?x{at})" for at, call in enumerate(calls))
        answered = client.get("/sparql", params={"query": f"SELECT {chosen} {{}}"})
        assert '"value"' in answered.text, iri


def test_the_default_graph_is_the_union_that_it_is_said_to_be(
    client: TestClient, service: Store
) -> None:
    assert rows(service, "SELECT ?s { ?s sd:feature sd:UnionDefaultGraph }")
    apart = "{ SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    (said,) = rows(service, "SELECT ?n { ?d sd:defaultGraph [ void:triples ?n ] }")
    assert int(said[0]) == number(client, "?s ?p ?o") == number(client, apart)


def test_the_limits_are_those_in_force(client: TestClient, service: Store) -> None:
    said = pairs(
        rows(
            service,
            """SELECT ?name ?n {
      ?s schema:additionalProperty [ schema:propertyID ?name ; schema:maxValue ?n ] }""",
        )
    )
    assert {*said} == {"body", "query", "nesting", "parts"}, "nothing limits the time here"
    post = {"Content-Type": "application/sparql-query"}
    ask = "ASK {} #"
    longest = ask + "x" * (int(said["query"]) - len(ask))
    assert client.post("/sparql", content=longest, headers=post).status_code == 200
    assert client.post("/sparql", content=longest + "x", headers=post).status_code == 413
    deep = int(said["nesting"])
    for depth, status in ((deep, 200), (deep + 1, 400)):
        query = "ASK " + "{" * depth + "}" * depth
        assert client.post("/sparql", content=query, headers=post).status_code == status
    sums = "ASK { FILTER(1" + "+1" * int(said["parts"]) + ") }"
    assert client.post("/sparql", content=sums, headers=post).status_code == 400


def test_a_service_that_calls_nobody_does_not_say_that_it_does(service: Store) -> None:
    assert rows(service, "SELECT ?s { ?s sd:feature sd:UnionDefaultGraph }")
    assert rows(service, "SELECT ?s { ?s sd:feature sd:BasicFederatedQuery }") == []
    assert rows(service, 'SELECT ?s { ?s schema:propertyID "service" }') == []


def test_a_limit_on_time_is_told_in_seconds() -> None:
    timeout, answer = description.limits(2.5, 1000)[:2]
    assert (timeout.value, timeout.unit, answer.value, answer.unit) == (2.5, "SEC", 1000, "AD")
    made = description.make(EmbeddedStore([], release="0" * 64), {})
    said = made.triples(
        Topic.SERVICE, Addresses("http://x"), description.Terms(description.limits(2.5, None))
    )
    decimal = NamedNode(PREFIXES["xsd"] + "decimal")
    assert Literal("2.5", datatype=decimal) in {triple.object for triple in said}


def test_every_dump_that_is_advertised_downloads(client: TestClient, void: Store) -> None:
    said = rows(void, f"SELECT ?f {{ <{DATASET.value}> void:dataDump ?f }}")
    kinds = pairs(rows(void, "SELECT ?f ?t { ?f schema:encodingFormat ?t }"))
    assert len(said) == 18
    for (address,) in said:
        answered = client.get(address)
        assert answered.status_code == 200
        assert answered.headers["content-type"].partition(";")[0] == kinds[address]


def test_every_address_that_is_told_is_one(client: TestClient, void: Store) -> None:
    for (address,) in rows(void, "SELECT ?f { ?g a sd:Graph ; void:dataDump ?f }"):
        assert len(rdf(client.get(address))) > 0
    (lookup,) = rows(void, "SELECT ?l { ?d void:uriLookupEndpoint ?l }")
    examples = rows(void, "SELECT ?e { ?d void:exampleResource ?e }")
    assert len(examples) == 4
    for (iri,) in examples:
        assert client.get(f"/{iri.removeprefix(BASE)}").status_code == 303
        described = rdf(client.get(lookup[0] + quote(iri, safe="")))
        assert any(quad.subject == NamedNode(iri) for quad in described)
    ((said,),) = rows(void, "SELECT ?u { ?d void:uriSpace ?u . ?d void:sparqlEndpoint ?e }")
    assert said == f"{BASE}id/"


def test_the_vocabularies_are_the_namespaces_in_use(client: TestClient, void: Store) -> None:
    said = {iri for (iri,) in rows(void, "SELECT ?v { ?d void:vocabulary ?v }")}
    used = "{ ?s ?term ?o } UNION { ?s a ?term }"
    inside = " ".join(f"!STRSTARTS(STR(?term), '{iri}') &&" for iri in sorted(said))
    assert number(client, f"{used} FILTER({inside} true)") == 0
    for iri in said:
        assert number(client, f"{used} FILTER(STRSTARTS(STR(?term), '{iri}'))") > 0


# The examples, as editors ask for them.


@pytest.fixture(scope="module")
def examples(client: TestClient, service: Store) -> Store:
    """The example queries, found from the description of the service."""
    found = [iri for (iri,) in rows(service, "SELECT ?e { ?s a sd:Service ; rdfs:seeAlso ?e }")]
    (address,) = (each for each in found if "questions" in each)
    return rdf(client.get(address))


def test_the_saved_questions_are_examples(examples: Store) -> None:
    held = questions.load(resources.root() / "queries")
    said = rows(
        examples,
        """SELECT ?q ?label ?query {
      ?q a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; rdfs:label ?label ; sh:select ?query ;
        rdfs:comment ?comment . FILTER(LANG(?label) = 'fr' && LANG(?comment) = 'fr') }""",
    )
    assert {iri.rpartition("/")[2]: label for iri, label, _ in said} == {
        slug: question.title["fr"] for slug, question in held.items()
    }
    assert not [query for _, _, query in said if "#+" in query]


def test_each_example_is_answered_where_it_says(client: TestClient, examples: Store) -> None:
    said = rows(examples, "SELECT ?query ?at { ?q sh:select ?query ; schema:target ?at }")
    assert len(said) == len(questions.load(resources.root() / "queries"))
    for query, address in said:
        answered = client.get(address, params={"query": query, "format": "csv"})
        assert answered.status_code == 200
        assert len(answered.text.splitlines()) > 1, query


def test_the_prefixes_of_the_examples_are_declared_once(examples: Store) -> None:
    said = rows(examples, "SELECT ?p ?n { ?x sh:declare [ sh:prefix ?p ; sh:namespace ?n ] }")
    assert len(said) == len(PREFIXES)
    assert pairs(said) == PREFIXES


# Forms, tags and pages.


@pytest.mark.parametrize("address", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("accept", [*FORMS, "application/rdf+xml", "text/n3", "*/*", None])
def test_a_description_has_every_form(
    client: TestClient, service: Store, void: Store, address: str, accept: str | None
) -> None:
    answered = client.get(address, headers={"Accept": accept} if accept else {"Accept": ""})
    wanted = service if address == "/sparql" else void
    assert set(rdf(answered)) == set(wanted)
    assert accept in (None, "*/*") or answered.headers["content-type"].startswith(str(accept))
    assert answered.headers["vary"].removesuffix(", Accept-Encoding") == "Accept, Accept-Language"
    assert answered.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "address", ["/sparql", "/.well-known/void", "/dataset.nt", "/questions.rdf"]
)
def test_what_the_client_has_is_not_sent_again(client: TestClient, address: str) -> None:
    client.headers["Accept-Encoding"] = "identity"
    first = client.get(address)
    tag = first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    head = client.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] == str(len(first.content))
    assert tag.strip('"') == sha256(first.content).hexdigest()[:32]
    assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("address", "language", "page"),
    [
        ("/sparql", "fr", "/requete"),
        ("/sparql", "en", "/en/query"),
        ("/.well-known/void", "fr", "/"),
        (
            "/lookup?uri=" + quote(f"{BASE}id/person/marc-ferracci"),
            "en",
            "/en/doc/person/marc-ferracci",
        ),
    ],
)
def test_a_browser_is_led_to_a_page(
    client: TestClient, address: str, language: str, page: str
) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": language}
    answered = client.get(address, headers=headers)
    assert (answered.status_code, answered.headers["location"]) == (303, page)
    assert client.get(urlsplit(page).path).status_code == 200


def test_what_cannot_be_had_is_refused(client: TestClient) -> None:
    image = {"Accept": "image/png"}
    assert client.get("/sparql", headers=image).status_code == 406
    assert client.get("/.well-known/void", headers=image).status_code == 406
    assert client.get("/dataset.xyz").status_code == 404
    assert client.get("/questions.xyz").status_code == 404
    assert client.get("/lookup").status_code == 422
    assert client.get("/lookup", params={"uri": "no iri"}).status_code == 404
    assert client.get("/lookup", params={"uri": "urn:nobody"}).status_code == 404


def test_parameters_without_a_query_are_no_request_for_a_description(client: TestClient) -> None:
    assert client.get("/sparql?format=json").status_code == 400
    assert client.get("/sparql?default-graph-uri=urn:x").status_code == 400
    assert client.post("/sparql").status_code == 415


def test_the_same_release_is_described_in_the_same_bytes(store: EmbeddedStore) -> None:
    held = questions.load(resources.root() / "queries")
    first, second = (description.make(store, held) for _ in range(2))
    for topic in Topic:
        said = [one.written(topic, Addresses(HERE), RdfFormat.TURTLE) for one in (first, second)]
        assert said[0] == said[1]


def test_an_empty_release_is_described_too() -> None:
    made = description.make(EmbeddedStore([], release="0" * 64), {})
    said = made.triples(Topic.DATASET, Addresses(HERE))
    zero = {triple.object for triple in said if triple.predicate.value.endswith("#triples")}
    assert zero == {Literal(0)}


ADDRESSES = re.findall(
    r"^\| `(/\S*)` ",
    (resources.root() / "docs" / "for-programs.md").read_text("utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_of_the_documentation_answers(client: TestClient, address: str) -> None:
    answered = client.get(address, follow_redirects=True)
    assert answered.status_code == 200
    assert answered.content


def test_the_documentation_names_every_address_and_limit() -> None:
    assert len(ADDRESSES) == 18
    text = (resources.root() / "docs" / "for-programs.md").read_text("utf-8")
    for limit in description.limits(1, 1):
        assert f"`{limit.name}`" in text
        assert f"`{limit.unit}`" in text
