"""The subject that a clause has of its own, where it neither names nor stands for a scheme.

« L'observatoire est financé par A », « la prime est versée par A et financée par B »: whoever
looks for the scheme that the verb is said of must find none.
"""

import re

from tdi_graph.extraction import standins
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_BOUNDARY = re.compile(r"[;:.,«»()–—\n] ?|\b(?:que|qu'|dont|ou|car|mais) ?")
_PHRASE = re.compile(
    r"(?:(?:enfin|ainsi|desormais|aujourd'hui|et|puis|egalement|par ailleurs),? )?"
    r"(?P<det>le |la |l'|les |un |une |des |ce |cet |cette |ces |son |sa |ses |leurs? |chaque )"
    r"(?:(?:nouve(?:au|lle|aux|lles)|premiere?s?|seconde?s?|deuxieme|vaste|grande?|meme|autre"
    r"|futur|prochaine?) )?(?P<noun>[a-z]\w+)"
)
_RELATIVE = re.compile(r"\bqui\b")
# What may be said for the scheme itself: a stage of it, its money, those who are in it.
_TRANSPARENT = re.compile(
    r"(?:x+$|ensemble|phase|etape|temps|saison|edition|vague|acte|lancement|deploiement|suite"
    r"|mise|pilotage|copilotage|coordination|animation|gestion|instruction|financement|conduite"
    r"|enveloppe|credits?|budget|moyens|fonds|programmes?|plans?"
    r"|volets?|axes?|piliers?|appels?|ami|labels?|mesures?|dispositifs?|initiatives?|demarches?"
    r"|operations?|strategie|dotations?|politique|action|projets?|dossiers|candidatures|laureate?s?"
    r"|territoires?|sites|communes|villes|postes?|chefs?)$"
)


# « Un appel à projets a été lancé. Il est … »: one that has no name yet.
_NEW, _NEAR = ("un ", "une "), 130


def of_another(scene: Scene, position: int, sentence: Sentence) -> bool:
    """Tell whether the verb at ``position`` is said of another thing than a scheme."""
    if stranger(scene, position, sentence) is not None:
        return True
    return meant(scene, position, sentence) is not None


def stranger(scene: Scene, position: int, sentence: Sentence) -> re.Match[str] | None:
    """Return the noun phrase that is the subject of the verb at ``position`` and no scheme."""
    low = sentence.start
    for boundary in _BOUNDARY.finditer(scene.plain, sentence.start, position):
        covered = scene.covering(boundary.start())
        if covered is None:
            low = boundary.end()
    phrase = _PHRASE.match(scene.masked(low, position))
    if phrase is None or _known(scene, low, phrase, position):
        return None
    return phrase


def may_stand_for(noun: str) -> bool:
    """Tell whether a noun may be said for a scheme named before: « la mesure », « la vague »."""
    return noun in standins.ANAPHORS or _TRANSPARENT.match(noun) is not None


def _known(scene: Scene, low: int, phrase: re.Match[str], position: int) -> bool:
    """Tell whether a phrase may be said of a scheme, or does not reach the verb as its subject."""
    if phrase["det"] in _NEW and phrase["noun"] in standins.ANAPHORS:
        return bool(scene.within(low, low + _NEAR, "scheme"))
    if _TRANSPARENT.match(phrase["noun"]) or phrase["noun"] in standins.ANAPHORS:
        return True
    after = scene.mention_at(low + phrase.end() + 1) if phrase["noun"] == "reseau" else None
    if after is not None and after.entity.sort == "scheme":  # « le réseau France services »
        return True
    if scene.covering(low + phrase.start("noun")) is not None:
        return True
    return bool(_RELATIVE.search(scene.plain, low + phrase.end(), position))


_FRONTED = re.compile(
    r"[«\" ]*(?:(?:en|a|au|aux|dans|depuis|pour|sur|lors|des|apres|avec|ce|cette|chaque|d'ici|fin"
    r"|debut|cote|ainsi|enfin|desormais)\b|\w+e?e?s? (?:en|par|a|au|aux|dans|le|depuis|des)\b)"
    r"[^.;:]{0,140}?, (?=(?:le |la |l'|un |une |ce |cet |cette )\w)"
)
# Who acts for the State is never run, paid or steered by others.
_ACTING = re.compile(
    r"(?:ministre|prefete?|presidente?|maire|secretaire|direct(?:eur|rice)|deputee?|senat(?:eur|rice)"
    r"|commissaire|elue?|rapporteure?)$"
)
_MASCULINE, _FEMININE = ("le ", "un ", "ce ", "cet "), ("la ", "une ", "cette ")


