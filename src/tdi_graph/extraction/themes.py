"""The scheme that a document is about: the one that titles and first sentences name most."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from tdi_graph.extraction import governing, members
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.view import Sentence

if TYPE_CHECKING:
    from tdi_graph.extraction.scene import Scene

_WEIGHTS = {"title": 6, "about": 0, "quotation": 1}
_LEAD = 3
# « X : un appel à candidatures … », as a title: X is what the text is about.
_ANNOUNCED = 3
# « dans le cadre de X », « porté par X »: X is what surrounds the subject, not the subject.
_SETTING = re.compile(
    r"\b(?:dans le cadre d|au titre d|(?:port|financ|soutenu|abond|permis|cofinanc)\w* dans"
    r"|direct(?:eur|rice)s?(?: nationa\w+| generale?)? d|deleguee?s?(?: \w+)? a(?=ux? )"
    r"|par|en charge d|au sein d|volet d|via|a travers|grace a)"
    r"(?:u|e la|e l'|es|e|')?(?: ?(?:la|le|l'|les|plan|programme|fonds|dispositif)){0,3} ?[«\"]? ?$"
)
_BESIDE_THE_POINT = 0.3
_TOPICS = frozenset({"tdi:Programme", "tdi:Fund", "tdi:Measure", "tdi:Plan"})
_PREFERRED = {"tdi:Programme": 1.5, "tdi:Fund": 1.25, "tdi:Measure": 1.1, "tdi:Plan": 1.0}


def topic(scene: "Scene") -> Entity | None:
    """Return the scheme that the document is about: titles and first sentences weigh more.

    What is only set beside something, « en lien avec X », « financé par le plan Y », is no topic.
    """
    weights: Counter[str] = Counter()
    entities: dict[str, Entity] = {}
    for mention in (*scene.mentions, *members.find(scene)):
        entity, sentence = mention.entity, scene.sentence_at(mention.start)
        if sentence is None or entity.type not in _TOPICS:
            continue
        weights[entity.iri.value] += round(10 * _weight(scene, mention, sentence))
        if scene.kind(sentence) == "title" or not _in_passing(scene, mention):
            entities[entity.iri.value] = entity
    told = ((iri, weight) for iri, weight in weights.items() if weight and iri in entities)
    best = sorted(told, key=lambda item: (-item[1], item[0]))
    found = entities[best[0][0]] if best else None
    wide = found is not None and found.type == "tdi:Plan"
    return (_awarding(scene) if wide else None) or found


def _introduced(scene: "Scene", mention: Mention) -> int:
    """Return where a name begins; « (FNX) » is introduced with the long name before it."""
    if scene.text.startswith(")", mention.end) and scene.text[mention.start - 1] == "(":
        before = scene.covering(max(0, mention.start - 3))
        if before is not None and before.entity == mention.entity:
            return before.start
    return mention.start


def strangers(scene: "Scene") -> frozenset[str]:
    """Return the bodies of schemes that the document is not about, by their IRIs.

    « les chefs de projet », in a text on another programme, are not those that the authority
    knows by this short name.
    """
    named = {mention.entity for mention in scene.mentions if mention.entity.sort == "scheme"}
    rival = scene.topic is not None and scene.topic.type == "tdi:Programme"
    return frozenset(
        body
        for body, scheme in scene.authority.owners.items()
        if scheme != scene.topic and (rival or scheme not in named)
    )


# « en lien avec X », « à l'instar de X »: named beside what the sentence is about.
_BESIDE = re.compile(
    r"\b(?:avec|aux cotes d[eu]|comme|instar d[eu]|contrairement a[ux]?|difference d[eu]"
    r"|complement(?:aire)? (?:d[eu]|a[ux]?)|fois plus que)"
    r"(?: ?(?:la|le|l'|les|programme|plan|fonds|dispositif|mesure|label)){0,3} ?[«\"]? ?$"
)


def _in_passing(scene: "Scene", mention: Mention) -> bool:
    """Tell whether a name stands beside what its sentence is about, or is a plan that acts."""
    if mention.entity.type == "tdi:Plan":
        return not governing.subjecthood(scene, mention)
    return bool(_BESIDE.search(scene.plain, max(0, mention.start - 48), mention.start))


# « France Relance : 14 lauréats », and then « … les lauréats du fonds X »: about the fund.
_AWARDED = re.compile(
    r"\b(?:laureat|projet|dossier|entreprise|operation)s? (?:\w+ ){0,4}?"
    r"(?:d(?:u|e la|e l'|es|e|')|par|au titre d(?:u|e la|e l'|es|e|')|via|grace a[ux]?)"
    r"(?: ?(?:la|le|l'|les|programme|fonds|dispositif|mesure|appel a projets)){0,3} ?[«\"]? ?$"
)


def _awarding(scene: "Scene") -> Entity | None:
    """Return the fund or the measure whose laureates the lead of a text names."""
    for sentence in scene.sentences[:_LEAD]:
        for mention in scene.within(sentence.start, sentence.end, "scheme"):
            low = max(sentence.start, mention.start - 90)
            chosen = _AWARDED.search(scene.plain, low, mention.start)
            if chosen and mention.entity.type in {"tdi:Fund", "tdi:Measure"}:
                return mention.entity
    return None


# « 12 projets soutenus par le fonds X »: of the fund, where the sentence names nothing else.
_SUPPORTING = re.compile(
    r"\b(?:soutenu|retenu|finance|accompagne|selectionne|aide|laureat)e?s? (?:par|au titre d|via"
    r"|grace a|dans le cadre d)(?:u|e la|e l'|es|e|')?"
    r"(?: ?(?:la|le|l'|les|programme|fonds|dispositif)){0,3} ?[«\"]? ?$"
)


def _supporting(scene: "Scene", mention: Mention, start: int) -> bool:
    if mention.entity.type == "tdi:Plan":
        return False
    sentence = scene.sentence_at(mention.start)
    named = scene.within(sentence.start, sentence.end, "scheme") if sentence else []
    if any(m.entity != mention.entity and m.entity.type != "tdi:Plan" for m in named):
        return False
    return bool(_SUPPORTING.search(scene.plain, max(0, start - 64), start))


def _weight(scene: "Scene", mention: Mention, sentence: Sentence) -> float:
    """Return how much one mention makes for its scheme as the topic."""
    entity, kind = mention.entity, scene.kind(sentence)
    lead = _LEAD if scene.index_at(mention.start) < _LEAD else 1
    # A heading farther down tells of its section alone.
    known = lead if kind == "title" and lead == 1 else _WEIGHTS.get(kind, lead)
    weight = known * _PREFERRED[entity.type]
    if mention.start == sentence.start and scene.text.startswith(" :", mention.end):
        first = scene.index_at(mention.start) < _LEAD and entity.type != "tdi:Plan"
        weight *= _ANNOUNCED if first and kind == "title" else 1
    start = _introduced(scene, mention)
    setting = _SETTING.search(scene.plain, max(0, start - 48), start)
    if setting and not _supporting(scene, mention, start):
        weight *= _BESIDE_THE_POINT
    return weight
