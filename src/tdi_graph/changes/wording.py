"""A fact in English words: what a statement states, and what each of its properties is worth."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.changes.editions import Edition, Property, key
from tdi_graph.documents import on_one_line
from tdi_graph.store import Term
from tdi_graph.vocabulary import compact, expand

# In the order in which they are told; each with its plural.
KINDS = {
    "document": "documents",
    "figure": "figures",
    "tenure": "tenures",
    "involvement": "involvements",
    "link": "links",
    "pledge": "pledges",
    "quotation": "quotations",
    "entity": "entities",
    "indicator": "indicators",
    "concept": "concepts",
    "ontology term": "ontology terms",
    "cross-reference": "cross-references",
}

_CLASSES = {expand(f"tdi:{kind.title()}"): kind for kind in KINDS if kind.isalpha()}
_AMOUNTS = ("schema:value", "schema:minValue", "schema:maxValue")
_UNITS = {
    "unit:CCY_EUR": " euros",
    "unit:HA": " hectares",
    "unit:M2": " m²",
    "unit:NUM": "",
    "unit:PERCENT": "%",
}
_SCALES = {" billion": 10**9, " million": 10**6}
_PRECISION = 100
_SLOT = re.compile(r"\{([^}]+)\}")
_SAID = {
    "tenure": "{org:member}: {tdi:post}",
    "involvement": "{tdi:agent|tdi:actingPost}: {tdi:role} – {tdi:involvedIn}",
    "link": "{rdf:subject} – {rdf:predicate}: {rdf:object}",
    "pledge": "{tdi:agent|tdi:actingPost}: {dcterms:description}",
    "quotation": "{schema:spokenByCharacter}, about {schema:about}",
}
_DETAILS = {
    "schema:observationDate": "",
    "tdi:attestedDate": "",
    "tdi:modality": "",
    "tdi:scope": "scope: ",
    "schema:temporalCoverage": "over ",
    "tdi:due": "due ",
    "tdi:onBehalfOf": "on behalf of ",
}
# What goes without saying.
_OBSERVED = expand("c:observed")


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that a release holds, in words; ``start`` is where its ``document`` says it."""

    iri: str
    kind: str
    document: str
    start: int
    words: str


def facts(edition: Edition) -> set[str]:
    """Return the things that are facts of their own, as passages are not."""
    passage = expand("tdi:Passage")
    return {iri for iri in edition.things if passage not in edition.terms(iri, "rdf:type")}


def fact(edition: Edition, iri: str) -> Fact:
    """Tell what the release says of ``iri``."""
    kind = _kind(edition, iri)
    passages = edition.iris(iri, "tdi:evidence")
    starts = [edition.text(passage, "oa:start") for passage in passages]
    sources = [source for p in passages for source in edition.iris(p, "oa:hasSource")]
    document = iri if kind == "document" else min(sources, default="")
    start = min((int(text) for text in starts if text.isdecimal()), default=0)
    return Fact(iri, kind, document.rpartition("/")[2], start, words(edition, iri))


def reference(edition: Edition, triple: Triple) -> Fact:
    """Tell a link to another graph, or an identifier."""
    subject, predicate, target = (key(term) for term in triple)
    said = f"{edition.name(subject)} – {edition.name(predicate)}: {target}"
    return Fact(subject, "cross-reference", "", 0, said)


def words(edition: Edition, iri: str) -> str:
    """Say in one line what a statement states, or name a thing with its class."""
    kind = _kind(edition, iri)
    if not edition.says(iri):
        named = edition.name(iri)
        return f"{named} ({edition.listed(iri, 'rdf:type')})" if kind == "entity" else named
    details = ", ".join(_details(edition, iri))
    return f"{_said(edition, iri, kind)} ({details})" if details else _said(edition, iri, kind)


def _said(edition: Edition, iri: str, kind: str) -> str:
    if kind == "figure":
        return _figure(edition, iri)
    template = _SAID.get(kind, edition.name(iri))
    said = _SLOT.sub(lambda slot: edition.listed(iri, *slot[1].split("|")), template)
    return said.removeprefix(": ")


def _figure(edition: Edition, iri: str) -> str:
    about = edition.listed(iri, "schema:observationAbout")
    indicator = edition.listed(iri, "schema:variableMeasured")
    unit = _unit(edition, iri)
    bounds = (edition.text(iri, curie) for curie in _AMOUNTS)
    amounts = " to ".join(amount(text, unit) for text in bounds if text)
    value = f"{edition.listed(iri, 'schema:measurementQualifier')} {amounts}".strip()
    return (
        f"{about}: {value} {indicator}" if unit == "unit:NUM" else f"{about}: {indicator}, {value}"
    )


def _details(edition: Edition, iri: str) -> Iterable[str]:
    for curie, word in _DETAILS.items():
        if _OBSERVED not in edition.terms(iri, curie) and (said := edition.listed(iri, curie)):
            yield word + said


def values(edition: Edition, iri: str, held: Property) -> set[Term]:
    """Return the values of a property; of evidence, the words that are quoted and where."""
    terms = edition.things[iri].get(held, set())
    if held[0] != "tdi:evidence":
        return set(terms)
    return {Literal(_quoted(edition, key(passage))) for passage in terms}


def _quoted(edition: Edition, passage: str) -> str:
    exact = edition.text(passage, "oa:exact") or f"{edition.text(passage, 'tdi:opening')} …"
    return f"« {on_one_line(exact)} » ({passage.rpartition('/')[2]})"


def worded(edition: Edition, iri: str, curie: str, term: Term) -> str:
    """Write one value of the property ``curie`` of ``iri``; a statement is told in full."""
    if isinstance(term, NamedNode) and edition.says(term.value):
        return f"“{words(edition, term.value)}”"
    if curie in _AMOUNTS:
        return amount(key(term), _unit(edition, iri))
    text = edition.plain(term)
    printed = isinstance(term, Literal) and compact(term.datatype.value) in {
        "rdf:langString",
        "xsd:string",
    }
    return f"“{text}”" if printed and curie != "tdi:evidence" else text


def amount(text: str, unit: str) -> str:
    """Write a number with its unit, in millions or billions of euros where that is exact.

    >>> amount("143000000.0", "unit:CCY_EUR"), amount("1600", "unit:NUM"), amount("2.50", "unit:HA")
    ('143 million euros', '1,600', '2.5 hectares')
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    name = _UNITS.get(unit, f" {compact(unit)}" if unit else "")
    for scale, one in _SCALES.items() if unit == "unit:CCY_EUR" else ():
        if abs(value) >= one and value % (one // _PRECISION) == 0:
            return f"{_number(value / one)}{scale}{name}"
    return f"{_number(value)}{name}"


def _number(value: Decimal) -> str:
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _unit(edition: Edition, iri: str) -> str:
    measured = edition.iris(iri, "schema:variableMeasured")
    return compact(min((u for i in measured for u in edition.iris(i, "tdi:unit")), default=""))


def _kind(edition: Edition, iri: str) -> str:
    types = {t for t in edition.terms(iri, "rdf:type") if isinstance(t, NamedNode)}
    if known := {_CLASSES[t] for t in types & _CLASSES.keys()}:
        return min(known)
    prefixes = {compact(t.value).partition(":")[0] for t in types}
    if prefixes & {"owl", "rdf", "rdfs"}:
        return "ontology term"
    return "concept" if "skos" in prefixes else "entity"
