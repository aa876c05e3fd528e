"""What an amount is put into: a scheme named beside it, what costs, or what the clause is about."""

import re

from tdi_graph.extraction import clauses, governing, subjects
from tdi_graph.extraction.frames import payables, staff
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.subjects import Resolution
from tdi_graph.extraction.view import Sentence

# « 3 M€ pour le programme X », « 2 M€ à l'étude », whatever time stands between.
_FOR = re.compile(
    r"[^,.;:]{0,40}?(?P<to> pour| au| aux| a la| a l'| dans| (?:en faveur|au profit|au benefice"
    r"|au service) d[eu]?(?: la| l')?| a)(?P<the> (?=le |la |les |l'|un)|(?<=')| )"
)
_HEAD = re.compile(
    r"(?:le |la |les |l'|un |une )?(?:programme |plan |fonds |dispositif |label )?[«\"]? ?"
)
WHOM = re.compile(r"(?:,| et) (?:a qui|auxquels?|auxquelles|a laquelle|a ceux)\b[^.;:]{0,40}$")
# « le véhicule a coûté 148 000 euros. L'État en a payé la moitié »
_OPENS, _AFTER = 70, 70
_COMMON = re.compile(
    r"\b(?:coute\w*|cout|chantier|investissements?|budget|tour de table|devis|facture)\b"
)
_LOCAL = re.compile(
    r"\b(?:ecole de production|tiers-lieu|atelier|usine|papeterie|scierie|fonderie|entreprise"
    r"|societe|start-up|pme|l'operation|le projet|ce projet|friche|chaufferie)\b"
)
# « 4,6 M€ aux lycées », « 80 000 euros à l'entreprise »: no scheme gets it. « 12 M€ à 30 projets »
# is what a scheme's projects get.
_TO_OTHERS = re.compile(
    r"(?: d'aides?| de subventions?| de credits)?(?: supplementaires)? "
    r"(?:aux|au|a la|a l'|a cette|a ce|a ces|a \d+|pour les|pour ses) ?"
    r"(?:departement|syndicat|commune|ville|communaute|metropole|agglomeration|bailleur|port"
    r"|etablissement|laboratoire|pole|groupe|societes|entreprises|lycees?|colleges?|ecoles|universites?|etudiants|festivals?|hopital|hopitaux|clubs?|musees?"
    r"|theatres?|agriculteurs|eleveurs|pecheurs|menages|familles|entreprise|societe|usine|start-up"
    r"|club|association|fondation|paroisse|routes|trains|transports)\b"
)
# « la moitié du salaire », « un tiers des travaux »; « 45 % du coût » is of the whole.
_PART_OF = re.compile(
    r"(?= (?:du|de la|de l'|des|de son|de mon|de leur) (?!cout|total|budget|montant))"
)
_SURE = 0.6


def of(scene: Scene, found: re.Match[str], start: int, sentence: Sentence) -> Entity | None:
    """Return what the amount of a clause, whose payer begins at ``start``, is put into."""
    if WHOM.search(scene.plain, sentence.start, start):
        return None
    told = named(scene, found.end(), sentence)
    goal = GOAL.match(scene.plain, found.end())
    if told is not None or goal is not None:
        return told or (aimed_at(scene, goal.end(), sentence) if goal else None)
    part = _PART_OF.match(scene.plain, found.end())
    if part is not None:
        costly = payables.ahead(scene, part.end(), sentence.end)
        return costly.entity if costly else None
    if to_others(scene, found.end(), sentence):
        return _wanted(scene, found.end(), sentence)
    return _spoken_of(scene, found, start, sentence)


def _spoken_of(scene: Scene, found: re.Match[str], start: int, sentence: Sentence) -> Entity | None:
    """Return what the clause is about, or what costs and opens the sentence."""
    if elsewhere(scene, found.start(), sentence):
        return None
    about = there(scene, found.start(), sentence)
    about = about or subjects.of_clause(scene, found.start(), sentence)
    if about is not None and about.score >= _SURE:
        return about.entity
    thing = _wanted(scene, found.end(), sentence) or _opening(scene, sentence, start)
    if thing is not None or about is None or _elsewhere(scene, sentence, start):
        return thing
    return about.entity


# « L'État y consacre 24 M€ », « la commune y met 300 000 euros »
_THERE = re.compile(r"(?:\b(?<!il )y|\b[jlns]'y) [^.;:()]{0,70}$")


