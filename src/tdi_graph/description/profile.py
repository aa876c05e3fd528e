"""What is said of the dataset to whoever looks for data: read or counted, but for a few words.

The same profile makes the catalogue, the data in the home page, and the dates of the site's map.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tdi_graph.description.statistics import Statistics
from tdi_graph.store import Backend
from tdi_graph.vocabulary import DATASET, compact, expand

LANGUAGES = ("fr", "en")

KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Territoires d’industrie",
        "politique industrielle",
        "action publique",
        "communiqués de presse",
        "graphe de connaissances",
        "données liées",
    ),
    "en": (
        "Territoires d’industrie",
        "industrial policy",
        "public action",
        "press releases",
        "knowledge graph",
        "linked data",
    ),
}
_ABOUT: Mapping[str, str] = {
    "fr": "Graphe de connaissances du programme « Territoires d’industrie » : {statements} énoncés "
    "relevés dans {documents} documents, chacun avec le passage qui le dit, sa date et sa "
    "modalité. Chiffres, fonctions, rôles, liens, promesses et citations ; les liens directs en "
    "sont dérivés. Projet indépendant, qui n’est pas un service de l’État.",
    "en": "A knowledge graph of the French programme “Territoires d’industrie”: {statements} "
    "statements found in {documents} documents, each with the passage that makes it, its date "
    "and its modality. Figures, offices, roles, links, pledges and quotations; direct links are "
    "derived from them. An independent project, not a service of the State.",
}
_PERIOD = """SELECT (MIN(STR(?date)) AS ?first) (MAX(STR(?date)) AS ?last) {
  ?statement tdi:evidence ?passage ; tdi:attestedDate|schema:observationDate ?date }"""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is said of the dataset; texts are by language, dates as the data have them.

    ``period`` is the first and the last date of a statement, each with its own precision; a date
    that the data do not tell is empty.
    """

    title: Mapping[str, str]
    about: Mapping[str, str]
    publisher: str
    publisher_name: Mapping[str, str]
    licence: str
    edition: str
    issued: str
    modified: str
    period: tuple[str, str]


def profile(backend: Backend, statistics: Statistics) -> Profile:
    """Read what the release says of itself, and count what it holds."""
    said = [(triple.predicate, triple.object) for triple in backend.describe(DATASET)]
    publisher = _one(said, "dcterms:publisher")
    issued = _one(said, "dcterms:issued")
    return Profile(
        title=_named(said, "dcterms:title"),
        about=_about(statistics.classes),
        publisher=publisher,
        publisher_name=_called(backend, publisher),
        licence=_one(said, "dcterms:license"),
        edition=_one(said, "owl:versionInfo"),
        issued=issued,
        modified=_one(said, "dcterms:modified") or issued,
        period=_period(backend),
    )


_Said = Iterable[tuple[NamedNode, object]]


def _values(said: _Said, curie: str) -> list[NamedNode | Literal]:
    wanted = expand(curie)
    return [term for name, term in said if name == wanted and isinstance(term, NamedNode | Literal)]


def _one(said: _Said, curie: str) -> str:
    return min((term.value for term in _values(said, curie)), default="")


def _named(said: _Said, curie: str) -> Mapping[str, str]:
    """Return a text in each language: in another, or the dataset's name, where there is none."""
    texts = [term for term in _values(said, curie) if isinstance(term, Literal)]
    held = {text.language or "": text.value for text in texts}
    other = next(iter(held.values()), "tdi-graph")
    return {language: held.get(language, other) for language in LANGUAGES}


def _called(backend: Backend, iri: str) -> Mapping[str, str]:
    if not iri:
        return dict.fromkeys(LANGUAGES, "")
    said = [(triple.predicate, triple.object) for triple in backend.describe(NamedNode(iri))]
    return _named(said, "skos:prefLabel")


def _about(classes: Mapping[str, int]) -> Mapping[str, str]:
    members = {compact(iri): count for iri, count in classes.items()}
    counts = {
        "statements": members.get("tdi:Statement", 0),
        "documents": members.get("tdi:Document", 0),
    }
    return {language: text.format(**counts) for language, text in _ABOUT.items()}


def _period(backend: Backend) -> tuple[str, str]:
    ((first, last),) = backend.select(_PERIOD).rows
    return str(getattr(first, "value", "")), str(getattr(last, "value", ""))
