"""Each question gives its expected answer, in two engines, whatever decoys stand beside it.

``cases/questions/NN-slug.tsv`` holds the answer to a question as its file asks it, checked against
the texts of the documents. ``cases/decoys.trig`` holds statements that look like answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rdflib.plugins.sparql import prepareQuery

from tdi_graph.assembly import assemble
from tdi_graph.derivation import derive
from tdi_graph.errors import DataError
from tdi_graph.questions import GROUPS, ParameterError, Question, bind, load, read
from tdi_graph.store import EmbeddedStore, Table, Term
from tdi_graph.vocabulary import PREFIXES, compact

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
QUESTIONS = load(ROOT / "queries")
LONGEST_BODY = 12

# Decoys that a question is right to show, because they are decoys of other questions only.
MEANT = {
    "money-by-kind": [
        (
            "c:public-aid\tscheme:fonds-d-acceleration\t2021-10-11\t500000000\t\t\tc:observed"
            "\tdoc:decoy\tst:decoy-aid-elsewhere"
        )
    ],
    "org-only": ["person:marc-ferracci\tpost:decoy"],
    "revisions": [
        (
            "scheme:fonds-vert\tc:sites-count\t10\t2024\t12\t2024\tleurre\tleurre"
            "\tdoc:decoy\tst:decoy-revision"
        )
    ],
}


@dataclass(frozen=True, slots=True)
class Graphs:
    """The same quads in both engines."""

    quads: list[Quad]
    oxigraph: EmbeddedStore
    rdflib: rdflib.Graph


def graphs(authored: Iterable[Quad]) -> Graphs:
    held = list(authored)
    quads = [*held, *derive(held, ROOT / "ontology" / "rules" / "derive")]
    flat = rdflib.Graph()
    triples = serialize({quad.triple for quad in quads}, format=RdfFormat.N_TRIPLES)
    flat.parse(data=triples, format="nt")
    return Graphs(quads, EmbeddedStore(quads, release=""), flat)


def trig(text: str) -> Iterator[Quad]:
    header = "".join(
        f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items()
    )
    for quad in parse(header + text, format=RdfFormat.TRIG):
        assert isinstance(quad, Quad)
        yield quad


@pytest.fixture(scope="module")
def authored() -> tuple[Quad, ...]:
    return assemble(ROOT).quads


@pytest.fixture(scope="module")
def plain(authored: tuple[Quad, ...]) -> Graphs:
    return graphs(authored)


@pytest.fixture(scope="module")
def decoyed(authored: tuple[Quad, ...]) -> Graphs:
    return graphs([*authored, *trig((CASES / "decoys.trig").read_text("utf-8"))])


def each_question() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))


def written(table: Table) -> list[str]:
    """Write a table as the lines of an expected answer: compact terms, tabs between them."""
    rows = ("\t".join(_cell(term) for term in row) for row in table.rows)
    return ["\t".join(table.variables), *rows]


def _cell(term: Term | None) -> str:
    match term:
        case NamedNode():
            return compact(term.value)
        case Literal():
            text = term.value.replace("\n", "\\n")
            return f"{text}@{term.language}" if term.language else text
        case None:
            return ""
        case BlankNode() | Triple():
            raise TypeError(term)


def expected(question: Question) -> list[str]:
    path = CASES / "questions" / f"{question.number:02}-{question.slug}.tsv"
    return path.read_text("utf-8").splitlines()


def counted(question: Question, graph: rdflib.Graph, names: Iterable[str]) -> Counter[object]:
    """Return the bag of rdflib’s rows, each term as a value that both engines would give."""
    bindings = graph.query(question.sparql).bindings
    variables = [rdflib.Variable(name) for name in names]
    return Counter(tuple(_foreign(row.get(name)) for name in variables) for row in bindings)


def _foreign(term: rdflib.term.Identifier | None) -> object:
    if not isinstance(term, rdflib.Literal):
        return None if term is None else str(term)
    datatype = str(term.datatype) if term.datatype else PREFIXES["xsd"] + "string"
    if term.language:
        datatype = PREFIXES["rdf"] + "langString"
    return _valued(str(term), term.language, datatype)


def _own(term: Term | None) -> object:
    if not isinstance(term, Literal):
        return None if term is None else str(getattr(term, "value", term))
    return _valued(term.value, term.language, term.datatype.value)


def _valued(text: str, language: str | None, datatype: str) -> object:
    # Engines write numbers each in their own way, and choose their own numeric types.
    numeric = datatype.lower().endswith(("integer", "decimal"))
    return Decimal(text) if numeric else (text, language, datatype)


def body(question: Question) -> list[str]:
    """Return the lines of a query that are neither a comment nor a prefix nor blank."""
    skipped = ("#", "PREFIX")
    lines = question.sparql.splitlines()
    return [line for line in lines if line.strip() and not line.startswith(skipped)]


def filters() -> Iterator[tuple[str, str]]:
    """Yield each FILTER of each question that has lines of its own."""
    for question in QUESTIONS.values():
        held = ""
        for line in body(question):
            if held or line.strip().startswith("FILTER"):
                held += line + "\n"
            if held and all(held.count(pair[0]) == held.count(pair[1]) for pair in ("{}", "()")):
                yield question.slug, held
                held = ""


# What a careless author might write instead, and would then show a decoy or lose an answer.
CARELESS = [
    ("territories-over-time", "schema:observationAbout ?scheme ; ", ""),
    ("industry-ministers", "tdi:post ?held ; tdi:modality c:observed ;", "tdi:post ?held ;"),
    ("evidence-of-an-edge", "tdi:role/tdi:shortcut ?relation ; ", ""),
    ("evidence-of-an-edge", "tdi:modality c:observed ; ", ""),
    ("word-for-word", "schema:spokenByCharacter", "schema:spokenByCharacter|schema:about"),
    ("falls", "schema:value ?now ; tdi:modality ?modality", "schema:value ?now"),
    ("steering-over-time", "c:coordinating }", "c:coordinating c:animating }"),
    ("steering-over-time", "tdi:involvedIn ?scheme ; ", ""),
    ("steering-over-time", "tdi:modality c:observed ; ", ""),
    ("nesting", "?part a tdi:Scheme . ", ""),
    ("nesting", " ?whole a tdi:Scheme .", ""),
    ("nesting", "tdi:modality c:observed ; ", ""),
    ("stages", "tdi:Phase }", "tdi:Phase tdi:Measure }"),
    ("stages", "(schema:about|dcterms:isPartOf)+ ?scheme", "?related ?thing"),
    ("stages", "rdf:object ?day ; tdi:modality ?modality", "rdf:object ?day"),
    ("objectives-over-time", "rdf:subject ?scheme ; ", ""),
    ("objectives-over-time", "tdi:modality c:observed ; ", ""),
    ("places-named", "?territory a tdi:Territory .", ""),
    ("places-named", "rdf:subject ?scheme ; ", ""),
    ("places-named", "tdi:modality c:observed ; ", ""),
    ("money-by-kind", "?kind skos:broader c:money .", ""),
    (
        "leverage",
        "tdi:evidence/oa:hasSource ?document .\n  OPTIONAL",
        "tdi:evidence/oa:hasSource ?elsewhere .\n  OPTIONAL",
    ),
    (
        "cost-per-job",
        "tdi:evidence/oa:hasSource ?document .\n  OPTIONAL",
        "tdi:evidence/oa:hasSource ?elsewhere .\n  OPTIONAL",
    ),
    ("disagreements", "?modality = ?otherModality && ", ""),
    ("disagreements", " && NOT EXISTS { ?statement tdi:revises|^tdi:revises ?other }", ""),
    ("shares-total", "SELECT DISTINCT ?share", "SELECT ?share"),
    ("shares-total", "?date ?division\n", "?date\n"),
    ("shares-total", "tdi:modality c:observed ; ", ""),
    ("promises", "a tdi:Pledge ; ", ""),
    ("split-of-an-increase", "?whole ; schema:variableMeasured ?indicator", "?whole"),
    ("signatories", "?agreement a tdi:Agreement .", ""),
    ("signatories", "tdi:role c:signing ; ", ""),
    ("signatories", "tdi:modality c:observed ; ", ""),
    ("org-only", "org:holds", "^org:member/<https://w3id.org/tdi-graph/ontology#post>"),
    ("one-triple", "tdi:operatedBy", "tdi:operatedBy|tdi:delegatedTo"),
    ("external-identifiers", "skos:exactMatch }", "skos:exactMatch skos:closeMatch }"),
    ("statements-since", "?since { 1 }", "?since { 0 }"),
    (
        "corroboration",
        "tdi:modality ?modality ; tdi:evidence/oa:hasSource ?otherD",
        "tdi:evidence/oa:hasSource ?otherD",
    ),
    ("revisions", "tdi:revises", "tdi:revises|tdi:restates"),
    ("estimated-dates", "tdi:dateBasis c:estimated ; ", ""),
]


@each_question()
def test_a_question_gives_its_expected_answer(question: Question, plain: Graphs) -> None:
    assert written(plain.oxigraph.select(question.sparql)) == expected(question)


@each_question()
def test_rdflib_gives_the_same_bag_of_answers(question: Question, plain: Graphs) -> None:
    table = plain.oxigraph.select(question.sparql)
    ours = Counter(tuple(_own(term) for term in row) for row in table.rows)
    assert counted(question, plain.rdflib, table.variables) == ours


@each_question()
def test_no_decoy_changes_an_answer(question: Question, decoyed: Graphs) -> None:
    head, *rows = written(decoyed.oxigraph.select(question.sparql))
    wanted = expected(question)
    assert head == wanted[0]
    assert sorted(rows) == sorted([*wanted[1:], *MEANT.get(question.slug, [])])


@each_question()
def test_rdflib_is_misled_by_no_decoy_either(question: Question, decoyed: Graphs) -> None:
    table = decoyed.oxigraph.select(question.sparql)
    ours = Counter(tuple(_own(term) for term in row) for row in table.rows)
    assert counted(question, decoyed.rdflib, table.variables) == ours


@pytest.mark.parametrize(("slug", "condition"), list(filters()))
def test_a_question_needs_each_of_its_filters(slug: str, condition: str, decoyed: Graphs) -> None:
    query = QUESTIONS[slug].sparql
    without = query.replace(condition, "")
    assert written(decoyed.oxigraph.select(without)) != written(decoyed.oxigraph.select(query))


@pytest.mark.parametrize(("slug", "careful", "careless"), CARELESS)
def test_a_careless_question_shows_its_decoy(
    slug: str, careful: str, careless: str, decoyed: Graphs
) -> None:
    query = QUESTIONS[slug].sparql
    assert careful in query
    mutant = decoyed.oxigraph.select(query.replace(careful, careless))
    assert written(mutant) != written(decoyed.oxigraph.select(query))


@each_question()
def test_the_order_of_an_answer_does_not_depend_on_that_of_the_quads(
    question: Question, plain: Graphs
) -> None:
    backwards = EmbeddedStore(plain.quads[::-1], release="")
    assert written(backwards.select(question.sparql)) == expected(question)


def test_the_questions_are_the_studys_in_its_order() -> None:
    assert [question.number for question in QUESTIONS.values()] == list(range(1, 27))
    groups = Counter(question.group for question in QUESTIONS.values())
    assert [groups[group] for group in GROUPS] == [5, 5, 9, 4, 3]


def test_each_expected_answer_belongs_to_a_question() -> None:
    names = [f"{question.number:02}-{question.slug}" for question in QUESTIONS.values()]
    assert sorted(path.stem for path in (CASES / "questions").iterdir()) == names


@each_question()
def test_a_question_is_short_and_has_an_answer(question: Question) -> None:
    assert 1 <= len(body(question)) <= LONGEST_BODY
    assert len(expected(question)) > 1


@each_question()
def test_a_question_speaks_french_and_english(question: Question) -> None:
    labels = [parameter.label for parameter in question.parameters]
    for text in (question.title, question.description, *question.columns.values(), *labels):
        assert set(text) == {"fr", "en"}
        assert text["fr"].strip()
        assert text["en"].strip()
        assert "'" not in text["fr"] + text["en"]


@each_question()
def test_the_file_runs_as_it_is_in_another_engine(question: Question) -> None:
    names = [str(variable) for variable in prepareQuery(question.sparql).algebra.PV]
    assert names == list(question.columns)


def test_the_question_with_org_alone_uses_no_other_vocabulary() -> None:
    prefixes = [line for line in QUESTIONS["org-only"].sparql.splitlines() if "PREFIX" in line]
    assert prefixes == ["PREFIX org: <http://www.w3.org/ns/org#>"]


def beside(plain: Graphs, text: str) -> EmbeddedStore:
    """Return a store in which the figures of ``text`` stand beside the data."""
    return EmbeddedStore([*plain.quads, *trig(f"gdoc:another {{ {text} }}")], release="")


PASSAGE = "<https://example.org/passage> oa:hasSource doc:another ."
ANOTHER_183 = (
    "st:another schema:observationAbout scheme:territoires-d-industrie ; schema:value 183.0 ;"
    " schema:variableMeasured c:territories-count ; tdi:modality c:observed ;"
    ' schema:observationDate "2025"^^xsd:gYear ; tdi:evidence <https://example.org/passage> .'
    + PASSAGE
)


@pytest.mark.parametrize(
    ("origin", "independent"),
    [
        ("", "true"),
        ("doc:another schema:isBasedOn doc:bilan-temps-2 .", "false"),
        ("doc:bilan-temps-2 schema:isBasedOn doc:another .", "false"),
        (
            "doc:another schema:isBasedOn doc:b . doc:b schema:isBasedOn doc:bilan-temps-2 .",
            "false",
        ),
        (
            "doc:another schema:isBasedOn doc:c . doc:bilan-temps-2 schema:isBasedOn doc:c .",
            "false",
        ),
    ],
)
def test_documents_of_one_origin_do_not_corroborate_each_other(
    origin: str, independent: str, plain: Graphs
) -> None:
    rows = written(beside(plain, ANOTHER_183 + origin).select(QUESTIONS["corroboration"].sparql))
    row = (
        "scheme:territoires-d-industrie\tc:territories-count\t\t183\tdoc:another\tdoc:bilan-temps-2"
    )
    assert f"{row}\t{independent}" in rows


def test_a_date_and_a_day_within_it_disagree_but_do_not_fall(plain: Graphs) -> None:
    figure = (
        "st:{0} schema:observationAbout scheme:fonds-vert ; schema:variableMeasured c:sites-count ;"
        " schema:value {1} ; schema:observationDate {2} ; tdi:modality c:observed ;"
        " tdi:evidence <https://example.org/passage> . "
    )
    text = figure.format("before", "20.0", '"2023"^^xsd:gYear')
    text += figure.format("after", "15.0", '"2023-05-02"^^xsd:date') + PASSAGE
    store = beside(plain, text)
    assert written(store.select(QUESTIONS["falls"].sparql)) == expected(QUESTIONS["falls"])
    disagreeing = "\n".join(written(store.select(QUESTIONS["disagreements"].sparql)))
    assert "st:before" in disagreeing
    assert "st:after" in disagreeing


@pytest.mark.parametrize(
    ("slug", "values", "rows"),
    [
        (
            "territories-over-time",
            {"scheme": "scheme:rebond-industriel"},
            ["2025\t15\t\tc:observed\tdoc:bilan-temps-2\tst:bilan-temps-2-figure-6565a6b8"],
        ),
        (
            "evidence-of-an-edge",
            {"relation": "dcterms:isPartOf", "object": "scheme:france-2030"},
            [
                (
                    "doc:bilan-temps-2\t1904\t1948\tdispositif France 2030 « Rebond industriel »"
                    "\tst:bilan-temps-2-link-3a4f34e5"
                )
            ],
        ),
        ("statements-since", {"since": "2"}, []),
        ("word-for-word", {"person": "https://w3id.org/tdi-graph/id/person/carole-delga"}, []),
    ],
)
def test_a_bound_question_answers_for_the_value_given(
    slug: str, values: dict[str, str], rows: list[str], plain: Graphs
) -> None:
    assert written(plain.oxigraph.select(bind(QUESTIONS[slug], values)))[1:] == rows


def test_another_post_has_its_own_holders(plain: Graphs) -> None:
    query = bind(QUESTIONS["industry-ministers"], {"post": "post:presidence-adcf"})
    holders = [row["person"] for row in plain.oxigraph.select(query).records()]
    assert [compact(str(getattr(holder, "value", ""))) for holder in holders] == [
        "person:jean-luc-rigaut",
        "person:sebastien-martin",
    ]


def test_promises_are_told_in_english_too(plain: Graphs) -> None:
    rows = written(plain.oxigraph.select(bind(QUESTIONS["promises"], {"language": "en"})))
    assert len(rows) == len(expected(QUESTIONS["promises"]))
    assert any("extend the programme to 2026@en" in row for row in rows)


ECHO = """#+ title: {fr: Écho, en: Echo}
#+ description: {fr: Ce qui entre sort., en: What goes in comes out.}
#+ group: integrator
#+ parameters:
#+   thing: {type: iri, label: {fr: chose, en: thing}, values: tdi:Scheme}
#+   count: {type: integer, label: {fr: nombre, en: number}}
#+   amount: {type: decimal, label: {fr: montant, en: amount}}
#+   day: {type: date, label: {fr: date, en: date}}
#+   year: {type: year, label: {fr: année, en: year}}
#+   text: {type: string, label: {fr: texte, en: text}}
#+ columns:
#+   thing: {fr: Chose, en: Thing}
#+   count: {fr: Nombre, en: Number}
#+   amount: {fr: Montant, en: Amount}
#+   day: {fr: Date, en: Date}
#+   year: {fr: Année, en: Year}
#+   text: {fr: Texte, en: Text}
PREFIX scheme: <https://w3id.org/tdi-graph/id/scheme/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?thing ?count ?amount ?day ?year ?text WHERE {
  VALUES ?thing { scheme:fonds-vert }
  VALUES ?count { 1 }
  VALUES ?amount { 2.5 }
  VALUES ?day { "2020-12-15"^^xsd:date }
  VALUES ?year { "2020"^^xsd:gYear }
  VALUES ?text { "fr" }
  VALUES ?other { 1 2 }
  FILTER(?other = 1)
} ORDER BY ?thing
"""


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Question:
    path = tmp_path_factory.mktemp("queries") / "01-echo.rq"
    path.write_text(ECHO, "utf-8")
    return read(path)


def answered(question: Question, values: dict[str, str]) -> dict[str, Term | None]:
    (row,) = EmbeddedStore([], release="").select(bind(question, values)).records()
    return row


def test_a_file_is_read_whole(echo: Question) -> None:
    assert (echo.slug, echo.number, echo.group, echo.sparql) == ("echo", 1, "integrator", ECHO)
    assert echo.title == {"fr": "Écho", "en": "Echo"}
    assert echo.columns["day"] == {"fr": "Date", "en": "Date"}
    first, second, *_ = echo.parameters
    assert first.values == NamedNode(PREFIXES["tdi"] + "Scheme")
    assert first.default == NamedNode(PREFIXES["scheme"] + "fonds-vert")
    assert (second.name, second.type, second.values) == ("count", "integer", None)
    assert second.default == Literal(1)


@pytest.mark.parametrize(
    ("name", "text", "term"),
    [
        ("thing", "scheme:france-2030", NamedNode(PREFIXES["scheme"] + "france-2030")),
        ("thing", "https://example.org/é?a=b#c", NamedNode("https://example.org/é?a=b#c")),
        ("count", "-12", Literal(-12)),
        ("amount", "39.7", Literal("39.7", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))),
        ("amount", "3", Literal("3", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))),
        ("day", "2018-11-22", Literal("2018-11-22", datatype=NamedNode(PREFIXES["xsd"] + "date"))),
        ("day", "2018-11", Literal("2018-11", datatype=NamedNode(PREFIXES["xsd"] + "gYearMonth"))),
        ("day", "2018", Literal("2018", datatype=NamedNode(PREFIXES["xsd"] + "gYear"))),
        ("year", "2018", Literal("2018", datatype=NamedNode(PREFIXES["xsd"] + "gYear"))),
        ("text", "", Literal("")),
        ("text", '" } #\\', Literal('" } #\\')),
    ],
)
def test_a_value_becomes_a_term_of_its_parameters_type(
    name: str, text: str, term: Term, echo: Question
) -> None:
    assert answered(echo, {name: text})[name] == term


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("thing", "fonds-vert"),
        ("thing", "scheme:"),
        ("thing", "scheme:a b"),
        ("thing", "https://example.org/> } #"),
        ("thing", "\ud800:a"),
        ("count", ""),
        ("count", "1.5"),
        ("count", "1 2"),
        ("count", "٣"),
        ("amount", "1,5"),
        ("amount", "1e3"),
        ("day", "2018-13"),
        ("day", "2018-02-30"),
        ("day", "20181122"),
        ("day", "22/11/2018"),
        ("year", "18"),
        ("year", "2018\n"),
        ("text", "\ud800"),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(name: str, text: str, echo: Question) -> None:
    with pytest.raises(ParameterError, match=name) as caught:
        bind(echo, {name: text})
    assert caught.value.parameter == name
    assert caught.value.do.startswith("give ")


def test_an_unknown_parameter_is_refused_by_name(echo: Question) -> None:
    with pytest.raises(ParameterError, match="echo has no parameter 'other'") as caught:
        bind(echo, {"other": "1"})
    assert caught.value.parameter == "other"
    assert caught.value.do == "use thing, count, amount, day, year, text, limit, offset"


def test_a_value_that_looks_like_a_parameter_is_left_alone(echo: Question) -> None:
    text = "\n  VALUES ?count { 1 }\n"
    row = answered(echo, {"text": text, "count": "7"})
    assert (row["text"], row["count"]) == (Literal(text), Literal(7))


HOSTILE = st.text(alphabet="{}<>()[]\"'\\?#;.:/-_ \n\r\t0129uUaeVALUES") | st.text()


@settings(deadline=None)
@given(name=st.sampled_from(["thing", "count", "amount", "day", "year", "text"]), text=HOSTILE)
def test_no_value_gets_out_of_its_braces(name: str, text: str, echo: Question) -> None:
    try:
        query = bind(echo, {name: text})
    except ParameterError:
        assert name != "text"
        return
    before, _, after = ECHO.partition(f"VALUES ?{name} {{")
    assert query.startswith(before)
    assert query.endswith(after.partition("\n")[2])
    row, usual = answered(echo, {name: text}), answered(echo, {})
    assert {**row, name: None} == {**usual, name: None}
    if name == "text":
        assert row[name] == Literal(text)


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("#+", "#", 1, "header says nothing of columns"),
        ("#+ group: integrator\n", "", 1, "header says nothing of group"),
        ("group: integrator", "group: [integrator", 4, "the header is not YAML"),
        ("group: integrator", "group: minister", 3, "no group is called minister"),
        ("#+ group", "#+ chart: {}\n#+ group", 3, "header has no place for chart"),
        ("{fr: Écho, en: Echo}", "Écho", 1, "title says nothing of en"),
        ("{fr: Écho, en: Echo}", "{fr: Écho, en: Echo, de: Echo}", 1, "title has no place for de"),
        ("type: year", "type: century", 9, "no type is called century"),
        ("values: tdi:Scheme", "values: schemes", 5, "the values of thing come from no IRI"),
        ("values: tdi:Scheme", "class: tdi:Scheme", 5, "thing has no place for class"),
        ("#+   day: {fr: Date, en: Date}\n", "", 11, "columns says nothing of day"),
        ("#+   text: {fr: T", "#+   word: {fr: T", 11, "columns says nothing of text"),
        ("?count { 1 }", "?count { 1 2 }", 23, "count needs a default that is one integer"),
        ("?count { 1 }", "?count { UNDEF }", 23, "count needs a default that is one integer"),
        ("?count { 1 }", '?count { "1" }', 23, "count needs a default that is one integer"),
        (
            "  VALUES ?count { 1 }\n",
            "  BIND(1 AS ?count)\n",
            6,
            "parameters has no place for count",
        ),
        ("SELECT", "SELEKT", 21, "syntax error"),
        ("scheme:fonds", "schemes:fonds", 22, "a prefix is used that is not declared"),
        ("SELECT ?thing ?count ?amount ?day ?year ?text", "ASK", 1, "this is no SELECT query"),
    ],
)
def test_a_faulty_file_is_shown_by_line(
    old: str, new: str, line: int, fault: str, tmp_path: Path
) -> None:
    assert old in ECHO
    path = tmp_path / "01-echo.rq"
    path.write_text(ECHO.replace(old, new), "utf-8")
    with pytest.raises(DataError) as caught:
        read(path)
    assert caught.value.what.startswith(fault)
    assert str(caught.value.place) == f"{path}:{line}"


def test_a_question_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "echo.rq"
    path.write_text(ECHO, "utf-8")
    with pytest.raises(DataError, match=r"NN-slug\.rq"):
        load(tmp_path)
