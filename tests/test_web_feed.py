"""The feed of editions, the map of the site and the rules for crawlers, read by a parser."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, Quad

from tdi_graph import changes, questions, resources
from tdi_graph.changes import Noted, load_history, read_history
from tdi_graph.errors import TdiError
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.editions import MOST
from tdi_graph.vocabulary import DATASET, expand
from tdi_graph.web import Current, application, create_app, site, sitemap

ROOT = resources.root()
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = [("/releases.atom", "fr"), ("/en/releases.atom", "en")]


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(create_app(store, root=ROOT), follow_redirects=False) as client:
        yield client


def read(client: TestClient, address: str) -> ET.Element:
    answered = client.get(address)
    assert answered.status_code == 200
    return ET.fromstring(answered.content)


def served(store: EmbeddedStore, *history: Noted) -> TestClient:
    return TestClient(application(Current(site.make(store, {}, {}, history))))


def one(element: ET.Element, name: str) -> str:
    (found,) = element.findall(ATOM + name)
    return (found.text or "").strip()


# RFC 4287, section 4: what a feed and an entry must have.


@pytest.mark.parametrize(("address", "language"), FEEDS)
def test_the_feed_is_valid_atom(client: TestClient, address: str, language: str) -> None:
    answered = client.get(address)
    assert answered.headers["content-type"] == "application/atom+xml"
    feed = ET.fromstring(answered.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for element in (feed, *entries):
        assert one(element, "id").startswith("https://")
        assert one(element, "title")
        assert datetime.fromisoformat(one(element, "updated")).tzinfo
    assert len({one(element, "id") for element in (feed, *entries)}) == len(entries) + 1
    assert one(feed, "updated") == max(one(entry, "updated") for entry in entries)
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    (own,) = (e.get("href") for e in feed.findall(f"{ATOM}link") if e.get("rel") == "self")
    assert own == f"http://testserver{address}"
    for entry in entries:
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "xhtml"
        assert [child.tag for child in content] == [f"{XHTML}div"]
    tag = {"If-None-Match": answered.headers["etag"]}
    assert client.get(address, headers=tag).status_code == 304


@pytest.mark.parametrize(("address", "language"), FEEDS)
def test_the_served_edition_is_told_by_its_notes_and_its_statements(
    client: TestClient, store: EmbeddedStore, address: str, language: str
) -> None:
    (entry,) = read(client, address).findall(f"{ATOM}entry")
    said = [" ".join("".join(item.itertext()).split()) for item in entry.iter(f"{XHTML}li")]
    (noted,) = load_history(ROOT)
    assert said[: len(noted.facts)] == list(noted.facts)
    told = said[len(noted.facts) :]
    assert len(told) == MOST
    total = len(store.select("SELECT ?s { ?s tdi:since 1 }").rows)
    text = "".join(entry.itertext())
    assert f" {total - MOST} " in text
    counts = [int(n) for n in re.findall(r"\((\d+)\)", text.partition("Jacqueline")[0])]
    assert sum(counts) == total
    # Each leads to a page in the language of the feed.
    links = [str(a.get("href")) for a in entry.iter(f"{XHTML}a")]
    for address_of_page in links[::20]:
        page = client.get(address_of_page)
        assert page.status_code == 200
        assert page.headers["content-language"] == language


def test_the_feed_follows_the_data_and_what_was_noted(store: EmbeddedStore) -> None:
    since, version = expand("tdi:since"), expand("owl:versionInfo")
    first = next(q.subject for q in store.quads() if q.predicate == since)

    def moved(quad: Quad) -> Quad:
        value = quad.object
        if quad.predicate == since and quad.subject == first:
            value = Literal(2)
        if quad.predicate == version and quad.subject == DATASET:
            value = Literal("2")
        return Quad(quad.subject, quad.predicate, value, quad.graph_name)

    changed = EmbeddedStore(map(moved, store.quads()), release="1" * 64)
    old = Noted(1, "0.1.0", "2026-01-02", ("A fact & <another> were added.", "One was removed."))
    with served(changed, old) as client:
        newest, oldest = read(client, "/en/releases.atom").findall(f"{ATOM}entry")
    assert one(newest, "title") == "Edition 2"
    assert one(newest, "updated") == "2026-11-22T00:00:00Z"
    assert len(list(newest.iter(f"{XHTML}li"))) == 1
    assert one(oldest, "title") == "Edition 1, version 0.1.0"
    assert one(oldest, "updated") == "2026-01-02T00:00:00Z"
    assert [i.text for i in oldest.iter(f"{XHTML}li")][:2] == list(old.facts)


def test_what_xml_cannot_hold_is_left_out(store: EmbeddedStore) -> None:
    label = expand("skos:prefLabel")

    def spoiled(quad: Quad) -> Quad:
        if quad.predicate != label or not isinstance(quad.object, Literal):
            return quad
        text = Literal(f"\x0b\x00<&\ufffe{quad.object.value}", language=quad.object.language)
        return Quad(quad.subject, quad.predicate, text, quad.graph_name)

    changed = EmbeddedStore(map(spoiled, store.quads()), release="2" * 64)
    with served(changed) as client:
        feed = read(client, "/releases.atom")
    assert "<&" in "".join(feed.itertext())


def test_a_release_without_a_date_has_no_feed() -> None:
    with served(EmbeddedStore([], release="0" * 64)) as client:
        assert client.get("/releases.atom").status_code == 404


def test_pages_lead_to_the_feed_of_their_language(client: TestClient) -> None:
    for page, address in (("/", "/releases.atom"), ("/en/ontology", "/en/releases.atom")):
        text = client.get(page).text
        head, _, body = text.partition("</head>")
        assert 'type="application/atom+xml" title="' in head
        assert f'href="{address}"' in head
        assert f'href="{address}"' in body


def test_our_changelog_is_read() -> None:
    (noted,) = load_history(ROOT)
    assert (noted.edition, noted.version, noted.date) == (1, "0.1.0", "2026-11-22")
    assert len(noted.facts) == 2
    assert all(fact and "\n" not in fact for fact in noted.facts)


def test_a_changelog_may_be_missing_short_or_spoiled(tmp_path: Path) -> None:
    assert load_history(tmp_path) == ()
    assert read_history(
        "# Changelog\n\n## 0.2.0, edition 2 — 2027-01-05\n\n### Software\n- x\n"
    ) == (Noted(2, "0.2.0", "2027-01-05", ()),)
    (tmp_path / changes.CHANGELOG).write_bytes(b"\xff\xfe")
    with pytest.raises(TdiError, match="the changelog cannot be read"):
        load_history(tmp_path)


# The map of the site.


def test_the_map_names_every_page_in_both_languages(
    client: TestClient, store: EmbeddedStore
) -> None:
    answered = client.get("/sitemap.xml")
    assert answered.headers["content-type"] == "application/xml"
    found: dict[str, dict[str, str]] = {}
    for url in ET.fromstring(answered.content).findall(f"{MAP}url"):
        assert url.findtext(f"{MAP}lastmod") == "2026-11-22"
        others = {str(e.get("hreflang")): str(e.get("href")) for e in url.findall(f"{XHTML}link")}
        found[str(url.findtext(f"{MAP}loc"))] = others
    assert all(others.keys() == {"fr", "en"} for others in found.values())
    assert {href for others in found.values() for href in others.values()} == set(found)
    things = {
        str(getattr(term, "value", "")).partition("/id/")[2]
        for (term,) in store.select("SELECT DISTINCT ?t { ?t a ?c }").rows
    } - {""}
    assert {f"http://testserver/doc/{thing}" for thing in things} <= set(found)
    asked = questions.load(ROOT / "queries")
    assert {f"http://testserver/en/questions/{slug}" for slug in asked} <= set(found)
    for address in [*list(found)[:80], *list(found)[80::97]]:
        page = client.get(address)
        assert page.status_code == 200, address
        language = "en" if urlsplit(address).path.startswith("/en") else "fr"
        assert page.headers["content-language"] == language


def test_a_long_map_is_an_index_of_parts(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [e.text for e in read(client, "/sitemap.xml").iter(f"{MAP}loc")]
    assert client.get("/sitemap-1.xml").status_code == 404
    monkeypatch.setattr(sitemap, "MOST", 500)
    index = read(client, "/sitemap.xml")
    assert index.tag == f"{MAP}sitemapindex"
    parts = [str(e.text) for e in index.iter(f"{MAP}loc")]
    assert len(parts) == -(-len(whole) // 500) > 2
    held = [[e.text for e in read(client, part).iter(f"{MAP}loc")] for part in parts]
    assert [address for part in held for address in part] == whole
    assert all(len(part) <= 500 for part in held)
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-x.xml").status_code == 404


def test_crawlers_are_told_where_the_map_is_and_what_to_leave(client: TestClient) -> None:
    answered = client.get("/robots.txt", headers={"Host": "graph.example"})
    assert answered.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answered.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Sitemap: http://graph.example/sitemap.xml" in lines
    closed = [line.partition(": ")[2] for line in lines if line.startswith("Disallow")]
    pages = [str(e.text) for e in read(client, "/sitemap.xml").iter(f"{MAP}loc")]
    for address in (
        *map(urlsplit, pages),
        urlsplit("http://x/sparql"),
        urlsplit("http://x/catalog"),
    ):
        assert not [each for each in closed if address.path.startswith(each)]
    assert "/sparql?" in closed
