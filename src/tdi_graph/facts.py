"""The graph's statements in the plainer form of a list of facts, one list a document.

The form knows four kinds (office, figure, relation, event) and closed lists of measures and
predicates. ``data/facts-mapping.tsv`` maps the graph's finer terms to them, many to one; a term
that the table leaves out is not exported, and neither are pledges, quotations and restatements.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode

from tdi_graph.links.tables import rows
from tdi_graph.store import Backend
from tdi_graph.vocabulary import compact, thing

Fact = dict[str, Any]
Record = Mapping[str, str]
Evidence: TypeAlias = dict[str, tuple[int, str]]
_SIGNS = str.maketrans("’'", "  ")

_EVIDENCE = """
SELECT ?statement ?words ?start WHERE {
  ?statement tdi:evidence ?passage . ?passage oa:hasSource ?document ; oa:start ?start ;
    oa:exact|tdi:opening ?words .
} ORDER BY ?statement ?start"""

_FIGURES = """
SELECT DISTINCT ?document ?statement ?subject ?indicator ?value ?unit ?qualifier ?modality ?scope
  ?period ?due ?event WHERE {
  ?statement a tdi:Figure ; schema:observationAbout ?about ; schema:variableMeasured ?indicator ;
    schema:value ?value ; schema:unitCode ?unit ; tdi:modality ?modality ;
    tdi:evidence/oa:hasSource ?document .
  ?about schema:name ?subject .
  FILTER NOT EXISTS { ?statement tdi:restates ?main }
  OPTIONAL { ?statement schema:measurementQualifier ?qualifier }
  OPTIONAL { ?statement tdi:scope/schema:name ?scope }
  OPTIONAL { ?statement schema:temporalCoverage ?period }
  OPTIONAL { ?statement tdi:due ?due }
  OPTIONAL { ?about a schema:Event ; schema:name ?event }
}"""

_OFFICES = """
SELECT DISTINCT ?document ?statement ?person ?title ?date ?basis WHERE {
  ?statement a tdi:Tenure ; org:member/schema:name ?person ; schema:roleName ?title ;
    tdi:evidence/oa:hasSource ?document .
  OPTIONAL { ?statement tdi:attestedDate ?date ; tdi:dateBasis ?basis }
}"""

_LINKS = """
SELECT DISTINCT ?document ?statement ?subject ?predicate ?object WHERE {
  ?statement a tdi:Link ; rdf:subject ?s ; rdf:predicate ?predicate ; rdf:object ?o ;
    tdi:evidence/oa:hasSource ?document .
  ?s schema:name ?subject . ?o schema:name ?object .
  FILTER NOT EXISTS { ?s a tdi:Phase }
}"""

_INVOLVEMENTS = """
SELECT DISTINCT ?document ?statement ?agent ?role ?thing ?date ?basis ?happened WHERE {
  ?statement a tdi:Involvement ; tdi:role ?role ; tdi:involvedIn ?in ;
    tdi:agent|tdi:actingPost ?who ; tdi:evidence/oa:hasSource ?document .
  ?who schema:name ?agent .
  OPTIONAL { ?statement tdi:attestedDate ?date ; tdi:dateBasis ?basis }
  FILTER(?role != c:signing || NOT EXISTS { ?who a schema:Person })
  OPTIONAL {
    ?link rdf:subject ?in ; rdf:predicate schema:about ; rdf:object ?about ;
      tdi:evidence/oa:hasSource ?document .
  }
  BIND(COALESCE(?about, ?in) AS ?target)
  BIND(EXISTS { ?in a schema:Event } AS ?happened)
  ?target schema:name ?thing .
  FILTER NOT EXISTS { ?target a tdi:Phase }
}"""

_EVENTS = """
SELECT DISTINCT ?document ?statement ?event ?what ?start ?end ?basis WHERE {
  ?statement tdi:evidence/oa:hasSource ?document .
  { ?statement tdi:involvedIn ?event } UNION { ?statement a tdi:Link ; rdf:subject ?event }
  ?event a schema:Event ; schema:name ?what .
  OPTIONAL { ?statement rdf:predicate schema:startDate ; rdf:object ?start ; tdi:dateBasis ?basis }
  OPTIONAL {
    ?until rdf:subject ?event ; rdf:predicate schema:endDate ; rdf:object ?end ;
      tdi:evidence/oa:hasSource ?document .
  }
} ORDER BY ?event DESC(BOUND(?start)) ?statement"""

_PARTICIPANTS = """
SELECT DISTINCT ?document ?event ?name WHERE {
  ?statement tdi:involvedIn ?event ; tdi:agent|tdi:actingPost ?who ;
    tdi:evidence/oa:hasSource ?document .
  ?event a schema:Event . ?who schema:name ?name .
} ORDER BY ?event ?name"""


@dataclass(frozen=True, slots=True)
class FactsTable:
    """The committed table: facet and term (and, where it matters, when) to the facts' term."""

    terms: Mapping[tuple[str, str, str], str]

    def get(self, facet: str, term: str, when: str = "") -> str | None:
        """Return the facts' term, by preference the one for the case ``when``."""
        return self.terms.get((facet, term, when)) or self.terms.get((facet, term, ""))

    def status(self, modality: str, indicator: str, evidence: str) -> str | None:
        """Return the status of a figure of ``modality``, whose words are ``evidence``.

        What follows from supported projects is a result, unless its words say that it is to come.
        """
        said = f" {evidence.casefold()}".translate(_SIGNS)
        foreseen = any(f" {term}" in said for facet, term, _ in self.terms if facet == "foreseen")
        return self.get("status", modality, "" if foreseen else indicator)

    def chosen(self, role: str, thing_: str, evidence: str) -> str:
        """Return what a ``role`` selects in ``thing_``: its projects, or whom the words tell."""
        prefix = self.get("object-prefix", role) or ""
        said = f" {evidence.casefold()} ".translate(_SIGNS)
        said = said.replace(f" {thing_.casefold()} ".translate(_SIGNS), " ")
        listed = {term: to for (facet, term, _), to in self.terms.items() if facet == "chosen"}
        found = [(said.find(f" {term}"), to) for term, to in listed.items() if f" {term}" in said]
        return max(found)[1] if prefix and found and " projets" not in said else prefix + thing_

    def worded(self, name: str, evidence: str) -> str:
        """Return a post's ``name`` in the form that the words have: « Première ministre »."""
        form = self.get("feminine", name)
        return form if form and form.casefold() in evidence.casefold() else name


