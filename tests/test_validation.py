"""Nothing faulty passes the gates, and nothing sound is held up by them.

Each file of cases/faulty/ spoils the real facts in one way: a header says what is spoilt and which
faults must be told, with ``*`` for what a hash decides; below it, ``-`` takes away the triples of a
line of TriG and ``+`` adds them. All are applied together, each to things of its own, so that one
run of the gates judges them all.
"""

import fnmatch
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from tdi_graph.assembly import Authored
from tdi_graph.derivation import derive
from tdi_graph.documents import Passage
from tdi_graph.errors import DataError, Place
from tdi_graph.statements import EVIDENCE, TYPE, Kind, Statement
from tdi_graph.store import EmbeddedStore
from tdi_graph.validation import Fault, faults
from tdi_graph.vocabulary import PREFIXES, compact, expand, graph, thing

ROOT = Path(__file__).parents[1]
RULES = sorted((ROOT / "ontology/rules/must-be-empty").glob("*.rq"))
SHAPES = ROOT / "ontology/shapes.ttl"
COMPACT = re.compile(r"\b(?:event|orga|person|scheme|st):[\w-]+")
SUBJECT = rdflib.Variable("subject")
OWL_CLASS = expand("owl:Class")

# ---- The cases ----


@dataclass(frozen=True)
class Case:
    """A file of cases/faulty/: what it takes away and adds, and the faults that it must cause."""

    name: str
    faults: tuple[str, ...]
    less: frozenset[Quad]
    more: frozenset[Quad]
    renamed: bool

    @property
    def subjects(self) -> set[NamedNode]:
        return {q.subject for q in self.less ^ self.more if isinstance(q.subject, NamedNode)}


def read_case(path: Path) -> Case:
    lines = path.read_text("utf-8").splitlines()

    def after(mark: str) -> list[str]:
        return [line.removeprefix(mark) for line in lines if line.startswith(mark)]

    def quads(mark: str) -> frozenset[Quad]:
        prefixes = [f"@prefix {prefix}: <{name}> ." for prefix, name in PREFIXES.items()]
        text = "\n".join([*prefixes, *after(mark)])
        return frozenset(q for q in parse(text, format=RdfFormat.TRIG) if isinstance(q, Quad))

    told = tuple(after("# fault: "))
    return Case(path.stem, told, quads("- "), quads("+ "), "# name: kept" not in lines)


CASES = [read_case(path) for path in sorted((ROOT / "tests/cases/faulty").glob("*.patch"))]


@dataclass(frozen=True)
class Spoilt:
    """The facts with all the cases in them, what is derived, and what the gates say."""

    quads: tuple[Quad, ...]
    touched: set[NamedNode]
    faults: list[Fault]


@pytest.fixture(scope="module")
def spoilt(authored: Authored) -> Spoilt:
    quads = set(authored.quads)
    for case in CASES:
        assert case.less <= quads, f"{case.name}.patch takes away what is no longer there"
        quads = (quads - case.less) | case.more
    names = due_names(quads, {s for case in CASES if case.renamed for s in case.subjects})
    # The tables of links are judged in test_links: spoilt here are the quads alone.
    quads_in_order = tuple(renamed(quad, names) for quad in quads)
    bad = replace(authored, quads=quads_in_order, links=(), identifiers=())
    derived = derive(bad.quads, ROOT / "ontology/rules/derive")
    touched = {names.get(subject, subject) for case in CASES for subject in case.subjects}
    return Spoilt((*bad.quads, *derived), touched, faults(bad, derived))


def renamed(quad: Quad, names: dict[NamedNode, NamedNode]) -> Quad:
    subject, value = quad.subject, quad.object
    subject = names.get(subject, subject) if isinstance(subject, NamedNode) else subject
    value = names.get(value, value) if isinstance(value, NamedNode) else value
    return Quad(subject, quad.predicate, value, quad.graph_name)


def due_names(quads: set[Quad], touched: set[NamedNode]) -> dict[NamedNode, NamedNode]:
    """Return the names that statements are due once they, or what they cite, have changed."""
    described: dict[object, list[Quad]] = {}
    for quad in quads:
        described.setdefault(quad.subject, []).append(quad)
    found = {}
    for kind in Kind:
        for name in [q.subject for q in quads if q.predicate == TYPE and q.object == kind.iri]:
            evidence = [q.object for q in described[name] if q.predicate == EVIDENCE]
            if isinstance(name, NamedNode) and evidence and touched & {name, *evidence}:
                passages = [read_passage(described[iri]) for iri in evidence]
                found[name] = statement(kind, described[name], passages).iri
    return found


