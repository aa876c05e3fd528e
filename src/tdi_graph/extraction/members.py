"""Where a text names one member of a programme: « le Territoire d'industrie Nord Deux-Rives ».

A programme whose name is the plural of what it labels is named by its singular, too. The singular
names the member; that the text is about the programme it shows all the same.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.tokens import plain

if TYPE_CHECKING:
    from tdi_graph.extraction.scene import Scene

_PLURAL = re.compile(r"(?:[a-zéèêàç]{2,}s ){1,2}(?:de |d')\w+")


@cache
def singular(label: str) -> str:
    """Return the plain singular of a programme's name, or nothing where it has none.

    >>> singular("Petites Villes de demain"), singular("France services")
    ('petite ville de demain', '')
    """
    words = plain(label)
    if not _PLURAL.fullmatch(words):
        return ""
    head, link, rest = re.split(r"(de |d')", words, maxsplit=1)
    return re.sub(r"s ", " ", head) + link + rest


def find(scene: "Scene") -> Iterator[Mention]:
    """Yield where the text names one member of a known programme, as a mention of it."""
    for entity in scene.authority.entities:
        name = singular(entity.label) if entity.type == "tdi:Programme" else ""
        if name and name in scene.plain:
            yield from _named(scene, entity, name)


def _named(scene: "Scene", entity: Entity, name: str) -> Iterator[Mention]:
    at = scene.plain.find(name)
    while at >= 0:
        held = scene.covering(at)
        # « le contrat « Territoire d'industrie » » is an agreement of that programme.
        if held is None or held.entity.sort == "agreement":
            yield Mention(at, at + len(name), entity)
        at = scene.plain.find(name, at + len(name))
