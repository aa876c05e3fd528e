"""Where the object of a verb begins: behind the day, the place, those beside."""

import re

from tdi_graph.extraction import agents
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

# What names the object of a verb begins with a determiner, a number or a name.
NAMED = re.compile(
    r"(?:le|la|les|un|une|des?|du|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|son|sa|ses|leurs?|notre|nos|ce|cet"
    r"|cette|ces|plusieurs|quelque|plus|pres|de|\d+|«|\"|officiellement) ?|[ld]'"
)
# « ont réuni ce jour à Lens les maires du programme »: whom a meeting gathers names it.
PEOPLE = re.compile(
    r"(?:les|l'ensemble des|tous les|toutes les) ?(?:\d+ )?(?:maires|elus|acteurs|partenaires"
    r"|chef(?:fe)?s de projets?|laureats|prefets|presidents|referents|industriels"
    r"|representants|directeurs)\b"
)


def begins(scene: Scene, end: int, time: Time | None) -> int:
    """Return where the object begins: after the verb, the day, the place, those beside."""
    for _ in range(_ASIDES):
        start = end
        after = time is not None and time.start >= end
        if time is not None and after and _WHEN.fullmatch(scene.plain, end, time.start):
            end = time.end
        with_ = _WITH.match(scene.plain, end)
        if with_:
            listed = agents.listed(scene, with_.end(), with_.end() + 300)
            end = listed[-1].end if listed else end
        for aside, text in ((_PLACE, scene.text), (_BY_THE_WAY, scene.plain)):
            found = aside.match(text, end)
            end = found.end() if found else end
        if end == start:
            break
    found = re.match(r"[ ,]*", scene.plain[end : end + 4])
    return end + (found.end() if found else 0)


def signed(scene: Scene, position: int, sentence: Sentence) -> int:
    """« a signé avec A, les présidents de B et C, la convention … »: the convention."""
    if NAMED.match(scene.plain, position) and not _PERSONS.match(scene.plain, position):
        return position
    later = _AGREEMENT.search(scene.plain, position, sentence.end)
    return later.end() if later else sentence.end


_PERSONS = re.compile(r"(?:le|la|les|des) (?:president|maire|prefet|elu|representant|ministre)")
_AGREEMENT = re.compile(
    r" (?=(?:le|la|les|un|une|leur|son) ?(?:nouve\w+ )?(?:convention|contrat|charte|accord"
    r"|protocole|pacte|avenant))"
)
_ASIDES = 3
# « a présenté ce mardi 6 février le bilan », not « a présenté le bilan mardi 6 février »
_WHEN = re.compile(
    r"[ ,]*(?:(?:le|ce|en|au|des|courant) )?(?:debut |fin |mi-)?(?:(?:le|ce) )?(?:\w+di )?"
)
_WITH = re.compile(r",? (?:(?:conjointement )?avec|aux cotes d(?:e|u|es|e la|e l')) ?(?=\w)")
_BY_THE_WAY = re.compile(
    r",? (?:ce jour|aujourd'hui|ce matin|a cette occasion|egalement|notamment"
    r"|officiellement|conjointement)\b,?"
    r"|, (?:a l'occasion|a l'issue|lors|en presence|dans le cadre|en marge|devant|depuis|au cours"
    r"|au siege|a la prefecture|sous la presidence)\b[^,;.:]{3,90},"
)
_PLACE = re.compile(
    r",? (?:à|au|aux) (?:la |l')?[\w'-]+(?:(?: et)? (?:de la |de l'|des |du |de |d')[\w'-]+){1,4},"
    r"(?= (?:à|au|le|la|les|l'|un|une)\b)|"
    r",? (?:à|au|en|dans) (?:la |le "
    r"|l')?(?:[a-zé]+ [a-zé]+ d[eu']? ?)?[A-ZÉÈ][\w'-]+(?:[ -][A-ZÉÈ][\w'-]+)*(?: "
    r"\([^()]{2,30}\))?,?"
)
