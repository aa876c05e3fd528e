"""What the words right beside a figure limit it to: a wave, one unit, one place, a kind.

« 412 dossiers au cours des deux premières vagues », « un forfait de 35 000 euros », « la friche
Cosserat (6 hectares) », « parmi les lauréats figurent 49 associations », « huit villes bretonnes ».
"""

import re
from functools import cache

from tdi_graph.extraction import lexicon
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import plain
from tdi_graph.extraction.view import Sentence

_RANK = (
    r"(?:premiere?s?|deuxiemes?|secondes?|troisiemes?|quatriemes?|cinquiemes?|sixiemes?|septiemes?"
    r"|dernieres?|precedentes?|[1-9](?:re|er|e|eme))"
)
_ROUND = (
    r"(?:vagues?|phases?|editions?|sessions?|promotions?|campagnes?|tranches?|saisons?|releves?"
    r"|generations?|appels? (?:a (?:projets|candidatures)|d'offres))"
)
# « … lors de la première vague », « … issus des deux premières promotions »
_OF_A_ROUND = re.compile(
    r"[^,.;:()]{0,60}?(?:\b(?:lors|au cours|a l'issue|au titre|issue?s?|dans le cadre)"
    r" d(?:e (?:la |l')?|es |u )|\b(?:pendant|durant|dans|pour|par|sous|a) (?:la |le |les |l')"
    rf"|\bde la |\bdes )(?P<round>(?:(?:deux|trois|\d) )?{_RANK} {_ROUND})\b"
)
# « une première phase ayant concerné 149 territoires »
_ROUND_DID = re.compile(
    rf"(?P<round>(?:(?:deux|trois|\d) )?{_RANK} {_ROUND}|(?<=ce )(?:deuxieme|sixieme|nouvel) appel)"
    r"(?:,[^,.;:()]{3,60},)?(?: [\w']+){0,3} (?:ayant |a |ont |avai(?:t|ent) )?(?:[\w']+ ){1,4}?$"
)
_FLAT = Indexed(
    r"\b(?:forfait|aide forfaitaire|subvention forfaitaire|prime|bourse|bonus)s?"
    r"(?: (?:annuel|mensuel|maximal|exceptionnel|unique)(?:le)?)? (?:de |d'|s'eleve a |fixee? a )"
    r"(?:pres de |environ |plus de |jusqu'a )?$"
)
_AMONG = Indexed(
    r"\b(?:parmi|sur) (?:les|ces|nos|leurs|ses) (?:\d[\d ]*|[\w-]+ )?(?:premiers? )?[\w'-]+,?"
    r" (?:figurent|on (?:compte|trouve|denombre)|se trouvent|il y a)\b[^.;:]*$"
)
_PLACE_NAMED = re.compile(
    r"\b(?:[Ll]a|[Ll]e|[LlDd]'|[Dd]e la|[Dd]u|[Aa]u|[Uu]ne?|[Dd]es) ?(?P<site>(?:(?:ancien(?:ne)?"
    r"|futur|future|nouve(?:au|lle)|vaste) )?(?:friche|usine|site|zone|parc|terrain|halle|emprise"
    r"|caserne|hôpital|école|atelier|tiers-lieu|plateforme|chantier|pépinière|bâtiment|cimenterie"
    r"|filature|tannerie|fonderie|papeterie|sucrerie|verrerie|scierie|centrale|gare|base|carrière)"
    r"(?: [a-zéèêàç'-]+){0,4}? [«\"]? ?[A-ZÉÈÎ][^,.;:()«»\"]{2,50}?) ?[»\"]?"
    r"(?: ?\(|, (?:de |d'|soit |sur )?| \((?:soit|sur|près de|environ) )(?:environ |près de )?$"
)
_AREAS = frozenset({"land-area", "floor-area"})
_FAR = 160


