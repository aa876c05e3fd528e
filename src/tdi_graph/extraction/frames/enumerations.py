"""Lists of those who pay, work or stand beside a scheme: « trois financeurs : A, B et C »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_FUNDERS = Indexed(r"\b(?:financeurs|cofinanceurs)[^.:;]{0,24}?(?: ?: | sont )")
_PARTNERS = Hinged(
    r"(?:\bpartenaires|(?<!par )\b\w+ operateurs)(?: nationaux| publics| financiers| financeurs"
    r"| historiques| mobilises| engages| associes| institutionnels| techniques)?(?: du programme)?"
    r"(?: ?: |,? (?:comme|tels que|dont|notamment) | \((?=[A-Z])| – "
    r"|(?: [^.;:]{3,70})?,? parmi lesquels )",
    {"partenaires": 0, " operateurs": 32},
)
# « Six opérateurs l'épaulent : A, B et C », « cinq agences sont partenaires du programme : … »
_STANDERS = (
    "operateurs|partenaires|organismes|agences|acteurs|structures|institutions|reseaux"
    "|etablissements|services"
)
_STANDING_BY = Hinged(
    rf"\b(?:{_STANDERS})(?: \w+s)? (?:(?:l'|le |la |les )(?:epaul|accompagn|soutienn|appui"
    r"|second|aid|entour)\w+|(?:sont|en sont) (?:\w+ )?partenaires)[^.:;]{0,50} ?: ?(?=\w)",
    dict.fromkeys(_STANDERS.split("|"), 0),
)
# « un programme partenarial entre l'État, les Régions et les intercommunalités »
_UNDERTAKINGS = "programme|dispositif|demarche|initiative|plan|label|mesure"
_BETWEEN = Hinged(
    rf"\b(?:{_UNDERTAKINGS}) (?:\w+ )?partenariale?"
    r" (?:entre|associant|reunissant) (?=\w)",
    dict.fromkeys(_UNDERTAKINGS.split("|"), 0),
)
# « Parmi les partenaires du programme figurent A, B et C », « ses partenaires sont A et B »
_AMONG = Hinged(
    r"(?:partenaires|operateurs)\b[^.;:]{0,90}? (?:figurent|on (?:compte|trouve|retrouve)|sont)"
    r"(?: (?:notamment|egalement|presents?|ainsi)){0,3} ?:? ?(?=\w)",
    {"partenaires": 0, "operateurs": 0},
)
# « le programme réunit l'Anah, la Banque des Territoires … »; a committee gathers its members.
_GATHERS = Hinged(
    r"(?<!\bse )\b(?:associe|reunit)(?:nt)?(?: egalement| notamment| aussi)? (?=[^\W\d])",
    {"associe": 0, "reunit": 0},
)
_COMMITTEE = re.compile(
    r"\b(?:comites?|conseil|reunions?|assemblee|groupe|instance|gouvernance|club|jury|journee|seance"
    r"|rencontres?|seminaire|forum|binome)\b[^.;]{0,60}$"
)
# « le programme s'appuie sur l'expertise de A et de B », « le programme mobilise A, B et C »
_LEANS = Indexed(
    r"\b(?:s'appuie(?:nt)?(?: egalement| notamment| aussi)? sur|mobilise(?:nt)?)"
    r"(?: (?:l'expertise|l'appui|le soutien|l'ingenierie|les competences|le concours) d)?"
    r"(?=[eu]|'|es| (?:l'|la |le |les )?[^\W\d])"
)
_OPERATORS = Indexed(
    r"\b(?:oper\w+|mis\w* en (?:oe|œ)uvre|confi\w+|ger\w+|deploy\w+) (?:par"
    r"|a) (?:\w+ )?operateurs(?: nationaux| publics)?(?: du programme)?"
    r"(?: ?: |,? (?:comme|tels que|dont|notamment) )"
)
_ROLES: tuple[tuple[str, Hinged | Indexed], ...] = (
    ("funding", _FUNDERS),
    ("partnering", _PARTNERS),
    ("partnering", _STANDING_BY),
    ("partnering", _BETWEEN),
    ("partnering", _AMONG),
    ("operating", _OPERATORS),
    ("partnering", _GATHERS),
    ("partnering", _LEANS),
)
_LISTING = frozenset({"body", "post"})
_OF = re.compile(r"(?:e la |e l'|u |es |e |')?")
_FEWEST = 2


def find(scene: Scene) -> Iterator[Finding]:
    """« trois financeurs : A, B et C », « neuf partenaires : A, B … »."""
    for role, pattern in _ROLES:
        for found in scene.matches(pattern):
            sentence = scene.sentence_at(found.start())
            subject = _subject(scene, found, sentence) if sentence else None
            if sentence is None or subject is None:
                continue
            for agent in _listed(scene, found, sentence):
                spans = ((found.start(), found.end()), (agent.start, agent.end))
                yield involvement(
                    f"relation.{role}.list", role, agent.entity, subject.entity, spans=spans
                )


def _subject(scene: Scene, found: re.Match[str], sentence: Sentence) -> subjects.Resolution | None:
    """Return the scheme whose partners, payers or operators are listed."""
    if found.re is _GATHERS.pattern and _COMMITTEE.search(
        scene.plain[sentence.start : found.start()]
    ):
        return None
    if found.re is _AMONG.pattern and not _led(scene, found, sentence):
        return None
    at = found.end() if found.re is _AMONG.pattern else found.start()
    subject = subjects.of_clause(scene, at, sentence)
    if found.re is not _LEANS.pattern or subject is None:
        return subject
    return subject if subject.score >= _STOOD_FOR and subject.start >= sentence.start else None


def _led(scene: Scene, found: re.Match[str], sentence: Sentence) -> bool:
    """« Les partenaires … sont », « Parmi les opérateurs … figurent », not « par les … »."""
    lead = scene.plain[max(sentence.start, found.start() - _LEAD) : found.start()]
    among = re.search(r"\bparmi (?:les|ses|ces) (?:\w+ )?$", lead)
    own = re.search(r"(?:^|[,.;:] )(?:les|ses|nos|leurs) (?:\w+ )?$", lead)
    return bool(among or (own and found[0].startswith("partenaires")))


_LEAD = 32
_STOOD_FOR = 0.8


def _listed(scene: Scene, found: re.Match[str], sentence: Sentence) -> list[Agent]:
    """Return those listed: two at least, none of them named by a common noun where unsure."""
    leans = found.re is _LEANS.pattern
    of = _OF.match(scene.plain, found.end()) if leans else None
    listed = agents.listed(scene, of.end() if of else found.end(), sentence.end, _LISTING)
    proper = [agent for agent in listed if agent.entity.type != "tdi:CollectiveBody"]
    if leans and len(proper) < len(listed):
        return []
    alone = found.re is _GATHERS.pattern and found[0].startswith("associe") and len(proper) == 1
    return listed if len(listed) >= _FEWEST or alone else []
