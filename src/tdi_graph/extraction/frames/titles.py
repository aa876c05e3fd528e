"""How far a title goes, and where it names portfolio, ministry or body."""

import re

from tdi_graph.extraction import days, twins
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import Words

NOUNS = frozenset({
    "ministre", "ministres", "secretaire", "president", "presidente", "presidents", "directeur",
    "directrice", "prefet", "prefete", "maire", "depute", "deputee", "senateur", "senatrice",
    "delegue", "deleguee", "commissaire", "vice", "co", "haut", "haute", "gouverneur",
    "coordinateur", "coordinatrice", "conseiller", "conseillere", "chef", "cheffe",
    "representant", "representante", "sous", "adjoint", "adjointe", "coordonnateur",
    "coordonnatrice", "premier", "premiere", "rapporteur", "inspecteur", "inspectrice",
    "recteur", "rectrice", "copresident", "copresidente", "doyen", "doyenne", "administrateur",
    "administratrice", "tresorier", "tresoriere", "senateurs", "senatrices", "deputes", "deputees",
    "maires", "ambassadeur", "ambassadrice", "referent", "referente", "charge", "chargee",
})  # fmt: skip
_START = re.compile(
    r"(?:premiere? )?(?:vice-|co-?|sous-|haute?[ -]|ancien(?:ne)? )?(?:premiere? ministre"
    r"|ministres?"
    r"|secretaires? (?:d'etat|generale?)|(?:vice-)?presidente?s?(?:-direct\w+)?"
    r"|direct(?:eur|rice)s?"
    r"|prefete?|maires?|deputee?s?|senat(?:eur|rice)s?|tresori(?:er|ere)"
    r"|deleguee? (?:adjointe?|interministeriel|general"
    r"|ministeriel"
    r"|national|loca(?:l|le)|aux?|a|de|pour|regional|territorial|departemental)(?:e|le)?"
    r"|commissaire|gouverneur"
    r"|coordonnat(?:eur|rice)|coordinat(?:eur|rice)|conseill(?:er|ere)e? (?:regional|departemental"
    r"|municipal|communautaire|d'etat|special)e?|chef(?:fe)? (?:de projets?|de service|du service"
    r"|de mission|du pole)"
    r"|premiere? adjointe?|adjointe? au maire|premiere? vice-presidente?|rapporteure?"
    r"|representante?"
    r"|rect(?:eur|rice)"
    r"|administrat(?:eur|rice)|ambassad(?:eur|rice)|referente?|chargee? de mission"
    r"|inspect(?:eur|rice))\b(?! d'entreprise)"
)
_LINKS = frozenset({
    "de", "du", "des", "d'", "la", "le", "les", "l'", "a", "au", "aux", "en", "pour", "aupres",
    "pres", "charge", "chargee", "charges", "delegue", "deleguee", "sur", "par", "interim", "-",
    "'",
})  # fmt: skip
_STOPS = frozenset({
    "a", "ont", "est", "sont", "sera", "seront", "se", "s'", "ne", "n'", "qui", "que", "qu'",
    "dont", "ou", "avec", "lors", "afin", "ce", "cette", "ces", "il", "elle", "ils", "elles",
    "nous", "ainsi", "mais", "dans", "sous", "sa", "son", "ses", "apres", "avant", "depuis",
    "vient", "viennent", "salue", "signe", "annonce", "lance", "presente", "declare", "souligne",
    "rappelle", "devant", "aux-cotes", "entoure", "accompagne", "pilote", "reunit", "preside",
})  # fmt: skip
_ADJECTIVE = re.compile(
    r".{2,}(?:al|ale|aux|ales|ics?|el|elle|els|elles|iques?|ifs?|ives?|aires?|iens?|iennes?|iers?"
    r"|ieres?|ains?|aines?|ables?|ibles?|ois|oises?|ais|aises?|eurs?|eures?|aux)$"
    r"|adjointe?|sortante?|deleguee?"
)
_HEADS = frozenset({
    "commission", "conseil", "comite", "direction", "communaute", "pole", "referent", "referente",
})  # fmt: skip
_PREPOSED = frozenset({
    "petites", "grandes", "petits", "grands", "jeunes", "nouvelles", "nouveaux", "hautes", "hauts",
    "anciens", "autres", "plein", "pleine", "bonnes", "bons", "moyennes",
})  # fmt: skip
# « Alès agglomération », « Brest métropole »
_SEATS = frozenset({"agglomeration", "agglo", "metropole", "communaute", "intercommunalite"})
# « de la cinquième chambre »
_ORDINAL = re.compile(r"premiere?|seconde?|[a-z]{2,}ieme")
_GOES_ON = re.compile(
    r",? ?(?:et )?(?:de la |des |du |de l'|d'|(?<=et )(?:a la |a l'|aux |au )"
    r"|(?<=et )de (?!nombreu|plusieurs|tous|toutes|ses|leurs)(?=[a-z])|charge\w* |aupres "
    r"|en charge |porte-parole"
    r"|deleguee? )"
)
# « de la Souveraineté industrielle et numérique », « des Petites et Moyennes Entreprises »
_TWO_ADJECTIVES = re.compile(
    r"(?:\w(?:elle|ique|ale|ive|aire)|\bpetites) (?P<et>et) "
    r"(?:\w+(?:elle|ique|ale|ive|aire)\b|moyennes entreprises)"
)
_ACRONYM = re.compile(r" ?\([A-Z][\w-]{1,9}\)")
# « directeur régional de l'alimentation, de l'agriculture et de la forêt »: « et » ends one list.
_ITEM = (
    r"(?:(?:de la |de l'|du |des |a la |a l'|aux |au )"
    r"(?!(?:sous-|vice-)?(?:prefet|president|maire|depute|senat|ministre|direct|delegue|elu|chef|represent))"
    r"|d'(?=[a-z])|de (?=[a-z]))[a-z-]+(?: [a-z-]+){0,3}?"
)
_ONE_LIST = re.compile(rf"(?:, {_ITEM}){{1,4}} et {_ITEM}")
_OF_A_NAME = re.compile(r"[ ,](?:de |d')[A-ZÀ-Ý]")
_OF_THE = re.compile(r", (?:de l'|de la |du |des )\w")
_LONG_TITLE = 80
_ASIDE = re.compile(
    r"a (?:l'(?:attention|occasion|issue|egard|image|invitation|initiative|origine)|cette)\b"
    rf"|au cours\b|en (?:{days.MONTH}|\d)"
)
# « Région Occitanie / Pyrénées-Méditerranée »
_TWIN = re.compile(r" ?/ ?[A-ZÉÈÎ][\w-]+(?: [A-ZÉÈÎ][\w-]+)*")
_LONGEST = 40


