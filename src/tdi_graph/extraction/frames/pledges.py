"""Pledges: what somebody announces, promises, expects or considers doing."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from tdi_graph.extraction import subjects
from tdi_graph.extraction.findings import Finding, term
from tdi_graph.extraction.frames import event
from tdi_graph.extraction.proposals import tidy
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence
from tdi_graph.statements import Kind, Property

_INFINITIVE = (
    r"(?P<what>(?:se |s'|ne pas |pouvoir |etre en mesure de )?[\w-]+(?:er|ir|re|oir)\b"
    r"[^,.;:()«»]{4,110})"
)
_TABLE: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("pledge.commits", "announced", re.compile(rf"\bs'(?:est |sont )?engag(?:e|ent"
                                               rf"|ee?s?) a {_INFINITIVE}")),
    ("pledge.announces", "announced", re.compile(
        r"\b(?:a|ont) annonce (?:le [\w ]{4,24}?,? )?(?P<what>(?:un|une|le|la|l'"
        r"|des) ?(?:nouve\w+ )?"
        r"(?:renforcement|prolongation|lancement|creation|ouverture|extension|deploiement"
        r"|mobilisation"
        r"|generalisation|augmentation|reconduction|poursuite)\b[^,.;:()]{4,110})")),
    ("pledge.wishes", "considered", re.compile(rf"\bsouhait(?:e|ent|é|er) {_INFINITIVE}")),
    ("pledge.should", "expected", re.compile(rf"\bdevrai(?:t|ent) {_INFINITIVE}")),
    ("pledge.considers", "considered", re.compile(
        r"\b(?P<what>envisag(?:er|e|ent) (?:une?|la|le|de|d') ?[^,.;:()]{4,90})")),
    ("pledge.would", "considered", re.compile(rf"\b(?:serait|seraient) de {_INFINITIVE}")),
    ("pledge.awaited", "expected", re.compile(
        r"\b(?P<what>conclusions? (?:sont |est )?attendue?s? (?:pour|en|d'ici)[^,.;:()]{4,60})")),
    ("pledge.called", "announced", re.compile(rf"\bappelee?s? a {_INFINITIVE}")),
    ("pledge.mandate", "announced", re.compile(rf"\bmandat\w+ [^.;:]{{3,80}}?,? pour "
                                               rf"{_INFINITIVE}")),
)  # fmt: skip
# A word without which a rule has nothing to find.
_NEEDED = {
    "pledge.commits": "engag",
    "pledge.announces": "annonce",
    "pledge.wishes": "souhait",
    "pledge.should": "devrai",
    "pledge.considers": "envisag",
    "pledge.would": "serai",
    "pledge.awaited": "attendu",
    "pledge.called": "appele",
    "pledge.mandate": "mandat",
}
_MOST_WORDS = 16


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the pledges of the text, outside of reported words."""
    for rule, modality, pattern in _TABLE:
        for found in scene.matches(pattern, _NEEDED[rule]):
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
