"""What a text calls by a common noun: « la mesure », after « la mesure « X » »."""

import re

from tdi_graph.extraction import governing, standins
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_FAR_BACK = 6000
_THREAD, _FAR_THREAD = 3, 40


def called(scene: Scene, noun: str, position: int) -> Entity | None:
    """Return the scheme that the text last called so: « la mesure « X » », later « la mesure »."""
    if _capital(scene, noun, position):
        return scene.topic
    if noun in standins.LOOSE:
        return None
    for mention in reversed(scene.within(max(0, position - _FAR_BACK), position, "scheme")):
        before = scene.plain[max(0, mention.start - 44) : mention.start].rstrip(' «"')
        before = _APPOSED.sub("", before)
        own = noun.startswith("appel") and scene.plain.startswith(f"{noun} ", mention.start)
        if (own or before.endswith(_SAME.get(noun, noun))) and mention.entity.type != "tdi:Phase":
            return mention.entity
    return None


def _capital(scene: Scene, noun: str, position: int) -> bool:
    """« le Fonds », with a capital, in a text on the Fonds X: that one, whatever fund is nearer."""
    at = scene.plain.find(noun, position)
    if scene.topic is None or at < 0 or not scene.text[at].isupper():
        return False
    return scene.topic.label.casefold().startswith(f"{noun} ")


# « un appel à manifestation d'intérêt, les X », later « l'AMI »
_APPOSED = re.compile(r"(?<=\w),(?: l(?:e|a|es|'))?$")
_INTEREST = ("ami", "appel a manifestation d'interet")
_SAME: dict[str, tuple[str, ...]] = dict.fromkeys(_INTEREST, _INTEREST)
_UNNAMED = re.compile(
    r"\bun nouve(?:l|au) (?P<noun>appel a (?:projets|manifestation d'interet)|ami|fonds"
    r"|dispositif)\b"
)
_CALLS, _BESIDE = ("ami", "appel"), 40


def unnamed(scene: Scene, noun: str, position: int) -> bool:
    """« … lance un nouvel appel à projets. L'appel … »: of one that no mention names."""
    sentence = scene.sentence_at(position)
    first = scene.view.blocks[sentence.block].start if sentence else position
    calls = list(_UNNAMED.finditer(scene.plain, first, position))
    if not calls:
        return False
    found = calls[-1]
    same = noun == found["noun"] or (noun.startswith(_CALLS) and found["noun"].startswith(_CALLS))
    return same and not scene.within(found.end(), found.end() + _BESIDE, "scheme")


_CHRISTENED = re.compile(
    r"\W*(?:baptise|intitule|denomme|appele|nomme|surnomme)e?s? (?:le |la |l')?[«\"]? ?(?=\w)"
)
_PRONOUN = re.compile(r"(?: ?[»\"])?, (?=(?:il|elle)\b)")


def christened(scene: Scene, start: int, pronoun: int) -> Entity | None:
    """« Baptisé « X », il … »: X, whatever was spoken of before."""
    called = _CHRISTENED.match(scene.plain, start)
    mention = scene.mention_at(called.end()) if called else None
    then = _PRONOUN.match(scene.plain, mention.end) if mention else None
    return mention.entity if mention and then and then.end() == pronoun else None


def named_next(scene: Scene, end: int) -> bool:
    """Tell whether a name follows the head noun, which then is no anaphor."""
    at = scene.words.at(end)
    words = scene.words.tokens[at : at + 3]
    several = len(words) > 1 and words[0].form == "des"
    named = scene.mention_at(words[1].start) if several else None
    if named is not None and named.entity.sort == "scheme":
        return True
    if words and words[0].form in {"de", "du", "d'", "des", ",", "."}:
        return False
    return any(
        scene.mention_at(word.start) is not None for word in words[:2] if word.form != ","
    ) or (len(words) > 1 and words[0].form in '«"' and scene.mention_at(words[1].start) is not None)


def thread(scene: Scene, index: int) -> Entity | None:
    """Return what the last three sentences that speak of a scheme all speak of by name or noun.

    « l'État crée le label « X » », « Le label est piloté … », « … ont obtenu le label »: X.
    """
    spoken: list[Entity] = []
    for sentence in reversed(scene.sentences[max(0, index - _FAR_THREAD) : index]):
        if sentence.start not in scene.told.spoken_of:
            scene.told.spoken_of[sentence.start] = _spoken_of(scene, sentence)
        entity = scene.told.spoken_of[sentence.start]
        if entity is None:
            continue
        if entity == scene.topic or (spoken and entity != spoken[0]):
            return None
        spoken.append(entity)
        if len(spoken) == _THREAD:
            return entity
    return None


def _spoken_of(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the first scheme that a sentence names freely, or what its last noun stands for."""
    for mention in scene.within(sentence.start, sentence.end, "scheme"):
        if mention.entity.type != "tdi:Phase" and governing.free(scene, mention):
            return mention.entity
    nouns = list(standins.ANAPHOR.finditer(scene.words, sentence.start, sentence.end))
    return called(scene, nouns[-1]["noun"], nouns[-1].start()) if nouns else None
