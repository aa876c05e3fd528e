"""The verbs of public action: their forms, and the role that each gives its subject or agent."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.tokens import Words


class Verb(NamedTuple):
    """A role and the stem of a verb that gives it."""

    role: str
    stem: str


# Stem → role. A participle is the stem with é(e)(s) or its own forms; a present has e/ent.
ROLES: tuple[Verb, ...] = (
    Verb("co-steering", r"co-? ?pilot"),
    Verb("steering", r"pilot|dirig|condui?"),
    Verb("coordinating", r"coordonn|co-?coordonn"),
    Verb("animating", r"co-? ?anim|anim"),
    Verb("operating", r"oper|exploit|deplo[yi]|m(?:is\w*|et(?:tent)?) en (?:oe|œ)uvre"),
    Verb("managing", r"ger|co-?ger|administr|instrui?"),
    Verb("delegated", r"confi|delegu"),
    Verb(
        "funding",
        r"co-? ?financ|financ|subventionn|abond|soutenue?s? financierement|pay|couver"
        r"|pris\w* en charge",
    ),
    Verb("partnering", r"soutenu"),
    Verb("selecting", r"selectionn|pre-? ?selectionn|reten|design|chois|valid"),
    Verb("launching", r"lanc|initi|inaugur"),
    Verb("announcing", r"annonc|devoil"),
    Verb("presenting", r"present"),
    Verb("presiding", r"presid|co-? ?presid"),
)


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern where « | » stands outside brackets."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _led_by_letter(patterns: Iterable[str]) -> str:
    """Return a pattern of all: one branch for each first letter, so that few are tried."""
    rests: dict[str, list[str]] = {}
    for pattern in patterns:
        for part in _alternatives(pattern):
            rests.setdefault(part[0], []).append(part[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(rests.items()))


_STEMS = _led_by_letter(verb.stem for verb in ROLES)
_ADVERB = (
    r"(?: [\w']+ment| ensemble| egalement| aussi| a la fois| a parts egales| a parite| localement)?"
)
_SHARE = (
    r"(?:,? (?:a hauteur de|jusqu'a|a|pour|au total,?|a parts (?:presque|quasi))"
    r" (?:environ |plus de |pres de )?(?:\d[\d ,.]*(?:%|€|euros|m€|k€|md€|millions? d'euros"
    r"|milliards? d'euros)|moitie"
    r"|un (?:quart|tiers)|la moitie|egales))?"
)
PASSIVE = Indexed(
    rf"\b(?P<verb>(?:{_STEMS})(?:is|i|it|u|e|te?)?(?P<f>e?)(?P<s>s?)){_ADVERB},?{_SHARE}"
    rf"(?: (?:a l'echelle|a l'echelon|au niveau) [\w' ]{{3,24}}?| sur (?:place|le terrain)"
    rf"| (?:dans|par) chaque \w+| en region| dans les territoires"
    rf"| au quotidien)?"
    rf"(?:,? (?:en|le|au|avant|courant|depuis|fin|debut|des) [\w ]{{0,24}}?(?:19|20)\d\d)?"
    rf"(?: depuis (?:l'origine|le debut|son lancement|sa creation|\w+ ans))?"
    rf"(?: pour \w+ (?:ans|mois))?(?:,? pour le compte d(?:e |u |e l')[\w' ]{{3,40}}?)?"
    rf",? (?P<by>(?:a la fois )?par|(?<=parts egales )entre|(?<=parite )entre|aux?|a l'|a la"
    rf"|a)(?= |(?<='))"
)
ACTIVE = Indexed(
    r"\b(?=[acdfgmops])(?P<verb>(?:co-? ?)?(?:pilot|anim|oper|coordonn|financ|subventionn"
    r"|selectionn|abond|pai)(?:e|ent|era|eront)"
    r"|(?:a|ont|avait|avaient)(?: [\w']+ment| egalement| aussi)? (?:(?:co-?)?finance|paye"
    r"|subventionne|pris en charge)\b|pren(?:d|nent|dra|dront) en charge|prendra a sa charge"
    r"|(?:s'est engagee?|se sont engage\w*|s'engage(?:nt)?) a (?:co-?)?financer"
    r"|(?:co-?)?ger(?:e|ent)|deploi(?:e|ent)|met(?:tent)? en (?:oe|œ)uvre"
    r"|dirig(?:e|ent)|assur(?:e|ent) (?:le pilotage|la coordination|l'animation|la gestion"
    r"|la mise en oeuvre|la mise en œuvre)(?: operationnelle?)? (?:d[ue]s?|de la|de l'|d'))"
    r"(?: et (?:met(?:tent)? en (?:oe|œ)uvre|anim\w+|coordonn\w+|deploi\w+|financ\w+|ger\w+))?"
    r"(?:,? (?:egalement|aussi|ainsi|notamment|par ailleurs|localement|conjointement|ensemble"
    r"|a parite|a parts egales|pour sa part|de son cote|au quotidien"
    r"|(?:a hauteur de |jusqu'a |a )\d+ ?%),?){0,2}"
    r"(?= |(?<=')|[,.;])"
)
# « X, gestionnaire du programme », « X en charge de sélectionner les projets »
APPOSED = re.compile(
    r"(?:,? qui (?:est|sont) (?:l'|le |la |les )?|, (?:l'|le |la |les |autres? |un des |l'un des )?"
    r"| (?:est|sont|sera|seront)(?: (?:egalement|aussi|ainsi))? (?:l'un des |l'une des |l'|le |la "
    r"|les )?)"
    r"(?P<verb>gestionnaire|operateur|pilote|copilote|co-pilote|animateur|animatrice|financeur"
    r"|cofinanceur|coordinateur|coordonnateur|partenaire)s?"
    r"(?: (?:principal|national|unique|public|historique|financier)\w*)?"
    r"(?:,? pour le compte d[^,.;:]{2,24},?)?"
    r"(?= (?:du|de la|de l'|de ce|de cette|des|d'))"
)
_ASIDE, _OF = 44, 64
_APPOSED_NOUN = Indexed(
    r"\b(?=[gopacf])(?:gestionnaire|operateur|pilote|copilote|co-pilote|animat(?:eur|rice)"
    r"|(?:co)?financeur|coord(?:in|onn)ateur|partenaire)"
)


def apposed(words: Words) -> Iterator[re.Match[str]]:
    """Yield what ``APPOSED`` finds, looked for around its nouns alone."""
    plain = words.plain
    for noun in _APPOSED_NOUN.finditer(words):
        low, high = max(0, noun.start() - _ASIDE), noun.end() + _OF
        found = next(
            (f for f in APPOSED.finditer(plain, low, high) if f.start("verb") == noun.start()), None
        )
        if found is not None:
            yield found


CHOSEN = Indexed(r"\b(?:a|ont)(?: [\w']+ment)? (?P<verb>selectionne|retenu|designe|valide)\b")
CHARGED = Hinged(
    r" (?:en charge|charge(?:e|es|s)?|responsables?) d(?:e |')(?P<verb>selectionner|piloter"
    r"|animer|gerer|coordonner|operer|financer|deployer)\b",
    {" en charge": 0, " charge": 0, " responsable": 0},
)
# « chargé de la gestion de X », « contribue au financement de X »
TASKED = Hinged(
    r"(?: (?:est|sont|a ete|ont ete|sera|seront|etait|etaient)(?: egalement| ainsi)?|,)"
    r" (?:en charge|chargee?s?|responsables?) (?:de la |du |de l'|de )"
    r"(?P<verb>pilotage|coordination|animation|gestion|mise en (?:oe|œ)uvre|deploiement"
    r"|instruction|selection)(?: operationnel\w*| nationa\w+)? (?=d[eu'])"
    r"|\b(?:contribue|participe)(?:nt|ra|ront)?(?: egalement| aussi)? au"
    r" (?P<paying>(?:co-?)?financement) (?=d[eu'])",
    {" en charge": 24, " charge": 24, " responsable": 24, "contribue": 0, "participe": 0},
)
ENSURING = Indexed(
    r"\ben (?P<verb>assur(?:e|ent|era|eront) (?:le pilotage|la coordination|l'animation"
    r"|la gestion|le financement"
    r"|la mise en oeuvre|la mise en œuvre))\b"
)
NOMINAL = Indexed(
    r"\b(?:sous|dans le cadre du) (?:le )?(?P<noun>pilotage|copilotage|co-pilotage|coordination"
    r"|la coordination"
    r"|l'animation|la conduite|la responsabilite|l'egide|la direction)"
    r" (?:conjointe? |partage |operationnel )?(?=d)"
)
# « le pilotage est assuré par … », « sa mise en œuvre revient à … », « la gestion est confiée à … »
CARRIED = Indexed(
    r"\b(?:le|la|l'|son|sa|leur|dont|un) ?(?P<noun>pilotage|copilotage|co-pilotage|coordination"
    r"|animation|gestion"
    r"|mise en (?:oe|œ)uvre|instruction|deploiement|financement|selection)"
    r"(?: (?:operationnel\w*"
    r"|nationa\w+|loca\w+|technique"
    r"|territoria\w+))?(?P<of>[^.;:]{0,60}?),? (?:nous l'avons |est |sont |sera |a ete |ont ete "
    r"|en est |en sera |en a ete )?"
    r"(?:egalement |ainsi )?(?:assuree?s?|confiee?s?|deleguee?s?|revient|reviennent|reviendra"
    r"|incombe|realisee?|menee?|effectuee?|faite|prise) "
    r"(?P<by>par|aux?|a l'|a la|a)(?= |(?<='))"
)
# « l'État a confié la gestion du dispositif à la Banque X »
CONFIDED = Indexed(
    r"\b(?:a|ont|avait|avaient) confie(?: ainsi| egalement)? (?:le|la|l'|son|sa) ?(?P<noun>pilotage"
    r"|coordination|animation|gestion|mise en (?:oe|œ)uvre|instruction|deploiement)"
    r"(?: (?:operationnel\w*|nationa\w+|loca\w+|technique))?(?P<of>[^.;:]{0,60}?)"
    r" (?P<by>aux?|a l'|a la|a)(?= |(?<='))"
)
CARRYING = (
    ("copilotage", "co-steering"),
    ("co-pilotage", "co-steering"),
    ("pilotage", "steering"),
    ("coordination", "coordinating"),
    ("animation", "animating"),
    ("gestion", "managing"),
    ("mise en", "operating"),
    ("instruction", "managing"),
    ("deploiement", "operating"),
    ("financement", "funding"),
    ("selection", "selecting"),
)
_NOUNS = {
    "pilotage": "steering", "copilotage": "co-steering", "co-pilotage": "co-steering",
    "coordination": "coordinating", "la coordination": "coordinating", "l'animation": "animating",
    "la conduite": "steering", "la responsabilite": "steering", "l'egide": "steering",
    "la direction": "steering",
}  # fmt: skip
_ASSURE = (
    ("pilotage", "steering"), ("coordination", "coordinating"), ("animation", "animating"),
    ("gestion", "managing"), ("mise en", "operating"), ("financement", "funding"),
)  # fmt: skip
_EACH = tuple((verb.role, re.compile(rf"(?:{verb.stem})")) for verb in ROLES)
_APPOSED_ROLES = {
    "gestionnaire": "managing", "operateur": "operating", "animateur": "animating",
    "animatrice": "animating", "financeur": "funding", "cofinanceur": "funding",
    "coordinateur": "coordinating", "coordonnateur": "coordinating", "partenaire": "partnering",
}  # fmt: skip
_TASKS = {
    "pilotage": "steering", "coordination": "coordinating", "animation": "animating",
    "gestion": "managing", "mise en oeuvre": "operating", "mise en œuvre": "operating",
    "deploiement": "operating", "instruction": "managing", "financement": "funding",
    "selection": "selecting",
    "cofinancement": "funding", "co-financement": "funding", "soutien": "partnering",
    "appui": "partnering", "expertise": "partnering", "concours": "partnering",
}  # fmt: skip
_PAYING = re.compile(r"s.*financer$|(?:a|ont|avait|avaient) |pren|pai(?:e|ent|era|eront)$")
_NOT_VERBS = re.compile(
    r"(?:animation|operation|operateur|presentation|presents?\b|gerant|conduite|dirigeant"
    r"|abondan"
    r"|delegue\w* (?:aux?)\b)"
)


def role(form: str) -> str | None:
    """Return the role that a plain verb ``form``, or the noun of what it does, gives.

    >>> role("copilote"), role("cofinances"), role("assure la coordination du")
    ('co-steering', 'funding', 'coordinating')
    """
    if _PAYING.match(form):
        return "funding"
    if form.startswith("assur"):
        return next((role for noun, role in _ASSURE if noun in form), None)
    if form in _APPOSED_ROLES:
        return _APPOSED_ROLES[form]
    if form in _TASKS:
        return _TASKS[form]
    if _NOT_VERBS.match(form):
        return None
    return next((role for role, stem in _EACH if stem.match(form)), None)


def said(found: re.Match[str]) -> str:
    """Return the word of a match that tells the role."""
    words = found.groupdict()
    return words["verb"] or words.get("paying") or ""


def noun_role(noun: str) -> str:
    """Return the role that « sous le pilotage de » and its like give."""
    return _NOUNS[noun]


def feminine(form: str) -> bool:
    """Tell whether a participle is feminine: « opérée », « mises en œuvre »."""
    word = form.split(maxsplit=1)[0]
    return word.endswith(("ee", "ees", "ise", "ises", "uite", "uites", "ue", "ues"))


def plural(form: str) -> bool:
    """Tell whether a participle is plural."""
    return form.split(maxsplit=1)[0].endswith(("es", "is", "us", "ts")) and not form.startswith(
        "mis "
    )
