"""Head nouns without article: « Programme piloté par A », « X, fonds géré par B »."""

import re
from dataclasses import replace

from tdi_graph.extraction import standins, subjects
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.subjects import Resolution
from tdi_graph.extraction.view import Sentence

# « Programme piloté par A »: of the scheme that the text is about; « X, programme opéré par A ».
_BARE = re.compile(
    r"(?P<beside>, )?(?P<noun>programme|dispositif|plan|fonds|mesure|demarche|label|initiative"
    r"|appel a (?:projets|candidatures|manifestation d'interet))"
    r"(?: (?:national|gouvernemental|interministeriel|public)e?)? ?$"
)


def thing(scene: Scene, start: int, sentence: Sentence) -> tuple[Entity, int] | None:
    """Return what a head noun right before ``start`` stands for, and where its words begin."""
    found = _BARE.search(scene.plain, max(sentence.start, start - _NEAR), start)
    if found is None:
        return None
    if found["beside"]:
        held = scene.covering(found.start() - 1)
        near = held is not None and held.entity.sort == "scheme" and held.end == found.start()
        return (held.entity, held.start) if held and near else None
    if scene.plain[sentence.start : found.start()].strip(" «-–•→/"):
        return None
    about = subjects.of_clause(scene, start, sentence)
    return (about.entity, found.start()) if about else None


_NEAR = 70


# « cette mesure », where no measure has been named: what the sentence before told of.
_SHOWN = re.compile(r"(?:ce|cet|cette) (?P<noun>mesure|fonds|dotation)\b")


def shown(scene: Scene, stood: Resolution, sentence: Sentence) -> Resolution | None:
    """Return what « cette mesure » stands for: of its class, or all that was just told of."""
    found = _SHOWN.match(scene.plain, stood.start)
    if found is None or stood.entity.type in standins.ANAPHORS[found["noun"]]:
        return stood
    if stood.score > _TOPICAL:
        return stood
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    near = scene.within(earlier.start, sentence.start, "scheme")
    own = {m.entity for m in near} if earlier.block == sentence.block else set()
    return replace(stood, entity=own.pop()) if len(own) == 1 else None


_TOPICAL = 0.5


def opening(scene: Scene, sentence: Sentence) -> Entity | None:
    """« Programme piloté par A, en partenariat avec B »: what the text is about."""
    found = _OPENING.match(scene.plain, sentence.start)
    about = subjects.of_clause(scene, found.end(), sentence) if found else None
    return about.entity if about else None


_OPENING = re.compile(
    r"[ «–•→/-]*(?:programme|dispositif|plan|fonds|mesure|demarche|label|initiative)"
    r"(?: (?:national|gouvernemental|interministeriel|public)e?)? (?:\w+ )?(?:co-?)?(?:pilot"
    r"|port|anim|oper|lanc|mis|men)"
)


# « Le comité s'est réuni. Il a retenu … »: neither the State nor an agency did.
_GROUP = re.compile(
    r"\W*(?:le|la|un|une|ce|cette) (?:comite|jury|commission|groupe|conseil|collectif|cercle"
    r"|bureau|assemblee|prefet|ministre|maire|president|directeur|directrice|presidente|prefete)\b"
)


def of_a_group(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether the sentence before is about a committee or a person by its common noun."""
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    found = _GROUP.match(scene.plain, earlier.start, earlier.end)
    return found is not None and scene.covering(found.end() - 1) is None
