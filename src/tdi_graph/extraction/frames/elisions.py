"""Numbers whose noun is left out: « dont 46 recrutés », « et 97 retenus », « 380 l'ont été »."""

import re

from tdi_graph.extraction import ranges
from tdi_graph.extraction.frames import excluding, measures
from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

_KEPT = re.compile(
    r" (?:l'ont ete|(?:ont |sont |avaient |etaient |seront |se )?(?:deja |ainsi |ete "
    r"|conjointement )*(?P<verb>reten|selectionn|laureat|soutenu"
    r"|financ|accept|valid|labellis|acheve|termine|realise|recrute|portee|portes|design|cree"
    r"|deploye|accompagn"
    r"|cofinanc|co-financ|sign|supplementaire|issu|situe|juge|mis(?=e?s? a disposition)"
    r"|prioritaires|installes|installees|implant|localis|nouve(?=aux|lles))\w*)\b"
)
# « 45 dossiers examinés ; il en a retenu 12 »
_CHOSEN = re.compile(
    r"\ben (?:a|ont|avait|avaient) (?:\w+ment )?(?P<verb>reten|selectionn|soutenu|financ|accept"
    r"|valid)\w* ?$"
)
_WON = frozenset({
    "reten", "selectionn", "laureat", "soutenu", "financ", "accept", "valid", "accompagn",
})  # fmt: skip
_PROJECTS = frozenset({"projects-supported", "projects-submitted"})
_PLACES = frozenset({"territories-count", "municipalities-count", "intercommunalities-count"})
_DONE = frozenset({"acheve", "termine", "realise"})
_LIST = re.compile(r"(?:,| et|, et|;)(?: (?:dont|puis))? ?$")
_DONT = re.compile(r"(?:\bdont|\bparmi lesquel(?:le)?s,?) ?$")
_AGAIN = re.compile(
    r" (?:(?:(?:se trouvent|se situent|sont|figurent|se repartissent) )?"
    r"(?:par|en|dans|pour|a|au|aux|sur|chez) |outre-mer\b|hors de )"
)
# « 34 bourgs dans le Cantal, 29 dans l'Ain »
_PLACED = re.compile(r" (?:dans|en) (?:la |le |les |l')?[a-z-]+")
_JOBS = re.compile(r" (?:autres\b(?! [a-z])|emplois?|postes?)")
# « créer 300 emplois et en maintenir 600 »
_SO_MANY = re.compile(r"(?=$|[.,;)]| (?:a|au|en|dans|sur|d'ici|grace|et)\b)")
_OF_THEM = re.compile(r"\b(?:d'en|en|a en) [a-z]+(?: plus de| pres de)? ?$")
_COUNTED_BEFORE = re.compile(
    r"\b(?:port\w+|passe\w*|elev\w+|evalu\w+|estim\w+|chiffr\w+) (?:ainsi )?a"
    r"(?: plus de| pres de| environ)? ?$"
)
_NUMBER_AFTER = re.compile(r" (?:le nombre (?:total )?|le total )d(?:e |es |')")
# « ce qui porte le nombre des dossiers retenus à 64 »
_BROUGHT = Indexed(
    r"\b(?:portant|porte|portent|amen\w+|elev\w+) (?:ainsi |desormais )?(?:a \d+ )?le (?:nombre"
    r"|total|nombre total) (?:de |des |d')(?P<noun>[\w' -]{3,60}?) a(?: plus de| pres de)? ?$"
)
# « le nombre de chefs de projet est passé de 40 à 86 »
_NUMBERS = Indexed(
    r"\ble nombre (?:total )?(?:de |des |d')(?P<noun>[\w' -]{3,60}?) (?:est |a )?(?:pass\w+"
    r"|attei\w+"
    r"|s'elev\w+|s'etabli\w+)(?: ainsi| desormais)?(?: de [\d ]+)?(?: a)?(?: plus de| pres de)? ?$"
)
# « lancé avec 124 territoires, il en compte désormais 183 »
NOW_HAS = re.compile(
    r"\ben (?:compte|comptait|comptera|comptent|reunit|rassemble|couvre|denombre)"
    r"(?: desormais| aujourd'hui| maintenant| a present| deja| plus de| pres de)* ?$"
)
_NOUN_NEXT = re.compile(r" (?!en\b|dans\b|au\b|aux\b|a\b|et\b|sur\b|depuis\b|pour\b)[a-z]")
# « 46 quartiers sont labellisés, ce qui porte leur nombre à 172 »
_TOTAL = re.compile(
    r"\b(?:port\w+|amen\w+) (?:ainsi |desormais )?(?:leur|le|son) nombre(?: total)? a"
    r"(?: plus de| pres de)? ?$"
)
_PASSES = re.compile(
    r"\b(?:fonds|enveloppe|dotation|budget|x{6,})\b(?:,(?: qui)?)?"
    r"(?:[^.;,]{0,40}|[^.;,]{0,40},[^.;,]{3,60}, )\b(?:pass\w+|port\w+"
    r"|attei\w+"
    r"|s'elev\w+|s'etabli\w+)\b[^.;]{0,32}$"
)
# « Porté de 2 à 2,5 milliards d'euros, il … », as a sentence begins
_RAISED = re.compile(
    r"\W{0,3}(?:port|relev|ramen)ee?s? (?:initialement )?"
    r"(?:de [\d ,]+(?:millions?|milliards?|m€|md€)?(?: d'euros)? )?a (?:pres de |plus de )?"
)
# « doté de 150 millions, puis porté à 450 »
_THEN = re.compile(
    r"(?:,| puis| et| depuis)+ (?:puis |ensuite |depuis )?(?:(?:il |elle )?a ete )?"
    r"(?:port|ramen|relev"
    r"|abaiss)ee?s? (?:\w+ment )?a(?: pres de| plus de)? ?$"
)
# « passe de 2,5 milliards en 2024 à 1,1 milliard en 2025 »
_TO_NOW = re.compile(r"(?: (?:en|pour) (?:l'annee )?\d{4})? a(?: pres de| plus de)? ?")
_INSTEAD = re.compile(
    r"[^,;]{0,60},? (?:au lieu d(?:e|es)|contre) ?(?:les )?(?:pres de |plus de )?"
)
_JOBS_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("jobs-created", re.compile(r"\b(?:creation|creer|cree\w*|generer\w*"
                                r"|recrut\w+) (?:nette )?(?:de |d')?(?:plus de |pres de )?$")),
    ("jobs-maintained", re.compile(
        r"\b(?:maintien|maintenir|preserv\w+|sauvegard\w+|conforter|perenniser) (?:de "
        r"|d')?(?:plus de |pres de )?$")),
)  # fmt: skip


