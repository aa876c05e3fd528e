"""What a clause is about: candidates by salience, typed, with a score and a margin.

Order of salience: a thing named in the same clause, the subject of the sentence, the thing that
a pronoun or « ce fonds » stands for, the subject of the sentence before, the topic of the
document. Where two candidates come too close, nothing is returned.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tdi_graph.extraction import (
    bystanders,
    callings,
    candidates,
    genders,
    governing,
    headings,
    standins,
)
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_SCHEME_SORTS = ("scheme",)
_MARGIN, _SECTION, _AT_THE_START = 0.1, 40, 100


@dataclass(frozen=True, slots=True)
class Resolution:
    """The thing a clause is about, with its score and its lead over the next candidate."""

    entity: Entity
    score: float
    margin: float
    start: int
    shown: bool = False


def antecedent(
    scene: Scene, position: int, sentence: Sentence, *, feminine: bool | None = None
) -> Resolution | None:
    """Return the scheme that stands before ``position`` in the sentence and agrees with it."""
    found = [
        m
        for m in scene.within(sentence.start, position, *_SCHEME_SORTS)
        if m.entity.type != "tdi:Phase"
        and (feminine is None or genders.of(scene, m) in {"", "f" if feminine else "m"})
        and not governing.bracketed(scene, m, position)
    ]
    if not found:
        return None
    best = max(found, key=lambda m: (_salience(scene, m, position), m.start))
    standing = _SCORES[governing.subjecthood(scene, best)]
    if _salience(scene, best, position) == _BESIDE_IT:
        standing = max(standing, _SCORE_GOVERNED)
    return Resolution(best.entity, standing, 1.0, best.start)


def closer(named: Resolution | None, stood: Resolution | None) -> Resolution | None:
    """Return the later of a name and an anaphor; « ce fonds du plan X » is the fund, not X."""
    if named is None or stood is None:
        return named or stood
    beside = 0 < named.start - stood.start < _BESIDE and named.score == _SCORE_GOVERNED
    agent = named.score < _SCORE_GOVERNED and (stood.shown or named.start - stood.start < _BESIDE)
    weaker = agent or (stood.shown and beside)
    return stood if weaker or stood.start > named.start else named


_SCORE_AGENT, _SCORE_GOVERNED = 0.55, 0.7
_SCORES = (_SCORE_AGENT, _SCORE_GOVERNED, 1.0)
_BESIDE_IT, _BESIDE = 3, 48
# « le plan « X », qui a permis d'aider 900 jeunes »: of X.
_RELATIVE = re.compile(r" ?[»\"]?(?: \([^()]{1,40}\))?, qui (?!lui\b)[^,.;:()«»]*$")


def _salience(scene: Scene, mention: Mention, position: int) -> int:
    """Rank a name before ``position``: next to it, then subjects, then complements, then agents."""
    gap = scene.plain[mention.end : position].strip(' »",')
    if _RELATIVE.match(scene.plain, mention.end, position) and not standins.AGENTIVE.search(
        scene.plain, max(0, mention.start - 44), mention.start
    ):
        return -1 if governing.completes(scene, mention) else _BESIDE_IT
    if gap == "" and governing.apposed(scene, mention, position):
        return 0
    if governing.completes(scene, mention):
        return -1
    aside = re.fullmatch(r"(?:\([^()]*\))?,?(?: ?(?:est|sont|a ete|sera))?", gap)
    if aside and position - mention.end < 60:  # noqa: PLR2004
        return _BESIDE_IT
    before = scene.plain[max(0, mention.start - 44) : mention.start]
    if standins.AGENTIVE.search(before):
        return 0
    return 1 if standins.GOVERNED.search(before) else 2


def anaphor(scene: Scene, start: int, end: int) -> Resolution | None:
    """Return the scheme that « ce fonds » or « il », from ``start`` on, stands for."""
    definite = [
        found
        for found in standins.ANAPHOR.finditer(scene.words, start, end)
        if scene.covering(found.start("noun")) is None
        and not callings.named_next(scene, found.end())
        and not callings.unnamed(scene, found["noun"], found.start())
        and not governing.of_a_name(scene, found.end(), found["noun"])
        and (found[0].startswith("c") or not standins.OF_ITS_OWN.match(scene.plain, found.end()))
    ]
    if definite:
        found = definite[-1]
        classes = standins.ANAPHORS[found["noun"].split()[0]]
        called = callings.called(scene, found["noun"], at := found.start()) or headings.called(
            scene, at
        )
        if called is not None:
            return Resolution(called, 0.8, 0.3, found.start(), found[0].startswith("c"))
        earlier = _earlier(scene, found.start(), classes, found.start())
        return replace(earlier, shown=found[0].startswith("c")) if earlier else None
    return _pronoun(scene, start, end)


def _pronoun(scene: Scene, start: int, end: int) -> Resolution | None:
    """Return the scheme that the last « il » or « elle » before ``end`` stands for."""
    said = scene.words.has_any(standins.PRONOUNS, start, end)
    pronoun = _last(standins.PRONOUN.finditer(scene.plain[start:end])) if said else None
    if pronoun is None:
        return None
    at = start + pronoun.start("p")
    if standins.INDEFINITE.search(scene.plain[start:at]):
        return None
    christened = callings.christened(scene, start, at)
    if christened is not None:
        return Resolution(christened, 0.8, 0.3, at)
    return _earlier(scene, start, standins.ANY, at, feminine=_FEMININE.get(pronoun["p"]))


_FEMININE = {"il": False, "celui-ci": False, "elle": True, "celle-ci": True}


def _last(found: Iterable[re.Match[str]]) -> re.Match[str] | None:
    return next(iter(list(found)[-1:]), None)


def _earlier(
    scene: Scene,
    position: int,
    classes: frozenset[str],
    start: int,
    *,
    feminine: bool | None = None,
) -> Resolution | None:
    """Return the most salient scheme of ``classes`` before ``position``."""
    index = scene.index_at(position)
    if feminine is not None:
        agreeing = candidates.agreeing(scene, position, index, feminine=feminine)
        if agreeing is not None:
            return Resolution(agreeing, 0.8, 0.3, start)
    centre = central(scene, index)
    if centre is not None and (centre.type in classes or _of_no_class(scene, index, centre)):
        return Resolution(centre, 0.8, 0.3, start)
    topic = headings.titled(scene, index) or headings.asked(scene, index) or scene.topic
    if topic is not None and topic.type in classes and len(classes) > 1:
        return Resolution(topic, 0.6, 0.2, start)
    named = candidates.last(scene, position, classes)
    if named is not None:
        return Resolution(named, 0.6, 0.2, start)
    if topic is not None:
        return Resolution(topic, 0.5, 0.2, start)
    return None


def _of_no_class(scene: Scene, index: int, centre: Entity) -> bool:
    """« X, d'abord. Ce fonds … »: what opens the paragraph as a bare new name shows no class."""
    opening = headings.opening(scene, scene.sentences[index - 1]) if index > 0 else None
    return opening == centre and not centre.known


