"""Shares of a whole: which whole, and where the words end that tell it."""

import re

from tdi_graph.extraction.frames import resumed, scopes
from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_SHARE = re.compile(
    r"(?: seulement| a peine| environ)? (?:des|de la|du|de l'"
    r"|d'entre(?: elles| eux)?|de ces|de ses|de leurs|d'|de)"
    r" ?(?P<noun>[\w'-]+)(?P<rest>[^.;()]{0,110})"
)
# « deux tiers de nos emplois »: somebody speaks of the country, not of a programme.
_OURS = re.compile(r" de (?:nos|notre|vos|mes)\b(?! (?:projets|dossiers|actions|programmes?)\b)")
# « le fonds finance 30 % du projet »: of one, whichever it is.
_OF_ONE = re.compile(
    r" (?:du (?:projet|chantier|besoin)|de l'operation|de la depense)\b(?! de loi)"
)
# « 5 % d'un budget communal »: of any, not of one.
_ANY = re.compile(r" d'une? ")
# What a share is of when it describes the country: no fact of a programme unless tied to it.
_SOCIETY = re.compile(
    r"(?:francais(?:es)?|population|habitants?|emplois?|sites|investissements|pib|menages|foyers"
    r"|exportations|salaries|entreprises|communes|territoires?|communautes|elus|femmes|jeunes"
    r"|personnes|industrie|activite|surface|terres|citoyens|valeur|effectifs)"
)
_SHARE_ELIDED = re.compile(
    r" (?P<rest>(?:sont|ont|etaient|seront|concern\w+|issue?s?|port\w+|apport\w+|finance\w*"
    r"|verse\w*|situe\w*)\b[^,.;()]{3,70})"
)
_NO_SHARE = re.compile(
    r"\b(?:hausse|baisse|augment\w+|diminu\w+|reduction|reduire|recul|croissance|taux|progress\w+"
    r"|rabais|remise|tva|inflation|rythme|economies?)(?: [\w'-]+){0,4} (?:de |d'|a )?$"
)
_COST = re.compile(
    r"(?: du (?:cout|montant|prix|budget|salaire|loyer|poste)"
    r"| des (?:couts|depenses|frais)| de (?:tva|reduction))"
)
# « 8 M€ de subventions, soit 34 % du coût total »: what the aid is of all.
_THAT_IS = re.compile(r", soit (?:pres de |plus de |environ )?$")
_INDICATORS: tuple[tuple[str, str], ...] = (
    ("share-of-projects", r"projets?|operations?|actions?|dossiers?"),
    ("share-of-area", r"surfaces?|hectares|superficies?|foncier|terres?|sols?"),
)
# A rate that tells how a scheme fares; others are prices, growth or the country's.
_RATE = re.compile(
    r"\btaux (?:moyen )?(?:de |d')(?:satisfaction|realisation|selection|consommation|reussite"
    r"|couverture|engagement|execution|aide|subvention|intervention|cofinancement)\b"
    r"(?:(?! taux )[^.;]){0,72}(?:de|d'|atteint|a|:) ?(?:pres de |plus de )?$"
    r"|\b(?P<done>(?:consomme|engage|realise|execute|acheve|programme|delegue)e?s?) (?:deja )?a "
    r"(?:pres de |plus de )?$"
)
_OF_ALL = re.compile(
    r"(?:parmi|sur) (?:les|ces|l'ensemble des) (?:\w+ )?(?:projets|dossiers|laureats)"
)
_FIRST, _NEAR = 12, 70
_GIVEN = re.compile(r" (?:apport|finance|verse|port)")
_PAID = re.compile(r"(?: (?:par|du|de la|des|de|la|le|pendant) [^,.;()]{2,60})?")
_FUNDED = re.compile(
    r"\b(?:finance\w*|cofinance\w*|co-finance\w*|pris\w* en charge|subventionne\w*|couv(?:r|er)\w+"
    r"|paye\w*|complet\w+|abonde\w*)"
    r"(?:(?: (?:par [\w' ]{2,30}))? (?:a hauteur de |a |pour )"
    r"|(?:,? [^.;,\d]{2,48},?)? a hauteur de )(?:pres de |plus de |au moins )?$"
)
_REACHING = re.compile(
    r"\b(?:permet\w*|couvr\w*|soit|represent\w*|touch\w*|concern\w*|offr\w+|regroup\w*)"
    r"(?: [\w']+){0,4} ?$"
)


