"""The region or department that limits a figure although its own words name none.

« Dans les Hauts-de-France, 14 territoires … Ils regroupent 58 intercommunalités »: what is said of
a region is carried on by « ils », « ces projets », « la région », by the paragraph that opens with
its name, and by the document that bears it in its title; never into a sentence on the whole
country.
"""

import re
from bisect import bisect_right
from functools import cache

from tdi_graph.extraction import lexicon
from tdi_graph.extraction.frames import homes
from tdi_graph.extraction.frames import scopes as scopes_
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import plain
from tdi_graph.extraction.view import Sentence

_OF_OFFICE = re.compile(r"^[Pp]réf")
# Of whom a region is only the title or the seat: « le préfet de la région … ».
_OFFICE = re.compile(
    r"(?:president\w*|prefete?s?|prefectures?|conseils?|direct\w+|agences?|chambres?|universites?"
    r"|rectorat|ars|dreal|dreets)\b[^,.;]{0,24}$"
)
_NATIONAL = Indexed(
    r"\b(?:en france|nationa(?:l|le|ux|les)(?:ement)?|la france|toute la france|hexagone|tout le"
    r" pays|(?:les|des|toutes les|dix-huit|18) regions|gouvernement|premiere? ministre|partout"
    r"|chaque region)\b"
)
_HERE = re.compile(
    r"\b(?:en region|(?:de|dans|sur|pour|que) (?:la|cette|notre|ma) region|(?:dans|sur|pour|de|du)"
    r" ?(?:le|notre|ce)? departement|(?:enveloppe|dotation|budget|volet|part) (?:regiona"
    r"|departementa)(?:l|le)\b|^(?:la region|le departement|notre region|notre departement)"
    r" (?:compte|comptera|accueille|a (?:deja )?recu|beneficie))\b"
)
_SEAT = re.compile(r"(?:prefete?s?|prefectures?|conseils?|presidente?|direct\w+) (?:regionale? )?$")
_GOES_ON = re.compile(
    r"(?:[«\"] ?)?(?:(?:au total|ensemble|a ce jour|a eux \w+|aujourd'hui|depuis),? [^.;]{0,30}?)?"
    r"(?:ils|elles|ces|ceux-ci|celles-ci|parmi (?:eux|elles|ces)|cette (?:enveloppe|dotation)|"
    r"au total|tous|toutes|leur|leurs|il s'agit)\b"
)
_PROGRAMME = re.compile(
    r"^(?:[«\"] ?)?(?:lancee?|creee?|depuis|le (?:programme|plan|fonds|dispositif)|ce (?:programme"
    r"|plan|fonds|dispositif)|la (?:mesure|nouvelle phase))\b"
)
_PLACING = re.compile(r"(?:en|dans)\b")
_AT_THE_START = 60
_PLACES = ("place",)


def limit(scene: Scene, figure: Figure, sentence: Sentence, before: list[Figure]) -> Entity | None:
    """Return the region or department to which the text around limits ``figure``."""
    words = scene.plain[sentence.start : sentence.end]
    department = _beside(scene, figure) or _department(scene, sentence)
    if department is not None:
        return department
    here = _HERE.search(words)
    if here and not _SEAT.search(words[: here.start()]):
        return _last_named(scene, sentence) or _home(scene)
    if _NATIONAL.search(scene.words, sentence.start, sentence.end):
        return None
    if _GOES_ON.match(words) or "dans ce cadre" in words:
        return _previous(scene, sentence, before)
    if _PROGRAMME.match(words):
        return None
    return _opened(scene, sentence) or _everywhere(scene, figure)


def _beside(scene: Scene, figure: Figure) -> Entity | None:
    """« 51 villages dans l'Indre »: the department right after the words of the figure."""
    end = figure.core[1]
    found = _areas(scene, end, end + _NEXT)
    return _entity(scene, found[0]) if found and found[0].start() - end <= 1 else None


_NEXT, _FAR_BACK = 4, 20_000


def _department(scene: Scene, sentence: Sentence) -> Entity | None:
    for found in _areas(scene, sentence.start, sentence.end):
        if not _OF_OFFICE.match(found[0]):
            return _entity(scene, found)
    return None


def _entity(scene: Scene, found: re.Match[str]) -> Entity:
    return scene.ledger.entity(
        "schema:AdministrativeArea", "place", found["name"], found.span("name")
    )


@cache
def _department_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, lexicon.names("departements")))
    return re.compile(
        r"\b(?=[EeDdPp])(?:[Ee]n |[Dd]ans (?:le |la |les |l')|[Dd]épartement"
        r" (?:de la |de l'|du |des |de |d')"
        rf"|[Pp]réf(?:et|ète|ecture) (?:de la |de l'|du |des |de |d'))(?P<name>{names})(?![\w-])"
    )


