"""Numbers told beside a scheme: of a sample, a visit, a wish, a local project, another column.

A text on a programme also tells of one club, one building, one survey; what is counted there is
not the programme's, whatever is named around it.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from tdi_graph.extraction import headings, standins
from tdi_graph.extraction.frames import outside, passing
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

_NEAR, _FAR, _FARTHEST, _PARAGRAPH = 48, 120, 240, 600
_LONGEST_LIST = 40
# « un échantillon de 80 dossiers », « une enquête auprès de 300 entreprises »
_SAMPLE = Indexed(
    r"\b(?:echantillon|panel|sondage|questionnaire|enquete|entretiens?|auditions?)\b"
    r"[^.;:,]{0,30}? (?:de|d'|aupres de|avec|sur|aupres d'|menee? aupres de) ?$"
)
# « L'étude porte sur 222 villes »
_STUDIED = Indexed(
    r"\b(?:etude|enquete|audit|evaluation|observation|analyse|barometre)\b[^.;:]{0,30}"
    r" (?:porte|portait|portent|a porte|couvre) (?:sur )?$"
)
_ASKED = re.compile(r"[^.;:,]{0,40}\b(?:interroge|sonde|repondant|auditionne|consulte)\w*")
_SURVEY = re.compile(
    r"\b(?:enquete|sondage|barometre|repondants|interroges?)\b[^.;]{0,90}$"
    r"|^(?:toujours )?(?:selon|d'apres) (?:l'|une |le |un |cette |ce )(?:enquete|sondage|barometre"
    r"|etude)\b[^.;]{0,240}$"
)
# « se sont rendus dans 6 communes », « ont entendu 74 personnes »
_VISIT = re.compile(
    r"\b(?:visit\w+|deplac\w+ (?:dans|sur|en)|rend(?:us?|ues?|ra|ront) (?:dans|sur)"
    r"|entend(?:u|ue|us|ues|re)|auditionn\w+|rencontr\w+|sillonn\w+|arpent\w+)(?: [\w']+){0,2} ?$"
)
# « nous voudrions que la moitié des projets … », « l'association réclame 12 communes de plus »
_WISH = Indexed(
    r"\b(?:(?:j'|nous )(?:aimer|voudr|souhaiter)\w+|il (?:nous )?faudrait|reclam\w+|revendiqu\w+"
    r"|plaid\w+|preconis\w+|recommand\w+|exig(?:e|ent|eait|eaient)|on (?:reve|espere)"
    r"|rev(?:e|ent) d[e'])\b[^.;:]{0,110}$"
)
# « Cinq recommandations », « Trois scénarios »: headings over what nobody has decided.
_PROPOSED = re.compile(
    r"\b(?:recommandations?|preconisations?|scenarios?|propositions?|hypotheses?"
    r"|pistes?(?! cyclables?))\b"
)
# « 2. Porter l'aide à 3 M€ », « B. Extension à 90 communes »: an item that says what to do.
_TO_DO = re.compile(
    r"\W*(?:\(?(?:\d{1,2}|[a-z])[.)°] ?(?:[-–] ?)?)?(?:l'|la |le |une? )?"
    r"[a-z]+(?:er|ir|re|tion|sion|ment|age|ure)\b"
)
# « 7 communes sur 10 »
_OUT_OF_TEN = re.compile(r"(?: [\w'-]+){1,2} sur (?:10|100|dix|cent)\b(?! (?:millions?|mille))")
# Columns of a local paper, and lists of its articles, that tell of other things; those that may
# be a programme's field, too, need a second one beside them.
_COLUMN = re.compile(
    r"\W*(?:(?P<sure>faits? divers|meteo|carnet(?: rose| du jour)?|etat civil|necrologie"
    r"|petites annonces|annonces legales|horoscope|mots croises)|sports?|immobilier|loisirs"
    r"|spectacles?|cinema|jeux|culture|agenda|tele(?:vision)?)\W*"
)
# What leads to the headlines of other articles.
_LINKS = re.compile(
    r"\W*(?:(?:a )?lire (?:aussi|egalement|sur le meme \w+)|sur le meme (?:sujet|theme)"
    r"|dans la meme rubrique|nos autres articles|les plus lus|articles (?:lies|similaires"
    r"|associes))\W*"
)
# What a text tells of one club, one shop, one building: singular nouns that no scheme bears.
_ONE = (
    r"(?:clubs?|promoteur|usine|entreprise|societe|groupe|pme|cooperative|ecole de production"
    r"|tiers-lieu|halle|batiment|campus|creche|piscine|gymnase|stade|hotel|residence|ferme|atelier"
    r"|lycee|iut|start-up|laboratoire|brasserie|fonderie|papeterie|scierie|filature|musee|theatre"
    r"|mediatheque|cinema|maison de sante|pepiniere|incubateur|fablab|centre de formation|zone"
    r"|site|parc|friche|quartier|commerce|restaurant|magasin|supermarche|cafe|epicerie"
    r"|boulangerie|association|federation|federation sportive)"
)
_APPOSED = re.compile(
    r"(?:^|[.;:\n»] ?|, |\bet )(?:le|la|l'|un|une|son|sa|cette?|notre) ?(?:\w+ )?"
    rf"{_ONE}\b[^.;:,]{{0,50}}, (?:subventionne|finance|cofinance|soutenu|dote|aide"
    r"|accompagne|equipe|rehabilite|renove)e?(?: [\w']+){0,4} ?(?:de|d'|a|pour)? ?$"
)
# « un tiers-lieu de 300 m² financé à 60 % »
_FUNDED_ONE = re.compile(
    rf"\b(?:un|une|le|la|l'|cette?|son|sa) ?(?:\w+ )?{_ONE}\b[^.;:,]{{0,60}}"
    r" (?:co)?financee? (?:a|a hauteur de) ?$"
)
_ONE_OF = re.compile(rf"\b(?:un|une|le|la|l') ?{_ONE}(?: [\w'-]+){{0,2}} de ?$")
# « le projet d'école de Brion, …: 12 élèves, budget de 2 M€ »
_PROJECT = re.compile(
    r"\b[Pp]rojet d(?:e l'|e la |e |u |')(?!loi|plan|programme|fonds|territoire|contrat|convention"
    r"|budget|décret|label|dispositif)[a-zéèêàç][\w' -]{2,60}? (?:de |d'|à |du )(?=[A-ZÉ])"
)
# « Ma ferme compte 14 logements »: what a reader asks about.
_MINE = re.compile(
    r"\b(?:mon|ma|mes|votre) [\w'-]+ (?:a|ont|compte|possede|fait|emploie) (?:\w+ )?$"
)
# « le solde venant de A, de B et de trois communes »: those who pay.
_PAYING = Indexed(r"\b(?:solde|reste|complement)\b[^.;:]{0,130}$")
# « l'établissement a lui-même engagé 3 M€ »
_ITSELF = Indexed(r"\b(?:lui|elle|eux|elles)-memes? [\w' ]{0,40}$")


def told(scene: Scene, quantity: Quantity) -> str:
    """Return what a number tells of instead of a scheme, or nothing."""
    return next((what for what, shown in _CHECKS if shown(scene, quantity)), "")


def _before(scene: Scene, quantity: Quantity, reach: int) -> str:
    return scene.plain[_low(scene, quantity, reach) : quantity.lead]


def _low(scene: Scene, quantity: Quantity, reach: int) -> int:
    """Return where the words before a number begin, within its sentence."""
    sentence = scene.sentence_at(quantity.start)
    low = sentence.start if sentence else quantity.lead
    return max(low, quantity.lead - reach)


def _sampled(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit == "EUR":
        return False
    if _ASKED.match(scene.plain, quantity.end):
        return True
    if quantity.unit == "percent":
        return bool(_SURVEY.search(_before(scene, quantity, _FARTHEST).lstrip()))
    low = _low(scene, quantity, _FAR)
    sampled = _SAMPLE.search(scene.words, low, quantity.lead)
    return bool(sampled or _STUDIED.search(scene.words, low, quantity.lead))


def _visited(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "count" and bool(_VISIT.search(_before(scene, quantity, _NEAR)))


def _wished(scene: Scene, quantity: Quantity) -> bool:
    low = _low(scene, quantity, _FARTHEST)
    return bool(_WISH.search(scene.words, low, quantity.lead))


def _proposed(scene: Scene, quantity: Quantity) -> bool:
    index = scene.index_at(quantity.start)
    above = headings.over(scene, index)
    if above is None or not _PROPOSED.search(scene.plain, above.start, above.end):
        return False
    return bool(_TO_DO.match(scene.plain, scene.view.blocks[scene.sentences[index].block].start))


def _out_of_ten(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "count" and bool(_OUT_OF_TEN.match(scene.plain, quantity.end))


def _column(scene: Scene, quantity: Quantity) -> bool:
    if scene.columns is None:
        scene.columns = _columns(scene)
    return quantity.start >= scene.columns


def _columns(scene: Scene) -> int:
    """Return where the columns begin that tell of other things, or the end of the text."""
    found: list[tuple[int, bool]] = []
    for block in scene.view.blocks:
        match = _COLUMN.fullmatch(scene.plain, block.start, block.end)
        if match:
            found.append((block.start, match["sure"] is not None))
    sure = any(shown for _, shown in found) or len(found) > 1
    end = len(scene.text)
    return found[0][0] if found and sure and not scene.within(found[0][0], end, "scheme") else end


def _headline(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number stands in the headline of another article."""
    sentence = scene.sentence_at(quantity.start)
    at = sentence.block if sentence else 0
    first = max(0, at - _LONGEST_LIST)
    while at > first and scene.text[scene.view.blocks[at].end - 1] not in ".!?":
        at -= 1
        block = scene.view.blocks[at]
        if _LINKS.fullmatch(scene.plain, block.start, block.end):
            return True
    return False