def read_passage(quads: list[Quad]) -> Passage:
    values = {compact(q.predicate.value): str(getattr(q.object, "value", "")) for q in quads}
    slug = values["oa:hasSource"].rpartition("/")[2]
    return Passage(slug, int(values["oa:start"]), int(values["oa:end"]), "")


def statement(kind: Kind, quads: list[Quad], evidence: Iterable[Passage]) -> Statement:
    properties = tuple(
        (q.predicate, q.object) for q in quads if isinstance(q.object, NamedNode | Literal)
    )
    slug = str(getattr(quads[0].graph_name, "value", "")).rpartition("/")[2]
    return Statement(kind, slug, tuple(p for p in evidence if p.document == slug), properties)


def test_the_facts_have_no_fault(authored: Authored) -> None:
    assert faults(authored, derive(authored.quads, ROOT / "ontology/rules/derive")) == []


def test_each_case_changes_things_of_its_own() -> None:
    owners: dict[NamedNode, list[str]] = {}
    for case in CASES:
        assert case.subjects, case.name
        for subject in case.subjects:
            owners.setdefault(subject, []).append(case.name)
    assert [names for names in owners.values() if len(names) > 1] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_causes_its_faults(case: Case, spoilt: Spoilt) -> None:
    assert case.faults
    for expected in case.faults:
        told = [fault.what for fault in spoilt.faults]
        assert len(fnmatch.filter(told, expected)) == 1, "\n".join(told)


def test_the_cases_cause_no_other_fault(spoilt: Spoilt) -> None:
    expected = [pattern for case in CASES for pattern in case.faults]
    others = [
        str(fault)
        for fault in spoilt.faults
        if not any(fnmatch.fnmatchcase(fault.what, pattern) for pattern in expected)
    ]
    assert others == []
    assert len(spoilt.faults) == len(expected)


# ---- The rules and the shapes ----


@pytest.mark.parametrize("rule", RULES, ids=lambda path: path.stem)
def test_each_rule_is_broken_by_a_case_and_says_what_to_do(rule: Path, spoilt: Spoilt) -> None:
    header = rule.read_text("utf-8").splitlines()[:2]
    assert all(line.startswith("# ") for line in header)
    sentence, remedy = (line.removeprefix("# ") for line in header)
    assert {fault.do for fault in spoilt.faults if f": {sentence}" in fault.what} == {remedy}


@dataclass(frozen=True)
class Engines:
    """What the cases touched, what their faults name and what these name, in two engines."""

    oxigraph: EmbeddedStore
    rdflib: rdflib.Dataset


@pytest.fixture(scope="module")
def engines(spoilt: Spoilt) -> Engines:
    named = spoilt.touched | {expand(c) for f in spoilt.faults for c in COMPACT.findall(f.what)}
    near = named | {quad.object for quad in spoilt.quads if quad.subject in named}
    sample = [quad for quad in spoilt.quads if quad.subject in near]
    dataset = rdflib.Dataset(default_union=True)
    for quad in sample:
        dataset.graph(rdflib.URIRef(name(quad.graph_name))).add(
            (rdflib.URIRef(name(quad.subject)), rdflib.URIRef(quad.predicate.value), node(quad))
        )
    return Engines(EmbeddedStore(sample, release=""), dataset)


def name(term: object) -> str:
    return str(getattr(term, "value", term))


def node(quad: Quad) -> rdflib.URIRef | rdflib.Literal:
    term = quad.object
    if not isinstance(term, Literal):
        return rdflib.URIRef(name(term))
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of itself
@pytest.mark.parametrize("rule", RULES, ids=lambda path: path.stem)
def test_a_rule_finds_the_same_in_another_engine(rule: Path, engines: Engines) -> None:
    query = rule.read_text("utf-8")
    ours = {name(row["subject"]) for row in engines.oxigraph.select(query).records()}
    theirs = {str(row[SUBJECT]) for row in engines.rdflib.query(query).bindings}
    assert theirs == ours


def test_the_shapes_are_core_shacl() -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    assert not list(shapes.triples((None, rdflib.SH.sparql, None)))


def test_each_shape_says_what_to_do_in_french_and_in_english() -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    helpers = {"added", "Thing", "Indicator", "OrganizationalUnit"}
    for shape in {s for s in shapes.subjects() if isinstance(s, rdflib.URIRef)}:
        messages = list(shapes.objects(shape, rdflib.SH.message))
        languages = sorted(str(getattr(m, "language", None)) for m in messages)
        assert languages == ([] if shape.partition("#")[2] in helpers else ["en", "fr"]), shape
        assert all(" → " in str(message) for message in messages), shape


