"""Findings that slide to a text's topic from a paragraph that does not speak of it."""

from tdi_graph.extraction import callings, standins
from tdi_graph.extraction.findings import Finding
from tdi_graph.extraction.frames import topicality
from tdi_graph.extraction.scene import Scene


def of_topic(scene: Scene, found: Finding) -> bool:
    """Tell whether a finding is of the topic, though neither its words nor its paragraph are.

    A text of many decisions names a scheme once: « le pacte signé avec l'État », three paragraphs
    below, is of something else.
    """
    topic = scene.topic
    if topic is None or not any(value == topic.iri for _, value in found.properties):
        return False
    start, end = found.spans[0][0], found.spans[-1][1]
    sentence = scene.sentence_at(start)
    if sentence is None or topicality.spoken_of(scene, topic, sentence):
        return False
    if any(m.entity == topic for m in scene.within(start, end, "scheme")):
        return False
    first = scene.view.blocks[sentence.block].start
    shown = standins.ANAPHOR.finditer(scene.words, first, sentence.end)
    return all(callings.named_next(scene, noun.end()) for noun in shown)
