"""Who is said to be a winner: « A, lauréat du programme X », « A figure parmi les lauréats »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction.findings import Finding
from tdi_graph.extraction.frames import winners
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.scene import Scene

_IS_ONE = Hinged(
    r",? (?:(?:est (?:egalement |aussi |ainsi )?)?(?:l'une? des (?:[\w-]+ )?)?laureate?s?"
    r"|(?:figure|est)(?:nt)? parmi les"
    rf" (?:[\w-]+ ){{0,3}}?{winners.WON})\b",
    {"laureat": 64, " parmi les ": 12},
)
_OF = re.compile(
    r" (?:d(?:e la |e l'|u |es |e |'))(?P<stood>programme|dispositif|plan|fonds|label|appel a"
    r" projets)?"
    r" ?[«\"]? ?"
)
_ALSO_OF = re.compile(rf" ?[»\"]? et{_OF.pattern}")


def find(scene: Scene) -> Iterator[Finding]:
    """« A (64 salariés), lauréate du programme X », « A figure parmi les lauréats »."""
    for found in scene.matches(_IS_ONE):
        sentence = scene.sentence_at(found.start())
        one = winners.before(scene, sentence.start, found.start()) if sentence else None
        if sentence is None or one is None:
            continue
        of = _OF.match(scene.plain, found.end())
        named = scene.mention_at(of.end()) if of else None
        if named is not None and named.entity.sort == "scheme":
            yield winners.benefits(one, named.entity, (one.start, named.end))
            also = _ALSO_OF.match(scene.plain, named.end)
            second = scene.mention_at(also.end()) if also else None
            if second is not None and second.entity.sort == "scheme":
                yield winners.benefits(one, second.entity, (one.start, second.end))
        elif "parmi" in found[0] or (of and of["stood"]):
            about = winners.told(scene, found.end(), sentence)
            if about is not None:
                yield winners.benefits(one, about, (one.start, found.end()))