def starts(words: Words, position: int) -> int | None:
    """Return where the noun of a title that begins at ``position`` ends."""
    found = _START.match(words.plain, position)
    return found.end() if found else None


_OF_GOVERNMENT = re.compile(r"ministre|secretaires? d'etat")


def extent(scene: Scene, start: int, noun_end: int, limit: int) -> int:
    """Return the end of the title whose noun ends at ``noun_end``, not beyond ``limit``."""
    words = scene.words
    ministerial = bool(_OF_GOVERNMENT.search(words.plain, start, noun_end))
    last, inner = noun_end, 0
    linked = words.plain.endswith((" a", " au", " aux", " de", " pour"), start, noun_end)
    previous = words.plain[start:noun_end].split()[-1]
    first = words.at(noun_end)
    for index in range(first, min(first + _LONGEST, len(words.tokens))):
        token = words.tokens[index]
        if _ASIDE.match(words.plain, token.start):
            break
        if token.end > limit or "\n" in words.text[words.tokens[index - 1].end : token.start]:
            break
        if token.start < inner:
            continue
        name = _name_end(scene, token.start, linked=linked)
        if name:
            last = inner = name
            linked, previous = False, "x"
            continue
        step = _step(words, index, previous, linked=linked, ministerial=ministerial)
        if step == "end":
            break
        linked = step == "link"
        if not linked or token.form.startswith(("charge", "delegue")):
            last = token.end
        previous = token.form
    then = _THEN.search(words.plain, start, last)
    return _closed(words.text, then.start() if then else last)


# « le ministre de la Ville de l'époque »
_THEN = re.compile(r" (?:de l'epoque|d'alors)\b")


