"""Who puts in how much, clause by clause: « l'État met 3 M€, la Région 2, la ville le reste ».

The first clause has the verb; those after it may leave out verb and unit.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, asides, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement, link
from tdi_graph.extraction.frames import costs, event
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_NUMBER = r"(?:\d[\d ]*(?:[.,]\d+)*|(?:une |deux |trois |quatre |cinq |dix |vingt |cent )(?=mil))"
_UNIT = r" ?(?:(?:m|md|mds|k)?€|%|(?:millions?|milliards?)(?: d'euros)?|euros|eur\b)"
_ABOUT = (
    r"(?:(?:environ|pres de|plus de|quelque|au moins|jusqu'a|avec|que|pour|a hauteur de|une"
    r" enveloppe"
    r" (?:regionale )?de|un total de|les|encore) )*"
)
_SHARE = r"(?:la moitie|un (?:tiers|quart)|le (?:tiers|quart|reste|solde)|autant)"
_VERBS = (
    r"(?:apport\w+|vers(?:e|ent|era|eront)|met(?:tent|tra|tront)?|mis|ajout\w+|engag\w+|mobilis\w+"
    r"|consacr\w+|investi\w*|allou\w+|abond(?:e|ent|era|eront)|accord\w+|reserv\w+|debours\w+"
    r"|pa(?:y|i)(?:e|ent|era|eront)|pren(?:d|nent|dra|dront)|pris|complet\w+|inject\w+|debloqu\w+"
    r"|flech\w+|octro\w+|attribu\w+|contribu\w+|financ(?:e|ent|era|eront)|dot(?:e|ent|era|eront)"
    r"|couvr(?:e|ent|ira|iront)|flech\w+)"
)
# What may stand between the payer and the participle or the verb.
_LED = re.compile(
    r"(?: qui)?(?: n'| ne)?(?: ?(?:y|en|les|lui|leur|l')\b'?)?"
    r"(?: ?(?:a|ont|aura|auront|avait|avaient)\b)?"
    r"(?: [\w']+ment| d'ores et deja| deja| egalement| aussi| ainsi)? ?$"
)
_CLAUSE = re.compile(
    rf"(?P<verb>{_VERBS})(?:,? (?:de son cote|pour sa part|en 20\d\d|chaque annee|egalement|aussi"
    r"|ainsi|en plus|en outre|[\w']+ment))*"
    rf",? (?P<amount>{_ABOUT}(?:{_NUMBER}{_UNIT}|{_SHARE}))"
)
_STEM = re.compile(rf"(?<=[ '])(?={_VERBS}\b)")
_AND_THEN = re.compile(r"(?:[^.;:]{0,90}?)(?:, et|,| et| ;| puis) (?=[\w])")
_AMOUNT_AGAIN = re.compile(
    rf"(?: (?:en|y)(?: (?:a|ont))? {_VERBS})?,? (?:{_ABOUT}(?:{_NUMBER}(?:{_UNIT})?|{_SHARE}))"
    r"(?![\w])"
)
_UNSURE = re.compile(r"\b(?:devrai\w+|pourrai\w+|pourr\w+|aimerai\w+|souhait\w+) ?$")
_STRESSED = re.compile(
    r",? ?(?:elle|lui|eux|elles|de son cote|pour sa part|quant a (?:elle|lui)|enfin),?$"
)
_BOUNDARY = re.compile(r"(?:^|[,;:.–«\n] ?|\b(?:et|que|car|mais|puis|ou) )(?:qu')?")
_PAYING = frozenset({"body", "post", "scheme"})
_GIVING = frozenset({"tdi:Fund", "tdi:Plan"})
_STRICT = ("mobilis", "engag", "pren", "pris", "complet", "attribu", "accord")
_FURTHER, _REACH = 5, 170


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those who put in an amount or a share, and what for."""
    done = -1
    for stem in _STEM.finditer(scene.plain):
        found = _CLAUSE.match(scene.plain, stem.start()) if stem.start() > done else None
        sentence = scene.sentence_at(stem.start()) if found else None
        if found is not None and sentence is not None:
            done = found.end()
            yield from _told(scene, found, sentence)


_LEAD = 44


