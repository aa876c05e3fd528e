"""What a heading calls by a common noun: « Le fonds », and then « Ce dispositif … »."""

from tdi_graph.extraction import standins
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_FAR_BACK = 6000


def above(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the one scheme that the heading right above the paragraph of ``sentence`` names."""
    index = scene.index_at(sentence.start)
    while index and scene.sentences[index - 1].block == sentence.block:
        index -= 1
    if not index or scene.kind(scene.sentences[index - 1]) != "title":
        return None
    heading = scene.sentences[index - 1]
    named = {m.entity for m in scene.within(heading.start, heading.end, "scheme")}
    return named.pop() if len(named) == 1 else None


def called(scene: Scene, position: int) -> Entity | None:
    """Return the scheme that the heading right above the sentence at ``position`` stands for."""
    index = scene.index_at(position)
    if index < 1:
        return None
    heading = scene.sentences[index - 1]
    if scene.kind(heading) != "title":
        return None
    found = standins.ANAPHOR.search(scene.words, heading.start, heading.end)
    if found is None or found["noun"] in standins.LOOSE:
        return None
    before = scene.within(max(0, heading.start - _FAR_BACK), heading.start, "scheme")
    named = (m for m in reversed(before) if scene.plain.startswith(found["noun"], m.start))
    return next((mention.entity for mention in named), None)
