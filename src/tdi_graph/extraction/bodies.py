"""New names of bodies: capitalised, or headed by a body's noun (« l'agence », « la région »)."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import boundaries, names
from tdi_graph.extraction.tokens import Words

# Lower-case nouns that a body's capitalised name does not keep: « l'association Médecins … ».
_LEFT_OUT = frozenset({
    "association", "agence", "societe", "syndicat", "federation", "etablissement", "fondation",
})  # fmt: skip
_RANGE = re.compile(r" (?:nationale|regionale|departementale|locale|francaise)\b")
_VERBS = frozenset({
    "pilote", "finance", "anime", "opere", "gere", "coordonne", "soutient", "accompagne",
    "assure", "porte", "lance", "annonce",
})  # fmt: skip
# « 3 M€ de l'État et 2 M€ de la Région »: a unit's capital.
_UNITS = frozenset({"m", "md", "mds", "me", "k", "ke", "ha", "kwh", "mw", "gw"})
_AFTER_NAME = frozenset({",", "et", ".", ";", ")", ":"})


def body(words: Words, at: int) -> tuple[int, int] | None:
    """Return the name of a body that begins at ``at``: capitalised, or headed by a body's noun."""
    index = words.at(at)
    if index >= len(words.tokens) or words.tokens[index].start != at:
        return None
    token = words.tokens[index]
    headed = token.form in boundaries.BODIES
    if (
        not (words.capitals[index] or headed)
        or token.form in _UNITS
        or token.form in boundaries.STOPS
        or token.form in names.HEADS
    ):
        return None
    if token.form in _LEFT_OUT and not words.capitals[index]:
        name = index + 1 + bool(_RANGE.match(words.plain, token.end))
        if words.capitals[name : name + 1] == [True]:
            index, headed = name, False
            token = words.tokens[index]
    charge = _CHARGED.match(words.plain, token.end) if token.form == "ministere" else None
    first = words.at(charge.end()) if charge else index
    last = _one_more(words, _extent(words, first))
    if headed and last == index + 1:
        return None
    end = words.tokens[last - 1].end
    manifold = token.form in _MANIFOLD
    series = (
        (_SERIES.match(words.text, end) or _TWOFOLD.match(words.text, end)) if manifold else None
    )
    return token.start, series.end() if series else end


# « le ministère chargé des Transports »
_CHARGED = re.compile(r" chargee? (?:de la |de l'|des |du |de )(?=\w)")

# « la direction générale de l'aménagement, du logement et de la nature »
_MANIFOLD = frozenset({"direction", "ministere", "secretariat", "delegation"})
_SERIES = re.compile(
    r"(?:, (?:de la |de l['’]|du |des )[A-Za-zÀ-ÿ-]+(?: [a-zà-ÿ]+(?:al|ale|aux|ales|elle|ique"
    r"|aire)s?)?)+"
    r" et (?:de la |de l['’]|du |des )[A-Za-zÀ-ÿ-]+"
)


# « la délégation générale à la mer et aux rivages (DGMR) »: what the acronym closes is one name.
_TWOFOLD = re.compile(
    r" et (?:(?:de|à) la |(?:de|à) l['’]|du |des |aux? )[a-zà-ÿ-]+(?: [a-zà-ÿ]+){0,2}"
    r"(?= \([A-Z][A-Za-z]{2,8}\))"
)


def _extent(words: Words, first: int) -> int:
    last = _without_number(words, first, boundaries.extent(words, first))
    return _without_purpose(words, first, last)


def _without_number(words: Words, first: int, last: int) -> int:
    """« le Département 30 000 euros », « le ministère le 3 mai »: the number is none of it."""
    while last > first + 1 and words.tokens[last - 1].form.isdigit():
        if boundaries.A_YEAR.fullmatch(words.tokens[last - 1].form):
            break
        last -= 1
        while last > first + 1 and words.tokens[last - 1].form in boundaries.LINKS:
            last -= 1
    return last


def _without_purpose(words: Words, first: int, last: int) -> int:
    """« le Cerema pour l'expertise … », as « l'Association pour l'emploi » is not: what for."""
    for index in range(first + 1, last):
        token = words.tokens[index]
        if token.form == "pour":
            return last if words.tokens[first].form in _FOR else index
    return last


# Nouns of bodies that are for something by their name.
_FOR = boundaries.BODIES | {
    "groupement", "comite", "collectif", "reseau", "fonds", "alliance", "initiative", "ligue",
    "maison", "groupe", "laboratoire", "programme", "service", "pole", "mouvement", "academie",
    "secours", "haut", "ecole", "entente", "coalition", "cooperative", "action", "plateforme",
}  # fmt: skip


def _one_more(words: Words, last: int) -> int:
    """« l'Assurance maladie, », « Pôle emploi et »: a noun that ends a name before a comma."""
    after = words.tokens[last : last + 2]
    if len(after) < 2 or after[1].form not in _AFTER_NAME:  # noqa: PLR2004 - a noun and a sign
        return last
    noun = words.text[after[0].start : after[0].end]
    plain_noun = (
        noun.isalpha()
        and noun.islower()
        and after[0].form not in boundaries.STOPS | _VERBS | boundaries.LINKS | {"et", "ou"}
    )
    return last + 1 if plain_noun and not boundaries.PARTICIPLE.fullmatch(noun) else last


def bodies(words: Words) -> Iterator[names.Name]:
    """Yield the bodies whose name a head noun with a capital begins, with their acronyms."""
    for index in words.among(boundaries.BODIES):
        found = body(words, words.tokens[index].start)
        if found is None:
            continue
        short = names.acronym(words.text, found[1])
        if short or (words.capitals[index] and names.inside_a_sentence(words, index)):
            yield names.Name(*found, "org:Organization", short)