def _told(scene: Scene, found: re.Match[str], sentence: Sentence) -> Iterator[Finding]:
    led = _LED.search(scene.plain, max(sentence.start, found.start() - _LEAD), found.start())
    first = _doers(scene, led.start() if led else found.start(), sentence)
    if found["verb"].startswith(_STRICT):
        first = [agent for agent in first if agent.entity.sort != "scheme"]
    if not first:
        return
    if _invests(found, first) and costs.named(scene, found.end(), sentence) is None:
        return
    to_it = led is not None and _TO_IT.search(led[0])
    centre = subjects.central(scene, scene.index_at(sentence.start)) if to_it else None
    thing = centre or costs.of(scene, found, first[0].start, sentence)
    if thing is None:
        return
    yield from _paid(first, thing, (first[0].start, found.end()))
    end = found.end()
    for _ in range(_FURTHER):
        then = _following(scene, end, sentence)
        if then is None:
            return
        others, end = then
        yield from _paid(others, thing, (others[0].start, end))


# « L'État lui a apporté 9 M€ »: to what the sentence before is about.
_TO_IT = re.compile(r"\blui\b")


def _invests(found: re.Match[str], payers: list[Agent]) -> bool:
    """« La société X investit 8 M€ »: in itself, whatever the text is about."""
    own = found["verb"].startswith(_IN_ITSELF)
    return own and all(p.entity.type == _FIRM and not p.entity.known for p in payers)


_IN_ITSELF, _FIRM = ("investi", "inject", "debours", "engag"), "org:Organization"


def _following(scene: Scene, position: int, sentence: Sentence) -> tuple[list[Agent], int] | None:
    """« , la Région 2 M€ et la ville le reste »: the next payer, and where its amount ends."""
    limit = min(sentence.end, position + _REACH)
    for comma in _AND_THEN.finditer(scene.plain, position, limit):
        others = agents.listed(scene, comma.end(), limit, _BODIES)[:1]
        amount = _AMOUNT_AGAIN.match(scene.plain, others[0].end, limit) if others else None
        if amount is not None:
            return others, amount.end()
    return None


_BODIES = frozenset({"body", "post"})


def _paid(payers: list[Agent], thing: Entity, span: tuple[int, int]) -> Iterator[Finding]:
    for payer in payers:
        if payer.entity.iri == thing.iri:
            continue
        if payer.entity.sort == "scheme":
            rule, by = "relation.contribution.scheme", payer.entity
            yield link(rule, thing, "schema:funder", by, spans=(span,))
        else:
            rule = "relation.contribution"
            yield involvement(rule, "funding", payer.entity, thing, spans=(span,))


def _doers(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    """Return those who stand right before the verb at ``position``."""
    before = scene.plain[sentence.start : position]
    stressed = _STRESSED.search(before.rstrip())
    end = sentence.start + (stressed.start() if stressed else len(before.rstrip(" ,")))
    if _UNSURE.search(before):
        return []
    parties = event.parties_end(scene, sentence.start, end)
    for boundary in _BOUNDARY.finditer(scene.plain, max(0, sentence.start - 2, end - _REACH), end):
        begins = boundary.end()
        if begins < parties:
            continue
        if begins <= sentence.start:
            article = _ARTICLE.match(scene.plain, sentence.start)
            begins = article.end() if article else sentence.start
            if article is None and scene.mention_at(begins) is None:
                continue
        listed = agents.listed(scene, begins, end, _PAYING)
        if listed and _reaches(scene, listed[-1], end):
            return [a for a in listed if a.entity.sort != "scheme" or a.entity.type in _GIVING]
    return [a for a in event.doing(scene, end, sentence) if a.entity.sort in _PAYING]


_ARTICLE = re.compile(r"(?:le |la |les |l')")


def _reaches(scene: Scene, last: Agent, end: int) -> bool:
    """Tell whether no more than an aside stands between a payer and the verb."""
    beside = asides.end(scene, last.entity, last.end, end)
    gap = scene.plain[beside:end]
    return not gap.strip(' ,»"') or bool(_BETWEEN.fullmatch(gap))


_BETWEEN = re.compile(
    r",? (?:a travers|via|par l'intermediaire|dans le cadre|au titre) [^.;:]{3,90},?"
)
