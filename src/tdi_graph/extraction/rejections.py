"""What a number is when it is no quantity: a date, a postcode, an article, an ordinal.

A type is read from what stands before the number and from what stands after it.
"""

import re
from collections.abc import Iterable, Iterator

from tdi_graph.extraction.cascade import Cascade

# What a number is when it is no quantity: by what stands before it, by what stands after it.
_NOT_BEFORE = Cascade((
    ("reference number", re.compile(r"(?:\bn[°ºo]s? ?|\bnumero |\bref\.? ?:? ?|#)\Z")),
    ("article number", re.compile(
        r"\b(?:articles?|art\.|loi|decret|arrete|circulaire|alinea|annexe|titre) \Z")),
    ("ordinal", re.compile(
        r"\b(?:phase|axe|volet|acte|saison|tome|etape|page|chapitre|vague|temps|zone|niveau|mesure"
        r"|action|lot|tranche|pilier|figure|tableau|objectif|categorie|version|ligne|edition"
        r"|priorite|fiche|partie|session|top|code|departement|rang|bac|point|defi) ?\Z")),
    ("part of a word", re.compile(r"(?:[a-z]|[a-z][-.&])\Z")),
    ("anaphor", re.compile(r"\b(?:ces|tous les|toutes les) \Z")),
    ("one of a few", re.compile(r"\b(?:l'un des|l'une des) \Z")),
))  # fmt: skip


_NOT_AFTER = Cascade((
    ("department", re.compile(r"(?<=\(\d\d)\)|(?<=\(\d\d\d)\)")),
    ("ordinal", re.compile(r"(?:e|er|ere|re|eme|nd|nde|o)s?\b|(?:e|eme) ")),
    ("address", re.compile(r",? ?(?:bis |ter )?,?(?:rue|avenue|av\.|boulevard|bd|place|quai|allees?"
                           r"|chemin|route|impasse|cours|square|grande rue|faubourg|esplanade)\b")),
    ("weather", re.compile(r" ?(?:hpa|m/s|km/h|°|degres|mm de pluie)")),
    ("duration", re.compile(r" (?:(?!une? )[\w']+ )?(?:ans?|annees?|mois|jours?|semaines?"
                            r"|minutes?)\b")),
    ("part of a word", re.compile(r"[a-z_@/&]|[-.][a-z]|[²³]")),
    ("postcode", re.compile(r" paris|(?<=\d{5}) [a-z]+(?:-[a-z]+)* ?cedex")),
    ("technical unit", re.compile(
        r" ?(?:km|kilometres?|metres?|tonnes?|t|kwh?|mwh?|gwh?|twh?|litres?|kg|go|mo|mbit"
        r"|pixels?)\b")),
))  # fmt: skip


# A part of a word that holds no « @ » is looked at once, however long it is.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]++@\S+")
_PHONE = re.compile(r"[+0](?:(?<=\b0)|(?<=\+)33)(?: ?\(0\))?[ .]?[1-9](?:[ .-]?\d{2}){4}\b")


_COUNTED = re.compile(
    r" (?:nouve\w+ |premier\w* |petites )?(?:communes|villes|villages|projets|emplois|actions"
    r"|logements"
    r"|entreprises|territoires|sites|intercommunalites|beneficiaires|dossiers|candidatures|places"
    r"|personnes|elus|creations|maisons|espaces|structures|contrats|conventions|lits|postes|m)\b"
)


_DATING = re.compile(
    r"\b(?:en|depuis|ici|fin|debut|annee|a|horizon|courant|janvier|printemps|ete|automne) $"
)


_GROUPED = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
# Longer than any of the words that are looked for before a number, but not by much.
_LONGEST_BEFORE, _LONGEST_YEAR_LEAD = 20, 12


def contacts(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses and telephone numbers stand, none over another, in their order."""
    addressed = any(sign in plain for sign in ("@", "://", "www."))
    addresses: Iterable[re.Match[str]] = _ADDRESS.finditer(plain) if addressed else ()
    reached = 0
    for start, end in sorted(m.span() for m in (*addresses, *_PHONE.finditer(plain))):
        if start >= reached:
            yield start, end
            reached = end


_PARTS = re.compile(r" (?:grands? )?(?:axes|piliers|volets) d")


def of_count(plain: str, start: int, end: int) -> str:
    """Return what the bare number at ``start`` to ``end`` is, or nothing if it may count.

    >>> of_count("a l'article 12 de", 12, 14), of_count("les 12 projets", 4, 6)
    ('article number', '')
    """
    before = plain[max(0, start - _LONGEST_BEFORE) : start]
    found = next((what for what, _ in _NOT_BEFORE.search(before)), "")
    if found == "one of a few" and plain[start:end].isdigit() and end - start > 1:
        found = ""  # « l'un des 146 territoires » tells how many there are.
    if found == "one of a few" and _PARTS.match(plain, end):
        found = ""  # « l'un des quatre axes du plan » tells it, too.
    if found == "ordinal" and _GROUPED.fullmatch(plain, start, end):
        found = ""  # « la région 240 000, le département 150 000 »
    if found or plain[end - 1] in " '":
        return found
    return next((what for what, _ in _NOT_AFTER.match(plain, end)), "")


def counts(plain: str, start: int, end: int) -> bool:
    """Tell whether four digits that look like a year count something: « 2000 communes »."""
    dated = _DATING.search(plain, max(0, start - _LONGEST_YEAR_LEAD), start)
    return not dated and bool(_COUNTED.match(plain, end))
