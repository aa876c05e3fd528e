"""Whether a text is about its topic throughout, or only where it names it."""

import re
from collections import Counter
from typing import Literal

from tdi_graph.extraction import governing, headings, members
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.subjects import Resolution
from tdi_graph.extraction.view import Sentence

_LEAD = 4


def topic(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the text's topic if a sentence may count it without naming it."""
    return scene.topic if scene.topic and spoken_of(scene, scene.topic, sentence) else None


def spoken_of(scene: Scene, entity: Entity, sentence: Sentence) -> bool:
    """Tell whether a topic is one that the paragraph may count without naming it.

    What a text names once, in passing, beside others, is not what its other paragraphs count.
    """
    if scene.topic is None or entity.iri.value != scene.topic.iri.value:
        return True
    if scene.topical is None:
        scene.topical = _topical(scene, entity)
    return scene.topical is True or sentence.block in scene.topical


def _topical(scene: Scene, topic: Entity) -> Literal[True] | frozenset[int]:
    """Return True for a topic of the whole text, else the blocks that name it.

    A topic of the whole text stands in the lead or a heading, or is named more often than others.
    """
    digest = _digest(scene, topic)
    if digest is not None:
        return digest
    named = (*scene.mentions, *members.find(scene))
    same = [m for m in named if m.entity.iri == topic.iri]
    schemes = Counter(m.entity.iri.value for m in scene.mentions if m.entity.sort == "scheme")
    rivals = max((n for iri, n in schemes.items() if iri != topic.iri.value), default=0)
    if len(same) > rivals and (len(same) > 1 or _told_of(scene, same[0])):
        return True
    places = [place for m in same for place in [scene.sentence_at(m.start)] if place]
    leading = any(
        scene.kind(place) == "title" or scene.index_at(place.start) < _LEAD for place in places
    )
    return True if leading else frozenset(place.block for place in places)


def _digest(scene: Scene, topic: Entity) -> frozenset[int] | None:
    """Return the blocks below headings that name schemes, where the topic is one of several.

    What such a text tells below « 4. Budget » is of none of them.
    """
    heads = [s for s in scene.sentences if scene.kind(s) == "title"]
    sections = {entity for entity in (headings.bare(scene, head) for head in heads) if entity}
    first = heads[0] if heads else None
    titled = first is not None and scene.within(first.start, first.end, "scheme")
    if len(sections) < _SEVERAL or topic not in sections or titled:
        return None
    told, blocks = False, set[int]()
    for sentence in scene.sentences:
        if scene.kind(sentence) == "title":
            told = bool(scene.within(sentence.start, sentence.end, "scheme"))
        named = told or bool(scene.within(sentence.start, sentence.end, "scheme"))
        blocks |= {sentence.block} if named else set()
    return frozenset(blocks)


_SEVERAL = 2
# « Le réseau s'inscrit dans le plan X »: what the text tells is of X.
_BELONGS = re.compile(
    r"\b(?:s'inscri(?:t|vent)|relevent?|(?:fait|font) partie)\b[^.,;]{1,20}[«\"]? ?$"
)


def _told_of(scene: Scene, mention: Mention) -> bool:
    belongs = _BELONGS.search(scene.plain, max(0, mention.start - 48), mention.start)
    return governing.free(scene, mention) or bool(belongs)


# What a programme counts, and a fund that a sentence before names does not.
_OF_PROGRAMMES = frozenset({
    "territories-count", "intercommunalities-count", "actions-count", "agreements-count",
    "project-managers", "axes-count",
})  # fmt: skip
_CARRIED = 0.1


def mistaken(scene: Scene, found: Resolution, sentence: Sentence, indicator: str) -> bool:
    """Tell whether a fund or a plan is carried over to what only the text's programme counts."""
    carried = found.margin == _CARRIED and found.start == sentence.start
    if not carried or indicator not in _OF_PROGRAMMES or found.entity.type == "tdi:Programme":
        return False
    programme = scene.topic is not None and scene.topic.type == "tdi:Programme"
    return programme and found.entity.type in {"tdi:Fund", "tdi:Plan"}


_HANDFUL = 5
_THOSE = re.compile(r"\b(?:les|ces|nos|leurs|ses) ?$")
# « les deux communes du programme », « les trois territoires retenus »: told of it, all the same.
_WHICH = re.compile(
    r" (?:\w+ ){1,3}?(?:du|de la|de l'|laureate?s|retenue?s|labellisee?s|selectionnee?s"
    r"|concernee?s|signataires|pilotes|engagee?s|membres|beneficiaires|accompagnee?s)\b"
    r"| [\w']+ (?:communes )?(?:ont|sont|seront|avaient|etaient) (?:[\w']+ ){0,2}?"
    r"(?:sign|paraph|retenu|engag|rejoi|entr|labellis|selectionn|adher|integr|obtenu|beneficie|candidat)"
)
# « une liaison entre deux communes »: any two.
_LINKED = re.compile(r"\b(?:liaison|lien|trajet|distance|frontiere|limite|route|piste)s? entre $")
_LINK = 24
_NEXT_TO = re.compile(r" \w+ (?:voisine?s|limitrophes|proches|alentour)\b")
_PLACES = frozenset({"municipalities-count", "intercommunalities-count", "territories-count"})


def handful(scene: Scene, quantity: Quantity, indicator: str) -> bool:
    """« Les deux communes se sont alliées »: those of an anecdote, told of before."""
    if indicator not in _PLACES or quantity.value > _HANDFUL:
        return False
    if _NEXT_TO.match(scene.plain, quantity.end):
        return True
    if _LINKED.search(scene.plain, max(0, quantity.start - _LINK), quantity.start):
        return True
    those = _THOSE.search(scene.plain, max(0, quantity.start - 8), quantity.start)
    return bool(those) and not _WHICH.match(scene.plain, quantity.end)


# « L'État y consacrera 24 M€ », « la Région y ajoute 3 M€ »
_THERE = re.compile(
    r"\by (?:a |ont |aura |auront )?(?:consacr|apport|ajout|mobilis|invest|affect|engag)\w*"
    r"[^.;:]{0,40}$"
)


def pointed_to(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """« La Corse compte 9 X. Elle y consacre 4 M€ »: what the sentence before names last."""
    index = scene.index_at(sentence.start)
    if quantity.unit != "EUR" or index < 1:
        return None
    before = scene.sentences[index - 1]
    if before.block != sentence.block:
        return None
    if not _THERE.search(scene.plain, sentence.start, quantity.lead):
        return None
    named = scene.within(before.start, before.end, "scheme")
    kept = {m.entity for m in named if m.entity.type in {"tdi:Programme", "tdi:Measure"}}
    apart = scene.within(sentence.start, quantity.lead, "scheme")
    return kept.pop() if len(kept) == 1 and not apart else None