def central(scene: Scene, index: int) -> Entity | None:
    """Return what the sentence before ``index`` is about, or else the one before it."""
    own, first = scene.sentences[index : index + 1], index - 1
    while own and first > 0 and index - first < _SECTION and _beside(scene, first, own[0]):
        first -= 1
    back = 1 if first < index - 1 and _leads_to_list(scene, first) else 2
    for earlier in range(first, max(-1, first - back), -1):
        if _titled(scene, earlier):
            return None
        if earlier < first and _turns(scene, scene.sentences[first]):
            return None
        if earlier not in scene.centres:
            scene.centres[earlier] = _centre(scene, earlier)
        if (found := scene.centres[earlier]) is not None:
            wide = earlier < first and found.type == "tdi:Plan"
            return None if wide and candidates.anew(scene, first) else found
    return None


def _turns(scene: Scene, sentence: Sentence) -> bool:
    return bool(standins.TURNS.match(scene.plain, sentence.start))


def _leads_to_list(scene: Scene, index: int) -> bool:
    """Tell whether a sentence ends in a colon: what its list tells is said of nothing before it."""
    sentence = scene.sentences[index]
    return scene.plain[sentence.start : sentence.end].rstrip().endswith(":")


def _titled(scene: Scene, index: int) -> bool:
    return headings.stands_at(scene, scene.sentences[index])


def _beside(scene: Scene, index: int, sentence: Sentence) -> bool:
    """Tell whether a sentence is of another item of the same list."""
    other = scene.sentences[index]
    return other.block != sentence.block and _listed(scene, other) and _listed(scene, sentence)


