"""What a count counts where its noun alone does not tell: projects, applications, laureates."""

import re

from tdi_graph.extraction.frames import abouts, excluding, measures
from tdi_graph.extraction.frames.figure import Figure, clause_of
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_LONGEST_NP, _BACK, _VERB = 130, 140, 24
# « 318 projets soutenus et 74 achevés »: what comes next is said of other projects.
_NEXT = re.compile(r",? (?:et|puis) \d|, (?:ce qui|soit|dont)\b")
# « 40 projets portés par des communes ont été retenus »: what the sentence asserts comes first.
_ASSERTED = re.compile(
    r"\b(?:ont|sont|seront|avaient|etaient|auront)(?: (?!\w+(?:es|us|is)\b)[\w']+){0,3}? (?:ete )?"
    r"(?P<verb>\w+(?:es|us|is))\b"
)
# « 30 millions d'euros vers 120 projets »: money that goes to projects supports them.
_GIVEN_TO = re.compile(
    r"(?:\bau (?:profit|benefice)|(?:€|(?:euros?|millions?|milliards?|subventions?"
    r"|aides?)\b)[^.;:,]{0,50}?"
    r"(?:\bvers|\baux?|\ba|\bpour|\ben faveur))(?: de)?(?: ces| les)? ?$"
)


# What keeps a verb from governing the number: « porté par les élus, … 40 projets ».
_NOUN_PHRASE = re.compile(r"[,;:()«»]| (?:par|qui|que|dont|et|depuis|de|des|du|dans) ")


def indicator(
    scene: Scene,
    quantity: Quantity,
    sentence: Sentence,
    noun: tuple[str, str],
    earlier: list[Figure],
) -> str:
    """Return the indicator of a count, finer where the ``noun`` alone does not tell.

    ``noun`` is the indicator that the noun names, and the noun. Nothing is returned if unsure.
    """
    named, words = noun
    if named == "projects-submitted":
        found = _projects(scene.plain, quantity, *clause_of(scene, quantity, sentence))
        found = found or _paid(scene, quantity, sentence)
        quoted = found == named and scene.quoted(quantity.start)
        return "" if quoted and not measures.SUBMITTED.match(scene.plain, quantity.end) else found
    if excluding.excluded(scene, quantity, named):
        return ""
    finer = _finer(scene, quantity, named)
    if finer:
        return finer
    if named == "applications-count" and excluding.won(scene, quantity):
        return "projects-supported"
    if named == "territories-count" and re.fullmatch(r"\W*(?:\w+ )?laureats?", words):
        return _laureates(scene, quantity, sentence, earlier)
    return named


def _finer(scene: Scene, quantity: Quantity, named: str) -> str:
    """Return what a count of places is of by what follows: agreements or applications."""
    if named == "territories-count" and _SIGNED.match(scene.plain, quantity.end):
        return "agreements-count"
    applied = named in _APPLICANTS and _APPLIED.match(scene.plain, quantity.end)
    return "applications-count" if applied else ""


# « Éclairage public : 238 projets, 9,8 M€ »: a line without a verb.
_AND_MONEY = re.compile(
    r" (?:projets?|operations?|dossiers?)(?: (?!par\b)[\w'-]+){0,3}?(?:,| –| -| /| ;| \||:| pour)* "
    r"(?:pour )?(?:(?:pres|plus) de |environ )?\d[\d ,.]*(?:m€|k€|md€|€|millions?|milliards?|mds?)"
)
_FINITE = re.compile(
    r"\b(?:a|ont|est|sont|etaient|avaient|avait|etait|sera|seront|doit|doivent|peut|peuvent"
    r"|il|elle|ils|elles|\w{3,}(?:ront|aient))\b"
)


def _paid(scene: Scene, quantity: Quantity, sentence: Sentence) -> str:
    """Return that projects are supported where a line without a verb sets money beside them."""
    beside = _AND_MONEY.match(scene.plain, quantity.end, sentence.end)
    said = beside and _FINITE.search(scene.text, sentence.start, sentence.end)
    return "projects-supported" if beside and not said else ""


def _projects(plain: str, quantity: Quantity, start: int, end: int) -> str:
    """Return what was done with the projects, by the words nearest after, then before them."""
    after = _NEXT.split(plain[quantity.end : min(end, quantity.end + _LONGEST_NP)])[0]
    before = plain[max(start, quantity.lead - _BACK) : quantity.lead]
    if measures.SUBMITTED.match(after):
        return "projects-submitted"
    asserted = _ASSERTED.search(after)
    said = _first(f" projets {after[asserted.start('verb') :][:_VERB]}") if asserted else ""
    return said or _governed(before) or _first(" projets" + after) or _first(before)


