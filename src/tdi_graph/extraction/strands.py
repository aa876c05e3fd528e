"""Parts of a scheme that bear its name and one word more: « Avenir Montagnes Ingénierie »."""

import re

from tdi_graph.extraction.mentions import Mention

_REACH = 48
_MORE = re.compile(
    r" (?P<more>(?!France\b)[A-ZÉÈÎ][a-zéèêïç]+(?:ement|ements|tion|tions|erie|eries|ité|ités"
    r"|ance|ances|ence"
    r"|ences|ique|iques))\b(?! (?:de|du|d'|des)\b)"
)
# « le fonds Avenir littoral investissement »: a noun that no preposition joins is of the name.
_LOWER = re.compile(
    r" (?P<more>investissements?|ingénierie|mobilités?|innovation|formations?|rénovation|insertion"
    r"|inclusion|animation)\b(?! (?:de|du|d'|des)\b)"
)
_FUND = re.compile(r"[Ff]onds [A-ZÉÈÎ]")


# « les Conseillers numériques France services »: another thing than France services.
_BEFORE = re.compile(
    r"\b(?!Cette|Notre|Votre|Chaque|Nouve|Grand|Deux|Trois|Quatre|Label|Programme|Plan)"
    r"[A-ZÉÈÎ][a-zéèê]{3,} [a-zéèê]+(?:iques?|aux|als?|ales?|els?|elles?|ifs?|ives?) $"
)


# « Territoires d'industrie engagés », in quotes: a thing of its own, named after another.
_GOES_ON = re.compile(r" (?!et\b|ou\b|de\b|du\b|des\b)[a-zéèêàç][\w'’ -]{3,60}")


def quoted(text: str, whole: Mention, end: int) -> bool:
    """Tell whether the quoted name up to ``end`` goes on from that of ``whole`` in lower case."""
    if whole.entity.sort != "scheme" or text[whole.start - 1] not in ' «"\u00a0':
        return False
    opens = text[max(0, whole.start - 3) : whole.start].rstrip().endswith(("«", '"'))
    closes = text[end : end + 3].lstrip()[:1] in {"»", '"'}
    return opens and closes and bool(_GOES_ON.fullmatch(text, whole.end, end))


def longer(text: str, whole: Mention) -> tuple[int, int] | None:
    """Return the place of the longer name that begins or ends with the name of ``whole``."""
    if whole.entity.sort != "scheme":
        return None
    if not text[whole.start].isupper() and not _FUND.match(text, whole.start):
        return None
    more = _MORE.match(text, whole.end) or _LOWER.match(text, whole.end)
    if more:
        return whole.start, more.end()
    before = _BEFORE.search(text, max(0, whole.start - _REACH), whole.start)
    return (before.start(), whole.end) if before else None
