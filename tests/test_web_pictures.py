"""Pictures on pages and in files: they hold what the data holds, and are what SVG must be."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from tdi_graph import resources, views
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.labels import text_of
from tdi_graph.vocabulary import BASE
from tdi_graph.web import create_app
from wellformed import Page

SVG = "{http://www.w3.org/2000/svg}"
TDI = "/doc/scheme/territoires-d-industrie"
FUND = "/doc/scheme/fonds-d-acceleration"
_FIGURES = "SELECT ?figure WHERE { ?figure schema:observationAbout <%sid/scheme/%s> }"
_MEASURED = """
SELECT DISTINCT ?of ?what WHERE {
  ?figure schema:observationAbout ?of ; schema:variableMeasured ?what .
}"""


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(create_app(store, root=resources.root()), follow_redirects=False) as client:
        yield client


def drawn(client: TestClient, path: str, sort: str) -> list[ET.Element]:
    """The drawings of a sort on a page, read as XML."""
    found = re.findall(rf'<svg class="{sort}[^"]*".*?</svg>', client.get(path).text, re.DOTALL)
    return [ET.fromstring(re.sub(r"[\u00a0\u202f]", " ", one)) for one in found]


def links(drawing: ET.Element) -> list[str]:
    return [a.get("href", "") for a in drawing.iter("a")]


@pytest.mark.parametrize("slug", ["territoires-d-industrie", "fonds-d-acceleration"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_figure_of_a_thing_is_in_a_chart_and_in_the_table(
    client: TestClient, store: EmbeddedStore, slug: str, prefix: str
) -> None:
    rows = store.select(_FIGURES % (BASE, slug)).rows
    expected = {f"{prefix}/doc/" + text_of(f).removeprefix(BASE + "id/") for (f,) in rows}
    path = f"{prefix}/doc/scheme/{slug}"
    text = client.get(path).text
    in_charts = {link for chart in drawn(client, path, "chart") for link in links(chart)}
    table = text[text.index('<table class="figures"') : text.index("</table>")]
    assert expected
    assert in_charts == expected
    assert expected <= set(re.findall(r'class="value" href="([^"]+)"', table))


def test_a_mark_tells_its_value_its_date_and_its_source(client: TestClient) -> None:
    titles = {
        title.text: desc.text
        for chart in drawn(client, TDI, "chart")
        for a in chart.iter("a")
        if (title := a.find("title")) is not None and (desc := a.find("desc")) is not None
    }
    assert titles["148, 15 décembre 2020"] == (
        "constaté, date de la publication – Assemblée générale des « Territoires d’industrie » : "
        "253 premiers projets soutenus par « France Relance »"
    )
    assert any("plus de 2 800" in str(title) for title in titles)
    assert any("près de 4 millions d’euros" in str(title) for title in titles)


def test_what_is_foreseen_a_part_or_a_bound_is_drawn_otherwise(client: TestClient) -> None:
    chart = next(c for c in drawn(client, TDI, "chart") if "124" in ET.tostring(c, "unicode"))
    marks = {str(a.findtext("title")): a for a in chart.iter("a")}
    announced = marks["124, 22 novembre 2018"].findall("circle")[-1]
    observed = marks["146, 11 octobre 2021"].findall("circle")[-1]
    assert announced.get("class") == "dot planned"
    assert observed.get("class") == "dot"
    part = marks["29 (territoires préfigurateurs), 2019"]
    assert part.find("rect") is not None
    jobs = next(c for c in drawn(client, FUND, "chart") if "27 250" in "".join(c.itertext()))
    assert [p for p in jobs.iter("path") if p.get("class") == "lean"]
    assert [p for p in jobs.iter("path") if p.get("class") == "through planned"]


def test_a_page_says_what_its_lines_do_not_claim(client: TestClient) -> None:
    assert "le trait clair qui les joint ne l’est pas" in client.get(TDI).text
    assert "the light line that joins them is not" in client.get("/en" + TDI).text


def test_each_relation_is_on_the_ladder_and_in_the_list(
    client: TestClient, store: EmbeddedStore
) -> None:
    iri = BASE + "id/scheme/fonds-d-acceleration"
    names = views.Names("fr", views.read_labels(store))
    card = views.entity(store, names, iri).card
    expected = {thing.label.text for group in card.relations for thing in group.things}
    (ladder,) = drawn(client, FUND, "ladder")
    shown = {
        " ".join("".join(text.itertext()).split())
        for a in ladder.iter("a")
        if (text := a.find("text")) is not None
    }
    assert expected <= shown
    page = client.get(FUND).text
    instead = page[page.index('<div class="instead">') :]
    assert all(name in instead for name in expected)


def test_the_name_of_a_relation_leads_to_its_query_which_gives_all_of_it(
    client: TestClient, store: EmbeddedStore
) -> None:
    (ladder,) = drawn(client, TDI, "ladder")
    for chip in (a for a in ladder.iter("a") if a.get("class") == "chip"):
        address = urlsplit(str(chip.get("href")))
        assert address.path == "/requete"
        (query,) = parse_qs(address.query)["query"]
        count = re.search(r"\((\d+)\)", str(chip.findtext("title")))
        assert count
        assert len(store.select(query).rows) == int(count[1])


def test_names_in_a_drawing_are_whole(client: TestClient) -> None:
    (overview,) = drawn(client, "/relations", "nesting")
    words = {" ".join("".join(text.itertext()).split()) for text in overview.iter("text")}
    assert "Fonds d’accélération des investissements industriels dans les territoires" in words
    assert "Agence nationale de la cohésion des territoires" in words
    assert not [word for word in words if "…" in word]


def test_every_pair_of_thing_and_indicator_has_its_files(
    client: TestClient, store: EmbeddedStore
) -> None:
    for of, what in store.select(_MEASURED).rows:
        slug = text_of(what).rpartition("/")[2]
        about = views.labels.compact(text_of(of))
        picture = client.get(f"/chiffres/{slug}.svg", params={"about": about})
        assert picture.headers["content-type"].startswith("image/svg+xml")
        root = ET.fromstring(picture.text)
        assert root.tag == SVG + "svg"
        assert not list(root.iter(SVG + "a"))
        assert not [e for e in root.iter() if "class" in e.attrib or "style" in e.attrib]
        assert [*root.iter(SVG + "circle"), *root.iter(SVG + "rect")][1:]
        table = client.get(f"/en/figures/{slug}.csv", params={"about": about})
        rows = list(csv.DictReader(StringIO(table.text)))
        assert {row["about"] for row in rows} == {text_of(of)}


def test_a_table_in_a_file_holds_every_figure_with_its_words(
    client: TestClient, store: EmbeddedStore
) -> None:
    answer = client.get("/chiffres/territories-count.csv")
    rows = list(csv.DictReader(StringIO(answer.text)))
    query = "SELECT ?f WHERE { ?f schema:variableMeasured c:territories-count }"
    assert {row["statement"] for row in rows} == {
        text_of(figure) for (figure,) in store.select(query).rows
    }
    held = {row["date"]: row for row in rows}
    assert (held["2021-10-11"]["low"], held["2021-10-11"]["unit"]) == ("146.0", "unit:NUM")
    assert "146" in held["2021-10-11"]["words"]


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/chiffres/no-such", 404, "indicator"),
        ("/chiffres/territories-count.xlsx", 404, ".xlsx"),
        ("/chiffres/territories-count?about=scheme:none", 422, "about"),
        ("/chiffres/territories-count.svg?about=%22%3E%3Cb%3E", 422, "about"),
        ("/en/figures/no-such", 404, "indicator"),
        ("/chiffres/innovate", 404, "indicator"),
    ],
)
def test_what_is_not_there_is_named(client: TestClient, path: str, status: int, named: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert named in answer.text
    assert "<b>" not in answer.text
    assert Page(answer.text).faults == []
    problem = client.get(path, headers={"Accept": "application/json"}).json()
    assert problem["status"] == status
    assert named in problem["detail"]


def test_one_acts_on_behalf_of_the_state_in_english(client: TestClient) -> None:
    page = client.get("/en/doc/scheme/rebond-industriel").text
    assert 'on behalf of <a href="/en/doc/organisation/etat">the State</a>' in page
    assert "<h1>the State</h1>" in client.get("/en/doc/organisation/etat").text
