"""Why a statement cannot be taken into the data as it is: told before the gates of a build do."""

from collections.abc import Collection, Iterable

from pyoxigraph import Literal, NamedNode

from tdi_graph.documents import Document, passage
from tdi_graph.reviewing.content import LONGEST_EVIDENCE, Content
from tdi_graph.statements import Kind
from tdi_graph.vocabulary import BASE, compact, expand

_LANGUAGES = frozenset({"fr", "en"})
_WANTED = {
    Kind.FIGURE: ("schema:observationAbout", "schema:variableMeasured", "schema:observationDate"),
    Kind.TENURE: ("org:member", "tdi:post", "schema:roleName", "tdi:attestedDate"),
    Kind.INVOLVEMENT: ("tdi:role", "tdi:involvedIn", "tdi:attestedDate"),
    Kind.PLEDGE: ("schema:about", "dcterms:description", "tdi:attestedDate"),
    Kind.QUOTATION: ("schema:spokenByCharacter", "schema:about", "tdi:attestedDate"),
    Kind.LINK: ("rdf:subject", "rdf:predicate", "rdf:object", "tdi:attestedDate"),
}
_ALWAYS = ("tdi:modality", "tdi:dateBasis")
_THINGS = f"{BASE}id/"
_STATEMENTS = f"{BASE}id/statement/"


def obstacles(content: Content, document: Document, known: Collection[str]) -> list[str]:
    """Return what is missing or unknown in ``content``; ``known`` are the IRIs of the data."""
    return [*_missing(content), *_unknown(content, known), *_long(content, document)]


def _missing(content: Content) -> Iterable[str]:
    held = {predicate for predicate, _ in content.properties}
    for curie in (*_WANTED[content.kind], *_ALWAYS):
        if expand(curie) not in held:
            yield f"{curie} is missing"
    if content.kind is Kind.PLEDGE:
        texts = content.values(expand("dcterms:description"))
        spoken = {text.language for text in texts if isinstance(text, Literal)}
        for language in sorted(_LANGUAGES - spoken):
            yield f"dcterms:description is missing in @{language}"


def _unknown(content: Content, known: Collection[str]) -> Iterable[str]:
    for predicate, value in sorted(content.properties, key=str):
        if isinstance(value, NamedNode) and value.value.startswith(_THINGS):
            statement = value.value.startswith(_STATEMENTS)
            if value.value not in known and not statement:
                yield f"{compact(predicate.value)} names {compact(value.value)}, which is not known"


def _long(content: Content, document: Document) -> Iterable[str]:
    for span in content.spans if content.kind is not Kind.QUOTATION else ():
        words = passage(document, *span).words
        if words > LONGEST_EVIDENCE:
            yield f"the passage {span[0]}-{span[1]} has {words} words, {LONGEST_EVIDENCE} at most"
