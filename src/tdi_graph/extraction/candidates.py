"""The names before a place that an anaphor or a pronoun there may stand for."""

import re

from tdi_graph.extraction import genders, governing
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene

_FAR_BACK = 6000


def last(scene: Scene, position: int, classes: frozenset[str]) -> Entity | None:
    """Return the last scheme of ``classes`` before ``position``, rather one that is no agent."""
    before = [
        m
        for m in scene.within(max(0, position - _FAR_BACK), position, "scheme")
        if m.entity.type in classes and scene.sentence_at(m.start) is not None
    ]
    likely = [m for m in before if governing.subjecthood(scene, m)]
    if not likely and scene.topic is None:
        return None
    return (likely or before)[-1].entity if before else None


def agreeing(scene: Scene, position: int, index: int, *, feminine: bool) -> Entity | None:
    """Return the scheme of this sentence or the last whose head noun has the pronoun's gender."""
    start = scene.sentences[max(0, index - 1)].start
    wanted = "f" if feminine else "m"
    found = [
        m
        for m in scene.within(start, position, "scheme")
        if m.entity.type != "tdi:Phase"
        and genders.of(scene, m) == wanted
        and governing.subjecthood(scene, m) >= feminine
    ]
    return found[-1].entity if found and feminine else None


def anew(scene: Scene, index: int) -> bool:
    """Tell whether a sentence opens a paragraph: it is of the topic, not of what was before it.

    The items of a list and numbered paragraphs go on with what those before them tell of.
    """
    own, before = scene.sentences[index], scene.sentences[index - 1]
    if scene.topic is None or own.block == before.block or scene.kind(own) == "list-item":
        return False
    return _NUMBERED.match(scene.plain, own.start) is None


_NUMBERED = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]+)[.)°] ")
