"""How a figure is asserted: what is to come, and what has been decided."""

import re
from dataclasses import replace

from tdi_graph.extraction.frames import spans
from tdi_graph.extraction.frames.figure import Figure, clause_of
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_MOST_WORDS = 18
_TO_COME = Indexed(
    r"\b(?:permettr\w+|devr\w+|doi(?:t|vent)|va|vont|prevoi(?:t|ent)|gener(?:era|eront)"
    r"|cree(?:ra|ront)|espoir|perspective|objectif|ambition|potentiel"
    r"|debouch\w+|table(?:nt)? sur|a terme)\b[^.;:]{0,80}$"
)
# « 85 emplois à la clé », « quelque 240 emplois promis »
_HOPED = re.compile(
    r"[^,.;:()\d]{0,40}?\b(?:a la cle|promis|a creer|escomptee?s|attendue?s"
    r"|seront|suivront|d'ici|a terme)\b"
)
_JOBS = frozenset({"jobs-created", "jobs-maintained"})
# What belongs to the next clause: « … et devraient permettre », « auxquels s'ajouteront ».
_NEXT_CLAUSE = re.compile(
    r",? (?:et|mais|puis) (?:(?:ils|elles|il|elle) )?"
    r"(?:doi(?:t|vent)|\w{3,}(?:ra|ront|rai(?:t|ent)))\b|,? auxquel"
    r"|, (?:contre|tandis que|alors que) |, pour une? "
)
_TOLD_OF_ANOTHER = re.compile(
    r"(?<!sont )(?<!est )(?<!ete )\b(?:prevue?s?|attendue?s?|potentielle?s?|previsionnel\w*)\b"
)


def beside(scene: Scene, start: int, end: int) -> str:
    """Return the words after a figure that may tell how it is asserted.

    They end with its clause; what stands after another number tells of that one, unless it is a
    verb of both.
    """
    words = scene.plain[start:end]
    cut = _NEXT_CLAUSE.search(words)
    words = words[: cut.start()] if cut else words
    other = _ANOTHER.search(words)
    if other is None:
        return words
    return words[: other.start()] + _TOLD_OF_ANOTHER.sub("", words[other.start() :])


_ANOTHER = re.compile(r"(?:,| et) [^,]{0,20}?\d")


