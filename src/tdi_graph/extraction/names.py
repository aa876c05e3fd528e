"""New names of schemes and bodies, met by the words that introduce them.

« le dispositif « … » », « le programme Petites cités », « le Fonds national de … (FNX) ». What
follows a capital belongs to the name as long as it could: articles and prepositions that lead to
another word of the name, adjectives by their endings; a verb, a relative or a comma ends it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tdi_graph.extraction import days, twins
from tdi_graph.extraction.tokens import Token, Words

HEADS: dict[str, str] = {
    "programme": "tdi:Programme", "programmes": "tdi:Programme",
    "plan": "tdi:Plan", "plans": "tdi:Plan", "strategie": "tdi:Plan", "pacte": "tdi:Plan",
    "agenda": "tdi:Plan", "fonds": "tdi:Fund", "dotation": "tdi:Fund",
    "dispositif": "tdi:Measure", "mesure": "tdi:Measure", "initiative": "tdi:Measure",
    "operation": "tdi:Measure", "demarche": "tdi:Measure", "label": "tdi:Measure",
    "projets": "tdi:Measure", "interet": "tdi:Measure", "volet": "tdi:Measure",
    "candidatures": "tdi:Measure", "route": "tdi:Plan",
}  # fmt: skip
FEMININE = frozenset({
    "mesure", "initiative", "operation", "demarche", "strategie", "dotation",
})  # fmt: skip
# « projets » and its like introduce a name only at the end of these.
_CALLS = re.compile(r"appels? a (?:projets?|candidatures?|manifestations? d'interet)$")
BODIES = frozenset({
    "agence", "association", "assemblee", "banque", "caisse", "chambre", "commissariat",
    "conseil", "delegation", "direction", "departement", "federation", "fondation", "institut",
    "metropole", "ministere", "mission", "office", "prefecture", "region", "secretariat",
    "societe", "syndicat", "union", "conference", "etablissement", "communaute", "ville",
    "centre", "commission", "haut-commissariat", "observatoire", "cour",
})  # fmt: skip
LINKS = frozenset({
    "de", "du", "des", "d'", "la", "le", "les", "l'", "en", "a", "au", "aux", "pour", "sur",
})  # fmt: skip
STOPS = frozenset({
    "est", "sont", "a", "ont", "sera", "seront", "etait", "vise", "visent", "visant", "permet",
    "permettent", "permettant", "doit", "doivent", "prevoit", "propose", "repose", "reste", "se",
    "s'", "ne", "n'", "qui", "que", "qu'", "dont", "ou", "pour", "dans", "sur", "avec", "par",
    "afin", "lors", "depuis", "jusqu'", "au", "aux", "mais", "comme", "ainsi", "notamment",
    "via", "sous", "vers", "entre", "chez", "selon", "sans", "dote", "lance", "lancee", "pilote",
    "pilotee", "presente", "presentee", "porte", "portee", "finance", "opere", "anime", "gere",
    "soutient", "accompagne", "mobilise", "represente", "il", "elle", "ce", "cette", "ces",
    "son", "sa", "ses", "leur", "leurs", "nous", "vous", "plus", "moins", "apporte", "offre",
    "constitue", "devient", "poursuit", "compte", "beneficie", "finances", "est-il",
})  # fmt: skip
_ADJECTIVE = re.compile(
    r"investissement|ingenierie|innovation|.{2,}(?:al|ale|aux|ales|ics?|el|elle|els|elles|iques?|ifs?|ives?|aires?|iens?|iennes?|eens?|eennes?|iers?"
    r"|ieres?|ains?|aines?|ables?|ibles?|ois|oises?|ais|aises?|urs?|eures?|verte?s?|durables?)$"
)
PARTICIPLE = re.compile(r".{3,}(?<!it)(?:é|ée|és|ées)$", re.IGNORECASE)
_ENDS = re.compile(
    r"pour le compte|pour \w+(?:er|ir|re)\b|le (?:reste|solde)\b"
    rf"|(?:en|au|de|du) (?:\d|{days.MONTH}|presence|faveur|lien|partenariat|cours|tant|termes"
    r"|fonds|prets)|en (?:sont|est|ont|assure)\b"
)
_ACRONYM = re.compile(r" ?\((?:l'|le |la |les |ou |dit |dite )?(?P<name>[A-Z][\w&-]{1,11})\)")
_OPENING, _CLOSING = frozenset('«"'), frozenset('»"')
# Head nouns that a name of one word keeps: « le fonds Barnier », « le plan Vélo ».
_KEPT = frozenset({
    "fonds", "plan", "dotation", "label", "agenda", "pacte",
})  # fmt: skip
# « le programme des Cités éducatives »
_OF_SEVERAL = frozenset({"programme", "dispositif", "label", "reseau"})
_MONEY = frozenset({"fonds", "dotation"})
_PART = re.compile(
    r"\bvolet (?!(?:regional|territorial|local|national|departemental) )"
    r"(?P<of>[«\"] ?[^«»\"]{3,48} ?[»\"]|[\w-]+(?: et [\w-]+)?) (?:d[eu]s? |d')(?:la "
    r"|l')?(?:plan |programme |dispositif |fonds )?[«\"]? ?$"
)
_LONGEST = 12
_SHORTEST_DEFINITION = 4
# What follows a verb rather than a noun of a name: « Rivages aide 31 … », « … protège les … ».
_OBJECTS = frozenset({"le", "la", "les", "l'", "un", "une", "ses", "son", "leurs", "plus"})
A_YEAR = re.compile(r"(?:19|20)\d\d")
"""A number that may belong to a name, since it is a year."""

_MOST_BEFORE_QUOTE = 5


class Name(NamedTuple):
    """A name at ``start`` to ``end`` of a view, and the class it is shown to be of."""

    start: int
    end: int
    type: str
    acronym: str = ""


def schemes(words: Words) -> Iterator[Name]:
    """Yield the names that a head noun introduces: quoted, or with a capital."""
    for index in words.among(HEADS.keys()):
        token = words.tokens[index]
        if not _is_head(words, token):
            continue
        # In a line of capitals, a capital shows no name: « UN PROGRAMME UTILE ».
        if words.text[token.start : token.end].isupper():
            continue
        type_ = HEADS[token.form]
        found = _quoted(words, index + 1)
        if found is None and words.capitals[index] and inside_a_sentence(words, index):
            found = _span(words, index, extent(words, index))
        if found is None:
            found = _plain_name(words, index)
        found = found or _defined(words, index)
        if found is not None and "\n" not in words.text[token.end : found[0]]:
            yield Name(*found, type_, acronym(words.text, found[1]))


def _defined(words: Words, head: int) -> tuple[int, int] | None:
    """« X » est un programme, « X », dispositif de …: the quoted name that a head noun defines."""
    tokens = words.tokens
    article = head - (tokens[head - 1].form in {"un", "une", "le", "la", "nouveau"})
    if article < _SHORTEST_DEFINITION:
        return None
    link, closing = tokens[article - 1].form, tokens[article - 2].form
    aside = link == "," and tokens[head - 1].form not in {"le", "la"}
    defines = aside or (link in {"est", "sont"} and article < head)
    if not defines or closing not in _CLOSING:
        return None
    longest = _LONGEST if link != "," else _MOST_LOWER
    for opening in range(article - 3, max(-1, article - 4 - longest), -1):
        if tokens[opening].form in _OPENING:
            return _inside_quotes(words, opening)
    return None


def _is_head(words: Words, token: Token) -> bool:
    if token.form == "route":
        return words.plain.endswith("feuille de ", 0, token.start)
    if token.form not in {"projets", "interet", "candidatures"}:
        return True
    return bool(_CALLS.search(words.plain, max(0, token.start - 32), token.end))


def inside_a_sentence(words: Words, index: int) -> bool:
    """Tell whether a capital at ``index`` is more than the beginning of a sentence."""
    before = words.tokens[index - 1].form if index else "."
    return before in {"le", "du", "au", "un", "ce", "des", "les", "la", "l'", "«", '"', "d'", "de"}


def _quoted(words: Words, first: int) -> tuple[int, int] | None:
    """Return the quoted name that follows, whatever adjectives stand between."""
    tokens = words.tokens
    for index in range(first, min(first + _MOST_BEFORE_QUOTE, len(tokens))):
        form = tokens[index].form
        if form in _OPENING:
            return _inside_quotes(words, index)
        if not form.isalnum() and form[-1] != "'":
            return None
        if form in STOPS - {"pour"}:
            return None
    return None


def _inside_quotes(words: Words, opening: int) -> tuple[int, int] | None:
    tokens = words.tokens
    for index in range(opening + 1, min(opening + 2 + _LONGEST, len(tokens))):
        form = tokens[index].form
        if form in _CLOSING:
            start, end = tokens[opening + 1].start, tokens[index - 1].end
            named = _nameable(words.text[start]) or _lower(words, opening, index)
            return (start, end) if index > opening + 1 and named else None
        if form in {".", "\n", ";", "«"}:
            return None
    return None


def _lower(words: Words, opening: int, closing: int) -> bool:
    """Tell whether « le label « cités éducatives » » names: two or three words, right after."""
    forms = [token.form for token in words.tokens[opening + 1 : closing]]
    whole = 1 < len(forms) <= _MOST_LOWER and not (set(forms) & (STOPS | LINKS - {"de", "d'"}))
    return whole and words.tokens[opening - 1].form in HEADS


_MOST_LOWER = 4


def _nameable(character: str) -> bool:
    return character.isupper() or character.isdigit()


def _plain_name(words: Words, head: int) -> tuple[int, int] | None:
    """Return the capitalised name after a head noun in lower case: « le plan France … »."""
    tokens = words.tokens
    first = head + 1
    if tokens[head].form in _OF_SEVERAL and words.text.startswith(" des ", tokens[head].end):
        first += 1
    while first < len(tokens) and first < head + 3 and _ADJECTIVE.fullmatch(tokens[first].form):
        if words.capitals[first]:
            break
        first += 1
    if first >= len(tokens) or not words.capitals[first] or tokens[first].form in STOPS:
        return None
    if not words.text[tokens[first - 1].end : tokens[first].start].isspace():
        return None
    last = _with_participle(words, head, extent(words, first, loose=True))
    single = tokens[head].form in _MONEY or (last == first + 1 and tokens[head].form in _KEPT)
    return _span(words, head if single else first, last)


def _with_participle(words: Words, head: int, last: int) -> int:
    """« le plan Rives boisées »: a participle in the gender of another noun belongs to the name."""
    if last >= len(words.tokens) or words.tokens[head].form.endswith(("mes", "ans")):
        return last
    follower = words.tokens[last]
    word = words.text[follower.start : follower.end]
    if not PARTICIPLE.fullmatch(word) or words.text[follower.start - 1] != " ":
        return last
    feminine = words.tokens[head].form in FEMININE
    agrees = word.endswith("ée" if feminine else "é")
    return last if agrees else last + 1


def _span(words: Words, first: int, last: int) -> tuple[int, int] | None:
    if last <= first + 1 and words.tokens[first].form in HEADS:
        return None
    start, end = words.tokens[first].start, words.tokens[last - 1].end
    period = _PERIOD.search(words.text, start, end)
    return start, period.start() if period else end


# « France ruralités 2023-2027 » is « France ruralités », for a time.
_PERIOD = re.compile(r" (?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d$")


def extent(words: Words, first: int, *, loose: bool = False) -> int:
    """Return the index after the last word of the name that begins at ``first``.

    ``loose`` lets a noun without capital follow a capitalised word directly, as in « Petites
    villes de demain ».
    """
    tokens, last = words.tokens, first + 1
    linked = False
    for index in range(first + 1, min(first + _LONGEST + 2, len(tokens))):
        form = tokens[index].form
        if (
            words.text[tokens[index].start - 1] == "\n"
            or words.has(index)
            or (form in LINKS and _ENDS.match(words.plain, tokens[index].start))
        ):
            break
        if form in LINKS or form in "-'" or (form == "et" and _continues(words, first, index)):
            linked = True
        elif linked and form[0].isalnum():
            last, linked = index + 1, False
        elif _goes_on(words, index, loose=loose and index == first + 1):
            last = index + 1
        else:
            break
    return last


def _goes_on(words: Words, index: int, *, loose: bool) -> bool:
    """Tell whether a word belongs to the name whose words stand right before it."""
    token = words.tokens[index]
    east = words.text.startswith("Grand Est", words.tokens[index - 1].start)
    if not token.form[0].isalnum() or (token.form in STOPS and not east):
        return False
    if token.form in {"et", "ou"}:
        return False
    if words.capitals[index] or token.form.isdigit() or _ADJECTIVE.fullmatch(token.form):
        return True
    after = words.tokens[index + 1].form if index + 1 < len(words.tokens) else ""
    governs = (after.isdigit() and not A_YEAR.fullmatch(after)) or after in _OBJECTS
    if not loose or governs:
        return False
    if not PARTICIPLE.fullmatch(words.text[token.start : token.end]):
        return True
    # « le plan Étoiles ferrées, »: it agrees with the noun, and no agent follows.
    before = words.tokens[index - 1].form
    return before.endswith("s") and token.form.endswith("s") and after in _PARTING


_PARTING = frozenset({",", ".", "»", ")", ":", ";", "a", "est", "vise", "doit", "prevoit"})


def _continues(words: Words, first: int, index: int) -> bool:
    """Tell whether « et » goes on with the same name: « … et de la cohésion »."""
    after = [token.form for token in words.tokens[index + 1 : index + 4]]
    if not after or after[0] not in {"de", "du", "des", "d'"}:
        return twins.heads(words, first, index)
    noun = next((form for form in after if form not in LINKS), "")
    return noun not in BODIES and noun not in HEADS


def acronym(text: str, end: int) -> str:
    """Return the acronym that « (…) » defines right after ``end``, or nothing."""
    found = _ACRONYM.match(text, end) or _ACRONYM.match(text, end + 2)
    name = found["name"] if found else ""
    return name if sum(map(str.isupper, name)) > 1 or (name.istitle() and len(name) > 3) else ""  # noqa: PLR2004


def part(words: Words, whole: int) -> tuple[int, int] | None:
    """Return where « volet … de » begins and its short name ends, before a name at ``whole``."""
    found = _PART.search(words.plain, max(0, whole - 60), whole)
    return (found.start(), found.end("of")) if found else None