def _closed(text: str, last: int) -> int:
    """Add a second name after a slash, and an acronym in brackets."""
    for more in (_TWIN, _ACRONYM):
        found = more.match(text, last)
        last = found.end() if found else last
    return last


def _name_end(scene: Scene, position: int, *, linked: bool) -> int:
    """Return the end of the name or of the « (ACRONYM) » at ``position``, or 0."""
    held = scene.mention_at(position) if linked or scene.text[position].isupper() else None
    if held is not None and held.entity.sort in {"body", "scheme"}:
        return held.end
    acronym = _ACRONYM.match(scene.text, position)
    return acronym.end() if acronym else 0


def _step(words: Words, index: int, previous: str, *, linked: bool, ministerial: bool) -> str:
    """Tell whether a word belongs to a title (word), leads on (link) or ends it (end)."""
    token = words.tokens[index]
    form, capital = token.form, words.capitals[index]
    if form == "et" and words.text[token.start - 1] in "-‑":  # « Tarn-et-Garonne »
        return "link"
    if form in {",", "et"}:
        goes_on = _goes_on(words, token.start, form, ministerial=ministerial)
        return "link" if goes_on else "end"
    if words.has(index):
        return "end"
    if form in _LINKS or (form == "avec" and ministerial):
        return "link"
    if not form[0].isalpha() or (form in _STOPS and not capital):
        return "end"
    before = previous in _HEADS or previous in _PREPOSED or form in _SEATS
    before = before or bool(_ORDINAL.fullmatch(previous))
    held = linked or capital or bool(_ADJECTIVE.fullmatch(form)) or before
    return "word" if held else "end"


def _of_a_place(words: Words, position: int) -> bool:
    """« cheffe de projet du Territoire d'industrie Vive et Lignon »: one territory's name."""
    return bool(_PLACE.search(words.plain, max(0, position - _LONG_TITLE), position))


_PLACE = re.compile(
    r"\b(?:territoire d'industrie|communaute de communes|communaute d'agglomeration|pays|pnr"
    r"|parc naturel regional|petr)(?: (?:de la|du|des|de|de l'))? [a-z'-]+ ?$"
)


def _goes_on(words: Words, position: int, form: str, *, ministerial: bool) -> bool:
    if twins.between(words, words.at(position)) and _of_a_place(words, position):
        return True
    if form == "," and _lists(words, position):
        return True
    found = _GOES_ON.match(words.plain, position)
    if not found:
        twin = _TWO_ADJECTIVES.search(words.plain, max(0, position - 24), position + 28)
        return form == "et" and ministerial and twin is not None and twin.start("et") == position
    listed = "charge" in words.plain[max(0, position - _LONG_TITLE) : position]
    if form == "," and listed and _OF_THE.match(words.plain, position):
        return True
    if form == "," and not ministerial:
        return bool(re.match(r", ?(?:charge|en charge|delegue|aupres)", found[0]))
    # After a comma a ministry's name goes on with a capital: « de l'Économie, des Finances ».
    after = words.text[found.end() : found.end() + 1]
    return form == "et" or after.isupper() or bool(re.search(r"charge|aupres|porte", found[0]))


def _lists(words: Words, position: int) -> bool:
    """Tell whether a comma stands in a list of what one office is for."""
    found = _ONE_LIST.match(words.plain, position)
    return found is not None and not _OF_A_NAME.search(words.text, *found.span())


_MINISTRY = re.compile(
    r"^(?:ministre|.*? aupres d(?:u|e la) (?:premier )?ministre) (?P<of>d(?:e la |es |u |e l'|')"
    r"(?:(?! charge| delegue).)+?)(?=,? charge|,? delegue|$)"
)
_PORTFOLIO = re.compile(r"charge\w* (?:de la |des |du |de l'|de |d')(?P<of>.+?)(?=,? aupres|$)")


def ministry(plain_title: str) -> tuple[int, int] | None:
    """Return where a minister's title names the ministry: « ministre | de l'Économie »."""
    found = _MINISTRY.match(plain_title)
    return found.span("of") if found else None


def portfolio(plain_title: str) -> str:
    """Return the words of a title that say what its holder has charge of.

    >>> portfolio("ministre deleguee aupres du ministre de l'economie, chargee de l'industrie")
    'industrie'
    """
    found = _PORTFOLIO.search(plain_title)
    return found["of"] if found else plain_title
