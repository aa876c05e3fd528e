"""What more is told of a figure nearby: that its things are new, whose doing it is, of which year.

« 14 nouveaux territoires » are not all of them, « Bpifrance a accompagné 320 PME » is Bpifrance's
part; « 900 dossiers ont été déposés en 2023. 310 projets ont été soutenus » is told of one year.
"""

import re
from dataclasses import replace

from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# « 14 nouveaux territoires », « vingt communes supplémentaires »
_NEW = re.compile(r" (?:nouve(?:aux|lles) [\w'-]+|[\w'-]+ (?:supplementaires|nouve(?:aux|lles)))\b")
_PLACES = frozenset({
    "territories-count", "municipalities-count", "intercommunalities-count", "sites-count",
    "service-points", "mobile-units", "projects-supported", "project-managers",
})  # fmt: skip
_DID = re.compile(
    r"(?: \([^()]{2,20}\))?,? (?:(?:a|ont|aura|auront) )?(?:(?:deja|ainsi|egalement|aussi"
    r"|par ailleurs|\w+ment|de son cote|pour sa part),? )*(?:accompagn|souten|finan|cofinanc"
    r"|consacr|mobilis|reserv|apport|engag|debloqu|propos|aid|attribu|accord|investi)\w*"
    r"(?: [\w']+ment| (?:pres|plus) de| environ| quelque)* ?$"
)
_BEGINS = re.compile(r"(?:^|[,;:»] |\b(?:tandis que|mais) )(?:la |le |l'|les )?$")
_NATION = frozenset({"État", "Gouvernement", "Régions", "France"})
_LONGEST = 90


def scope(scene: Scene, figure: Figure, sentence: Sentence) -> Entity | None:
    """Return the new ones that are counted, or the body whose part an amount or a number is."""
    quantity = figure.quantity
    new = figure.indicator in _PLACES and _NEW.match(scene.plain, quantity.end, sentence.end)
    if new:
        span = quantity.end + 1, new.end()
        return scene.ledger.entity("skos:Concept", "scope", scene.text[slice(*span)], span)
    for mention in scene.within(
        max(sentence.start, quantity.lead - _LONGEST), quantity.lead, "body"
    ):
        body = mention.entity
        other = body.known and body.type != "tdi:Ministry" and body.label not in _NATION
        told = other and _DID.fullmatch(scene.plain, mention.end, quantity.lead)
        if told and _BEGINS.search(scene.plain[sentence.start : mention.start]):
            return None if body.iri == figure.subject.iri else body
    return None


_FLOWS = frozenset({
    "applications-count", "projects-supported", "public-aid", "investment", "commitment",
})  # fmt: skip
_OTHER_TIME = Indexed(
    r"\b(?:a ce jour|aujourd'hui|depuis|au total|en tout|desormais|deja|actuellement|ans|annees?"
    r"|au niveau national|lance\w*|cree\w*)\b"
)
_YEAR = 4


def coverage(scene: Scene, figure: Figure, sentence: Sentence, before: list[Figure]) -> str:
    """Return the year of the figure of the sentence before, which those after it are of, too."""
    flows = figure.indicator in _FLOWS and figure.modality == "observed"
    if not flows or figure.coverage or figure.due or not before:
        return ""
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    last = before[-1]
    if not earlier.start <= last.span[0] < sentence.start or earlier.block != sentence.block:
        return ""
    alike = last.indicator in _FLOWS and last.subject.iri == figure.subject.iri
    if not alike or len(last.coverage) != _YEAR or last.modality != "observed":
        return ""
    timed = scene.times_in(sentence.start, sentence.end)
    other = timed or _OTHER_TIME.search(scene.words, sentence.start, sentence.end)
    return "" if other else last.coverage


_PAST = re.compile(
    r"\b(?:a|ont|avai(?:t|ent)) (?:ete )?(?:\w+ment |deja )?\w+(?:e|es|ee|ees|i|is)\b"
)
# « la création d'un fonds « X », doté de », « l'ouverture d'un appel à projets doté de »
_CREATES = Indexed(
    r"\b(?:creation|lancement|ouverture|mise en place) d'un(?:e)?\b[^.;]{3,120}\bdotee? d[e']"
    r"[^.;]{0,12}$"
)
_WINNERS = frozenset({"territories-count", "projects-supported", "municipalities-count"})
_ANNOUNCED = re.compile(r"[^.;:]{0,60}\bannonce(?:e?s)? (?:en|le|au|lors|a|ce)\b")


def asserted(scene: Scene, figure: Figure, sentence: Sentence) -> str:
    """Return how a figure is asserted, where the words around its own say it better."""
    said, quantity = figure.modality, figure.quantity
    if figure.indicator == "endowment-increase":
        low = max(sentence.start, quantity.lead - _LONGEST)
        past = _PAST.search(scene.plain, low, quantity.lead)
        added = past and re.search(r"abond|complet|augment|port|renforc", past[0])
        if said == "observed" and not past:
            return "announced"
        return "observed" if added and said == "announced" and not figure.due else said
    if figure.indicator == "endowment" and said == "observed":
        new = _CREATES.search(scene.words, sentence.start, quantity.lead)
        return "announced" if new else said
    # « contre 124 annoncés » tells of no more than the announcement.
    chosen = figure.indicator in _WINNERS and said == "announced" and "instead" not in figure.rule
    if chosen and _ANNOUNCED.match(scene.plain, quantity.end, sentence.end):
        return "observed"
    return said


def told(scene: Scene, figure: Figure, sentence: Sentence, before: list[Figure]) -> Figure:
    """Return ``figure`` asserted as the words around tell, and of the year told before it."""
    figure = replace(figure, modality=asserted(scene, figure, sentence))
    year = coverage(scene, figure, sentence, before)
    return replace(figure, coverage=year) if year else figure
