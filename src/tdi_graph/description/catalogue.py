"""The dataset as catalogues of open data read it: DCAT, in the profile for European portals.

Data Catalog Vocabulary 3 (https://www.w3.org/TR/vocab-dcat-3/) and DCAT-AP 3. The values are
those of the authority tables of the Publications Office, where they have one that says what is
meant.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.description.datasets import Addresses, Triples
from tdi_graph.description.endpoint import LABEL
from tdi_graph.description.profile import KEYWORDS, LANGUAGES, Profile
from tdi_graph.description.terms import Value, about, name, said, typed
from tdi_graph.vocabulary import BASE, DATASET, ONTOLOGY

CATALOGUE = NamedNode(BASE + "catalog")

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_THEMES = ("GOVE", "ECON", "REGI")
_SPOKEN = {"fr": "FRA", "en": "ENG"}
# How exactly a date is told, by how many characters it has.
_PRECISION = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
_TITLE = {"fr": "Catalogue de tdi-graph", "en": "Catalogue of tdi-graph"}
_ABOUT = {
    "fr": "Le jeu de données de tdi-graph, ses fichiers et ses services.",
    "en": "The dataset of tdi-graph, its files and its services.",
}
_STORE = {"fr": "Graphes de tdi-graph, en lecture", "en": "Graphs of tdi-graph, read-only"}
_QUESTIONS = {"fr": "Questions enregistrées de tdi-graph", "en": "Saved questions of tdi-graph"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that can be had.

    ``name`` names it below the folder of a release, ``title`` is by language. ``media_type`` is
    that of its content, ``packed`` that of the file where it is compressed, ``form`` its name in
    the authority table of file types. ``language`` is that of its texts, where it has but one;
    ``schema`` the address of what describes its structure. ``size``, in bytes, and ``sha256``
    are known of a file that is there.
    """

    name: str
    title: Mapping[str, str]
    media_type: str
    form: str
    packed: str = ""
    language: str = ""
    schema: str = ""
    size: int | None = None
    sha256: str = ""

    def address(self, addresses: Addresses) -> str:
        """Return where the file of the release that is served is found, whichever that is."""
        return f"{addresses.origin}/dumps/latest/{self.name}"


def catalogue(profile: Profile, offers: Iterable[Offer], addresses: Addresses) -> Iterator[Triple]:
    """Describe the catalogue, the dataset, each file and each service."""
    return chain(
        _catalogue(profile, addresses),
        _agents(profile, addresses),
        _dataset(profile, addresses),
        chain.from_iterable(_distribution(profile, offer, addresses) for offer in offers),
        _services(profile, addresses),
    )


def _part(path: str) -> NamedNode:
    return NamedNode(f"{CATALOGUE.value}#{path}")


def _authority(table: str, code: str) -> NamedNode:
    return NamedNode(f"{_AUTHORITY}{table}/{code}")


def _catalogue(profile: Profile, addresses: Addresses) -> Triples:
    yield from typed(CATALOGUE, "dcat:Catalog")
    yield from said(CATALOGUE, "dcterms:title", _TITLE)
    yield from said(CATALOGUE, "dcterms:description", _ABOUT)
    yield from _of_both(CATALOGUE, profile)
    yield from about(
        CATALOGUE,
        ("dcat:dataset", DATASET),
        ("dcat:themeTaxonomy", NamedNode(_AUTHORITY + "data-theme")),
        ("foaf:homepage", NamedNode(f"{addresses.origin}/")),
    )


def _of_both(node: NamedNode, profile: Profile) -> Triples:
    """Say what holds of the catalogue as of the dataset."""
    for code in _SPOKEN.values():
        yield from about(node, ("dcterms:language", _authority("language", code)))
    yield from about(node, ("dcterms:spatial", _authority("country", "FRA")))
    yield from _licensed(node, profile)
    if profile.publisher:
        yield from about(node, ("dcterms:publisher", NamedNode(profile.publisher)))
    for curie, date in (("dcterms:issued", profile.issued), ("dcterms:modified", profile.modified)):
        if date:
            yield Triple(node, name(curie), _date(date))


def _licensed(node: NamedNode, profile: Profile) -> Triples:
    if profile.licence:
        yield from about(node, ("dcterms:license", NamedNode(profile.licence)))


def _date(text: str) -> Literal:
    return Literal(text, datatype=name(_PRECISION.get(len(text), "xsd:string")))


def _agents(profile: Profile, addresses: Addresses) -> Triples:
    contact = _part("contact")
    yield from typed(contact, "vcard:Kind", "vcard:Organization")
    # One name: the cardinality of vcard:fn is one, whatever the language.
    yield from about(contact, ("vcard:fn", profile.publisher_name["fr"] or "tdi-graph"))
    yield from about(contact, ("vcard:hasURL", NamedNode(f"{addresses.origin}/")))
    if profile.publisher:
        publisher = NamedNode(profile.publisher)
        yield from typed(publisher, "foaf:Agent", "foaf:Organization")
        yield from said(publisher, "foaf:name", profile.publisher_name)