def read_table(path: Path) -> FactsTable:
    """Read ``data/facts-mapping.tsv``."""
    cells = (row for _, row in rows(path, ("facet", "term", "facts")))
    return FactsTable({(r["facet"], r["term"], r["when"]): r["facts"] for r in cells})


def facts(backend: Backend, table: FactsTable) -> dict[str, list[Fact]]:
    """Return the facts of each document, by its slug, in the order of their evidence."""
    words = _evidence(backend)
    found: dict[str, list[tuple[int, Fact]]] = {}
    for record, fact in _all(backend, table, words):
        start, evidence = words[record["statement"]]
        slug = record["document"].rpartition("/")[2]
        found.setdefault(slug, []).append((start, {**fact, "evidence": evidence}))
    return {
        slug: [fact for _, fact in sorted(listed, key=lambda item: item[0])]
        for slug, listed in sorted(found.items())
    }


def _all(backend: Backend, table: FactsTable, words: Evidence) -> Iterable[tuple[Record, Fact]]:
    yield from ((r, _office(r)) for r in _records(backend, _OFFICES))
    for r in _records(backend, _FIGURES):
        found = _figure(r, table, words[r["statement"]][1])
        if found:
            yield r, found
    yield from ((r, f) for r in _records(backend, _LINKS) if (f := _link(r, table)))
    acts = _records(backend, _INVOLVEMENTS)
    yield from ((r, f) for r in acts if (f := _relation(r, table, words[r["statement"]][1])))
    yield from _events(backend)


def _records(backend: Backend, query: str) -> list[Record]:
    """Return the rows of ``query`` as texts, without what is unbound."""
    return [
        {name: term.value for name, term in row.items() if isinstance(term, NamedNode | Literal)}
        for row in backend.select(query).records()
    ]


def _evidence(backend: Backend) -> Evidence:
    """Return where each statement's evidence begins, and all its words on one line."""
    found: dict[str, tuple[int, str]] = {}
    for record in _records(backend, _EVIDENCE):
        start, words = found.get(record["statement"], (int(record["start"]), ""))
        found[record["statement"]] = (start, " ".join([*words.split(), *record["words"].split()]))
    return found