def find(
    scene: Scene, quantity: Quantity, clause: tuple[int, int], earlier: list[Figure]
) -> Measured | None:
    """Return the indicator of a count whose noun stands elsewhere."""
    plain = scene.plain
    before = plain[max(clause[0], quantity.lead - 40) : quantity.lead]
    after = _NUMBER_AFTER.match(plain, quantity.end)
    if after and _COUNTED_BEFORE.search(before):
        return _brought(scene, quantity, after.end(), clause[1], quantity.lead)
    brought = _BROUGHT.search(scene.words, clause[0], quantity.lead) or _NUMBERS.search(
        scene.words, clause[0], quantity.lead
    )
    if brought:
        return _brought(scene, quantity, brought.start("noun") - 1, clause[1], brought.start())
    counts = [f for f in earlier if f.quantity.unit == "count"]
    if counts:
        between = plain[counts[-1].quantity.end : quantity.lead]
        if _INSTEAD.fullmatch(between):
            told = re.match(r" annonces?[\w' ]{0,40}", plain[quantity.end : clause[1]])
            end = quantity.end + (told.end() if told else 0)
            return counts[-1].indicator, "figure.instead-of", end, quantity.lead
    return _continued(scene, quantity, before, counts)


def jobs(scene: Scene, quantity: Quantity, start: int) -> Measured | None:
    """« la création de 300 emplois et le maintien de 600 autres »."""
    found = _JOBS.match(scene.plain, quantity.end) or _SO_MANY.match(scene.plain, quantity.end)
    if found is None:
        return None
    before = scene.plain[max(start, quantity.lead - 40) : quantity.lead]
    indicator = next((name for name, words in _JOBS_BEFORE if words.search(before)), None)
    if indicator is None or (not found[0] and not _OF_THEM.search(before)):
        return None
    if excluding.excluded(scene, quantity, "jobs-created"):
        return None
    return indicator, f"figure.{indicator}", found.end(), quantity.lead