_PRONOUN = re.compile(
    r"\W*(?:(?:ainsi|desormais|aujourd'hui|enfin),? "
    r"|[a-z]+(?:e|ee|is|ise|it|ite|u|ue)\b(?:(?!, l(?:e|a|es|') ?)[^.;:]){0,110}?, "
    r"|(?:en|a|au|aux|dans|pour|depuis|sur|des) [^,.;:]{2,50}, )?"
    r"(?P<it>ils?|elles?)\b"
)


def meant(scene: Scene, position: int, sentence: Sentence) -> int | None:
    """Return where the sentence before names the thing, no scheme, that a pronoun stands for.

    « Une école a ouvert. Elle est financée par A »: the school, where its sentence is of the same
    paragraph.
    """
    pronoun = _PRONOUN.match(scene.plain, sentence.start, sentence.end)
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    if pronoun is None or earlier.start == sentence.start or earlier.block != sentence.block:
        return None
    if scene.within(sentence.start, position, "scheme"):
        return None
    others = _MASCULINE if pronoun["it"].startswith("elle") else _FEMININE
    several = pronoun["it"].endswith("s")
    for _ in range(_CHAIN):
        again = _PRONOUN.match(scene.plain, earlier.start, earlier.end)
        index = scene.index_at(earlier.start)
        before = scene.sentences[index - 1] if index else earlier
        if again is None or again["it"] != pronoun["it"] or before.block != earlier.block:
            break
        if scene.within(earlier.start, earlier.end, "scheme"):
            return None
        earlier = before
    return _several(scene, earlier) if several else _subject(scene, earlier, others)


_CHAIN = 3  # « Le club … Il rassemble … Il est animé par A. »


def headed(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence begins with a subject of its own: « Les 12 hectares seront … »."""
    fronted = _FRONTED.match(scene.plain, sentence.start, sentence.end)
    low = fronted.end() if fronted else sentence.start
    phrase = _COUNTED.match(scene.masked(low, sentence.end))
    if phrase is None or _ACTING.match(phrase["noun"]):
        return False
    return not _known(scene, low, phrase, low + phrase.end())


_COUNTED = re.compile(
    r"\W*(?P<det>le |la |l'|les |ces |cette |ce |cet |nos |notre |ses |leurs? )(?:\d[\d ]*)?"
    r"(?P<noun>[a-z]\w+)"
)


def subject(scene: Scene, sentence: Sentence) -> int | None:
    """Return where the subject of a sentence begins, if it is one thing and no scheme."""
    return _subject(scene, sentence, ())


def _several(scene: Scene, sentence: Sentence) -> int | None:
    """« Trois ateliers ont ouvert. Ils sont animés par A »: where those are named."""
    fronted = _FRONTED.match(scene.plain, sentence.start, sentence.end)
    low = fronted.end() if fronted else sentence.start
    phrase = _PLURAL.match(scene.masked(low, sentence.end))
    if phrase is None or _TRANSPARENT.match(phrase["noun"]) or phrase["noun"].endswith("e"):
        return None
    return None if scene.covering(low + phrase.start("noun")) else low + phrase.start("det")


_PLURAL = re.compile(
    r"(?P<det>les |des |ces |ses |plusieurs |deux |trois |quatre |cinq |six |\d[\d ]* )"
    r"(?:(?:premiere?s|nouve(?:aux|lles)|autres|grande?s) )?(?P<noun>[a-z][\w-]+[sx])\b"
)
# « Son volet régional soutient … Il est opéré par A »: the part, not the whole.
_PARTS = {"volet": False, "axe": False, "declinaison": True}
# « Parmi les projets figure l'école de X. Elle sera gérée par A »: the school.
_INVERTED = re.compile(
    r"(?:parmi|au nombre de) [^,.;:]{3,60}? (?:figure|se trouve|compte)(?: (?:ainsi|egalement"
    r"|aussi|notamment))? (?=(?:l'|le |la |un |une )[a-z])"
)


def _subject(scene: Scene, sentence: Sentence, others: tuple[str, ...]) -> int | None:
    """Return where the subject of a sentence begins that is no scheme and has no such article."""
    fronted = _FRONTED.match(scene.plain, sentence.start, sentence.end)
    fronted = _INVERTED.match(scene.plain, sentence.start, sentence.end) or fronted
    low = fronted.end() if fronted else sentence.start
    phrase = _PHRASE.match(scene.masked(low, sentence.end))
    feminine = _PARTS.get(phrase["noun"]) if phrase and phrase["det"] in {"son ", "sa "} else None
    if phrase and feminine is not None and feminine == (others is _MASCULINE):
        return low + phrase.start("det")
    if phrase is None or phrase["det"] in others or _ACTING.match(phrase["noun"]):
        return None
    if phrase["det"] not in (*_MASCULINE, *_FEMININE, "l'"):
        return None
    known = _known(scene, low, phrase, low + phrase.end())
    return None if known else low + phrase.start("det")
