"""From what pages show to what assistants are told."""

from collections.abc import Iterable, Mapping

from tdi_graph.assistants.answers import Fact, Source, Thing, Words
from tdi_graph.assistants.knowledge import Knowledge
from tdi_graph.views import Label, Named
from tdi_graph.views.descriptions import node
from tdi_graph.views.labels import compact, expanded, text_of
from tdi_graph.views.statements import (
    Amount,
    Content,
    Figure,
    Involvement,
    Link,
    Pledge,
    Quotation,
    Statement,
    Tenure,
)

_SOURCE = """
SELECT ?publisher ?published ?address WHERE {
  VALUES ?document { %s }
  OPTIONAL { ?document dcterms:publisher|schema:publisher ?publisher }
  OPTIONAL { ?document dcterms:issued|schema:datePublished ?published }
  OPTIONAL { ?document schema:encoding/schema:contentUrl|schema:url ?address }
}"""


class Telling:
    """Tells facts in one language; documents are looked up once."""

    def __init__(self, knowledge: Knowledge, language: str) -> None:
        """Take what is known, and the language to tell it in."""
        self._backend = knowledge.backend
        self._names = knowledge.names[language]
        self._sources: dict[str, Source] = {}

    def thing(self, iri: str, classes: Iterable[str] = ()) -> Thing:
        """Return a thing with its name."""
        return Thing(iri, self._names(iri).label.text, tuple(compact(each) for each in classes))

    def fact(self, told: Statement) -> Fact:
        """Return what a statement says, with its words."""
        return Fact(
            statement=told.iri,
            kind=told.kind,
            says={name: text for name, text in _said(told.content).items() if text},
            date=told.date,
            date_basis=told.basis.label.text,
            modality=told.modality.label.text,
            quotes=tuple(
                Words(" ".join(q.words.split()), q.abridged, q.start, q.end, q.passage)
                for q in told.quotes
            ),
            document=self.source(told.document),
        )

    def source(self, document: Named) -> Source:
        """Return what is known of a document."""
        if document.iri not in self._sources:
            self._sources[document.iri] = self._read(document)
        return self._sources[document.iri]

    def _read(self, document: Named) -> Source:
        rows = self._backend.select(_SOURCE % node(document.iri)).records()
        first: Mapping[str, str] = {k: text_of(v) for k, v in rows[0].items()} if rows else {}
        publisher = first.get("publisher", "")
        return Source(
            iri=document.iri,
            title=document.label.text,
            publisher=self._names(publisher).label.text if publisher else "",
            published=first.get("published", ""),
            address=first.get("address", ""),
        )


def iri_of(name: str) -> str:
    """Return the IRI that an assistant means: a full one, or a compact one such as c:nearly."""
    text = name.strip().strip("<>")
    return text if "://" in text else expanded(text)


def _said(content: Content) -> Mapping[str, str]:
    match content:
        case Figure():
            return _figure(content)
        case Tenure():
            title = _text(content.title)
            return {**_of("person", content.member), **_of("post", content.post), "title": title}
        case Involvement():
            return {
                **_of("who", *content.actors),
                **_of("role", content.role),
                **_of("in", content.thing),
                **_of("on_behalf_of", *content.represented),
            }
        case Pledge():
            who, about = _of("who", *content.actors), _of("about", *content.about)
            return {"promise": _text(content.wording), **who, **about, "due": content.due}
        case Quotation():
            speaker, about = _of("speaker", content.speaker), _of("about", *content.about)
            return {**speaker, **about, "language": content.language}
        case Link():
            target = _of("object", *([content.target] if content.target else []))
            subject, relation = _of("subject", content.subject), _of("relation", content.predicate)
            return {**subject, **relation, **target, "date": content.date}


def _figure(content: Figure) -> Mapping[str, str]:
    return {
        **_of("about", content.about),
        **_of("indicator", content.indicator),
        **(_amount(content.amount) if content.amount else {}),
        **_of("scope", *content.scopes),
        "period": content.coverage,
        "due": content.due,
    }


def _amount(amount: Amount) -> Mapping[str, str]:
    exact = amount.low == amount.high
    value = {"value": f"{amount.low:f}"}
    bounds = {"minimum": f"{amount.low:f}", "maximum": f"{amount.high:f}"}
    qualifier = _of("qualifier", *([amount.qualifier] if amount.qualifier else []))
    return {**(value if exact else bounds), "unit": amount.unit, **qualifier}


def _of(name: str, *things: Named) -> Mapping[str, str]:
    """Return the names of things, and beside them their IRIs."""
    labels = " ; ".join(each.label.text for each in things)
    return {name: labels, f"{name}_iri": " ".join(each.iri for each in things)}


def _text(label: Label | None) -> str:
    return label.text if label else ""
