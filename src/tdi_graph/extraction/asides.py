"""What stands beside a name in a list and names nobody else.

« l'ANCT, opérateur du programme 112, et la DGE »: two; « Anne Morel, ancienne maire de Lure »: one.
"""

import re

from tdi_graph.extraction.frames import titles
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene

_FORMER = re.compile(
    r", (?:(?:alors|par ailleurs|egalement|aussi|lui-meme|elle-meme) )?(?:ancien(?:ne)? )?"
    r"(?=[a-z])"
)
_ROLE = re.compile(
    r", (?:(?:l'|le |la |un |une |son |sa |leur |ses |notre )?(?:principa\w+ |premier |premiere )?"
    r"(?:bras arme|operat(?:eur|rice)s?|chefs? de file|filiales?|partenaires?|(?:co)?financeurs?"
    r"|maitre d'ouvrage|tete de reseau|gestionnaire|porteur|porteuse)"
    r"|(?:association|agence|etablissement|groupement|societe|federation|cooperative|antenne|syndicat"
    r"|reseau|organisme)(?= (?:d[eu']|pub|cre|nat|reg|loc|ass|sans|regrou|qui)))"
    r"\b(?: (?!(?:et|ainsi que) (?:par|l'|la |le |les |d))[^\s,.;:()«»]+){0,9}"
)


def end(scene: Scene, entity: Entity, position: int, limit: int) -> int:
    """Return where the aside ends that follows ``entity``'s name at ``position``, or that place."""
    if not scene.plain.startswith(", ", position):
        return position
    if entity.sort == "person":
        return _title(scene, position, limit)
    role = _ROLE.match(scene.plain, position, limit) if entity.sort == "body" else None
    return role.end() if role else position


def _title(scene: Scene, position: int, limit: int) -> int:
    lead = _FORMER.match(scene.plain, position, limit)
    noun_end = titles.starts(scene.words, lead.end()) if lead else None
    if lead is None or noun_end is None:
        return position
    done = titles.extent(scene, lead.end(), noun_end, limit)
    while scene.plain.startswith(" et ", done):
        noun_end = titles.starts(scene.words, done + len(" et "))
        if noun_end is None:
            break
        done = titles.extent(scene, done + len(" et "), noun_end, limit)
    return done
