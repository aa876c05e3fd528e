"""Numbers that the sentence's own subject has: of a school, a chamber, a town, not of a scheme.

« L'école de Vire accueille 24 jeunes », « la chambre, qui regroupe neuf intercommunalités », « elle
exporte la moitié de sa production »: verbs of having say whose a number is. Where that is neither a
scheme nor one of its places, nothing is said of a scheme.
"""

import re
from functools import cache

from tdi_graph.extraction import bystanders, lexicon, members, names
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import plain
from tdi_graph.extraction.view import Sentence

_FAR, _LONGEST_NAME, _BESIDE = 240, 3, 3
_ADVERB = (
    r"(?: (?:aujourd'hui|deja|desormais|ainsi|actuellement|chaque annee|en moyenne|a lui seul"
    r"|a elle seule|toujours|encore|egalement|aussi|pres|plus|environ|quelque|de|d'|une?))*"
)
_HAS = re.compile(
    r"(?:(?P<who>,? qui) )?(?<!')\b(?:compte|emploie|regroupe|rassemble|reunit|accueille|exporte"
    r"|produit|fabrique|possede|forme|heberge|abrite|salarie|dispose|accompagne(?= chaque annee)"
    r"|represente|federe|realise|intervient (?:dans|sur|aupres de)|rayonne sur|opere (?:dans|sur))"
    rf"{_ADVERB} ?$"
)
# « …, qui regroupe le Département, la Région et 9 intercommunalités »
_GATHERS = re.compile(r"(?P<who>,? qui) (?:regroupe|reunit|rassemble|federe|associe)\b[^.;:]*$")
_BOUNDS = re.compile(r"[.;:–—|»]\s|\n|(?<!\d), ")
_FRONT = re.compile(r"(?:et|mais|car|or|ainsi|enfin|aujourd'hui|desormais)\b,? ?")
_PRONOUN = frozenset({"il", "elle", "ils", "elles", "on", "nous", "qui", "cela", "ceci"})


