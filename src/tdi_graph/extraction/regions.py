"""Which region « la Région » alone is."""

import re

from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene

_FAR_BACK = 20_000
# « la Région des Pays de la Loire », « le préfet de la région Grand Est »
_A_REGION = re.compile(
    r"(?<=[Rr]égion )(?:(?:des|du|de la|de l['’]|de|d['’]) ?)?"
    r"([A-ZÉÎ][\w-]+(?:[ -](?:de |la |l['’]|du |d['’])*[A-ZÉ][\w-]+)*)"
)
# « leur Région »: to each its own.
_EACH = ("leur ", "chaque ", "sa ")


def meant(scene: Scene, mention: Mention) -> Entity:
    """Return the one that the text named before, or the only region it names, if there is one."""
    span = mention.start, mention.end
    if scene.plain.endswith(_EACH, 0, mention.start):
        return mention.entity
    low = max(0, mention.start - _FAR_BACK)
    named = [
        m.entity
        for m in scene.within(low, mention.start, "body")
        if m.entity.label.startswith(("Région ", "région "))
    ]
    if named:
        return named[-1]
    told = _places(scene)
    if len(told) != 1:
        told = {name for at, name in _said(scene) if low <= at < mention.start}
    if len(told) != 1:
        return mention.entity
    return scene.ledger.entity("tdi:LocalBody", "body", f"Région {told.pop()}", span)


def _said(scene: Scene) -> list[tuple[int, str]]:
    """Return the names that follow « région » in the text, and where; looked for once."""
    if scene.said_regions is None:
        said = _A_REGION.finditer(scene.text)
        scene.said_regions = [(found.start(), found[1]) for found in said]
    return scene.said_regions


def _places(scene: Scene) -> set[str]:
    """Return the names of the regions that the text mentions."""
    if scene.regions is None:
        scene.regions = {m.entity.label for m in scene.mentions if m.entity.sort == "place"}
    return set(scene.regions)
