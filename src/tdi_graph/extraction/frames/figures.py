"""Figures: from typed numbers to indicator, subject, scope and status."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from tdi_graph.extraction import modality
from tdi_graph.extraction.frames import abouts, areas, elisions, measures, money, scopes, spans
from tdi_graph.extraction.frames.figure import Figure, Measured, Reason, clause_of
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
_DONE_WITH = re.compile(r"\b(?:ont|a|avaient|avait)(?: [\w']+){0,3}? (?:ete )?\w+(?:es?|is|us)$")
_MOST_WORDS = 18
_LONGEST_NP = 130
_BACK, _FORWARD = 48, 64
# « soit 36 territoires de plus que lors de la première phase ».
_MORE = re.compile(r" [\w' -]{0,40}?\bde (?:plus|moins) (?:que|qu'|par rapport|en)\b")
_AVERAGE_BEFORE = re.compile(
    r"(?:\b(?:en moyenne|moyenne d(?:e|')|(?:nombre|montant|cout|aide|subvention) moyen\w*[\w' ]{0,24})"
    r"(?: de| a| pres de| environ)? ?)$"
)
# « quatre communes au maximum »: what is allowed, not what there is.
_ALLOWED = re.compile(r"(?: [\w']+){1,2} (?:au )?(?:maximum|minimum|au plus)\b")
_AVERAGE_AFTER = re.compile(r"(?: [\w']+){0,3}? en moyenne\b")
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
    if _MORE.match(scene.plain, quantity.end):
        return Reason(quantity, "a difference")
    if _AVERAGE_BEFORE.search(scene.plain, max(0, quantity.lead - 40), quantity.lead) or (
        _AVERAGE_AFTER.match(scene.plain, quantity.end)
    ):
        return Reason(quantity, "an average")
    if quantity.unit == "count" and _ALLOWED.match(scene.plain, quantity.end):
        return Reason(quantity, "a bound that is set")
    measured = _measure(scene, quantity, sentence, earlier)
    if measured is None:
        return Reason(quantity, "the words around it name no known indicator")
    indicator, rule, end, start = measured
    placed = earlier and rule == "figure.placed"
    subject = (
        earlier[-1].subject
        if placed
        else abouts.subject(scene, quantity, sentence, earlier, indicator)
    )
    if subject is None:
        return Reason(quantity, "no subject is clear enough")
    low, high = clause_of(scene, quantity, sentence)
    clause = scene.plain[max(low, start - _BACK) : min(high, end + _FORWARD)]
    core = span = start, end
    if quantity.unit != "percent":
        span = _span(scene, start, end, sentence, counted=quantity.unit == "count")
    done = _DONE_WITH.search(scene.plain, end, span[1])
    status = modality.of(done[0] if done else clause)
    figure = Figure(quantity, indicator, subject, span, rule, status, core=core)
    if rule == "figure.part" and earlier:
        figure = replace(figure, modality=earlier[-1].modality)
    figure = _status(scene, _foreseen(scene, figure, sentence), sentence)
    figure = scopes.scoped(scene, figure, sentence, earlier, len(before) - len(earlier))
    if figure.scope is None and quantity.unit != "percent" and rule != "figure.instead-of":
        figure = replace(figure, scope=areas.limit(scene, figure, sentence, before))
    return figure


def _measure(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    if quantity.unit == "EUR":
        return money.measured(scene, quantity, sentence, earlier)
    if quantity.unit == "percent":
        return scopes.share(scene, quantity, sentence, earlier)
    if quantity.unit in _AREAS:
        return _AREAS[quantity.unit], "figure.area", quantity.end, quantity.lead
    return _count(scene, quantity, sentence, earlier)


_AREAS = {"hectares": "land-area", "m2": "floor-area"}


def _count(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    start, end = clause_of(scene, quantity, sentence)
    clause = scene.plain[start:end]
    if quantity.value % 1 or _MULTIPLIER.search(clause):
        return None
    jobs = elisions.jobs(scene, quantity, start)
    if jobs is not None:
        return jobs
    for indicator, noun in measures.COUNTS:
        found = noun.match(scene.plain, quantity.end, end)
        needed = measures.NEEDED.get(indicator)
        if found and (needed is None or needed.search(clause)):
            counted = _counted(scene, quantity, (start, end), indicator, found[0])
            if not counted:
                return None
            return counted, f"figure.{counted}", found.end(), quantity.lead
    of = _NUMBER_OF.search(scene.plain, start, quantity.lead)
    if of:
        return _number_of(scene, quantity, of)
    return elisions.find(scene, quantity, (start, end), earlier)


def _counted(
    scene: Scene, quantity: Quantity, clause: tuple[int, int], indicator: str, noun: str
) -> str:
    """Return the indicator, finer where the noun alone does not tell; nothing if unsure."""
    if indicator == "projects-submitted":
        found = _projects(scene.plain, quantity, *clause)
        quoted = found == indicator and scene.quoted(quantity.start)
        return "" if quoted and not measures.SUBMITTED.match(scene.plain, quantity.end) else found
    if indicator == "beneficiaries-count" and _SIZE.search(
        scene.plain, max(0, quantity.lead - 24), quantity.lead
    ):
        return ""
    if indicator == "applications-count":
        if _LOST.match(scene.plain, quantity.end):
            return ""
        return "projects-supported" if _WON.match(scene.plain, quantity.end) else indicator
    return _winners(scene) if "laureat" in noun else indicator


def _number_of(scene: Scene, quantity: Quantity, of: re.Match[str]) -> Measured | None:
    """« les territoires sont désormais au nombre de 136 »."""
    noun = " " + re.sub(r"^.*\b(?:les|des) ", "", of["noun"])
    for indicator, pattern in measures.COUNTS:
        if pattern.match(noun):
            start = scene.plain.rfind("desormais", of.start(), quantity.start)
            at = start if start >= 0 else scene.plain.rfind("au nombre", 0, quantity.start)
            return indicator, "figure.number-of", quantity.end, at
    return None


def _projects(plain: str, quantity: Quantity, start: int, end: int) -> str:
    """Return what was done with the projects, by the words nearest after, then before them."""
    after = plain[quantity.end : min(end, quantity.end + _LONGEST_NP)]
    before = plain[max(start, quantity.lead - 80) : quantity.lead]
    if measures.SUBMITTED.match(after):
        return "projects-submitted"
    for text in (" projets" + after, before):
        for indicator, words in measures.PROJECTS[:2]:
            if words.search(text):
                return indicator
    return "projects-submitted" if quantity.value >= _MANY else ""


# « des entreprises de moins de 50 salariés »
_SIZE = re.compile(r"\w (?:de|comptant|employant|d') ?$")
_LOST = re.compile(r" \w+(?: [\w'-]+){0,4}? (?:rejete|refuse|ecarte|ineligible|decline)e?s?\b")
# « un emploi industriel crée 1,5 emploi indirect »: of any job, not of a programme's.
_MULTIPLIER = re.compile(r"\bun emploi\b[^.;]{0,60}\bcre")
_MANY = 10
# « 150 dossiers ont déjà été retenus »: no longer applications.
_WON = re.compile(
    r" (?:dossiers?|candidatures?|demandes?)(?: [\w'-]+){0,4}?"
    r" (?:retenu|selectionne|soutenu|finance|accepte|laureat|accompagne|subventionne)e?s?\b"
)


def _winners(scene: Scene) -> str:
    """« lauréats » are territories where the text speaks of those, projects elsewhere."""
    territories = re.search(
        r"\b(?:territoires|communes|villes) laureate?s?\b|territoires? d'industrie", scene.plain
    )
    return "territories-count" if territories else "projects-supported"


def _span(
    scene: Scene, start: int, end: int, sentence: Sentence, *, counted: bool
) -> tuple[int, int]:
    """Stretch the evidence over the words that complete the noun, within its length."""
    found = (_PARTICIPLE if counted else _SPENT).match(
        scene.plain, end, min(sentence.end, end + _LONGEST_NP)
    )
    stretched = found.end() if found else end
    words = len(scene.text[start:stretched].split())
    return (start, stretched) if words <= _MOST_WORDS else (start, end)


_TO_COME = re.compile(
    r"\b(?:permettr\w+|devr\w+|gener(?:era|eront)|cree(?:ra|ront)|espoir|perspective|objectif"
    r"|ambition)\b[^.;:]{0,80}$"
)
_JOBS = frozenset({"jobs-created", "jobs-maintained"})


def _foreseen(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    """Let the evidence of jobs show the words which say that they are to come."""
    start, end = figure.span
    found = _TO_COME.search(scene.plain, sentence.start, start)
    if found is None or figure.indicator not in _JOBS:
        return figure
    whole = found.start(), end
    return replace(figure, span=whole) if len(scene.text[slice(*whole)].split()) <= _MOST_WORDS else figure


_PUBLIC_MONEY = frozenset({
    "endowment", "endowment-increase", "commitment", "engineering", "public-aid",
})  # fmt: skip
_WILL = re.compile(
    r"\b(?!opera|camera|contra|infra|extra|ultra)(?:[a-z]{2,}(?:erons|era|eront|ira|iront|drons"
    r"|dra|dront|rra|rront)|sera|seront|fera|feront)\b(?! \w+ait)"
)
_PAID = re.compile(r"\b(?:co-?)?financ(?:era|eront|erons|ees? par)\b")
_DONE = re.compile(r"\b(?:auront|aura|dev(?:ra|ront))\b")
_TOLD = re.compile(
    r"\b(?:annonc|devoil)\w+(?! [^.;:]{0,24}\b(?:liste|noms|resultats|laureats))[^.;:]{0,140}$"
)


def _status(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    low, high = clause_of(scene, figure.quantity, sentence)
    times = [t for t in scene.times_in(low, high) if t.value]
    due = next((t for t in times if t.bound == "until"), None)
    coverage, words = spans.covered(scene, figure, sentence), scene.plain[low:high]
    status = figure.modality
    if figure.indicator in _PUBLIC_MONEY and status in {"observed", "expected"}:
        status = _money_status(scene, figure, (low, high), coverage)
    if figure.indicator == "project-managers" and status == "expected" and _PAID.search(words):
        status = "announced"
    if due and figure.indicator in {"endowment", "endowment-increase"}:
        status = "announced"
    elif figure.indicator in {"jobs-created", "jobs-maintained"} and status == "observed":
        status = "expected"
    if "annonce" in scene.plain[slice(*figure.span)] and figure.rule == "figure.instead-of":
        status = "announced"
    return replace(figure, due=due, coverage=coverage, modality=status)


def _money_status(scene: Scene, figure: Figure, clause: tuple[int, int], coverage: str) -> str:
    """Public money that is to come has been decided: « consacrera », « pour la période … »."""
    words = scene.plain[slice(*clause)]
    if _WILL.search(words) and not _DONE.search(words) and figure.modality == "expected":
        return "announced"
    endows = figure.indicator in {"endowment", "endowment-increase", "engineering"}
    told = _TOLD.search(scene.plain, clause[0], figure.quantity.start)
    if endows and (told or spans.runs_on(scene, coverage)):
        return "announced"
    return figure.modality
