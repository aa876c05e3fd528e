"""Where a name ends that begins with a capital: its articles, adjectives and nouns without one.

A preposition goes on with a name if a noun of the name can follow it; a number, a possessive or
a circumstance shows that it opens something else: « le plan Rives le 3 mars », « au plan Rives
pour leurs projets ».
"""

import re

from tdi_graph.extraction import days, twins
from tdi_graph.extraction.tokens import Words

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
    "son", "sa", "ses", "lui", "leur", "leurs", "nous", "vous", "plus", "moins", "apporte", "offre",
    "constitue", "devient", "poursuit", "compte", "beneficie", "finances", "est-il",
})  # fmt: skip
PARTICIPLE = re.compile(r".{3,}(?<!it)(?:é|ée|és|ées)$", re.IGNORECASE)
A_YEAR = re.compile(r"(?:19|20)\d\d")
"""A number that may belong to a name, since it is a year."""
ADJECTIVE = re.compile(
    # The strand of a scheme stands there as an adjective does: « Rives investissement ».
    r"(?:investissement|ingenierie|innovation|.{2,}(?:al|ale|aux|ales|ics?|el|elle|els|elles"
    r"|iques?|ifs?|ives?|aires?|iens?|iennes?|iers?"
    r"|ieres?|eens?|eennes?|ains?|aines?|ables?|ibles?|ois|oises?|ais|aises?|urs?|eures?|verte?s?"
    r"|durables?))$"
)
OF_A_REGION = (
    r"(?: (?!(?:fois|mois|trois|parfois|mais|jamais|désormais|quand|bien|combien|demain|enfin|afin"
    r"|sinon|selon|soutien|terrain|grand|lien|rien|relais|harnais|emplois|maintien|entretien"
    r"|quotidien)\b)"
    r"[a-zéèêïç-]{2,}(?:ais|ois|and|ien|éen|in|ain|ard|on|an|basque)(?:e|ne|s|es|nes)?\b)?"
)
"""The adjective without capital that may end a territory's name: « le Marais poitevin »."""

_ENDS = re.compile(
    r"pour le compte|pour \w+(?:er|ir|re)\b|le (?:reste|solde)\b"
    rf"|(?:en|au|de|du) (?:\d+|{days.MONTH}|presence|faveur|lien|partenariat|cours|tant|termes"
    r"|fonds|prets|charge|vue|matiere|appui|complement|parallele|particulier|sont|est|ont|assure)\b"
    r"|(?:de |en |a |sur |pour )?(?:le |la |les )?\d"
)
_ARTICLES = frozenset({"le", "la", "les", "l'"})
_SKIPPED = _ARTICLES | {"un", "une"}
_PREPOSITIONS = LINKS - _ARTICLES - {"des", "du", "au", "aux"}
# What follows a preposition that opens something else than a part of the name.
_OTHERS = frozenset({
    "leur", "leurs", "son", "sa", "ses", "ce", "cet", "cette", "ces", "notre", "nos", "votre",
    "plusieurs", "chaque", "tout", "toute", "tous", "toutes", "lui", "eux", "nombreux",
    "nombreuses", "plus", "moins", "pres", "mieux", "laquelle", "lequel", "celui", "celle",
})  # fmt: skip
_CIRCUMSTANCES = frozenset({
    "titre", "horizon", "occasion", "issue", "suite", "fin", "cours", "regard", "printemps",
    "automne", "hiver", "ete", "debut", "lendemain", "hauteur", "moment", "terme", "profit",
    "benefice", "echelle", "sein", "initiative", "invitation", "date", "montant", "duree",
    "total", "cout", "budget", "somme", "enveloppe", "periode", "phase", "annee", "mois", "an",
    "faire", "partir", "travers", "compte", "part", "outre", "compter", "elus", "presse",
    "cote", "cotes", "prefet", "prefete", "maires",
})  # fmt: skip
_TURNING = _OTHERS | _CIRCUMSTANCES
_OF = frozenset({"de", "du", "des", "d'"})
_LONGEST = 12
# What follows a verb rather than a noun of a name: « Rivages aide 31 … », « … protège les … ».
_OBJECTS = frozenset({"le", "la", "les", "l'", "un", "une", "ses", "son", "leurs", "plus"})


