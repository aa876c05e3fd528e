"""Every page of the site, in both languages: it answers, it is well formed, its links lead on."""

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from tdi_graph import resources, views
from tdi_graph.documents import Document, read_folder
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.labels import text_of
from tdi_graph.views.lists import CLASSES
from tdi_graph.vocabulary import BASE
from tdi_graph.web import create_app
from tdi_graph.web.addresses import translated
from wellformed import Page

TEXTS = resources.root().parent / "shared" / "documents"
NO_TEXTS = f"NOT RUN: {TEXTS.name}/ is not beside the checkout, so no page was compared with it"
RUN = 25
"""So many words of a source in a row are more than a quotation of the graph may hold."""

_FILE = re.compile(r"\.(ttl|jsonld|nt|rdf|csv|tsv|xml|json|rq|svg|atom)(\?|$)")
_ASKED = re.compile(r"(/en)?/(recherche|requete|search|query)\b")
"""What is made of whatever one asks has tests of its own."""

_THINGS = 'SELECT DISTINCT ?thing WHERE { ?thing ?p ?o FILTER(STRSTARTS(STR(?thing), "%sid/")) }'


_MEASURED = "SELECT DISTINCT ?indicator WHERE { ?figure schema:variableMeasured ?indicator }"


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(create_app(store, root=resources.root()), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def texts(captures: dict[str, str]) -> dict[str, Document]:
    if not TEXTS.is_dir():
        pytest.skip(NO_TEXTS)
    return read_folder(TEXTS, captures)


@pytest.fixture(scope="module")
def starts(store: EmbeddedStore) -> list[str]:
    """The address of every thing, class, graph and question, in French."""
    rows = store.select(_THINGS % BASE).rows
    things = [text_of(thing).removeprefix(BASE + "id") for (thing,) in rows]
    classes = [name.removeprefix("tdi:") for group in CLASSES.values() for name in group]
    graphs = [iri.removeprefix(BASE) for iri in views.graphs(store)]
    measured = {text_of(one) for (one,) in store.select(_MEASURED).rows}
    indicators = sorted(iri.rpartition("/")[2] for iri in measured)
    files = sorted((resources.root() / "queries").glob("*.rq"))
    questions = [path.stem.partition("-")[2] for path in files]
    return [
        "/",
        "/classes",
        "/graph",
        "/ontology",
        "/ontology/0.1.0",
        "/questions",
        "/chiffres",
        "/promesses",
        "/contradictions",
        "/relations",
        *(f"/chiffres/{slug}" for slug in indicators),
        *(f"/doc{thing}" for thing in things),
        *(f"/classes/{name}" for name in (*classes, "Passage", "Statement", "owl:Class")),
        *(f"/{graph}" for graph in graphs),
        *(f"/questions/{slug}" for slug in questions),
    ]


@pytest.fixture(scope="module")
def site(client: TestClient, starts: list[str]) -> dict[str, Page]:
    """Every page that can be reached, by its path: read once, at most a few thousand."""
    found: dict[str, Page] = {}
    waiting = [*starts, *(translated(path, "fr", "en") for path in starts)]
    while waiting and len(found) < 5000:
        path = waiting.pop()
        if path in found:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"
        found[path] = Page(answer.text)
        waiting += [link for link in _internal(path, found[path]) if _is_page(link)]
    return found


def _internal(path: str, page: Page) -> list[str]:
    links = [urldefrag(urljoin(path, link)).url for link in page.links]
    return [link for link in links if not urlsplit(link).netloc]


def _is_page(link: str) -> bool:
    files = re.match(r"/static/|/dumps/\w+/", link)
    return not (_FILE.search(link) or _ASKED.match(link) or files)


def test_every_page_answers_in_both_languages(site: dict[str, Page], starts: list[str]) -> None:
    assert len(starts) > 500
    for path in starts:
        assert site[path].language == "fr"
        assert site[translated(path, "fr", "en")].language == "en"


def test_every_page_is_well_formed(site: dict[str, Page]) -> None:
    faults = {path: page.faults for path, page in site.items() if page.faults}
    assert not faults


def test_every_internal_link_leads_to_a_page_or_a_file(
    site: dict[str, Page], client: TestClient
) -> None:
    links = {link for path, page in site.items() for link in _internal(path, page)}
    files = sorted(link for link in links if not _is_page(link))
    assert links - set(files) <= set(site)
    files = [link for link in files if not _ASKED.match(link)]
    sample = [link for place, link in enumerate(files) if place % 17 == 0]
    assert {client.get(link).status_code for link in sample} == {200}


def test_every_anchor_is_on_the_page_it_names(site: dict[str, Page]) -> None:
    missing = set()
    for path, page in site.items():
        for link in page.links:
            target, anchor = urldefrag(urljoin(path, link))
            if anchor and target in site and anchor not in site[target].ids:
                missing.add((path, link))
    assert not missing


def test_an_english_page_links_to_english_pages(site: dict[str, Page]) -> None:
    for path, page in site.items():
        if path.startswith("/en"):
            french = [link for link in _internal(path, page) if _is_page(link)]
            twin = translated(path, "en", "fr")
            assert {link for link in french if not link.startswith("/en")} <= {twin}, path


def test_no_page_holds_more_of_a_source_than_its_quoted_words(
    site: dict[str, Page], texts: dict[str, Document]
) -> None:
    runs: dict[str, str] = {}
    for slug, text in texts.items():
        words = _words(text.text)
        runs |= {" ".join(words[n : n + RUN]): slug for n in range(len(words) - RUN + 1)}
    for path, page in site.items():
        words = _words(" ".join(page.words))
        held = {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
        assert not held & runs.keys(), path


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_the_text_of_a_document_is_shown_only_where_it_was_given(
    store: EmbeddedStore, texts: dict[str, Document]
) -> None:
    app = create_app(store, root=resources.root(), documents=texts)
    client = TestClient(app)
    for slug in texts:
        for prefix in ("", "/en"):
            page = Page(client.get(f"{prefix}/doc/document/{slug}").text)
            assert not page.faults
            assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
            assert page.elements("mark")
            assert [a for a in page.elements("a") if str(a.get("href")).startswith("#p")]


def test_a_page_is_small(client: TestClient) -> None:
    for path in ("/", "/doc/scheme/territoires-d-industrie", "/ontology"):
        assert len(gzip.compress(client.get(path).content)) <= 15_000
    assert len(gzip.compress(client.get("/static/style.css").content)) <= 6_000


def test_a_page_names_its_other_forms(client: TestClient) -> None:
    answer = client.get("/doc/person/marc-ferracci")
    assert (
        '</doc/person/marc-ferracci.ttl>; rel="alternate"; type="text/turtle"'
        in (answer.headers["link"])
    )
    assert (
        '</en/doc/person/marc-ferracci>; rel="alternate"; hreflang="en"' in (answer.headers["link"])
    )


def test_head_answers_as_get_does(client: TestClient) -> None:
    for path in ("/", "/en/doc/scheme/fonds-vert", "/ontology", "/graph/entities", "/questions"):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.headers["etag"]) == (200, get.headers["etag"])


def test_what_the_client_holds_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/doc/scheme/fonds-vert")
    again = client.get("/doc/scheme/fonds-vert", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_every_answer_is_safe_and_sets_no_cookie(client: TestClient) -> None:
    for path in ("/", "/doc/person/nobody", "/static/style.css", "/ontology.ttl", "/sparql"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


def test_the_footer_tells_who_speaks_and_which_release(client: TestClient) -> None:
    page = " ".join(Page(client.get("/").text).words)
    assert "ce n’est pas un service de l’État" in page
    assert "0" * 12 in page
    assert "this is not a service of the State" in client.get("/en/").text
