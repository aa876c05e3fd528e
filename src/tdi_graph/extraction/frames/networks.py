"""Who runs the network of a scheme: « A anime le réseau (X) »."""

import re

from tdi_graph.extraction import subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# « le réseau des chefs de projet » is theirs; « le réseau » alone is of what the text is about.
_NETWORK = re.compile(
    r" ?(?:le |l'ensemble du |son )?reseau(?: national| regional)?(?: (?:du |des |de )"
    r"(?:programme |label )?[«\"]? ?| [«\"]? ?|(?=[.,;]| et\b))"
)
_SURE = 0.1


def run(scene: Scene, verb: re.Match[str], sentence: Sentence) -> list[Agent]:
    """Return the scheme whose network the words after an active verb name."""
    found = _NETWORK.match(scene.plain, verb.end(), sentence.end)
    if found is None or not verb["verb"].startswith(_RUNS):
        return []
    held = scene.mention_at(found.end())
    if held is not None:
        scheme = held.entity.sort == "scheme"
        return [Agent(held.entity, found.start(), held.end)] if scheme else []
    if found[0].endswith(" "):
        return []
    about = subjects.of_clause(scene, verb.start(), sentence)
    sure = about is not None and about.margin > _SURE
    return [Agent(about.entity, found.start(), found.end())] if about and sure else []


_RUNS = ("anim", "coordonn", "co-anim", "coanim")
