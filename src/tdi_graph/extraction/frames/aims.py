"""What schemes aim at, and the territories that they serve, where the authority knows those."""

from collections.abc import Iterator

from tdi_graph.extraction import subjects
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content

_AIMS = Indexed(
    r"\b(?:a pour (?:objectifs?|but|ambition|vocation)|vis(?:e|ent) a|(?:axes?|objectifs?"
    r"|priorites|piliers)\b"
    r"[^.;:]{0,40}:|(?:programme|plan|dispositif) de (?=\w))"
)
_REACH = 130
_STEM = 7
_FEWEST_TERRITORIES = 2


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the known objectives that a scheme gives itself, and the territories it serves."""
    yield from _objectives(scene)
    yield from _served(scene)


def _objectives(scene: Scene) -> Iterator[Finding]:
    concepts = scene.authority.of_sort("objective")
    for found in _AIMS.finditer(scene.words) if concepts else ():
        sentence = scene.sentence_at(found.start())
        subject = subjects.of_clause(scene, found.start() + 1, sentence) if sentence else None
        if sentence is None or subject is None:
            continue
        end = min(sentence.end, found.end() + _REACH)
        stems = {word[:_STEM] for word in content(scene.text[found.start() : end])}
        for concept in concepts:
            needed = {word[:_STEM] for word in content(concept.label)}
            if needed and needed <= stems:
                span = (found.start(), end)
                yield link("aim.objective", subject.entity, "tdi:objective", concept, spans=(span,))


def _served(scene: Scene) -> Iterator[Finding]:
    """« d'Épinal au Finistère, en passant par Orléans »: several territories in a sentence."""
    named = scene.within(0, len(scene.text), "territory")
    if scene.topic is None or len(named) < _FEWEST_TERRITORIES:
        return
    for sentence in scene.sentences:
        served = scene.within(sentence.start, sentence.end, "territory")
        if len({mention.entity.iri for mention in served}) < _FEWEST_TERRITORIES:
            continue
        for mention in served:
            span = (mention.start, mention.end)
            yield link(
                "aim.served", scene.topic, "schema:areaServed", mention.entity, spans=(span,)
            )