def _governed(before: str) -> str:
    """Return what the words right before the number do with the projects: « a soutenu 40 »."""
    if _GIVEN_TO.search(before):
        return "projects-supported"
    return _first(_NOUN_PHRASE.split(before)[-1])


def _first(text: str) -> str:
    """Return the indicator of the word of ``text`` that first says what was done with projects."""
    best = min(
        ((found.start("done"), name) for name, words in measures.PROJECTS
         for found in [words.search(text)] if found),
        default=(0, ""),
    )  # fmt: skip
    return best[1]


# « 300 communes s'étaient portées candidates »: so many applications.
_APPLICANTS = frozenset({
    "territories-count", "municipalities-count", "intercommunalities-count", "beneficiaries-count",
})  # fmt: skip
_APPLIED = re.compile(
    r"(?: [\w'-]+){1,4}? (?:candidates?\b|(?:ont|avaient|auront) (?:deja |egalement )?(?:candidate"
    r"|postule|fait acte de candidature|depose (?:une|leur|un) (?:candidature|dossier))"
    r"|(?:se sont|s'etaient|s'etant) (?:deja )?portee?s candidate?s)"
)
# « 418 contrats de ville ont été signés »: agreements, where else they are the places.
_SIGNED = re.compile(
    r" contrats? de ville\b[^.;:,()]{0,48}? (?:(?:ont|avaient|auront) (?:deja )?ete"
    r" |sont |etaient )?"
    r"(?:signe|conclu|paraphe)s\b"
)
_PROJECTS = r"(?:projets?|entreprises?|dossiers?|pme|societes?|industriels?|operations?)"
_PLACES = r"(?:territoires?|communes?|villes?|villages?|quartiers?|intercommunalites?|epci)"
_OF_A_CALL = re.compile(
    r"[^.;:,]{0,40}? (?:de|du|d'un|a) ?(?:l'|cet |la )?(?:appel|aap|fonds|concours)\b"
)
_ONE_TERRITORY = Indexed(r"\bterritoire d'industrie\b")
_IN_THE_TEXT = tuple(
    (name, re.compile(rf"\b{words}(?: \w+){{0,2}} laureate?s?\b"))
    for name, words in (("projects-supported", _PROJECTS), ("territories-count", _PLACES))
)
_IN_THE_SENTENCE = (
    ("projects-supported", re.compile(rf"\b{_PROJECTS}\b")),
    ("territories-count", re.compile(rf"\b{_PLACES}\b")),
)


def _laureates(scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]) -> str:
    """« lauréats » of a fund or a call are projects; of a programme for places, territories.

    What the sentence says goes first, then what the figure is about, then the whole text; where
    the words point to both, nothing is returned.
    """
    if _OF_A_CALL.match(scene.plain, quantity.end):
        return "projects-supported"
    words = scene.masked(sentence.start, sentence.end)
    if _ONE_TERRITORY.search(scene.words, sentence.start, sentence.end):
        words += " territoire"
    said = [name for name, pattern in _IN_THE_SENTENCE if pattern.search(words)]
    if len(said) == 1:
        return said[0]
    written = scene.plain[quantity.start : quantity.end]
    if _said_of_projects(scene.plain, written):
        return "projects-supported"
    subject = abouts.subject(scene, quantity, sentence, earlier, "territories-count")
    if subject is None or subject.type == "tdi:Fund":
        return "projects-supported" if subject else ""
    found = [name for name, pattern in _IN_THE_TEXT if pattern.search(scene.plain)]
    if found:
        return found[0] if len(found) == 1 else ""
    return "territories-count" if subject.type == "tdi:Programme" else "projects-supported"


def _said_of_projects(text: str, number: str) -> bool:
    """Tell whether a text counts as many projects somewhere, in the same words."""
    at = text.find(number + " ")
    while at >= 0:
        if _OF_PROJECTS.match(text, at + len(number)) and _BEGINS.match(text, at):
            return True
        at = text.find(number + " ", at + 1)
    return False


_BEGINS = re.compile(r"\b")
_OF_PROJECTS = re.compile(rf" (?:\w+ )?{_PROJECTS}\b")