def _brought(
    scene: Scene, quantity: Quantity, noun_at: int, limit: int, start: int
) -> Measured | None:
    """« ce qui porte à 113 le nombre de dossiers soutenus »."""
    for indicator, noun in measures.COUNTS:
        found = noun.match(scene.plain, noun_at, limit)
        if found:
            won = measures.PROJECTS[1][1].search(scene.plain[found.end() : found.end() + 30])
            kept = indicator in {"applications-count", "projects-submitted"} and won
            end = max(found.end(), quantity.end)
            return "projects-supported" if kept else indicator, "figure.brought-to", end, start
    return None


def taken(scene: Scene, figure: Figure, end: int) -> str:
    """Return what the verb after ``end`` makes of projects: supported, completed; or nothing."""
    kept = _KEPT.match(scene.plain, end)
    return _taken(_applicants(scene, figure), kept["verb"] or "") if kept else ""


def _applicants(scene: Scene, figure: Figure) -> str:
    """Return what a figure counts; of applications, who applied, if the noun tells."""
    if figure.indicator != "applications-count":
        return figure.indicator
    end = figure.quantity.end
    return next((name for name, noun in measures.COUNTS if noun.match(scene.plain, end)), "")


def _taken(indicator: str, verb: str) -> str:
    """Return what the verb makes of projects: supported or completed ones; or nothing."""
    if indicator in {"applications-count", "projects-submitted"} and verb in _WON:
        return "projects-supported"
    if indicator in _PLACES and verb in _WON:
        return indicator
    return "projects-completed" if indicator in _PROJECTS and verb in _DONE else ""


def _continued(
    scene: Scene, quantity: Quantity, before: str, counts: list[Figure]
) -> Measured | None:
    """« 67 candidatures, 22 ont été retenues », « dont 46 recrutés », « 14 par X, 11 par Y »."""
    if not counts:
        return None
    total = _total(scene, quantity, before, counts[-1].indicator)
    if total is not None:
        return total
    chosen = _CHOSEN.search(before)
    if chosen:
        won = _taken(_applicants(scene, counts[-1]), chosen["verb"])
        return (won, "figure.kept", quantity.end, quantity.lead) if won else None
    kept = _KEPT.match(scene.plain, quantity.end)
    if kept:
        won = _taken(_applicants(scene, counts[-1]), kept["verb"] or "")
        part = not won and (_DONT.search(before) or counts[-1].base is not None)
        rule = "figure.part" if part else "figure.kept"
        return won or counts[-1].indicator, rule, kept.end(), quantity.lead
    return _parted(scene, quantity, before, counts[-1])


def _total(scene: Scene, quantity: Quantity, before: str, indicator: str) -> Measured | None:
    """« il en compte désormais 183 », « portant leur nombre à 172 »."""
    if NOW_HAS.search(before) and not _NOUN_NEXT.match(scene.plain, quantity.end):
        return indicator, "figure.kept", quantity.end, quantity.lead
    total = _TOTAL.search(before)
    start = quantity.lead - len(before) + total.start() if total else 0
    return (indicator, "figure.brought-to", quantity.end, start) if total else None


