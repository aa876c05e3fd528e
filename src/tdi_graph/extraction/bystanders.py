"""Schools, firms, towns' bodies: what a text tells of beside a scheme, called by a common noun."""

import re

from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

HEAD = re.compile(
    r"\W*(?P<det>l'|la |le |un |une |cette |cet |ce |son |sa |notre |votre |ma |mon )?"
    r"(?:(?:petit|grand|jeune|ancien|nouve)\w* )?(?P<head>[\w&'-]+)"
)
NOUNS = frozenset({
    "club", "promoteur", "usine", "entreprise", "societe", "groupe", "pme", "eti", "cooperative",
    "ecole", "tiers-lieu", "halle", "batiment", "campus", "creche", "hotel", "residence", "ferme",
    "atelier", "lycee", "college", "iut", "universite", "start-up", "laboratoire", "brasserie",
    "fonderie", "papeterie", "scierie", "filature", "musee", "theatre", "mediatheque", "pepiniere",
    "incubateur", "fablab", "magasin", "restaurant", "association", "federation", "syndicat",
    "chambre", "cci", "cma", "communaute", "agglomeration", "agglo", "metropole", "epci",
    "intercommunalite", "petr", "union", "fondation", "hopital", "clinique", "organisme",
    "etablissement", "industriel", "fabricant", "equipementier", "sous-traitant", "maison",
    "cfa", "greta", "centre", "port", "gare", "aeroport", "station", "abbaye", "chateau", "mairie",
    "pret", "guichet", "accelerateur", "plateforme", "etude", "enquete", "rapport", "distillerie",
    "filiale", "marque", "manufacture", "verrerie", "faiencerie", "fromagerie", "laiterie",
})  # fmt: skip
"""Singular nouns of what a text tells of beside a scheme."""

_FRONT = re.compile(
    r"[^,.;:]{3,60}(?:19|20)\d\d, |(?:(?:re)?cree|fonde|ne|installe|base)e? [^,.;]{3,60}, "
)
_GENDERS = {"la ": True, "une ": True, "cette ": True, "sa ": True, "ma ": True,
            "le ": False, "un ": False, "ce ": False, "cet ": False, "mon ": False}  # fmt: skip


# « La dotation d'équipement des bourgs », « un fonds pour les halles »: told by what it is for.
_DESCRIBED = re.compile(
    r"\W*(?:l'|le |la |un |une |son |sa )(?:nouve(?:au|lle) |futur\w* )?(?P<name>(?P<head>fonds"
    r"|dotation|programme|plan|dispositif|label|appel a (?:projets|candidatures"
    r"|manifestation d'interet)|prix|concours|loto|pacte|strategie|cheque|contrat)"
    r"(?: national\w*| regional\w*| departemental\w*)?"
    r"(?P<what> (?:d'|de |du |des |pour (?:la |le |les |l')?)(?!la |le |les |l'|ce|\d|actions?\b"
    r"|travail|financement|base|relance\b|phase|son |sa |leur|programme|plan|fonds)[a-z][\w-]+"
    r"(?: (?:de la |de l'|de |d'|du |des |aux? |a la |a l')[a-z][\w-]+"
    r"|(?: [\w-]+(?:al|ale|aux|ales|iques?|ifs?|ives?|aires?|iers?|ieres?|ables?"
    r"|elles?|els?))\b)*))"
)
_MONEY = frozenset({"fonds", "dotation"})
_LINK = re.compile(r"(?: |^)(?:de la |de l'|de |d'|du |des |aux? |a la |a l'|pour )")


def described(scene: Scene, sentence: Sentence, position: int) -> re.Match[str] | None:
    """Return the fund or plan of its own, without a name here, that a sentence is about."""
    front = _FRONT.match(scene.plain, sentence.start, position)
    start = front.end() if front else sentence.start
    found = _DESCRIBED.match(scene.plain, start, position)
    return None if scene.within(sentence.start, position, "scheme") else found


def own_fund(scene: Scene, sentence: Sentence, position: int) -> Entity | None:
    """« La dotation de soutien aux bourgs ruraux atteint … »: the fund that its purpose names."""
    found = described(scene, sentence, position)
    if found is None or found["head"] not in _MONEY or len(_LINK.findall(found["what"])) < _ENOUGH:
        return None
    start, end = found.span("name")
    return scene.ledger.entity("tdi:Fund", "scheme", scene.text[start:end], (start, end))


_ENOUGH = 2


def meant(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether « il » or « elle » opens a sentence and stands for what is no scheme.

    « Fondée en 1926, l'entreprise fabrique des ressorts. Elle exporte … »: the firm.
    """
    pronoun = _PRONOUN.match(scene.plain, sentence.start)
    index = scene.index_at(sentence.start)
    if pronoun is None or index < 1 or scene.sentences[index - 1].block != sentence.block:
        return False
    before = scene.sentences[index - 1]
    if described(scene, before, before.end) is not None:
        return True
    front = _FRONT.match(scene.plain, before.start, before.end)
    head = HEAD.match(scene.plain, front.end() if front else before.start, before.end)
    if head is None or head["det"] is None or not (head["head"] in NOUNS or _acts(scene, head)):
        return False
    if scene.within(before.start, before.end, "scheme"):
        return False
    feminine = pronoun["p"] == "elle"
    return _GENDERS.get(head["det"], feminine) == feminine


def _acts(scene: Scene, head: re.Match[str]) -> bool:
    """« Le bâtiment a coûté 2 M€ »: a thing that no word for a scheme calls, and its verb."""
    return head["head"] not in _SCHEMES and bool(_COST.match(scene.plain, head.end("head")))


_SCHEMES = frozenset({
    "programme", "plan", "fonds", "dispositif", "mesure", "initiative", "label", "volet", "appel",
    "operation", "strategie", "demarche", "enveloppe", "phase", "vague", "edition", "dotation",
    "ami", "pacte", "contrat", "reseau", "convention", "aide", "budget", "politique",
})  # fmt: skip
_COST = re.compile(
    r"(?: [\w'-]+){0,3}? (?:a|aura|avait|vient d'|est|sera|etait) ?(?:coute|ouver\w+|ouvrir"
    r"|inaugure\w*|livre\w*|construit\w*|achete\w*|rachete\w*|acquis\w*|rehabilite\w*|renove\w*|demoli\w*"
    r"|ferme\w*|chiffre\w*|estime\w*)\b"
)
_PRONOUN = re.compile(r"(?:[a-z]+[eiut] [^,.;]{3,40}, )?(?P<p>il|elle) (?!y a\b|faut\b|s'agit\b)")
