"""Numbers divided by place: « l'Auvergne-Rhône-Alpes (27), la Bretagne (12) ».

The bracket after a region's name holds its part of what was counted or paid just before. A region
has no number of its own; what stands in brackets after a town is that of its department.
"""

import re

from tdi_graph.extraction.frames.continuing import Continued
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.mentions import Mention
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_CLOSES = re.compile(r" ?\)")


def placed(scene: Scene, quantity: Quantity) -> Mention | None:
    """Return the region right before the brackets that hold a number and nothing else."""
    if not scene.plain.endswith("(", 0, quantity.lead) or not _CLOSES.match(
        scene.plain, quantity.end
    ):
        return None
    name = scene.covering(quantity.lead - 3)
    beside = name is not None and scene.plain[name.end : quantity.lead] == " ("
    return name if name and beside and name.entity.sort == "place" else None


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return a region's part of what the last figure of the same unit counts."""
    region = placed(scene, quantity)
    if region is None:
        return None
    last = next((f for f in reversed(before) if f.quantity.unit == quantity.unit), None)
    index = scene.index_at(sentence.start)
    block = scene.sentence_at(last.quantity.start) if last else None
    near = last and last.quantity.start >= scene.sentences[max(0, index - 1)].start
    if last is None or not near or block is None or block.block != sentence.block:
        return None
    measured = last.indicator, "figure.by-region", quantity.end, region.start
    return Continued(measured, last.subject, region.entity)