def test_each_class_is_named_by_a_shape(authored: Authored) -> None:
    """No shape waits for a class to be derived: each one is a target by its own name."""
    shapes = rdflib.Graph().parse(SHAPES)
    targets = {str(target) for target in shapes.objects(None, rdflib.SH.targetClass)}
    classes = {
        name(q.subject) for q in authored.quads if (q.predicate, q.object) == (TYPE, OWL_CLASS)
    }
    assert classes <= targets
    assert {s.partition("#")[2] for s in map(str, closed(shapes))} >= {k.slug.title() for k in Kind}


def closed(shapes: rdflib.Graph) -> Iterable[object]:
    return shapes.subjects(rdflib.SH.closed, rdflib.Literal(lexical_or_value=True))


# ---- What a fault says ----


def test_a_fault_leads_to_its_line(spoilt: Spoilt) -> None:
    path = ROOT / "data/entities/organisations.ttl"
    line = path.read_text("utf-8").splitlines().index("orga:business-france a tdi:Agency ;") + 1
    (fault,) = [f for f in spoilt.faults if f.what.startswith("orga:business-france: ")]
    assert str(fault) == (
        f"{path}:{line}: orga:business-france: Each thing has a French name (skos:prefLabel)"
        " → write skos:prefLabel with @fr"
    )


def test_a_fault_of_a_table_leads_to_its_row(tmp_path: Path) -> None:
    gates = tmp_path / "ontology/rules/must-be-empty"
    gates.mkdir(parents=True)
    shutil.copy(ROOT / "ontology/rules/must-be-empty/28-not-described.rq", gates)
    table = tmp_path / "data/links.sssom.tsv"
    table.parent.mkdir()
    table.write_text("#comment\nsubject_id\tpredicate_id\norga:insee\tschema:sameAs\n")
    link = Quad(thing("organisation", "insee"), expand("schema:sameAs"), TYPE, graph("links"))
    (fault,) = faults(Authored(tmp_path, (), (link,)), [], shacl=False)
    assert fault.place == Place(table, 3)


def test_faults_are_sorted_and_told_once(spoilt: Spoilt) -> None:
    places = [fault.place or Place(Path()) for fault in spoilt.faults]
    assert places == sorted(places, key=lambda place: (str(place.file), place.line))
    assert len(set(spoilt.faults)) == len(spoilt.faults)


def test_shapes_can_be_limited_to_what_has_changed(authored: Authored) -> None:
    quads = tuple(q for q in authored.quads if q.predicate != expand("skos:definition"))
    undefined = replace(authored, sources=(), quads=quads)
    (fault,) = faults(undefined, typed(undefined), focus={expand("c:stated").value})
    assert fault.what.startswith("c:stated: A concept is defined")


def typed(authored: Authored) -> list[Quad]:
    return derive(authored.quads, ROOT / "ontology/rules/derive")


def test_a_file_that_was_not_formatted_is_a_fault(authored: Authored) -> None:
    first, *_ = authored.sources
    indented = replace(first, text=first.text.replace("    ", "  "))
    (fault,) = faults(Authored(ROOT, (indented,), ()), [], shacl=False)
    assert fault.place is not None
    assert fault.place.line == first.text.splitlines().index("tdi:Administration a owl:Class ;") + 2
    assert fault.do == "run tdi-graph format"


def test_a_rule_that_does_not_run_is_told(tmp_path: Path) -> None:
    gates = tmp_path / "ontology/rules/must-be-empty"
    gates.mkdir(parents=True)
    rule = gates / "01-broken.rq"
    rule.write_text("# One\n# two\nSELECT ?subject WHERE { ?subject }\n")
    with pytest.raises(DataError, match="does not run") as raised:
        faults(Authored(tmp_path, (), ()), [], shacl=False)
    assert raised.value.place == Place(rule, 3)


@pytest.mark.parametrize("shapes", ["not Turtle", "[] sh:targetClass tdi:Figure ; sh:or tdi:x ."])
def test_shapes_that_do_not_run_are_told(shapes: str, tmp_path: Path) -> None:
    path = tmp_path / "ontology/shapes.ttl"
    path.parent.mkdir()
    prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in ("sh", "tdi"))
    path.write_text(prefixes + shapes)
    with pytest.raises(DataError, match="the shapes do not run") as raised:
        faults(Authored(tmp_path, (), ()), [])
    assert raised.value.place == Place(path)
