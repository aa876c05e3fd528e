"""Every passage read again in its text: what is quoted must stand there, and be short.

The texts are no part of the repository, so this gate stands apart from those of ``validation``: it
serves whoever has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pyoxigraph import Quad

from tdi_graph.assembly import Authored
from tdi_graph.documents import Document, digest, is_whole_sentence, passage
from tdi_graph.errors import DocumentError
from tdi_graph.statements import TYPE
from tdi_graph.validation import Fault, in_order
from tdi_graph.vocabulary import compact, expand

_LONGEST_EVIDENCE = 20  # words
_PASSAGE = expand("tdi:Passage")

Described: TypeAlias = Mapping[str, Mapping[str, str]]
Told: TypeAlias = tuple[str, str]


def verify(authored: Authored, documents: Mapping[str, Document]) -> tuple[int, list[Fault]]:
    """Return how many passages read as their texts do, and what is wrong with the others.

    ``documents`` are the texts at hand, by slug; one that is missing is told once.
    """
    described = _described(authored.quads)
    typed = {
        _text(q.subject) for q in authored.quads if (q.predicate, q.object) == (TYPE, _PASSAGE)
    }
    passages = {iri: described[iri] for iri in typed}
    told: dict[str, list[Told]] = {}
    for iri in {values.get("oa:hasSource", "") for values in passages.values()}:
        told[iri] = list(_astray(documents.get(_slug(iri)), described, iri))
    read = 0
    for iri, values in passages.items():
        document = documents.get(_slug(values.get("oa:hasSource", "")))
        if document:
            told[iri] = list(_misread(document, values))
            read += not told[iri]
    found = [
        Fault(authored.place(iri), f"{compact(iri)}: {what}", do)
        for iri, faults in told.items()
        for what, do in faults
    ]
    return read, in_order(found)


def _described(quads: Iterable[Quad]) -> Described:
    described: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        described[_text(quad.subject)][compact(quad.predicate.value)] = _text(quad.object)
    return described


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]


def _astray(document: Document | None, described: Described, iri: str) -> Iterable[Told]:
    capture = described.get(iri, {}).get("schema:encoding", "")
    if document is None:
        yield "the text of this document is not at hand", "add it to the folder of the texts"
    elif _sha256(document) != described.get(capture, {}).get("schema:sha256"):
        told = "the text at hand is not the one whose SHA-256 is catalogued"
        yield told, "read the passages in the text that was captured"


def _sha256(document: Document) -> str:
    return document.sha256 or digest(document.text.encode())


def _misread(document: Document, values: Mapping[str, str]) -> Iterable[Told]:
    try:
        quoted = passage(document, _position(values, "oa:start"), _position(values, "oa:end"))
    except DocumentError as error:
        yield error.what, "correct oa:start and oa:end"
        return
    opening = values.get("tdi:opening", "").split()
    if quoted.exact.split()[: len(opening)] != opening:
        yield "the passage opens with other words", "copy its opening words from the text"
    if "oa:exact" not in values:
        return
    if values["oa:exact"] != quoted.exact:
        shown = " ".join(quoted.exact.split())
        yield f"the text reads « {shown} » here", "correct oa:exact, or the positions"
    if quoted.words > _LONGEST_EVIDENCE:
        told = f"the passage quotes {quoted.words} words"
        yield told, f"quote {_LONGEST_EVIDENCE} at most, or give tdi:opening"
    if is_whole_sentence(document, quoted):
        yield "the passage quotes a whole sentence", "quote fewer words, or give tdi:opening"


def _position(values: Mapping[str, str], name: str) -> int:
    text = values.get(name, "")
    if not text.isdecimal():
        raise DocumentError(f"{name} is no position: {text or 'there is none'}")
    return int(text)