def share(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return indicator, rule, end and start of a share of a whole; prices and rises are none."""
    before = scene.plain[max(sentence.start, quantity.lead - 60) : quantity.lead]
    lead = quantity.lead - len(before)
    rate = _RATE.search(before)
    if rate:
        rule = "figure.rate-reached" if rate["done"] else "figure.rate"
        return "share-of-total", rule, quantity.end, lead + rate.start()
    paid = bool(earlier) and _THAT_IS.search(before)
    if _NO_SHARE.search(before) or (not paid and _COST.match(scene.plain, quantity.end)):
        return None
    found = _SHARE.match(scene.plain, quantity.end, sentence.end)
    if found is None:
        funded = _FUNDED.search(before)
        if funded:
            return _funded(scene, quantity, sentence, lead + funded.start())
        return _elided_share(scene, quantity, sentence, earlier)
    others = any(other.match(scene.plain, quantity.end) for other in (_OF_ONE, _OURS, _ANY))
    society = _SOCIETY.fullmatch(found["noun"])
    if others or (society and not _tied(scene, quantity, sentence, earlier)):
        return None
    return _of(found["noun"]), "figure.share", _cut(scene, found), quantity.lead


def _funded(scene: Scene, quantity: Quantity, sentence: Sentence, start: int) -> Measured | None:
    """« cofinancé à 50 % par l'État »: somebody must be named as paying."""
    phrase = _PAID.match(scene.plain, quantity.end, sentence.end)
    paid = phrase and phrase[0].startswith(" par ")
    if not paid and not scene.within(sentence.start, sentence.end, "scheme", "body"):
        return None
    end = phrase.end() if phrase else quantity.end
    return "share-of-total", "figure.share-funded", end, start


def _elided_share(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """« 36 % sont en cours », « plus d'un tiers issu de … »: the whole was named before."""
    goes_on = resumed.find(scene, quantity, sentence, earlier)
    if goes_on:
        return goes_on
    elided = _SHARE_ELIDED.match(scene.plain, quantity.end, sentence.end)
    if elided is None:
        return None
    told = _whole_before(scene, quantity, sentence, earlier)
    if told is None and earlier and _GIVEN.match(elided[0]):
        told = "share-of-total", "figure.share-of-part"
    return (*told, _cut(scene, elided), quantity.lead) if told else None


def _whole_before(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> tuple[str, str] | None:
    """Return the indicator of a share by what was counted before it, and the rule."""
    whole = next((f for f in reversed(earlier) if f.quantity.unit == "percent"), None)
    if whole is not None:
        return whole.indicator, "figure.share-elided"
    if any(f.indicator == "land-area" for f in earlier):
        return "share-of-area", "figure.share-of-part"
    item = scene.kind(sentence) == "list-item"
    if item and quantity.lead - sentence.start < _FIRST:
        return "share-of-total", "figure.share-listed"
    counted = next((f for f in reversed(earlier) if f.quantity.unit == "count"), None)
    if counted is not None and scopes.DONT.search(scene.plain, sentence.start, quantity.lead):
        projects = counted.indicator.startswith("projects")
        return "share-of-projects" if projects else "share-of-total", "figure.share-of-part"
    if _OF_ALL.match(scene.plain, sentence.start):
        return "share-of-projects", "figure.share-of-part"
    return None


def _tied(scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]) -> bool:
    """Tell whether the sentence is about a scheme, whose figures the share goes on with."""
    before = scene.plain[sentence.start : quantity.lead]
    if earlier and _REACHING.search(before):
        return True
    apart = re.search(r"\b(?:alors que|tandis que|quand|or)\b", before)
    near = min(sentence.end, quantity.end + _NEAR)
    return not apart and bool(scene.within(sentence.start, near, "scheme"))


def _of(noun: str) -> str:
    for indicator, words in _INDICATORS:
        if re.fullmatch(words, noun):
            return indicator
    return "share-of-total"


def _cut(scene: Scene, found: re.Match[str]) -> int:
    """End the phrase before a comma that begins another share, or a second clause."""
    start, end = found.span("rest")
    stop = re.search(r",? (?:et )?\d+ ?%|, (?!des |de |d'|du )| \(", scene.plain[start:end])
    end = start + stop.start() if stop else end
    words = scene.text[found.start() : end].split()
    if len(words) > 17:  # noqa: PLR2004 - with its number, within twenty words
        end = found.start() + len(scene.text[found.start() : end]) - len(" ".join(words[17:]))
    return found.start() + len(scene.text[found.start() : end].rstrip(" ,"))