def _centre(scene: Scene, index: int) -> Entity | None:
    """Return what a sentence is about: its subject, what it stands for, or what it mentions."""
    sentence = scene.sentences[index]
    if scene.kind(sentence) == "title" or bystanders.described(scene, sentence, sentence.end):
        return None
    found = [
        m
        for m in scene.within(sentence.start, sentence.end, *_SCHEME_SORTS)
        if m.entity.type != "tdi:Phase"
    ]
    free = governing.free_of(scene, found)
    it = _IT.search(scene.plain, sentence.start, free[0].start) if free else None
    stood = anaphor(scene, sentence.start, free[0].start if it else sentence.end)
    aside = it or (free and _PLACED.search(scene.plain, sentence.start, free[0].start))
    if free and not aside and not (stood and _stands_first(scene, sentence, stood, free[0])):
        return free[0].entity
    if stood is not None and (stood.start - sentence.start < _AT_THE_START or not stood.shown):
        return stood.entity
    likely = governing.likely(scene, found)
    if not likely or scene.topic in {None, likely[0].entity}:
        return likely[0].entity if likely else None
    # What stands after the verb, and is not what the text is about, the next sentence leaves.
    late = governing.FINITE.search(scene.text, sentence.start, likely[0].start)
    late = late or standins.LATER.search(scene.plain, sentence.start, likely[0].start)
    return None if late else likely[0].entity


# « Inscrit dans le plan Y, le fonds … », « Lancé en 2021, il est l'un des outils de la feuille de
# route Y »: the sentence is not about Y.
_PLACED = re.compile(r"\b(?:dans|pour|sous|sur|selon) l[ae] ?$")
_IT = re.compile(r"(?:^|, )(?:il|elle)\b(?! y a| s'agit| faut)(?= )")


def _stands_first(scene: Scene, sentence: Sentence, stood: Resolution, named: Mention) -> bool:
    """« Ouverte en mai, la mesure s'adresse aux X »: of what « la mesure » stands for, not of X."""
    if stood.start >= named.start or scene.plain.startswith(_NO_SUBJECT, stood.start):
        return False
    return governing.FINITE.search(scene.text, sentence.start, stood.start) is None


_NO_SUBJECT = ("du ", "au ", "ils", "elles")


def of_clause(scene: Scene, position: int, sentence: Sentence) -> Resolution | None:
    """Return the scheme that a clause at ``position`` is about, by falling salience.

    What the sentence before is about is not carried over to a new paragraph.
    """
    named = antecedent(scene, position, sentence)
    stood = anaphor(scene, sentence.start, position)
    found = closer(
        None if named and governing.surrounds(scene, named.entity, named.start) else named, stood
    )
    index = scene.index_at(position)
    opens = index == 0 or scene.sentences[index - 1].block != sentence.block
    heading = headings.section(scene, index) if opens else None
    if found is not None and not (
        found.score == _SCORE_AGENT and headings.is_name(scene, index, heading)
    ):
        return found
    if heading is not None:
        return Resolution(heading, 0.5, 0.2, sentence.start)
    return _unnamed(scene, position, sentence, opens=opens)


def _unnamed(scene: Scene, position: int, sentence: Sentence, *, opens: bool) -> Resolution | None:
    """Return what a clause is about that neither names a scheme nor stands under one's name."""
    index = scene.index_at(position)
    carried = not opens or scene.topic is None or _listed(scene, sentence)
    centre = central(scene, index) if carried else None
    turned = standins.TURNS.match(scene.plain, sentence.start)
    if centre is not None and (turned or governing.acts(scene, position, sentence)):
        centre = headings.opening(scene, sentence) or scene.topic or centre
    if centre is not None:
        margin = 0.3 if scene.topic is None or centre.iri == scene.topic.iri else _MARGIN
        return Resolution(centre, 0.5, margin, sentence.start)
    if scene.topic is not None:
        thread = None if _listed(scene, sentence) else callings.thread(scene, index)
        own = thread or headings.titled(scene, index) or scene.topic
        return Resolution(own, 0.4, 0.2, sentence.start)
    return None


def _listed(scene: Scene, sentence: Sentence) -> bool:
    return scene.kind(sentence) == "list-item"