def _foreseen(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    """Let the evidence of jobs show the words which say that they are to come."""
    start, end = figure.span
    if figure.indicator not in _JOBS:
        return figure
    hoped = _HOPED.match(scene.plain, figure.quantity.end, sentence.end)
    found = _TO_COME.search(scene.words, sentence.start, start)
    whole = found.start() if found else start, max(end, hoped.end() if hoped else end)
    return (
        replace(figure, span=whole)
        if len(scene.text[slice(*whole)].split()) <= _MOST_WORDS
        else figure
    )


_PUBLIC_MONEY = frozenset({
    "endowment", "endowment-increase", "commitment", "engineering", "public-aid",
})  # fmt: skip
_WILL = re.compile(
    r"\b(?!opera|camera|contra|infra|extra|ultra)(?:[a-z]{2,}(?:erons|era|eront|ira|iront|drons"
    r"|dra|dront|rra|rront)|(?:rece|perce)v(?:ra|ront)|sera|seront|fera|feront)\b(?! \w+ait)"
)
_PAID = re.compile(r"\b(?:co-?)?financ(?:era|eront|erons|ees? par)\b")
_DONE = re.compile(r"\b(?:auront|aura|dev(?:ra|ront))\b")
_TOLD = Indexed(
    r"\b(?:annonc|devoil)\w+(?! [^.;:]{0,24}\b(?:liste|noms|resultats|laureats))[^.;:]{0,140}$"
)


# « a annoncé les 12 nouveaux lauréats »: whoever is announced to have won has been chosen.
_COUNTS_OF_WINNERS = frozenset({
    "territories-count", "projects-supported", "municipalities-count", "sites-count",
})  # fmt: skip
_WON = re.compile(r"\blaureate?s?\b")


# « 260 logements vacants à remettre sur le marché », « 24 600 hectares à replanter »
_TO_BE_DONE = re.compile(r"(?: [\w'-]+){0,4}? a (?:re)?[a-z]{3,}(?:er|ir|ettre|uire|endre)\b")


def _status(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    low, high = clause_of(scene, figure.quantity, sentence)
    times = [t for t in scene.times_in(low, high) if t.value]
    due = next((t for t in times if t.bound == "until"), None)
    coverage, words = spans.covered(scene, figure, sentence), scene.plain[low:high]
    status = figure.modality
    if figure.indicator in _PUBLIC_MONEY and status in {"observed", "expected"}:
        status = _money_status(scene, figure, (low, high), coverage)
    counts = figure.quantity.unit != "percent"
    if counts and status == "observed" and _TO_BE_DONE.match(words, figure.quantity.end - low):
        status = "expected"
    if figure.indicator == "project-managers" and status == "expected" and _PAID.search(words):
        status = "announced"
    if due and figure.indicator in {"endowment", "endowment-increase"}:
        status = "announced"
    elif figure.indicator in {"jobs-created", "jobs-maintained"} and status == "observed":
        status = "expected"
    status = _told(scene, figure, status)
    if due is None and not coverage and status == figure.modality:
        return figure
    return replace(figure, due=due, coverage=coverage, modality=status)


def _told(scene: Scene, figure: Figure, status: str) -> str:
    """« a annoncé les 12 lauréats »: they have been chosen; « contre 12 annoncés »: no more."""
    winners = figure.indicator in _COUNTS_OF_WINNERS and status == "announced"
    if winners and _WON.search(scene.plain, *figure.span):
        return "observed"
    instead = figure.rule == "figure.instead-of"
    return "announced" if instead and "annonce" in scene.plain[slice(*figure.span)] else status


def _money_status(scene: Scene, figure: Figure, clause: tuple[int, int], coverage: str) -> str:
    """Public money that is to come has been decided: « consacrera », « pour la période … »."""
    words = scene.plain[slice(*clause)]
    if _WILL.search(words) and not _DONE.search(words) and figure.modality == "expected":
        return "announced"
    endows = figure.indicator in {"endowment", "endowment-increase", "engineering"}
    told = _TOLD.search(scene.words, clause[0], figure.quantity.start)
    if endows and (told or spans.runs_on(scene, coverage)):
        return "announced"
    if figure.indicator == "endowment" and _FOR_YEARS.match(scene.plain, figure.quantity.end):
        return "announced"
    return figure.modality


# « doté de 3 milliards d'euros sur six ans », « une enveloppe de 5 M€ est réservée aux écoles »
_FOR_YEARS = re.compile(
    r"(?: (?:d'euros?|de credits?|d'autorisations? d'engagement)){0,2}"
    r"(?: (?:sur|pour|pendant) (?:deux|trois|quatre|cinq|six|sept|huit|dix|\d\d?) (?:ans|annees)"
    r"| (?:sur|pour) (?:la periode |les annees )?20\d\d(?: ?[-/a]| et)"
    r"| (?:lui |y |leur )?(?:est|sont) (?:en outre |aussi |egalement |ainsi )?"
    r"(?:reserve|dedie|fleche)e?s?)\b"
)


# « Parmi les projets les plus avancés : » and below, « 40 logements pour apprentis ».
_PROJECTS = re.compile(
    r"\b(?:parmi|dont) (?:les|ces|leurs|nos) (?:\w+ )?(?:projets|actions|chantiers)\b"
    r"(?! \w*(?:realise|acheve|livre|termine|soutenu|finance|retenu|aide|laureat))[^.:]{0,60}: ?$"
)
_BUILT = frozenset({"land-area", "floor-area", "housing-units"})
_LONGEST_LIST = 12


def _planned(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    """Take what an item of a list of projects is to build as expected."""
    built = figure.indicator in _BUILT and figure.modality == "observed"
    if not built or scene.kind(sentence) != "list-item":
        return figure
    index = scene.index_at(sentence.start)
    for earlier in reversed(scene.sentences[max(0, index - _LONGEST_LIST) : index]):
        if scene.kind(earlier) != "list-item":
            led = _PROJECTS.search(scene.plain, earlier.start, earlier.end)
            return replace(figure, modality="expected") if led else figure
    return figure


def of(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    """Return ``figure`` with its modality, the day it is due and the period it covers."""
    told = _status(scene, _foreseen(scene, figure, sentence), sentence)
    return _planned(scene, told, sentence)
