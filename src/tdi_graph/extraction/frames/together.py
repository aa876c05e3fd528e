"""Those who act together in two lists: « par A pour Y, et par B », « A pilote X avec B »."""

import re

from tdi_graph.extraction import agents
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.scene import Scene

# « opéré par A pour le volet Y, et par B pour le volet Z »
_AND_BY = re.compile(r"(?: (?:pour|dans|sur|en) [^.;:()]{3,70}?)?,? et (?:egalement )?par (?=\w)")
# « financé par A, aux côtés de B »: B pays, too.
_BESIDE = re.compile(r",? (?:aux cotes|en plus) d(?:e la |e l'|es |u |e |')(?=\w)")
# « les sites retenus par région »: region by region.
_EACH = re.compile(
    r" (?:région|département|commune|ville|territoire|académie|intercommunalité|pays|massif|bassin"
    r"|secteur|filière|catégorie|an|habitant)\b"
)
# « par une troïka réunissant A et B », « par un trio : A, B et C »: each of them.
_GROUP_OF = re.compile(
    r" ?(?:un|une) (?:[«\"] ?)?(?:trio|troika|quatuor|collectif|groupement|consortium|attelage"
    r"|alliance)(?: ?[»\"])?(?: ?: ?| reunissant | associant"
    r"| (?:compose|forme|constitue)e?s? d(?=[eu']))"
)
_FUNDERS = frozenset({"person", "body", "post", "scheme"})


def listed(scene: Scene, position: int, limit: int, role: str) -> list[Agent]:
    """Return those who follow the « par » that ends at ``position``, and play ``role``."""
    if _EACH.match(scene.text, position):
        return []
    sorts = _FUNDERS if role == "funding" else None
    group = _GROUP_OF.match(scene.plain, position, limit)
    found = agents.listed(scene, group.end() if group else position, limit, sorts)
    more = (_BESIDE if sorts else _AND_BY).match(scene.plain, found[-1].end) if found else None
    return [*found, *agents.listed(scene, more.end(), limit, sorts)] if more else found


_WITH = re.compile(r",? (?:conjointement |ensemble )?(?:avec|aux cotes d(?:e|u|es)) (?=\w)")
_SHARED = frozenset({"steering", "co-steering", "coordinating", "animating", "operating"})
_BODIES = frozenset({"body"})


def acting(
    scene: Scene, verb: re.Match[str], doers: list[Agent], things: list[Agent], role: str
) -> list[Agent]:
    """Return who does what ``verb`` says: ``doers``, and those whom « avec » adds to its object."""
    sentence = scene.sentence_at(verb.start())
    if role == "partnering":  # « cinq opérateurs sont partenaires : A, B … »: A and B are
        return [a for a in doers if a.entity.label.casefold() not in _NOBODY]
    if not doers or not things or role not in _SHARED or sentence is None:
        return doers
    end = max(verb.end(), *(thing.end for thing in things))
    with_ = _WITH.match(scene.plain, end, sentence.end)
    others = agents.listed(scene, with_.end(), sentence.end, _BODIES) if with_ else []
    return [*doers, *(a for a in others if a.entity.type != "tdi:CollectiveBody")]


_NOBODY = frozenset({"opérateurs", "partenaires", "acteurs", "entreprises"})
_MOST_WORDS = 20


def spans(
    scene: Scene, verb: re.Match[str], first: Agent, agent: Agent, thing: Agent
) -> tuple[tuple[int, int], ...]:
    """Return the words that show what ``agent`` does; ``first`` is the first who does it."""
    after = agent.start > verb.end()
    start = min(first.start if after else agent.start, thing.start)
    end = max(verb.end(), agent.end if after else 0)
    whole = (start, max(end, thing.end))
    if len(scene.text[slice(*whole)].split()) <= _MOST_WORDS:
        return (whole,)
    return ((start, end), (thing.start, thing.end))