def extent(words: Words, first: int, *, loose: bool = False) -> int:
    """Return the index after the last word of the name that begins at ``first``.

    ``loose`` lets nouns without capital follow, as in « Petites villes de demain », where the
    words after them show that they are no verb.
    """
    tokens, last = words.tokens, first + 1
    linked, named = False, words.capitals[first] and tokens[first].form in BODIES
    for index in range(first + 1, min(first + _LONGEST + 2, len(tokens))):
        form = tokens[index].form
        if (
            words.text[tokens[index].start - 1] == "\n"
            or words.has(index)
            or (form in LINKS and not _leads_on(words, index))
        ):
            break
        if form in LINKS or form in "-'" or _linking(words, first, index, loose=loose):
            linked = True
        elif linked and form[0].isalnum():
            last, linked = index + 1, form in _PREPOSED and not words.capitals[index]
        elif _goes_on(words, index, loose=loose and index == first + 1) or (
            (loose or (named and tokens[index - 1].form.isalpha())) and _noun(words, index)
        ):
            last = index + 1
        else:
            break
    return last


def _leads_on(words: Words, index: int) -> bool:
    """Tell whether the article or preposition at ``index`` leads to another word of the name."""
    tokens = words.tokens
    if _ENDS.match(words.plain, tokens[index].start):
        return False
    form, before = tokens[index].form, tokens[index - 1].form
    if form in _ARTICLES and not words.capitals[index] and before not in _PREPOSITIONS | {"et"}:
        return False
    follows = [token.form for token in tokens[index + 1 : index + 4] if token.form not in _SKIPPED]
    if not follows or follows[0] in (_OTHERS if form in _OF else _TURNING):
        return False
    # « Bâtir en Sologne », but « le plan Rives en Sologne »
    infinitive = words.capitals[index - 1] and before.endswith(("er", "ir"))
    return form not in {"a", "en"} or not words.capitals[index + 1] or infinitive


def _linking(words: Words, first: int, index: int, *, loose: bool) -> bool:
    """Tell whether « et », or an article after « pour », goes on with the same name."""
    form = words.tokens[index].form
    if form in {"un", "une"}:
        return loose and words.tokens[index - 1].form == "pour"
    if form != "et":
        return False
    body = words.capitals[first] and words.tokens[first].form in BODIES
    joined = (loose and _joins(words, index)) or (body and _trades(words, index))
    return joined or _continues(words, first, index)


def _trades(words: Words, index: int) -> bool:
    """« l'Union des industries et métiers de la laine », « l'Institut agricole et forestier »."""
    after = [token.form for token in words.tokens[index + 1 : index + 3]]
    before = words.tokens[index - 1].form
    if after and ADJECTIVE.fullmatch(before) and ADJECTIVE.fullmatch(after[0]):
        return True
    plural = all(form.endswith("s") for form in (before, *after[:1]))
    return plural and _bare(words, index + 1) and after[-1] in {"de", "d'", "du", "des"}


def _joins(words: Words, index: int) -> bool:
    """« le programme Ponts et gares »: only within a name is « et » followed by no article."""
    if not _bare(words, index + 1):
        return False
    follower = words.tokens[index + 1].form
    return (follower.endswith("s") and follower not in _ADVERBS) or _noun(words, index + 1)


_ADVERBS = frozenset({
    "plus", "moins", "dans", "depuis", "puis", "sous", "vers", "toujours", "alors", "certains",
    "elles", "ils", "lors", "divers", "certaines", "differents", "differentes", "autres",
})  # fmt: skip


def _goes_on(words: Words, index: int, *, loose: bool) -> bool:
    """Tell whether a word belongs to the name whose words stand right before it."""
    token = words.tokens[index]
    east = words.text.startswith("Grand Est", words.tokens[index - 1].start)
    if not token.form[0].isalnum() or (token.form in STOPS and not east):
        return False
    if token.form in {"et", "ou"}:
        return False
    if words.capitals[index] or token.form.isdigit() or ADJECTIVE.fullmatch(token.form):
        return True
    after = words.tokens[index + 1].form if index + 1 < len(words.tokens) else ""
    governs = (after.isdigit() and not A_YEAR.fullmatch(after)) or after in _OBJECTS
    if not loose or governs:
        return False
    if not PARTICIPLE.fullmatch(words.text[token.start : token.end]):
        return not _PAST.fullmatch(token.form)
    # « le plan Étoiles ferrées, »: it agrees with the noun, and no agent follows.
    before = words.tokens[index - 1].form
    return before.endswith("s") and token.form.endswith("s") and after in _PARTING