def _parted(scene: Scene, quantity: Quantity, before: str, last: Figure) -> Measured | None:
    """« dont 8 en Bretagne », « 25 dans le Cher »: parts of what was counted last."""
    again = _AGAIN.match(scene.plain, quantity.end)
    if again is None:
        return None
    listed = _LIST.search(before)
    placed = _PLACED.match(scene.plain, last.core[1])
    if placed and _PLACED.match(scene.plain, quantity.end) and listed:
        return last.indicator, "figure.placed", quantity.end, quantity.lead
    told = last.rule in {"figure.part", "figure.kept", "figure.placed", "figure.among"}
    larger = last.base is None and quantity.value > last.value
    if not larger and (_DONT.search(before) or (listed and told)):
        return last.indicator, "figure.part", quantity.end, quantity.lead
    return None


def money(scene: Scene, quantity: Quantity, start: int, earlier: list[Figure]) -> Measured | None:
    """« le fonds passe à 350 millions », « contre 100 M€ l'an passé »."""
    sums = [f for f in earlier if f.quantity.unit == "EUR"]
    if sums and _INSTEAD.fullmatch(scene.plain[sums[-1].quantity.end : quantity.lead]):
        return sums[-1].indicator, "figure.instead-of", quantity.end, quantity.lead
    if sums and _TO_NOW.fullmatch(scene.plain, sums[-1].quantity.end, quantity.lead):
        passed = scene.plain[max(start, sums[-1].quantity.lead - 40) : sums[-1].quantity.lead]
        if ranges.GROWS.search(passed):
            return sums[-1].indicator, "figure.brought-to", quantity.end, quantity.lead
    endowed = bool(sums) and sums[-1].indicator == "endowment"
    if _raised(scene, quantity, start, endowed=endowed):
        return "endowment", "figure.endowment", quantity.end, quantity.lead
    given = bool(earlier) and _given(scene, earlier[-1], quantity)
    if given and _FOR.fullmatch(scene.plain, earlier[-1].quantity.end, quantity.lead):
        return "public-aid", "figure.public-aid", quantity.end, quantity.lead
    return None


def _raised(scene: Scene, quantity: Quantity, start: int, *, endowed: bool) -> bool:
    """Tell whether the words before an amount say that a fund passes or is raised to it."""
    opening = _RAISED.match(scene.plain, start, quantity.lead)
    if opening and opening.end() == quantity.lead:
        return True
    low = max(start, quantity.lead - 120)
    before = scene.plain[low : quantity.lead]
    for mention in scene.within(low, quantity.lead, "scheme"):
        if mention.entity.type == "tdi:Fund":
            at, end = mention.start - low, mention.end - low
            before = before[:at] + "x" * (end - at) + before[end:]
    return bool(_PASSES.search(before) or (endowed and _THEN.search(before)))


# « 27 ont été confirmés, pour 6,9 M€ », « 36 compagnies aidées : 4,2 M€ »: what they got.
_HELPED = re.compile(
    r"\b(?:retenu|soutenu|financ|confirm|aide(?=es?\b)|selectionn|laureat|accompagn|valid|subventionn)\w*"
)
_WINNERS = frozenset({
    "beneficiaries-count", "territories-count", "municipalities-count", "sites-count",
    "applications-count",
})  # fmt: skip


def _given(scene: Scene, figure: Figure, quantity: Quantity) -> bool:
    """Tell whether what a figure counts are those who got an amount that stands beside it."""
    if figure.indicator == "projects-supported":
        return True
    said = scene.plain[figure.quantity.end : quantity.lead]
    return figure.indicator in _WINNERS and bool(_HELPED.search(said))


# « 214 projets financés en 2023 pour 9,8 M€ »
_FOR = re.compile(
    r"[^,;.]{0,70}(?:,? a hauteur de ?(?:pres de |plus de )?| ?: ?"
    r"|,? pour (?:un (?:montant|total)(?: total| global)? de )?)"
    r"| (?:projets?|operations?|dossiers?)(?: [a-z]+){0,2}(?:,| –| /) "
)
