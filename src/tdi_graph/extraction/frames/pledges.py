"""Pledges: what somebody announces, promises, expects or considers doing."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from tdi_graph.extraction import subjects
from tdi_graph.extraction.findings import Finding, term
from tdi_graph.extraction.frames import event
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.proposals import tidy
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence
from tdi_graph.statements import Kind, Property

_INFINITIVE = (
    r"(?P<what>(?:se |s'|ne pas |pouvoir |etre en mesure de )?[\w-]+(?:er|ir|re|oir)\b"
    r"[^,.;:()«»]{4,110})"
)
_TABLE: tuple[tuple[str, str, Hinged], ...] = (
    ("pledge.commits", "announced", Hinged(
        rf"\bs'(?:est |sont )?engag(?:e|ent|ee?s?) a {_INFINITIVE}",
        {"s'engag": 0, "s'est engag": 0, "s'sont engag": 0})),
    ("pledge.announces", "announced", Hinged(
        r"\b(?:a|ont) annonce (?:le [\w ]{4,24}?,? )?(?P<what>(?:un|une|le|la|l'"
        r"|des) ?(?:nouve\w+ )?"
        r"(?:renforcement|prolongation|lancement|creation|ouverture|extension|deploiement"
        r"|mobilisation"
        r"|generalisation|augmentation|reconduction|poursuite)\b[^,.;:()]{4,110})",
        {"a annonce ": 0, "ont annonce ": 0})),
    ("pledge.wishes", "considered", Hinged(
        rf"\bsouhait(?:e|ent|é|er) {_INFINITIVE}", {"souhait": 0})),
    ("pledge.should", "expected", Hinged(
        rf"\bdevrai(?:t|ent) {_INFINITIVE}", {"devrai": 0})),
    ("pledge.considers", "considered", Hinged(
        r"\b(?P<what>envisag(?:er|e|ent) (?:une?|la|le|de|d') ?[^,.;:()]{4,90})",
        {"envisag": 0})),
    ("pledge.would", "considered", Hinged(
        rf"\b(?:serait|seraient) de {_INFINITIVE}", {"serait de ": 0, "seraient de ": 0})),
    ("pledge.awaited", "expected", Hinged(
        r"\b(?P<what>conclusions? (?:sont |est )?attendue?s? (?:pour|en|d'ici)[^,.;:()]{4,60})",
        {"conclusion": 0})),
    ("pledge.called", "announced", Hinged(
        rf"\bappelee?s? a {_INFINITIVE}", {"appele": 0})),
    ("pledge.mandate", "announced", Hinged(
        rf"\bmandat\w+ [^.;:]{{3,80}}?,? pour {_INFINITIVE}", {"mandat": 0})),
)  # fmt: skip
_MOST_WORDS = 16


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the pledges of the text, outside of reported words."""
    for rule, modality, pattern in _TABLE:
        for found in scene.matches(pattern):
            sentence = scene.sentence_at(found.start())
            if sentence is not None and not scene.quoted(found.start()):
                yield from _pledge(scene, found, sentence, rule, modality)


def _pledge(
    scene: Scene, found: re.Match[str], sentence: Sentence, rule: str, modality: str
) -> Iterator[Finding]:
    about = scene.within(found.start("what"), found.end("what"), "scheme")
    resolved = subjects.of_clause(scene, found.start(), sentence)
    subject = about[0].entity if about else resolved.entity if resolved else None
    if subject is None:
        return
    start, end = found.span("what")
    words = scene.text[start:end].split()[:_MOST_WORDS]
    end = start + len(" ".join(words))
    due = [t for t in scene.times_in(start, sentence.end) if t.value and t.bound != "since"]
    properties: list[Property] = [
        (term("schema:about"), subject.iri),
        (term("dcterms:description"), Literal(tidy(scene.text[start:end]), language="fr")),
    ]
    for agent in event.doing(scene, found.start(), sentence):
        acting = "tdi:actingPost" if agent.entity.sort == "post" else "tdi:agent"
        properties.append((term(acting), agent.entity.iri))
    late = next((t for t in due if t.bound == "until" or rule == "pledge.awaited"), None)
    if late is not None and late.value:
        properties.append((term("tdi:due"), dated(late.until or late.value)))
    yield Finding(rule, Kind.PLEDGE, tuple(properties), ((start, end),), modality)


def dated(value: str) -> Literal:
    """Return an ISO date as a literal of its own precision.

    >>> dated("2022-01").datatype.value.rpartition("#")[2]
    'gYearMonth'
    """
    types = {4: "xsd:gYear", 7: "xsd:gYearMonth"}
    return Literal(value, datatype=term(types.get(len(value), "xsd:date")))