def _of_one(scene: Scene, quantity: Quantity) -> bool:
    before = _before(scene, quantity, _FARTHEST)
    if quantity.unit == "m2":
        return bool(_ONE_OF.search(before))
    if quantity.unit == "percent":
        return bool(_FUNDED_ONE.search(before))
    return quantity.unit == "EUR" and bool(_APPOSED.search(before))


def _of_a_project(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether the paragraph tells of one project, called after its place."""
    sentence = scene.sentence_at(quantity.start)
    if sentence is None or quantity.unit == "percent":
        return False
    low = max(scene.view.blocks[sentence.block].start, quantity.lead - _PARAGRAPH)
    told = scene.plain.find("projet d", low, quantity.lead) >= 0
    found = _PROJECT.search(scene.text, low, quantity.lead) if told else None
    if found is None or scene.within(found.end(), quantity.start, "scheme"):
        return False
    return not standins.ANAPHOR.search(scene.words, found.end(), quantity.lead)


def _by_others(scene: Scene, quantity: Quantity) -> bool:
    told = _ITSELF if quantity.unit == "EUR" else _PAYING
    if _MINE.search(_before(scene, quantity, _NEAR)):
        return True
    low = _low(scene, quantity, _FARTHEST)
    return quantity.unit != "percent" and bool(told.search(scene.words, low, quantity.lead))


_Checks: TypeAlias = tuple[tuple[str, Callable[[Scene, Quantity], bool]], ...]
_CHECKS: _Checks = (
    ("a sample or a survey", _sampled),
    ("what somebody visited or heard", _visited),
    ("what somebody wishes", _wished),
    ("what is only proposed", _proposed),
    ("a ratio", _out_of_ten),
    ("another column", _column),
    ("the headline of another article", _headline),
    ("what one club or building gets or has", _of_one),
    ("what one local project has", _of_a_project),
    ("what others pay or have", _by_others),
    *outside.CHECKS,
    *passing.CHECKS,
)