def _areas(scene: Scene, start: int, end: int) -> list[re.Match[str]]:
    if scene.areas is None:
        scene.areas = list(_department_pattern().finditer(scene.text))
    low = bisect_right(scene.areas, start - 1, key=re.Match.start)
    high = bisect_right(scene.areas, end - 1, key=re.Match.start)
    return scene.areas[low:high]


def _previous(scene: Scene, sentence: Sentence, before: list[Figure]) -> Entity | None:
    """Return the area of the last figure of the sentence that « ils » goes on with."""
    index = scene.index_at(sentence.start)
    if not index or scene.sentences[index - 1].block != sentence.block:
        return None
    start = scene.sentences[index - 1].start
    last = [f for f in before if start <= f.span[0] < sentence.start and f.scope is not None]
    scopes = [f.scope for f in last if f.scope is not None]
    kept = [s for s in scopes if s.sort in _PLACES or scopes_.WAVE.search(plain(s.label))]
    return kept[-1] if kept else None


def _opened(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the area with whose name an earlier sentence of the paragraph begins."""
    for index in range(scene.index_at(sentence.start) - 1, -1, -1):
        earlier = scene.sentences[index]
        if earlier.block != sentence.block:
            return None
        if _NATIONAL.search(scene.words, earlier.start, earlier.end):
            return None
        head = _named(scene, earlier.start, min(earlier.end, earlier.start + _AT_THE_START))
        if head is not None and _PLACING.match(scene.plain, earlier.start):
            return head
    return None


def _named(scene: Scene, start: int, end: int) -> Entity | None:
    for mention in scene.within(start, end, *_PLACES):
        if not _OFFICE.search(scene.plain, max(0, mention.start - 50), mention.start):
            return mention.entity
    areas = [a for a in _areas(scene, start, end) if not _OF_OFFICE.match(a[0])]
    return _entity(scene, areas[0]) if areas else None


def _last_named(scene: Scene, sentence: Sentence) -> Entity | None:
    start = max(0, sentence.end - _FAR_BACK)
    places = scene.within(start, sentence.end, *_PLACES)
    areas = _areas(scene, start, sentence.end)
    if areas and (not places or areas[-1].start() > places[-1].start):
        return _entity(scene, areas[-1])
    return places[-1].entity if places else None


def _home(scene: Scene) -> Entity | None:
    """Return the place that is the document's own: a territory or a town, else an area.

    An area is the only one that the title names, or the only one of the text, if the text begins
    with it and comes back to it.
    """
    if scene.home is None:
        named = _headed(scene)
        own = homes.local(scene) if len(named) != 1 else None
        scene.home = (own,) if own else tuple(named or _throughout(scene))
    return scene.home[0] if len(scene.home) == 1 else None


_LEAD = 4


def _headed(scene: Scene) -> list[Entity]:
    """Return the areas that the title names, or else the letterhead, which no rule reads."""
    titled = [s for s in scene.sentences[:4] if not s.start or _is_title(scene, s)]
    found = {e.iri.value: e for s in titled for e in _all(scene, s.start, s.end)}
    if not found and scene.sentences:
        found = {e.iri.value: e for e in _all(scene, 0, scene.sentences[0].start)}
    return list(found.values())


def _throughout(scene: Scene) -> list[Entity]:
    """Return the areas of the text, if it begins with one and comes back to it."""
    if not scene.sentences:
        return []
    named = _all(scene, 0, scene.sentences[-1].end)
    early = _all(scene, 0, scene.sentences[:_LEAD][-1].end)
    return list({e.iri.value: e for e in named}.values()) if early and len(named) > 1 else []


def _is_title(scene: Scene, sentence: Sentence) -> bool:
    return scene.kind(sentence) == "title"


def _all(scene: Scene, start: int, end: int) -> list[Entity]:
    """Return the regions and departments that are named, also those of an office."""
    places = [m.entity for m in scene.within(start, end, *_PLACES)]
    return [*places, *(_entity(scene, area) for area in _areas(scene, start, end))]


_LOCAL = frozenset({
    "commitment", "project-managers", "jobs-created", "jobs-maintained", "investment", "public-aid",
    "projects-supported", "projects-submitted", "actions-count", "applications-count",
    "agreements-count", "land-area", "floor-area", "housing-units", "sites-count",
    "engineering", "intercommunalities-count", "municipalities-count", "mobile-units",
    "service-points", "beneficiaries-count", "participants-count", "axes-count",
})  # fmt: skip


def _everywhere(scene: Scene, figure: Figure) -> Entity | None:
    """Return the area of a document that is about one, for figures that such documents count."""
    own = _home(scene) if figure.indicator in _LOCAL else None
    return None if own is not None and figure.subject.iri == own.iri else own