def another(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether a number is what a thing beside the scheme has, by the verb before it."""
    low = max(sentence.start, quantity.lead - _FAR)
    before = scene.plain[low : quantity.lead]
    found = _HAS.search(before) or _GATHERS.search(before)
    if found is None:
        return False
    start = max((cut.end() for cut in _BOUNDS.finditer(before, 0, found.start())), default=0)
    start += len(front[0]) if (front := _FRONT.match(before[start:])) else 0
    head = bystanders.HEAD.match(before, start, found.start())
    if head is None or head["head"] in _PRONOUN:
        return False
    span = low + start, low + found.start()
    if scene.within(*span, "scheme", "place", "territory") or _area(before[start : found.start()]):
        return False
    if head["head"] in bystanders.NOUNS or _unlike(quantity, found[0], head):
        return True
    if not found["who"] or _apposed(scene, sentence, span[0]):
        return False
    return _named(scene.text[slice(*span)])


# Verbs that say what a thing consists of or holds.
_HOLDS = re.compile(
    r"(?:,? qui )?(?:compte|emploie|regroupe|rassemble|reunit|accueille|heberge|abrite|federe)\b"
)
# Singular nouns by which a text speaks of a scheme, its rounds, its places or the whole country.
LIKE = frozenset(names.HEADS) | frozenset({
    "pole", "reseau", "contrat", "convention", "territoire", "vallee", "bassin", "region", "liste",
    "departement", "pays", "france", "carte", "vague", "promotion", "appel", "edition", "ensemble",
    "phase", "feuille", "notre", "votre", "protocole", "groupement", "maillage", "cohorte", "total",
    "selection", "premiere", "deuxieme", "troisieme", "quatrieme", "seconde", "second", "premier",
    "nouvelle", "nouveau", "serie", "volet", "generation", "massif", "hexagone", "metropole",
    "seminaire", "rencontre", "journee", "reunion", "seance", "ceremonie", "webinaire", "forum",
    "salon", "assemblee", "conference", "table", "congres", "colloque", "soiree", "visite",
    "formation", "evenement", "tour", "cycle", "session", "rendez-vous", "manifestation",
    "dossier", "fiche", "charte", "bilan", "rapport", "catalogue", "portefeuille", "calendrier",
    "texte", "avenant", "strategie", "schema", "memorandum", "programmation", "palmares", "lot",
    "outre-mer", "zone", "perimetre", "parc", "offre", "dispositif", "accord", "document", "projet",
})  # fmt: skip


def _unlike(quantity: Quantity, verb: str, head: re.Match[str]) -> bool:
    """« L'abbaye accueille 900 jeunes »: what is called by no noun that schemes are called by."""
    if quantity.unit != "count" or head["det"] is None or not _HOLDS.match(verb):
        return False
    return head["head"] not in LIKE


def _apposed(scene: Scene, sentence: Sentence, start: int) -> bool:
    """« le Territoire d'industrie, Val Doré, qui réunit … »: the name of a scheme's own member."""
    named = (*scene.within(sentence.start, start, "scheme"), *members.find(scene))
    return any(sentence.start <= m.start and 0 <= start - m.end <= _BESIDE for m in named)


def _area(words: str) -> bool:
    """Tell whether words end in the name of a department: « le Doubs compte … »."""
    return words.rstrip().endswith(_departments())


@cache
def _departments() -> tuple[str, ...]:
    return tuple(f" {plain(name)}" for name in lexicon.names("departements"))


def _named(words: str) -> bool:
    """Tell whether words are a name: « Lot numérique », « Le Grand Chalon »."""
    bare = re.sub(r"^\W*(?:[Ll]e |[Ll]a |[Ll]'|[Ll]es )?", "", words)
    return bare[:1].isupper() and len(bare.split()) <= _LONGEST_NAME


# « la moitié de sa production »: of what only its owner has.
_ITS_OWN = re.compile(r" d(?:e|es) (?:sa|son|ses|leurs?|notre|nos|ma|mon|mes) (?P<noun>[\w'-]+)")
_OF_A_SCHEME = re.compile(
    r"(?:depense|credit|moyen|budget|fond|aide|projet|laureat|commune|ville|territoire|enveloppe"
    r"|dotation|beneficiaire|subvention|financement|action|membre|site|dossier|candidat|engagement"
    r"|autorisation|montant|convention|contrat|intervention|ressource|investissement|poste"
    r"|chef|operation|mesure|objectif|quartier|lieu|espace|structure|usager|participant)"
)


def spoken(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether what « elle » counts is a firm's or a school's, told of just before."""
    if bystanders.described(scene, sentence, quantity.start) is not None:
        return True
    if quantity.unit not in {"count", "percent", "EUR"} or not bystanders.meant(scene, sentence):
        return False
    return not scene.within(sentence.start, quantity.end, "scheme")


# « la subvention couvre 70 % de leur salaire »: the share that a scheme pays.
_PAYS = re.compile(r"\b(?:couvr|financ|pri(?:s|t|se)\b|pren|pay|rembours|subventionn)\w*[^.;:]*$")
_NEAR = 40


def private(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a share is of what one owner makes or has: « de sa production »."""
    found = _ITS_OWN.match(scene.plain, quantity.end) if quantity.unit == "percent" else None
    if found is None or _OF_A_SCHEME.match(found["noun"]):
        return False
    return not _PAYS.search(scene.plain, max(0, quantity.lead - _NEAR), quantity.lead)


_REACH = 120
# « elle compte sur l'accélérateur textile, doté de »: of a thing called by a common noun.
_BESIDE_IT = re.compile(
    r"\b(?:l'|le |la |les |un |une |des |son |sa |leur )(?:(?:propre|nouve\w+|vaste|grande?|\w+ieme"
    r"|secon\w+|premi\w+) )?(?P<head>[a-z][\w-]+)"
    r"(?: (?!l'|les? |la |une? |d[eu]s? |d')[\w'-]+){0,4}"
    r" ?\)?, dotee?s? (?:d'un\w* \w+ )?(?:de|d') ?$"
)


def endowed(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether « doté de » follows a thing that no word for a scheme calls."""
    found = _BESIDE_IT.search(scene.plain, max(0, quantity.lead - _REACH), quantity.lead)
    if found is None or scene.within(*found.span(), "scheme"):
        return False
    return found["head"] not in _SCHEMES


_SCHEMES = frozenset({
    "programme", "plan", "dispositif", "fonds", "mesure", "initiative", "label", "volet", "appel",
    "operation", "strategie", "demarche", "enveloppe", "phase", "vague", "edition", "dotation",
})  # fmt: skip
