"""The ANCT's territories as a graph of its own, beside what the documents say."""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.importing.anct import Member, Territory
from tdi_graph.vocabulary import expand, graph, thing

GRAPH = graph("import/anct-territories")

PUBLISHED = {
    "7d114c0d2538cd1653a6807ab88fbe3bf468133c681c84b0ab2da03ffa175ffb": (
        "https://github.com/anct-carto/superposeur-anct"
    ),
}
"""Where the files were published whose SHA-256 is known."""

_TYPE, _NAME, _ALIAS = expand("rdf:type"), expand("skos:prefLabel"), expand("skos:altLabel")
_NOTATION, _PART, _KIND = expand("skos:notation"), expand("dcterms:hasPart"), expand("dcterms:type")
_TI, _SIREN = thing("concept", "anct-ti"), thing("concept", "siren")
_SORTS = {"fr": " (territoire d’industrie)", "en": " (industrial territory)"}
_OF_COMMUNES = "21"
"""SIRENs of communes begin so (Sirene: legal units of category 7210)."""


def territory_quads(
    territories: Iterable[Territory],
    known: Iterable[Quad],
    *,
    digest: str,
    source: str | None = None,
) -> Iterator[Quad]:
    """Yield the graph of the territories and of their members.

    What ``known`` already has under the same number or SIREN keeps its IRI and its name there.
    ``digest`` is the SHA-256 of the file that was read; ``source`` says where it was published,
    unless that follows from the digest.
    """
    names = _known(known)
    published = source or PUBLISHED.get(digest)
    yield from _provenance(digest, published)
    told: set[str] = set()
    for territory in territories:
        yield from _territory(territory, names)
        for member in territory.members:
            yield _quad(_iri_of(territory, names), _PART, _unit(member, names))
            if member.siren not in told:
                yield from _member(member, names)
            told.add(member.siren)


Known = Mapping[tuple[str, NamedNode], NamedNode]


def _known(quads: Iterable[Quad]) -> Known:
    return {
        (quad.object.value, quad.object.datatype): quad.subject
        for quad in quads
        if quad.predicate == _NOTATION
        and isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
        and quad.graph_name != GRAPH
    }


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, value, GRAPH)


def _provenance(digest: str, source: str | None) -> Iterator[Quad]:
    titles = {"fr": "Territoires d’industrie de 2023-2027 (ANCT)"}
    titles["en"] = "Territoires d’industrie of 2023–2027 (ANCT)"
    for language, title in titles.items():
        yield _quad(GRAPH, expand("dcterms:title"), Literal(title, language=language))
    yield _quad(GRAPH, expand("schema:sha256"), Literal(digest))
    if source:
        yield _quad(GRAPH, expand("dcterms:source"), NamedNode(source))


def _iri_of(territory: Territory, names: Known) -> NamedNode:
    return names.get((territory.number, _TI), thing("territory", territory.number))


def _unit(member: Member, names: Known) -> NamedNode:
    return names.get((member.siren, _SIREN), thing("organisation", f"siren-{member.siren}"))


def _territory(territory: Territory, names: Known) -> Iterator[Quad]:
    iri = _iri_of(territory, names)
    if (territory.number, _TI) in names:
        yield _quad(iri, _ALIAS, Literal(territory.name, language="fr"))
        return
    yield _quad(iri, _TYPE, expand("tdi:Territory"))
    for language, sort in _SORTS.items():
        yield _quad(iri, _NAME, Literal(territory.name + sort, language=language))
    yield _quad(iri, _NOTATION, Literal(territory.number, datatype=_TI))


def _member(member: Member, names: Known) -> Iterator[Quad]:
    iri = _unit(member, names)
    yield _quad(iri, _KIND, thing("concept", _kind(member)))
    if (member.siren, _SIREN) in names:
        return
    yield _quad(iri, _TYPE, expand("tdi:LocalBody"))
    yield _quad(iri, _NAME, Literal(member.name, language="fr"))
    yield _quad(iri, _NOTATION, Literal(member.siren, datatype=_SIREN))


def _kind(member: Member) -> str:
    if member.siren.startswith(_OF_COMMUNES):
        return "commune"
    return "territorial-body" if member.name.startswith("EPT ") else "intercommunality"
