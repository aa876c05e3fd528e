"""Numbers told in passing: a limit, a slogan, a firm's own sales, an address, another decision."""

import re
from collections.abc import Callable
from typing import TypeAlias

from tdi_graph.extraction.frames import outside
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

_FAR, _NEAR = 160, 60
# « le règlement limite les candidatures à cinq intercommunalités »: what may be, not what is.
_LIMITED = Indexed(
    r"\b(?:limit|plafonn|restreign|born)\w*\b[^.;:]{0,60}? a (?:un maximum de |au plus )?$"
    r"|\b(?:dans la limite|a concurrence|un maximum|au maximum|moins) de (?:la |les )?$"
)
_HOUSED = re.compile(r" (?:habitants|salaries)\b")
# « près de 7 000 actions plus tard »: so much time has gone by.
_LATER = re.compile(
    r"(?: (?!(?:ans?|annees?|mois|semaines?|jours?|un|une) )[\w'-]+){1,3} plus (?:tard|loin)\b"
)
# « nos 10 millions de visiteurs »: the customers of a whole country.
_CUSTOMERS = re.compile(
    r" ?(?:de |d')?(?:visiteurs|touristes|voyageurs|usagers|clients|spectateurs)\b"
)
# « elle exporte la moitié de sa production », « 12 % de leurs effectifs »: a firm's.
_ITS_OWN = re.compile(
    r" (?:de|d') ?(?:sa|son|ses|leurs?|mon|ma|votre) (?!projets?\b|dossiers?\b|actions?\b"
    r"|credits?\b|fonds\b|enveloppe\b|budget\b|depenses\b|dotation\b|interventions?\b|aides?\b|subventions?\b"
    r"|engagements\b|ressources\b|salaires?\b|remuneration\b|postes?\b|couts?\b"
    r"|beneficiaires\b|laureats\b)\w"
)
# « 4 place de la Halle – 41 communes, 68 300 habitants »: the foot of a letter.
_STREET = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|place|boulevard|bd|quai|chemin|allees?"
    r"|impasse|esplanade) (?:d|\w)"
)
# « Lors de la même séance, les élus ont attribué … »: what else was decided that day.
_SAME_SITTING = Indexed(
    r"\b(?:lors|au cours) de (?:la|cette|l'|ce) ?(?:meme )?(?:seance|session|reunion|assemblee)\b"
    r"[^.;]{0,60}\b(?:egalement|aussi|par ailleurs)\b"
)
# « Les deux communes se sont alliées »: those that were just named.
_THOSE = re.compile(r"\W*les $")
_THEN_DO = re.compile(
    r" (?:communes|villes|territoires|sites|projets|dossiers|intercommunalites|entreprises"
    r"|partenaires|structures"
    r"|agglomerations|associations) (?:ont|se|sont|vont|avaient|travaillent|partagent|doivent)\b"
)
# « la convention qui lie les deux partenaires »: the two that were just named.
_THE = re.compile(r"\b(?:les|ces|aux|des|entre) $")
_PARTIES = re.compile(
    r" (?:partenaires|parties|signataires|institutions|organismes|etablissements|collectivites"
    r"|structures)\b(?! (?:financ|fondat|retenu|laureat|membre|public|du |de |d'))"
)
_FEW = 4
# « L'école accueille 24 jeunes », « la chambre accompagne chaque année 2 300 créateurs »
_BODY = re.compile(
    r"\b(?:l'|la |le |cette |cet |ce |notre |son |sa )(?P<body>ecole|cci|chambre"
    r"|association|campus|lycee|cfa|iut|universite|federation|club|cluster|entreprise|usine|societe"
    r"|groupe|incubateur|pepiniere|cooperative|scierie|fonderie|start-up|pme|reseau)\b"
    r"[^.;:]{0,70}? (?:accueille|forme|accompagne|emploie|scolarise|federe|reunit|rassemble)"
    r"(?: [\w']+){0,3} ?$"
)
_PEOPLE = re.compile(
    r" (?:nouveaux |jeunes )?(?:jeunes|eleves|etudiants|apprentis|apprenants|alternants|createurs"
    r"|dirigeants|entrepreneurs|adherents|membres|entreprises|stagiaires)\b"
)


