"""Parts that a text counts: « le plan repose sur quatre axes. Le premier, X, … »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import governing, subjects
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Mention
from tdi_graph.extraction.scene import Scene

_VERBS = "repose|s'articule|se decline|comporte|comprend|compte|se compose|s'organise|prevoit"
_COUNTS = Hinged(
    rf"\b(?:{_VERBS})\w*"
    r" (?:sur |autour d[e'] ?|en |de )?(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
    r" (?:\w+ )?(?:axes?|volets?|piliers?|mesures?|composantes?|dispositifs?|chantiers?)\b",
    dict.fromkeys(_VERBS.split("|"), 0),
)
_ORDINAL = re.compile(
    r"\b(?:le|la|l'un(?:e)?) ?(?:premiere?|second[e]?|deuxieme|troisieme|quatrieme|derniere?|autre)"
    r"(?: (?:axe|volet|pilier|mesure|composante|dispositif))?(?:,| :| est| s'appelle| se nomme) ?"
    r"(?:le |la |l')?(?:programme |dispositif |fonds |mesure |label )?[«\"]? ?$"
)
_THEN = re.compile(
    r" ?[»\"]?, (?:d'abord|ensuite|enfin|puis|pour commencer|d'une part|d'autre part)\b"
)
_LEAD, _BACK = 64, 12
_PARTS = frozenset({"tdi:Programme", "tdi:Measure", "tdi:Fund"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the parts that follow a sentence which says how many a plan has."""
    for found in scene.matches(_COUNTS):
        sentence = scene.sentence_at(found.start())
        whole = subjects.of_clause(scene, found.start(), sentence) if sentence else None
        if sentence is None or whole is None or whole.margin <= _CLOSE:
            continue
        first = scene.index_at(sentence.start)
        following = scene.sentences[first : first + _BACK]
        for part in scene.within(found.end(), following[-1].end, "scheme"):
            if part.entity.iri == whole.entity.iri or part.entity.type not in _PARTS:
                continue
            if _counted(scene, part):
                span = (part.start, part.end)
                yield link(
                    "relation.part.axis",
                    part.entity,
                    "dcterms:isPartOf",
                    whole.entity,
                    spans=(found.span(), span),
                )


_CLOSE = 0.1


def _counted(scene: Scene, part: Mention) -> bool:
    """« Le premier, X, », « X, d'abord »."""
    if _ORDINAL.search(scene.plain, max(0, part.start - _LEAD), part.start):
        return True
    return bool(_THEN.match(scene.plain, part.end)) and governing.free(scene, part)