def there(scene: Scene, position: int, sentence: Sentence) -> Resolution | None:
    """Return the scheme that begins the sentence before one whose verb has « y »."""
    earlier = _pointed(scene, position, sentence)
    named = scene.within(earlier.start, earlier.end, "scheme") if earlier else []
    leading = [m for m in named if earlier and governing.leads(scene, m, earlier)]
    if not leading:
        return None
    return Resolution(leading[0].entity, _SURE, 0.2, sentence.start)


def elsewhere(scene: Scene, position: int, sentence: Sentence) -> bool:
    """« Les 12 hectares seront viabilisés. La ville y met 3 M€ »: into them, not the scheme."""
    earlier = _pointed(scene, position, sentence)
    return earlier is not None and clauses.headed(scene, earlier)


def _pointed(scene: Scene, position: int, sentence: Sentence) -> Sentence | None:
    """Return the sentence to which « y », before the verb at ``position``, points back."""
    if _THERE.search(scene.plain, sentence.start, position) is None:
        return None
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    if earlier.block != sentence.block or scene.within(sentence.start, position, "scheme"):
        return None
    return earlier if earlier.start < sentence.start else None


def to_others(scene: Scene, end: int, sentence: Sentence) -> bool:
    """Tell whether the amount that ends at ``end`` goes to those who are no scheme."""
    return bool(_TO_OTHERS.match(scene.masked(end, min(sentence.end, end + _AFTER))))


# « 7 M€ par an au cofinancement de chefs de projet »
GOAL = re.compile(
    r"(?: par an| chaque annee| en 20\d\d)? (?:au|pour le) (?:co-?)?financement (?=d[eu'])"
)
_GOAL_HEAD = re.compile(
    r"d(?:e la |e l'|u |es |e |')(?:programme |plan |fonds |dispositif )?[«\"]? ?"
)


def aimed_at(scene: Scene, position: int, sentence: Sentence) -> Entity | None:
    """Return what is paid for, as « de » tells at ``position``."""
    head = _GOAL_HEAD.match(scene.plain, position, sentence.end)
    mention = scene.mention_at(head.end()) if head else None
    if mention is not None and mention.entity.sort == "scheme":
        return mention.entity
    posts = staff.named(scene, head.end()) if head else None
    costly = payables.ahead(scene, position - 1, sentence.end)
    return posts or (costly.entity if costly else None)


def named(scene: Scene, end: int, sentence: Sentence) -> Entity | None:
    """Return the scheme that « pour » or « à » names after an amount."""
    for to in _FOR.finditer(scene.plain, end, min(sentence.end, end + _AFTER)):
        head = _HEAD.match(scene.plain, to.end())
        for at in (to.end(), head.end() if head else to.end()):
            mention = scene.mention_at(at)
            if mention is not None and mention.entity.sort == "scheme":
                return mention.entity
    return None


def _wanted(scene: Scene, end: int, sentence: Sentence) -> Entity | None:
    """« 120 000 euros pour l'étude préalable »: the study."""
    to = _FOR.match(scene.plain, end, min(sentence.end, end + _AFTER))
    costly = (
        payables.ahead(scene, to.end("to"), sentence.end) if to and "pour" in to["to"] else None
    )
    return costly.entity if costly else None


def _opening(scene: Scene, sentence: Sentence, start: int) -> Entity | None:
    """Return what costs, by the beginning of this sentence or of the one before it."""
    index = scene.index_at(sentence.start)
    places = [(sentence.start, start)]
    if index and scene.sentences[index - 1].block == sentence.block:
        earlier = scene.sentences[index - 1]
        places.append((earlier.start, earlier.end))
    for low, high in places:
        costs = _COMMON.search(scene.plain, low, high)
        thing = payables.first(scene, low, min(high, low + _OPENS)) if costs else None
        if thing is not None:
            return thing.entity
    return None


def _elsewhere(scene: Scene, sentence: Sentence, start: int) -> bool:
    """Tell whether a place, a firm or a project is spoken of, not the scheme."""
    index = scene.index_at(sentence.start)
    while index and scene.sentences[index - 1].block == sentence.block:
        index -= 1
    return bool(_LOCAL.search(scene.masked(scene.sentences[index].start, start)))
