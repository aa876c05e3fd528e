"""Parts that bear the name of the whole: « le volet Avenir Montagnes Ingénierie »."""

import re
from collections.abc import Iterator, Mapping

from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene

_HEAD = re.compile(
    r"\b(?P<head>volet|axe|pilier|appel a projets|fonds|dispositif|mesure) [«\"]? ?$"
)
_OWN_HEAD = re.compile(r"(?:fonds|volet|dispositif) ")
_LEAD = 24


def find(scene: Scene) -> Iterator[Finding]:
    """Yield that a new scheme, called a part of some kind, is part of the one it is named after."""
    schemes = [m for m in scene.mentions if m.entity.sort == "scheme"]
    wholes = {m.entity.label: m.entity for m in schemes}
    for part in schemes:
        head = _HEAD.search(scene.plain, max(0, part.start - _LEAD), part.start)
        start = head.start("head") if head else part.start
        if part.entity.known or not (head or _OWN_HEAD.match(scene.plain, part.start)):
            continue
        whole = _whole(part, wholes)
        if whole is not None:
            yield link(
                "relation.part.namesake", part.entity, "dcterms:isPartOf", whole,
                spans=((start, part.end),),
            )  # fmt: skip


def _whole(part: Mention, wholes: Mapping[str, Entity]) -> Entity | None:
    """Return the scheme whose name begins that of ``part``, if the text names it, too."""
    words = _OWN_HEAD.sub("", part.entity.label, count=1).split()
    for last in range(len(words) - 1, 0, -1):
        whole = wholes.get(" ".join(words[:last]))
        if whole is not None and whole.iri != part.entity.iri:
            return whole
    return None
