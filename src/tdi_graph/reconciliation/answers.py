"""What is sent back: candidates, values of properties, suggestions and flyouts, as JSON values.

Reconciliation Service API 0.1 and 0.2, sections 4.2, 6 and 7
(https://reconciliation-api.github.io/specs/0.2/).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from pyoxigraph import Literal, NamedNode

from tdi_graph.errors import UnknownName
from tdi_graph.reconciliation.candidates import Candidate
from tdi_graph.reconciliation.properties import Properties, Property, class_iri
from tdi_graph.reconciliation.queries import Extension, Json, Query
from tdi_graph.reconciliation.reconciler import KINDS, Reconciler
from tdi_graph.search import Entry
from tdi_graph.search.folding import words
from tdi_graph.views import class_name
from tdi_graph.views.labels import Names
from tdi_graph.vocabulary import BASE

_SUGGESTIONS, _MOST_SKIPPED = 20, 500
_THINGS = BASE + "id/"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_MOST_SAFE = 2**53
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"


def result(held: Reconciler, names: Names, query: Query) -> Json:
    """Return the answer to one query."""
    found = held.candidates(query, names.language)
    return {"result": [_candidate(names, one, typed=bool(query.types)) for one in found]}


def extension(held: Reconciler, names: Names, asked: Extension) -> Json:
    """Return the values of properties, by entity and property; unknown entities have none."""
    wanted = {name: (held.properties.find(name), most) for name, most in asked.properties.items()}
    rows: dict[str, Json] = {}
    for name in asked.ids:
        entry = held.thing(name)
        rows[name] = {
            pid: _values(held, names, entry, one)[: most or None] if entry else []
            for pid, (one, most) in wanted.items()
        }
    meta: Json = [{"id": pid, "name": _name(names, one.iri)} for pid, (one, _) in wanted.items()]
    return {"meta": meta, "rows": rows}


def proposals(held: Reconciler, names: Names, type_id: str, limit: int) -> Json:
    """Return the properties worth asking for of the members of a class, of all if it is empty."""
    iris = [held.type(type_id)] if type_id else sorted(held.members)
    found = dict.fromkeys(one for iri in iris for one in held.properties.of_class(iri))
    told: list[Json] = [_term(names, one.iri, one.id) for one in found]
    return {"type": type_id, "limit": limit, "properties": told[: limit or None]}


def suggest_entities(
    held: Reconciler, names: Names, prefix: str, cursor: int, types: Sequence[str] = ()
) -> Json:
    """Return the things whose name begins so, or whose id it is."""
    skipped = min(cursor, _MOST_SKIPPED)
    known = held.thing(prefix.strip())
    hits = held.index.find(
        prefix, names.language, kinds=KINDS, limit=skipped + _SUGGESTIONS * (5 if types else 1)
    )
    iris = dict.fromkeys([*([known.iri] if known else []), *(hit.iri for hit in hits)])
    classes = {held.type(name) for name in types}
    entries = [held.entries[iri] for iri in iris if iri in held.entries]
    fitting = [e for e in entries if not classes or classes & (e.classes | e.implied)]
    told: list[Json] = [
        {
            "id": id_of(entry.iri),
            "name": _name(names, entry.iri),
            "description": describe(names, entry),
            "notable": list(_types(names, entry)),
        }
        for entry in fitting[skipped : skipped + _SUGGESTIONS]
    ]
    return {"prefix": prefix, "result": told}


def suggest_types(held: Reconciler, names: Names, prefix: str, cursor: int) -> Json:
    """Return the classes whose name holds a word that begins so."""
    known = {class_name(iri): iri for iri in held.members}
    found = _suggested(names, known, prefix, cursor)
    return {"prefix": prefix, "result": [_with_broader(held, names, one) for one in found]}


def suggest_properties(properties: Properties, names: Names, prefix: str, cursor: int) -> Json:
    """Return the properties whose name holds a word that begins so."""
    known = {one.id: one.iri for one in properties.every.values()}
    return {"prefix": prefix, "result": _suggested(names, known, prefix, cursor)}


def default_types(held: Reconciler, names: Names) -> Json:
    """Return the classes that are sorts of no other, for whoever does not know the rest."""
    iris = (named.iri for named in names.sorted(set(held.members) - set(held.broader)))
    return [_term(names, iri, class_name(iri)) for iri in iris]


def flyout(held: Reconciler, names: Names, what: str, name: str) -> Json:
    """Return a few lines of HTML on an entity, a type or a property; raise ``UnknownName``."""
    if what == "entity":
        entry = held.thing(name)
        if entry is None:
            raise UnknownName(f"no thing has the id {name[:80]}", do="ask suggest/entity")
        return {"id": name, "html": _html(held, names, entry.iri, describe(names, entry))}
    iri = held.type(name) if what == "type" else held.properties.find(name).iri
    return {"id": name, "html": _html(held, names, iri, "")}


def id_of(iri: str) -> str:
    """Return the id of a thing: its IRI without the identifier space.

    >>> id_of("https://w3id.org/tdi-graph/id/scheme/fonds-vert")
    'scheme/fonds-vert'
    """
    return iri.removeprefix(_THINGS)


def describe(names: Names, entry: Entry) -> str:
    """Say in a few words what a thing is."""
    return ", ".join(named.label.text for named in names.sorted(entry.classes - entry.implied))


def _candidate(names: Names, one: Candidate, *, typed: bool) -> Json:
    return {
        "id": id_of(one.entry.iri),
        "name": _name(names, one.entry.iri),
        "description": describe(names, one.entry),
        "type": list(_types(names, one.entry)),
        "score": one.score,
        "match": one.match,
        "features": list(_features(one, typed=typed)),
    }


def _features(one: Candidate, *, typed: bool) -> Iterator[Json]:
    if one.evidence.name is not None:
        yield {"id": "name", "value": round(one.evidence.name, 1)}
    if typed:
        yield {"id": "type", "value": True}
    yield {"id": "identifier", "value": one.evidence.identified}
    for name, value in one.evidence.properties.items():
        yield {"id": f"property:{name}", "value": round(value, 1)}


def _types(names: Names, entry: Entry) -> Iterator[Json]:
    """Yield the classes of a thing, the most specific first, as OpenRefine counts them."""
    own = entry.classes - entry.implied
    for iri in [*sorted(own), *sorted((entry.classes | entry.implied) - own)]:
        yield {"id": class_name(iri), "name": _name(names, iri)}


def _values(held: Reconciler, names: Names, entry: Entry, one: Property) -> list[Json]:
    if one.register:
        return [{"str": value} for value in held.identifiers.of(entry.iri, one.register)]
    values = held.values(entry.iri, one.iri)
    things = [value for value in values if isinstance(value, NamedNode)]
    texts = [value for value in values if isinstance(value, Literal)]
    own = [text for text in texts if text.language in (None, names.language)]
    return [
        *(_thing(held, names, named.iri) for named in names.sorted(t.value for t in things)),
        *(_datum(text) for text in sorted(own or texts, key=lambda text: text.value)),
    ]


def _thing(held: Reconciler, names: Names, iri: str) -> Json:
    if iri in held.entries:
        return {"id": id_of(iri), "name": _name(names, iri)}
    return {"str": _name(names, iri) if iri.startswith(BASE) else iri}


def _datum(value: Literal) -> Json:
    sort = value.datatype.value.removeprefix(_XSD)
    if sort == "integer" and abs(int(value.value)) < _MOST_SAFE:
        return {"int": int(value.value)}
    if sort in {"decimal", "double"}:
        return {"float": float(value.value)}
    if sort == "date" and _DAY.fullmatch(value.value):
        # The specification knows only moments; OpenRefine reads them so.
        return {"date": f"{value.value}T00:00:00Z"}
    return {"str": value.value}


def _with_broader(held: Reconciler, names: Names, told: Mapping[str, Json]) -> Json:
    above = held.broader.get(class_iri(str(told["id"])), ())
    broader = [_term(names, iri, class_name(iri)) for iri in above]
    return {**told, "broader": broader} if broader else told


def _suggested(
    names: Names, known: Mapping[str, str], prefix: str, cursor: int
) -> list[Mapping[str, Json]]:
    wanted = " ".join(words(prefix))
    ranks = {
        name: _rank(wanted, [_name(names, iri), name, iri.rpartition("/")[2]])
        for name, iri in known.items()
    }
    found = sorted(
        (name for name, rank in ranks.items() if rank is not None),
        key=lambda name: (ranks[name], _name(names, known[name]), name),
    )
    return [_term(names, known[name], name) for name in found[cursor : cursor + _SUGGESTIONS]]


def _rank(wanted: str, forms: Iterable[str]) -> int | None:
    """Return 0 if a form begins so, 1 if a word of it does, None if none does."""
    folded = [" ".join(words(text)) for text in forms]
    if any(text.startswith(wanted) for text in folded):
        return 0
    return 1 if any(f" {wanted}" in f" {text}" for text in folded) else None


def _term(names: Names, iri: str, name: str) -> Mapping[str, Json]:
    return {"id": name, "name": _name(names, iri)}


def _html(held: Reconciler, names: Names, iri: str, kind: str) -> str:
    definitions = (v for v in held.values(iri, _DEFINITION) if isinstance(v, Literal))
    told = names.choose(definitions)
    lines = [f"<strong>{escape(_name(names, iri))}</strong>", escape(kind)]
    lines += [escape(told.text)] if told else []
    return "".join(f"<p>{line}</p>" for line in lines if line)


def _name(names: Names, iri: str) -> str:
    return names(iri).label.text