_PARTING = frozenset({",", ".", "»", ")", ":", ";", "a", "est", "vise", "doit", "prevoit"})
# What may follow a noun, and no verb.
_CLOSING = frozenset({
    ",", ".", "»", '"', ")", ":", ";", "(", "est", "sont", "sera", "etait", "vise", "permet",
    "doit", "prevoit", "qui", "dont", "soutient",
    "accompagne", "mobilise", "represente", "constitue",
    "compte", "repose", "dote", "lance", "lancee", "pilote", "finance", "beneficie",
})  # fmt: skip
_BETWEEN = frozenset({
    "de", "du", "des", "d'", "le", "en", "a", "au", "aux", "par", "pour", "dans", "sur", "avec",
    "et", "via", "lors", "depuis", "sous",
})  # fmt: skip
# Endings that a verb of the present tense does not have, or seldom.
_NOUN = re.compile(
    r".*(?:[sliurnoxfgkmcpé]|ant|gie|mie|phie|erie|strie|ture|isme|ile|cole|culte|ntagne|enfance"
    r"|croissance)$"
)
# « les projets du programme Rives retenus par »
_PAST = re.compile(
    r".*(?:(?:ten|rec|prev|concl|perc|voul|conn|ven|end|incl|excl|iss|par|el|l|v)u|(?:reun|chois"
    r"|fourn|defin|etabl|garant|invest|rempl|sais)i|mis|pris|(?:inscr|constru|condu)it|(?:ouv|off)ert)"
    r"e?s?"
)
_NO_NOUN = STOPS | LINKS | frozenset({
    "et", "ou", "hier", "demain", "aujourd'hui", "ici", "deja", "bientot", "ensuite", "toujours",
    "encore", "desormais", "enfin", "tout", "tous", "toutes", "meme", "hors", "grace", "face",
    "soit", "des", "durant", "pendant", "apres", "avant", "pres", "contre", "malgre", "ni", "car",
    "or", "donc", "puis", "alors", "quand", "lorsque", "lorsqu'", "puisque", "tandis", "plusieurs",
    "quelques", "chaque", "aucun", "tel", "telle", "ci", "debut", "mi", "courant", "beaucoup",
    "aussi", "mieux", "bien", "peut", "va", "fait", "fut", "furent", "avait", "avaient", "etaient",
    "pourra", "devra", "doivent", "peuvent", "ces", "y", "en", "nos", "notre", "un", "une", "etre",
    "avoir", "versus", "pourrait", "devrait", "aura", "auront", "dix", "deux", "trois", "quatre",
    "cinq", "six", "sept", "huit", "neuf", "cent", "cents", "mille", "millions", "milliards",
    "aupres", "autour", "hormis", "excepte", "outre", "envers", "parmi", "jusque", "dessus",
    "puisqu'", "si", "non",
})  # fmt: skip
# « l'Association des petites villes »: no name ends so.
_PREPOSED = frozenset({
    "petites", "petits", "grandes", "grands", "jeunes", "nouvelles", "nouveaux", "hautes", "hauts",
    "anciens", "anciennes", "moyennes",
})  # fmt: skip
_MOST_NOUNS = 3


def _noun(words: Words, index: int, depth: int = 0) -> bool:
    """Tell whether the word without capital at ``index`` is a noun or adjective of a name.

    « le fonds Rives vertes est », « du programme Cap industrie, »: a verb has no such follower.
    """
    if depth == _MOST_NOUNS or not _bare(words, index):
        return False
    token, after = words.tokens[index], words.tokens[index + 1]
    if (
        after.form in _CLOSING
        or A_YEAR.fullmatch(after.form)
        or words.text[token.end] == "\n"
        or words.has(index + 1)
    ):
        return True
    if after.form in _BETWEEN:
        noun = _NOUN.fullmatch(words.text[token.start : token.end])
        return noun is not None and not _PAST.fullmatch(token.form)
    participle = PARTICIPLE.fullmatch(words.text[after.start : after.end])
    return bool(participle) or _noun(words, index + 1, depth + 1)


def _bare(words: Words, index: int) -> bool:
    """Tell whether a word may be a noun: in lower case, and none of those that never are."""
    if index + 1 >= len(words.tokens):
        return False
    start, end, form = words.tokens[index]
    word = words.text[start:end]
    apart = words.text[start - 1] == " " and form not in _NO_NOUN and not word.endswith("ment")
    return apart and word.islower() and word.isalpha() and not PARTICIPLE.fullmatch(word)


def _continues(words: Words, first: int, index: int) -> bool:
    """Tell whether « et » goes on with the same name: « … et de la cohésion »."""
    after = [token.form for token in words.tokens[index + 1 : index + 4]]
    if not after or after[0] not in {"de", "du", "des", "d'"}:
        return twins.heads(words, first, index)
    noun = next((form for form in after if form not in LINKS), "")
    return noun not in BODIES and noun not in _SCHEMES


_SCHEMES = frozenset({
    "programme", "programmes", "plan", "plans", "strategie", "pacte", "agenda", "fonds",
    "dotation", "dispositif", "mesure", "initiative", "operation", "demarche", "label", "projets",
    "interet", "volet", "candidatures", "route",
})  # fmt: skip