def find(scene: Scene, figure: Figure, sentence: Sentence, earlier: list[Figure]) -> Entity | None:
    """Return what the words beside ``figure`` limit it to."""
    span = _round(scene, figure, sentence) or _site(scene, figure, sentence)
    if span is not None:
        return _scope(scene, scene.text[slice(*span)], span)
    low = _low(figure, sentence)
    lead = figure.quantity.lead
    if figure.quantity.unit == "EUR" and _FLAT.search(scene.words, low, lead):
        return _scope(scene, "par bénéficiaire", (figure.quantity.start, figure.quantity.end))
    if figure.quantity.unit == "count" and _AMONG.search(scene.words, low, lead):
        start, end = figure.quantity.end, figure.core[1]
        kind = scene.text[start:end].strip()
        return _scope(scene, kind, (start, end)) if kind else None
    return _carried(earlier) or _adjective(scene, figure, sentence)


def of_all(scene: Scene, figure: Figure) -> bool:
    """« l'un des 55 sites », « 97 projets en France »: of the whole, whatever is beside it.

    What a scheme is endowed with it has everywhere, unless the words right after it say else.
    """
    low, end = max(_NEAR, figure.quantity.lead - _NEAR), figure.quantity.end
    if _ONE_OF.search(scene.plain, low, figure.quantity.lead):
        return True
    endowed = figure.indicator == "endowment" and _DOTE.search(
        scene.plain, low - _NEAR, figure.quantity.lead
    )
    if endowed and not scene.within(end, end + _BESIDE, "place"):
        return True
    return bool(_NATION.match(scene.plain, figure.quantity.end))


_NEAR = 16
_DOTE = re.compile(r"\bdotee?s? (?:[\w' ]{0,20}? )?(?:de |d')$")
_ONE_OF = re.compile(r"\b(?:l'une? des|parmi les|au sein des) $")
_NATION = re.compile(
    r"[^,.;:()]{0,40}? (?:en france|au (?:plan|niveau) national|a l'echelle nationale"
    r"|dans (?:tout )?le pays)\b"
)


def _low(figure: Figure, sentence: Sentence) -> int:
    """Return where the words before a figure begin, as far as they may limit it."""
    return max(sentence.start, figure.quantity.lead - _FAR)


def _scope(scene: Scene, label: str, span: tuple[int, int]) -> Entity:
    return scene.ledger.entity("skos:Concept", "scope", label, span)


def _round(scene: Scene, figure: Figure, sentence: Sentence) -> tuple[int, int] | None:
    found = _OF_A_ROUND.match(scene.plain, figure.quantity.end, sentence.end)
    if found is None or scene.counts_in(figure.quantity.end, found.start("round")):
        low, lead = _low(figure, sentence), figure.quantity.lead
        found = _ROUND_DID.search(scene.plain, low, lead)
    return found.span("round") if found else None


def _site(scene: Scene, figure: Figure, sentence: Sentence) -> tuple[int, int] | None:
    """« la friche Cosserat (6 hectares) »: the ground or the building that is measured."""
    if figure.indicator not in _AREAS:
        return None
    found = _PLACE_NAMED.search(scene.text, _low(figure, sentence), figure.quantity.lead)
    return found.span("site") if found else None


def _carried(earlier: list[Figure]) -> Entity | None:
    """Return the round that an earlier figure of the sentence is of, which the others share."""
    scopes = [figure.scope for figure in earlier if figure.scope is not None]
    return scopes[-1] if scopes and _A_ROUND.fullmatch(plain(scopes[-1].label)) else None


_A_ROUND = re.compile(rf"(?:(?:deux|trois|\d) )?{_RANK} {_ROUND}")


@cache
def _places() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the adjectives of regions and departments, and the name behind each."""
    pairs = (line.partition(" | ") for line in lexicon.names("gentiles"))
    names = {adjective: name for adjective, _, name in pairs}
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf" (?P<word>{words})(?:ne|e)?s?\b"), names


def _adjective(scene: Scene, figure: Figure, sentence: Sentence) -> Entity | None:
    """« huit Territoires d'industrie bretons »: the region or department of what is counted."""
    end = min(sentence.end, figure.core[1] + _BESIDE)
    pattern, names = _places()
    found = pattern.search(scene.plain, figure.quantity.end, end)
    if found is None or re.search(r"[,.;:()]", scene.plain[figure.quantity.end : found.start()]):
        return None
    label = names[found["word"]]
    return scene.ledger.entity("schema:AdministrativeArea", "place", label, found.span("word"))


_BESIDE = 20