def _dataset(profile: Profile, addresses: Addresses) -> Triples:
    yield from typed(DATASET, "dcat:Dataset")
    yield from said(DATASET, "dcterms:title", profile.title)
    yield from said(DATASET, "dcterms:description", profile.about)
    yield from _of_both(DATASET, profile)
    for language in LANGUAGES:
        for word in KEYWORDS[language]:
            yield Triple(DATASET, name("dcat:keyword"), Literal(word, language=language))
    for code in _THEMES:
        yield from about(DATASET, ("dcat:theme", _authority("data-theme", code)))
    yield from about(
        DATASET,
        ("dcat:contactPoint", _part("contact")),
        ("dcat:landingPage", NamedNode(f"{addresses.origin}/")),
        ("dcterms:accessRights", _authority("access-right", "PUBLIC")),
        ("dcterms:accrualPeriodicity", _authority("frequency", "IRREG")),
        ("dcterms:conformsTo", NamedNode(ONTOLOGY.rstrip("#"))),
        ("dcterms:identifier", DATASET.value),
        ("foaf:isPrimaryTopicOf", NamedNode(addresses.void)),
    )
    if profile.edition:
        yield from about(DATASET, ("dcat:version", profile.edition))
    yield from _period(profile)


def _period(profile: Profile) -> Triples:
    if not all(profile.period):
        return
    node = _part("period")
    yield from about(DATASET, ("dcterms:temporal", node))
    yield from typed(node, "dcterms:PeriodOfTime")
    for curie, date in zip(("dcat:startDate", "dcat:endDate"), profile.period, strict=True):
        yield Triple(node, name(curie), _date(date))


def _distribution(profile: Profile, offer: Offer, addresses: Addresses) -> Triples:
    node = _part(f"file/{offer.name}")
    yield from about(DATASET, ("dcat:distribution", node))
    yield from typed(node, "dcat:Distribution")
    yield from said(node, "dcterms:title", offer.title)
    yield from _licensed(node, profile)
    yield from about(
        node,
        ("dcat:accessURL", NamedNode(f"{addresses.origin}/dumps/")),
        ("dcat:downloadURL", NamedNode(offer.address(addresses))),
        ("dcat:mediaType", NamedNode(_MEDIA_TYPE + offer.media_type)),
        ("dcterms:format", _authority("file-type", offer.form)),
        *_shape(offer, addresses),
    )
    for curie, date in (("dcterms:issued", profile.issued), ("dcterms:modified", profile.modified)):
        if date:
            yield Triple(node, name(curie), _date(date))
    if offer.size is not None:
        size = Literal(str(offer.size), datatype=name("xsd:nonNegativeInteger"))
        yield Triple(node, name("dcat:byteSize"), size)
        yield from _checksum(node, offer)


def _shape(offer: Offer, addresses: Addresses) -> Iterator[tuple[str, Value]]:
    if offer.packed:
        yield "dcat:compressFormat", NamedNode(_MEDIA_TYPE + offer.packed)
    for language in (offer.language,) if offer.language else _SPOKEN:
        yield "dcterms:language", _authority("language", _SPOKEN[language])
    if offer.schema:
        yield "dcterms:conformsTo", NamedNode(f"{addresses.origin}{offer.schema}")
    else:
        yield "dcterms:conformsTo", NamedNode(ONTOLOGY.rstrip("#"))


def _checksum(node: NamedNode, offer: Offer) -> Triples:
    checksum = _part(f"checksum/{offer.name}")
    yield from about(node, ("spdx:checksum", checksum))
    yield from typed(checksum, "spdx:Checksum")
    yield from about(checksum, ("spdx:algorithm", name("spdx:checksumAlgorithm_sha256")))
    value = Literal(offer.sha256, datatype=name("xsd:hexBinary"))
    yield Triple(checksum, name("spdx:checksumValue"), value)


def _services(profile: Profile, addresses: Addresses) -> Triples:
    protocol, store = "sparql11-protocol/", "sparql11-http-rdf-update/"
    questions, openapi = f"{addresses.origin}/questions", f"{addresses.origin}/openapi.json"
    endpoint, graphs = addresses.endpoint, addresses.graph_store
    for node, title, address, described, standard in (
        (f"{endpoint}#service", LABEL, endpoint, endpoint, f"http://www.w3.org/TR/{protocol}"),
        (graphs, _STORE, graphs, addresses.void, f"http://www.w3.org/TR/{store}"),
        (questions, _QUESTIONS, questions, openapi, "https://spec.openapis.org/oas/v3.1.0"),
    ):
        service = NamedNode(node)
        yield from about(CATALOGUE, ("dcat:service", service))
        yield from typed(service, "dcat:DataService")
        yield from said(service, "dcterms:title", title)
        yield from _licensed(service, profile)
        yield from about(
            service,
            ("dcat:endpointURL", NamedNode(address)),
            ("dcat:endpointDescription", NamedNode(described)),
            ("dcat:servesDataset", DATASET),
            ("dcat:contactPoint", _part("contact")),
            ("dcterms:conformsTo", NamedNode(standard)),
        )
