"""What a heading names or calls by a common noun: « Le fonds », and then « Ce dispositif … »."""

import re
from bisect import bisect_right

from tdi_graph.extraction import governing, standins
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_FAR_BACK = 6000
_SECTION, _LONGEST_SECTION = 40, 200
_ASIDE, _FIRST = 10, 3
# « Le fonds X, d'abord. », « X : »: the name alone, which the paragraph then speaks of.
_ALONE = re.compile(
    r" ?[»\"]?(?:,? (?:d'abord|ensuite|enfin|puis|aussi|egalement|tout d'abord|pour commencer"
    r"|pour finir))? ?[.:]"
)


# « → Le fonds X », « >> LES APPELS EN COURS »: a heading by its sign.
_MARKED = re.compile(r"(?:→|►|▶|▸|➤|■|◆|●|>{1,3}|#{1,4}) ?[^.;!?\n]{2,80}$")
# « À propos de l'agence X », on a line of its own.
_ABOUT = re.compile(r"\W*a propos d(?:e|u|es|')[^.;:!?]{2,90}\W*")


def stands_at(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence is a heading: typed so, or a line that a heading's sign begins."""
    if scene.kind(sentence) == "title":
        return True
    block = scene.view.blocks[sentence.block]
    if block.start != sentence.start or block.end != sentence.end:
        return False
    if scene.kind(sentence) == "about":
        return bool(_ABOUT.fullmatch(scene.plain, sentence.start, sentence.end))
    return bool(_MARKED.match(scene.text, sentence.start, sentence.end))


def above(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the one scheme that the heading right above the paragraph of ``sentence`` names."""
    index = scene.index_at(sentence.start)
    while index and scene.sentences[index - 1].block == sentence.block:
        index -= 1
    if not index or scene.kind(scene.sentences[index - 1]) != "title":
        return None
    heading = scene.sentences[index - 1]
    named = {m.entity for m in scene.within(heading.start, heading.end, "scheme")}
    return named.pop() if len(named) == 1 else None


def called(scene: Scene, position: int) -> Entity | None:
    """Return the scheme that the heading right above the sentence at ``position`` stands for."""
    index = scene.index_at(position)
    if index < 1:
        return None
    heading = scene.sentences[index - 1]
    if not stands_at(scene, heading):
        return None
    found = standins.ANAPHOR.search(scene.words, heading.start, heading.end)
    if found is None or found["noun"] in standins.LOOSE:
        return None
    before = scene.within(max(0, heading.start - _FAR_BACK), heading.start, "scheme")
    named = (m for m in reversed(before) if scene.plain.startswith(found["noun"], m.start))
    return next((mention.entity for mention in named), None)


def over(scene: Scene, index: int) -> Sentence | None:
    """Return the heading of the section in which the sentence at ``index`` stands."""
    headings = _all(scene)
    at = bisect_right(headings, index) - 1
    near = at >= 0 and index - headings[at] < _LONGEST_SECTION
    return scene.sentences[headings[at]] if near else None


def _all(scene: Scene) -> list[int]:
    """Return which sentences of a document are headings."""
    if scene.headings is None:
        found = enumerate(scene.sentences)
        scene.headings = [at for at, sentence in found if stands_at(scene, sentence)]
    return scene.headings


def named(scene: Scene, index: int) -> Entity | None:
    """Return the one scheme that the nearest heading above a sentence names."""
    heading = over(scene, index - 1)
    if heading is None or heading.start < scene.sentences[max(0, index - _SECTION)].start:
        return None
    found = scene.within(heading.start, heading.end, "scheme")
    single = {m.entity for m in found if m.entity.type != "tdi:Phase"}
    only = single.pop() if len(single) == 1 else None
    return None if only and _frames(scene, heading, only) else only


def _frames(scene: Scene, heading: Sentence, entity: Entity) -> bool:
    """« France Relance : 14 lauréats »: the plan of the title frames what the text is about."""
    wide = entity.type == "tdi:Plan" and scene.topic not in {None, entity}
    return wide and scene.index_at(heading.start) < _FIRST


def section(scene: Scene, index: int) -> Entity | None:
    """Return the scheme that a heading names, or one of which its first sentence is said.

    « Fonds Y : la mesure revient », and below, « La mesure X sera rouverte »: X.
    """
    heading = named(scene, index)
    title = over(scene, index) if heading else None
    first = scene.index_at(title.start) + 1 if title else index
    if first >= index:
        return heading
    sentence = scene.sentences[first]
    free = {
        m.entity
        for m in scene.within(sentence.start, sentence.end, "scheme")
        if m.entity.type != "tdi:Phase" and governing.leads(scene, m, sentence)
    }
    return free.pop() if len(free) == 1 else heading


def titled(scene: Scene, index: int) -> Entity | None:
    """Return the scheme whose name alone is the heading of the section of a sentence."""
    heading = over(scene, index)
    if heading is None or heading == scene.sentences[index]:
        return None
    return bare(scene, heading) or _introduced(scene, heading, index)


def _introduced(scene: Scene, heading: Sentence, index: int) -> Entity | None:
    """Return the one scheme that a section below a later heading opens with and tells of.

    « Tourisme : un départ prudent », and below, « Autre outil, le fonds X, créé en … »: X.
    """
    first = scene.index_at(heading.start) + 1
    if first <= _FIRST or first >= index or scene.topic is None:
        return None
    told = scene.sentences[first:index]
    named = scene.within(told[0].start, told[-1].end, "scheme")
    only = {m.entity for m in named if m.entity.type != "tdi:Phase"}
    if len(only) != 1 or named[0].start >= told[0].end or scene.topic in only:
        return None
    opens = governing.free(scene, named[0])
    return only.pop() if opens else None


# « Qu'est-ce que le fonds X ? », « Comment fonctionne X ? »
_QUESTION = re.compile(
    r"\W*(?:qu'est-ce qu|c'est quoi|a quoi sert|en quoi consiste|comment fonctionne"
    r"|que(?:l|lle)s? est|pourquoi)[^.;!?\n]{3,120}\?\W*"
)


def asked(scene: Scene, index: int) -> Entity | None:
    """Return the one scheme that a question asks of, right above the paragraph of a sentence."""
    own = scene.sentences[index].block
    first = index
    while first and scene.sentences[first].block == own:
        first -= 1
    question = scene.sentences[first]
    if question.block == own or not _QUESTION.fullmatch(scene.plain, question.start, question.end):
        return None
    named = {m.entity for m in scene.within(question.start, question.end, "scheme")}
    return named.pop() if len(named) == 1 else None


def bare(scene: Scene, heading: Sentence | None) -> Entity | None:
    """Return the scheme whose name alone a heading is; a line of capitals may be any word."""
    if heading is None:
        return None
    found = scene.within(heading.start, heading.end, "scheme")
    asked = _ASKED.match(scene.plain, heading.start, heading.end)
    start = asked.end() if asked else heading.start
    rest = heading.end - start - sum(m.end - m.start for m in found)
    if len(found) != 1 or rest > _ASIDE or found[0].entity.type == "tdi:Phase":
        return None
    shouted = scene.text[found[0].start : found[0].end].isupper() and not found[0].entity.known
    return None if shouted else found[0].entity


# « Qu'est-ce que le dispositif X ? »: below it, what X is.
_ASKED = re.compile(
    r"\W*(?:\d+[.)] )?(?:(?:mais )?qu'est-ce que?|c'est quoi,?|a quoi sert|comment fonctionne"
    r"|en quoi consiste|que propose|que finance)(?: (?:le|la|les|l')| qu'| l')? ?"
    r"(?:programme|plan|fonds|dispositif|volet|mesure|label|appel a projets)? ?"
)


def opening(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the scheme whose name, alone, opens the paragraph of ``sentence``."""
    start = scene.view.blocks[sentence.block].start
    mention = next(iter(scene.within(start, start + 4, "scheme")), None)
    if mention is None or not _ALONE.match(scene.plain, mention.end):
        return None
    return mention.entity


def is_name(scene: Scene, index: int, entity: Entity | None) -> bool:
    """Tell whether the sentence stands right under a heading that is the name of ``entity``."""
    if entity is None or not index or not stands_at(scene, heading := scene.sentences[index - 1]):
        return False
    found = scene.within(heading.start, heading.end, "scheme")
    rest = heading.end - heading.start - sum(m.end - m.start for m in found)
    return len(found) == 1 and rest <= _ASIDE
