"""Figures: from typed numbers to indicator, subject, scope and status."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from tdi_graph.extraction import modality
from tdi_graph.extraction.frames import (
    abouts,
    areas,
    bounds,
    continuing,
    counted,
    elisions,
    elsewhere,
    excluding,
    measures,
    money,
    scopes,
    shares,
    status,
)
from tdi_graph.extraction.frames.figure import Figure, Measured, Reason, clause_of
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import plain
from tdi_graph.extraction.view import Sentence

_PARTICIPLE = re.compile(
    r"(?:[^,.;()«»]{0,90}? )?(?:ont|a|sont|seront|est|sera|avaient"
    r"|avait)(?: [\w']+){0,3}? (?:ete )?\w{4,}(?:es?|is|us|ues|ees)\b"
    r"|(?: d'[\w]+| de [\w]+| \w+aux| \w+els?| qu'ils [\w ]{3,40})?(?: \w{4,}(?:e|i|u|is)e?s?\b"
    r"(?: (?:pour|par|dans|sur|en|au|aux|a|depuis|de)\b[^,.;:()«»]{0,50}(?=[,.;:() «»]|$))?)?"
)
_SPENT = re.compile(
    r"(?:[^,.;()«»]{0,60}? )?(?:ont|a|sont|seront|est|sera|avaient)(?: [\w']+){0,3}? (?:ete )?"
    r"\w{4,}(?:es?|is|us|ues|ees)\b| (?:engages?|mobilises?|industriels?|investis)\b"
)
_DONE_WITH = re.compile(r"\b(?:ont|a|avaient|avait)(?: [\w']+){0,3}? (?:ete )?\w+(?:es?|is|us)$")
_MOST_WORDS = 18
_LONGEST_NP = 130
_BACK, _FORWARD = 48, 64
_NUMBER_OF = re.compile(
    r"(?P<noun>[\w' -]{3,60}?) (?:\w+ )?(?:sont|est|etaient)(?: \w+){0,2} au nombre de ?$"
)


def find(scene: Scene) -> Iterator[Figure | Reason]:
    """Yield a figure, or the reason why there is none, for each number of the text."""
    figures: list[Figure] = []
    for quantity in scene.quantities:
        sentence = scene.sentence_at(quantity.start)
        if quantity.rejected or sentence is None:
            yield Reason(quantity, quantity.rejected or "outside the text")
            continue
        found = _figure(scene, quantity, sentence, figures)
        if isinstance(found, Figure):
            figures.append(found)
        yield found


def _figure(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Figure | Reason:
    told = takewhile(lambda f: f.span[0] >= sentence.start, reversed(before))
    earlier = list(told)[::-1]
    other = bounds.instead(scene, quantity) or elsewhere.told(scene, quantity)
    if other:
        return Reason(quantity, other)
    measured = _measure(scene, quantity, sentence, earlier)
    measured = measured or _itemised(scene, quantity, sentence, before)
    goes_on = None if measured else continuing.find(scene, quantity, sentence, before)
    measured = goes_on.measured if goes_on else measured
    if measured is None:
        return Reason(quantity, "the words around it name no known indicator")
    subject = goes_on.subject if goes_on else _about(scene, quantity, sentence, earlier, measured)
    if subject is None:
        return Reason(quantity, "no subject is clear enough")
    figure = _made(scene, quantity, sentence, measured, subject)
    if goes_on:
        return status.of(scene, replace(figure, scope=goes_on.scope), sentence)
    return _limited(scene, figure, sentence, before, earlier)


def _about(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure], measured: Measured
) -> Entity | None:
    """Return what a figure is about."""
    if earlier and measured[1] == "figure.placed":
        return earlier[-1].subject
    return abouts.subject(scene, quantity, sentence, earlier, measured[0])


def _made(
    scene: Scene, quantity: Quantity, sentence: Sentence, measured: Measured, subject: Entity
) -> Figure:
    """Return a figure with its evidence and how its words assert it."""
    indicator, rule, end, start = measured
    span = start, end
    if quantity.unit != "percent":
        span = _span(scene, start, end, sentence, count=quantity.unit == "count")
    said = _modality(scene, quantity, sentence, (start, end, span[1]))
    return Figure(quantity, indicator, subject, span, rule, said, core=(start, end))


def _limited(
    scene: Scene, figure: Figure, sentence: Sentence, before: list[Figure], earlier: list[Figure]
) -> Figure:
    """Return ``figure`` with its status, what it is limited to, and what it is part of."""
    if figure.rule == "figure.out-of":
        figure = replace(figure, modality="announced")
    if figure.rule == "figure.itemised":
        return _given_by(scene, figure)
    if figure.rule == "figure.part" and earlier:
        figure = replace(figure, modality=earlier[-1].modality)
    figure = status.of(scene, figure, sentence)
    figure = scopes.scoped(scene, figure, sentence, earlier, len(before) - len(earlier))
    if (
        figure.scope is None
        and figure.quantity.unit != "percent"
        and figure.rule != "figure.instead-of"
    ):
        area = areas.limit(scene, figure, sentence, before)
        return replace(figure, scope=area) if area else figure
    return figure


def _modality(
    scene: Scene, quantity: Quantity, sentence: Sentence, places: tuple[int, int, int]
) -> str:
    """Return how the words around a figure assert it: its own participle, or else the clause."""
    start, end, stretched = places
    done = _DONE_WITH.search(scene.plain, end, stretched)
    if done:
        return modality.of(done[0])
    low, high = clause_of(scene, quantity, sentence)
    return modality.of(scene.plain[max(low, start - _BACK) : min(high, end + _FORWARD)])


def _measure(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    if quantity.unit == "EUR":
        return money.measured(scene, quantity, sentence, earlier)
    if quantity.unit == "percent":
        return shares.share(scene, quantity, sentence, earlier)
    if quantity.unit in _AREAS:
        return _AREAS[quantity.unit], "figure.area", quantity.end, quantity.lead
    return _count(scene, quantity, sentence, earlier)


# « 3 milliards ont été engagés : » and below, « 1 milliard par l'Ademe ; ».
_BY_WHOM = re.compile(r"(?: d'euros)? par (?:la |le |les |l')?(?P<who>[^,.;()\n]{2,60})")
_LEADING_TO = re.compile(r"[^.;:]{0,90}:[^.]{0,300}$")
_ITEM_LEAD = 6


def _itemised(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Measured | None:
    """Return the measure of the sum that the items of a list divide by who gives."""
    item = scene.kind(sentence) == "list-item"
    if not item or quantity.unit != "EUR" or quantity.lead - sentence.start > _ITEM_LEAD:
        return None
    whole = next((f for f in reversed(before) if f.rule != "figure.itemised"), None)
    if (
        whole is None
        or whole.quantity.unit != "EUR"
        or not _BY_WHOM.match(scene.plain, quantity.end)
    ):
        return None
    opened = _LEADING_TO.match(scene.plain, whole.quantity.end, sentence.start)
    return (whole.indicator, "figure.itemised", quantity.end, quantity.lead) if opened else None


def _given_by(scene: Scene, figure: Figure) -> Figure:
    """Limit an item of a sum to who gives it."""
    found = _BY_WHOM.match(scene.plain, figure.quantity.end)
    if found is None:
        return figure
    start, end = found.span("who")
    scope = scene.ledger.entity(
        "skos:Concept", "scope", scene.text[start:end].strip(), (start, end)
    )
    return replace(figure, scope=scope)


_AREAS = {"hectares": "land-area", "m2": "floor-area"}


def _count(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    start, end = clause_of(scene, quantity, sentence)
    clause = scene.plain[start:end]
    if excluding.multiplied(quantity, clause) or excluding.named(scene, quantity):
        return None
    jobs = elisions.jobs(scene, quantity, start)
    if jobs is not None:
        return jobs
    known = measures.COUNTED.match(scene.plain, quantity.end, end)
    for indicator, nouns in measures.COUNTS if known else ():
        found = nouns.match(scene.plain, quantity.end, end)
        needed = measures.NEEDED.get(indicator)
        if found and (needed is None or needed.search(clause) or _called(scene, found[0])):
            noun = indicator, found[0]
            shown = counted.indicator(scene, quantity, sentence, noun, earlier)
            return (shown, f"figure.{shown}", found.end(), quantity.lead) if shown else None
    of = _NUMBER_OF.search(scene.plain, start, quantity.lead)
    if of:
        return _number_of(scene, quantity, of)
    return elisions.find(scene, quantity, (start, end), earlier)


def _called(scene: Scene, noun: str) -> bool:
    """Tell whether the topic is named after what is counted, as « Sites clés en main » is."""
    words = plain(scene.topic.label).split() if scene.topic else []
    return noun.strip().partition(" ")[0] in words


def _number_of(scene: Scene, quantity: Quantity, of: re.Match[str]) -> Measured | None:
    """« les territoires sont désormais au nombre de 136 »."""
    noun = " " + re.sub(r"^.*\b(?:les|des) ", "", of["noun"])
    for indicator, pattern in measures.COUNTS:
        if pattern.match(noun):
            start = scene.plain.rfind("desormais", of.start(), quantity.start)
            at = start if start >= 0 else scene.plain.rfind("au nombre", 0, quantity.start)
            return indicator, "figure.number-of", quantity.end, at
    return None


def _span(
    scene: Scene, start: int, end: int, sentence: Sentence, *, count: bool
) -> tuple[int, int]:
    """Stretch the evidence over the words that complete the noun, within its length."""
    found = (_PARTICIPLE if count else _SPENT).match(
        scene.plain, end, min(sentence.end, end + _LONGEST_NP)
    )
    stretched = found.end() if found else end
    words = len(scene.text[start:stretched].split())
    return (start, stretched) if words <= _MOST_WORDS else (start, end)