_HOUSE = re.compile(
    r"(?P<title>(?:(?:[Cc]o-?|[Vv]ice-)?[Pp]résidente?(?:[- ]direct(?:eur|rice) générale?)?"
    r"|[Dd]irect(?:eur|rice)"
    r"|[Ss]ecrétaire générale?|[Dd]éléguée? générale?)"
    r"(?: (?:générale?|exécuti(?:f|ve)|adjointe?|déléguée?|régionale?|territoriale?))*)"
    r" (?:de la |de l['’]|du |des |de |d['’])(?P<house>(?:[A-ZÉÈÎ]|(?:conseil|communauté|région"
    r"|métropole|département|association|agence|assemblée|chambre|union|fédération|syndicat"
    r"|établissement public|intercommunalité|agglomération)\b).*)",
)
_MORE = re.compile(r"\b(?:chargée?|déléguée?|en charge|auprès)\b")


def _split(title: str) -> tuple[str, str | None]:
    """Split a title from the body it names, if nothing but the body follows.

    >>> _split("présidente de Régions de France"), _split("préfet de la Creuse")
    (('présidente', 'Régions de France'), ('préfet de la Creuse', None))
    """
    found = _HOUSE.fullmatch(title)
    if found is None or _MORE.search(found["house"]):
        return title, None
    return found["title"], found["house"]


def _office(record: Record) -> Fact:
    title, house = _split(record["title"])
    return {
        "kind": "office",
        "person": record["person"],
        "title": title,
        "organisation": house,
        "as_of": _borne(record.get("date"), record),
    }


def _borne(date: str | None, record: Record) -> str | None:
    """Leave out a date that rests on an estimate: the facts give what the document bears."""
    return None if record.get("basis") == thing("concept", "estimated").value else date


def _figure(record: Record, table: FactsTable, evidence: str) -> Fact | None:
    indicator = compact(record["indicator"])
    measure = table.get("measure", indicator)
    if measure is None:
        return None
    qualifier = compact(record["qualifier"]) if "qualifier" in record else ""
    return {
        "kind": "figure",
        "subject": record["subject"],
        "measure": measure,
        "value": float(record["value"]),
        "unit": table.get("unit", compact(record["unit"])),
        "qualifier": table.get("qualifier", qualifier) or "exact",
        "period": _period(record),
        "status": table.status(compact(record["modality"]), indicator, evidence),
        "scope": record.get("scope") or record.get("event"),
    }


def _period(record: Record) -> str | None:
    if "period" in record:
        return record["period"].replace("..", "")
    return f"/{record['due']}" if "due" in record else None


def _link(record: Record, table: FactsTable) -> Fact | None:
    term = compact(record["predicate"])
    predicate, ends = table.get("link", term), (record["subject"], record["object"])
    if predicate is None:
        predicate, ends = table.get("link-reversed", term), ends[::-1]
    if predicate is None:
        return None
    return {
        "kind": "relation",
        "subject": ends[0],
        "predicate": predicate,
        "object": ends[1],
        "date": None,
    }


def _relation(record: Record, table: FactsTable, evidence: str) -> Fact | None:
    role = compact(record["role"])
    by_agent, by_scheme = table.get("agent-first", role), table.get("scheme-first", role)
    if by_agent is None and by_scheme is None:
        return None
    thing_ = table.chosen(role, record["thing"], evidence)
    agent = table.worded(record["agent"], evidence)
    ends = (agent, by_agent, thing_) if by_agent else (thing_, by_scheme, agent)
    # The date of a lasting role is only the one at which it is attested.
    date = _borne(record.get("date"), record) if record["happened"] == "true" else None
    named = zip(("subject", "predicate", "object"), ends, strict=True)
    return {"kind": "relation", **dict(named), "date": date}


def _events(backend: Backend) -> Iterable[tuple[Record, Fact]]:
    """Yield each event once a document, from its dated statement if it has one."""
    names: dict[tuple[str, str], list[str]] = {}
    for record in _records(backend, _PARTICIPANTS):
        names.setdefault((record["document"], record["event"]), []).append(record["name"])
    seen: set[tuple[str, str]] = set()
    for record in _records(backend, _EVENTS):
        key = (record["document"], record["event"])
        if key in seen:
            continue
        seen.add(key)
        yield record, _event(record, names.get(key, []))


def _event(record: Record, participants: list[str]) -> Fact:
    until = f"/{record['end']}" if "end" in record else ""
    date = record["start"] + until if "start" in record else None
    return {
        "kind": "event",
        "what": record["what"],
        "date": _borne(date, record),
        "place": None,
        "participants": participants,
    }