# « trois ou quatre priorités »: nobody has counted them.
_OR = re.compile(r"\b(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d{1,2}) ou $")


def _guessed(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "count" or not scene.plain.endswith(" ou ", 0, quantity.lead):
        return False
    return bool(_OR.search(outside.before(scene, quantity)))


def _limited(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "count" or _HOUSED.match(scene.plain, quantity.end):
        return False
    low = outside.low(scene, quantity)
    return bool(_LIMITED.search(scene.words, low, quantity.lead))


def _later(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "count" and bool(_LATER.match(scene.plain, quantity.end))


def _customers(scene: Scene, quantity: Quantity) -> bool:
    return quantity.scaled > 1 and bool(_CUSTOMERS.match(scene.plain, quantity.end))


def _its_own(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "percent":
        return False
    worded = not scene.plain[quantity.start : quantity.end].strip(" %")[:1].isdigit()
    sentence = scene.sentence_at(quantity.start)
    spoken = worded and sentence is not None and scene.quoted(quantity.start)
    if spoken and sentence and not scene.within(sentence.start, sentence.end, "scheme"):
        return True
    return bool(_ITS_OWN.match(scene.plain, quantity.end))


def _addressed(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "count":
        return False
    low = max(scene.plain.rfind("\n", 0, quantity.start) + 1, quantity.lead - _NEAR)
    return bool(_STREET.search(scene.plain, low, quantity.lead))


def _also_decided(scene: Scene, quantity: Quantity) -> bool:
    low = outside.low(scene, quantity)
    return bool(_SAME_SITTING.search(scene.words, low, quantity.lead))


def _those(scene: Scene, quantity: Quantity) -> bool:
    sentence = scene.sentence_at(quantity.start)
    if quantity.unit != "count" or sentence is None or quantity.value > _FEW:
        return False
    if _PARTIES.match(scene.plain, quantity.end):
        return bool(_THE.search(scene.plain, sentence.start, quantity.lead))
    opens = _THOSE.fullmatch(scene.plain, sentence.start, quantity.lead)
    return bool(opens and _THEN_DO.match(scene.plain, quantity.end))


def _of_a_body(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a body that is no scheme takes in, trains or helps so many."""
    sentence = scene.sentence_at(quantity.start)
    counted = quantity.unit == "count" and _PEOPLE.match(scene.plain, quantity.end)
    if sentence is None or not counted:
        return False
    low = max(sentence.start, quantity.lead - _FAR)
    found = _BODY.search(scene.plain, low, quantity.lead)
    return found is not None and not scene.within(found.start("body"), quantity.lead, "scheme")


def _paired(scene: Scene, quantity: Quantity) -> bool:
    """« Trois communes, trois histoires »: a heading plays with the number."""
    said = scene.plain[quantity.start : quantity.end]
    if quantity.unit != "count" or not said.isalpha():
        return False
    again = _AGAIN.match(scene.plain, quantity.end, quantity.end + _FAR)
    return again is not None and again["number"] == said


_AGAIN = re.compile(r" [\w'-]+, (?P<number>\w+) [\w'-]+")

_Checks: TypeAlias = tuple[tuple[str, Callable[[Scene, Quantity], bool]], ...]
CHECKS: _Checks = (
    ("a limit", _limited),
    ("one number or another", _guessed),
    ("how much later", _later),
    ("the customers of a country", _customers),
    ("a share of what a firm has, or a fraction in speech", _its_own),
    ("the foot of a letter", _addressed),
    ("what else was decided", _also_decided),
    ("those just named", _those),
    ("a play with the number", _paired),
    ("those whom a school or a firm takes in", _of_a_body),
)
