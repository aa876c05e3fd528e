"""Figures: from typed numbers to indicator, subject, scope and status."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from tdi_graph.extraction import modality
from tdi_graph.extraction.frames import (
    abouts,
    added,
    addends,
    areas,
    bounds,
    breakdown,
    carried,
    circumstances,
    continuing,
    counting,
    elsewhere,
    funding,
    givers,
    items,
    limits,
    listings,
    money,
    scopes,
    shares,
    status,
    sums,
)
from tdi_graph.extraction.frames.figure import Figure, Measured, Reason, clause_of
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
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
_DONE_WITH = Indexed(r"\b(?:ont|a|avaient|avait)(?: [\w']+){0,3}? (?:ete )?\w+(?:es?|is|us)$")
# « … permettront de recycler 37 hectares et de produire 600 logements »: the verb is farther back.
_INFINITIVE = re.compile(r"\bet d(?:e |')\w{2,}(?:er|ir|re) (?:[\w']+ ){0,5}$")
_MOST_WORDS = 18
_LONGEST_NP = 130
_BACK, _FORWARD = 48, 64

_DEPARTMENT = "department"


def find(scene: Scene) -> Iterator[Figure | Reason]:
    """Yield a figure, or the reason why there is none, for each number of the text."""
    figures: list[Figure] = []
    for quantity in scene.quantities:
        sentence = scene.sentence_at(quantity.start)
        coded = quantity.rejected == _DEPARTMENT and breakdown.placed(scene, quantity)
        if (quantity.rejected and not coded) or sentence is None:
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
    measured = measured or listings.find(scene, quantity, sentence, before)
    goes_on = None if measured else _goes_on(scene, quantity, sentence, before)
    if goes_on:
        return _carried_on(scene, quantity, sentence, before, goes_on)
    if measured is None:
        return Reason(quantity, "the words around it name no known indicator")
    beside = before[-1:] if measured[1] == listings.PART else earlier
    subject = _about(scene, quantity, sentence, beside, measured)
    if subject is None:
        return Reason(quantity, "no subject is clear enough")
    figure = _made(scene, quantity, sentence, measured, subject)
    return _limited(scene, figure, sentence, before, earlier)


# What is told of all that was counted, wherever it is.
_OF_ALL = frozenset({"figure.brought-to", "figure.among"})


def _carried_on(
    scene: Scene,
    quantity: Quantity,
    sentence: Sentence,
    before: list[Figure],
    goes_on: continuing.Continued,
) -> Figure:
    """Return the figure that goes on with one before, limited as its words or the text tell."""
    spelt = goes_on.quantity or quantity
    figure = _made(scene, spelt, sentence, goes_on.measured, goes_on.subject)
    if before and (goes_on.quantity or figure.rule == "figure.addend"):
        figure = replace(figure, modality=before[-1].modality)
    parted = goes_on.scope or figure.rule in _OF_ALL
    home = None if parted else areas.limit(scene, figure, sentence, before)
    return status.of(scene, replace(figure, scope=goes_on.scope or home), sentence)


def _goes_on(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> continuing.Continued | None:
    """Return what a number says of what was counted, or of the amount, before it."""
    frames = (continuing.find, breakdown.find, addends.find, carried.find, sums.find, added.find)
    told = (find(scene, quantity, sentence, before) for find in frames)
    return next((found for found in told if found), None)


def _about(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure], measured: Measured
) -> Entity | None:
    """Return what a figure is about."""
    if earlier and measured[1] in {"figure.placed", listings.PART}:
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
    if figure.rule == givers.GIVEN:
        return replace(status.of(scene, figure, sentence), scope=givers.scope(scene, figure))
    if figure.rule in {listings.AID, listings.PART}:
        figure = status.of(scene, figure, sentence)
        return replace(figure, scope=listings.scope(scene, figure, sentence))
    if figure.rule == "figure.part" and earlier:
        figure = replace(figure, modality=earlier[-1].modality)
    figure = status.of(scene, figure, sentence)
    if earlier and not figure.coverage and figure.due is None:
        figure = replace(figure, coverage=_shared(scene, earlier[-1], figure))
    figure = circumstances.told(scene, figure, sentence, before)
    figure = scopes.scoped(scene, figure, sentence, earlier, len(before) - len(earlier))
    return _placed(scene, figure, sentence, before)


def _placed(scene: Scene, figure: Figure, sentence: Sentence, before: list[Figure]) -> Figure:
    """Return ``figure`` limited to the area, the body or the new ones that the text tells of."""
    whole = figure.quantity.unit == "percent" or figure.rule == "figure.instead-of"
    if figure.scope is not None or whole or limits.of_all(scene, figure):
        return figure
    told = (
        items.limit(scene, figure, sentence)
        or areas.limit(scene, figure, sentence, before)
        or funding.sole(scene, figure.quantity, sentence)
        or circumstances.scope(scene, figure, sentence)
    )
    return replace(figure, scope=told) if told else figure


def _shared(scene: Scene, earlier: Figure, figure: Figure) -> str:
    """« En 2024, 172 projets …, pour 68 M€ d'aides »: the period of the figure before it."""
    times = scene.times_in(earlier.quantity.end, figure.span[1])
    between = [t for t in times if t.value != earlier.coverage]
    close = figure.quantity.start - earlier.quantity.end < _FAR or figure.rule in _PARTS
    return earlier.coverage if close and not between else ""


_FAR = 80
_PARTS = frozenset({"figure.part", "figure.among", "figure.share-of-part"})


def _modality(
    scene: Scene, quantity: Quantity, sentence: Sentence, places: tuple[int, int, int]
) -> str:
    """Return how the words around a figure assert it: its own participle, or else the clause."""
    start, end, stretched = places
    done = _DONE_WITH.search(scene.words, end, stretched)
    if done:
        return modality.of(done[0])
    low, high = clause_of(scene, quantity, sentence)
    inner = _INFINITIVE.search(scene.plain, max(low, start - _BACK), start)
    told = scene.plain[low if inner else max(low, start - _BACK) : end].rpartition(" qui ")[2]
    return modality.of(told + status.beside(scene, end, min(high, end + _FORWARD)))


def _measure(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    if quantity.unit == "EUR":
        return money.measured(scene, quantity, sentence, earlier)
    if quantity.unit == "percent":
        return shares.share(scene, quantity, sentence, earlier)
    if quantity.unit in _AREAS:
        return _AREAS[quantity.unit], "figure.area", quantity.end, quantity.lead
    return counting.find(scene, quantity, sentence, earlier)


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
