"""Schemes that a text defines: « X est un plan national de … », « un volet baptisé « X » ».

French puts a determiner before every common noun; what stands at the head of a sentence without
one, or with a capital after it, and « est un programme », is a name.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.names import HEADS, Name
from tdi_graph.extraction.tokens import Words

_HEADS = (
    r"(?P<head>programme|plan|fonds|dispositif|label|mesure|initiative|démarche|opération"
    r"|stratégie|appel à projets|dotation|volet)"
)
_NAME = (
    r"(?P<name>[A-ZÉÈÎŒ][\w'-]*(?: (?:d'|l')?[\w'-]+){0,7})(?: \((?P<acronym>[A-Z][\w&-]{1,11})\))?"
)
_SAYS = Hinged(
    r",? (?:est|sont|devient)(?: donc| ainsi| avant tout| d'abord| aujourd'hui| désormais)?"
    r" (?:un|une|le|la)(?: (?:nouveau|nouvelle|vaste|grand|premier|première))? "
    rf"{_HEADS}\b",
    {" est": 1, " sont": 1, " devient": 1},
)
_ASIDE = re.compile(
    rf", (?:le |la |un |une )?(?:nouveau |nouvelle )?{_HEADS}"
    r"(?: (?:national|nationale|gouvernemental|public|publique))?"
    r" (?:lancé|doté|piloté|porté|créé|opéré|financé|destiné|qui (?:vise|finance|soutient|aide)"
    r"|de l'État|du Gouvernement|du gouvernement)"
)
_SUBJECT = re.compile(rf"(?:[Ll]e |[Ll]a |[Ll]'|[Ll]es )?{_NAME}")
_OBJECT = re.compile(rf"(?:.*\b(?:le|la|de|du|et|avec|pour|sur|par|via) |.*\b[dl]'){_NAME}")
_ENDS = re.compile(r"[.!?»«,;:\n] ?")
_FARTHEST = 90
# What begins a sentence and is no name.
_NO_NAME = re.compile(
    r"(?:[CS]e(?:t|tte|s)?|C'|Il|Elle|Ils|Elles|Notre|Votre|Mon|Son|Sa|Leur|Cela|Ceci|Tel|Telle|Tout"
    r"|Chaque|Un|Une|Le|La|Les|L'|Qu|Qui|Où|Et|Mais|Or|Si|En|Dans|Pour|Avec|Depuis|Après|Avant"
    r"|Programme|Plan|Fonds|Dispositif|Label|Mesure|Initiative|L'objectif|Objectif)\b"
)
# « un fonds d'amorçage baptisé « X » », « … d'un volet pour les halles. Baptisé « X », il … »
_CALLED = re.compile(
    r"(?:[Bb]aptis|[Ii]ntitul|[Dd]énomm|[Ss]urnomm|[Aa]ppel|[Nn]omm)ée?s? [«\"] ?"
    r"(?P<name>[A-ZÉÈÎ\d][^«»\"\n.]{2,60}?) ?[»\"]"
)
# « un second, « X », doté de 3 M€ »: what has means of its own is a scheme.
_ENDOWED = re.compile(
    r"[«\"] ?(?P<name>[A-ZÉÈÎ][^«»\"\n.]{2,60}?) ?[»\"],? dotée?s? (?:de|d'|à hauteur)"
)
_NAMING = ("baptise", "intitule", "denomme", "surnomme", "appele", "nomme")
_OF_WHAT = re.compile(rf"\b{_HEADS}\b")
_ENDED = re.compile(r"[.!?;\n»]")
_BACK = 170


def christened(words: Words) -> Iterator[Name]:
    """Yield the quoted names that a text gives to a programme, a fund, or what has an endowment."""
    for said in _ENDOWED.finditer(words.text) if " dote" in words.plain else ():
        yield Name(*said.span("name"), "tdi:Measure")
    named = any(map(words.plain.__contains__, _NAMING))
    for called in _CALLED.finditer(words.text) if named else ():
        low = max(0, called.start() - _BACK)
        heads = list(_OF_WHAT.finditer(words.text, low, called.start()))
        ends = len(_ENDED.findall(words.text, heads[-1].end(), called.start())) if heads else 0
        if heads and ends <= called[0][0].isupper():
            head = words.plain[slice(*heads[-1].span("head"))].split()[-1]
            yield Name(*called.span("name"), HEADS[head])


# « l'appel à projets consacré aux écoles de production »: known by what it is for.
_CALL = re.compile(
    r"(?<=[Ll]['’])(?P<name>appel à (?:projets|candidatures|manifestation d['’]intérêts?)"
    r"(?: (?:régional|national))? (?:consacré|dédié|destiné|réservé) (?:aux |à la |à l['’]|au )"
    r"[a-zà-ÿ][a-zà-ÿ'’-]*(?: (?:(?:de |des |du |d['’]|en |à )[a-zà-ÿ'’-]+|[a-zà-ÿ-]+(?:al|ale|aux"
    r"|ales|ique|iques|el|elle|els|elles|if|ifs|ive|ives|aire|aires|eur|eurs|ain|ains|é|és|ées|erts?|ertes)\b))*)"
    r"(?! [A-ZÀ«])"
)


def _calls(words: Words) -> Iterator[Name]:
    """Yield the calls that have no name but tell what they are for."""
    for said in _CALL.finditer(words.text) if "'appel a " in words.plain else ():
        yield Name(*said.span("name"), "tdi:Measure", "")


# « consacre 9 M€ à un nouvel appel à projets, les Ateliers de demain, destiné aux … »
_APPOSED = Hinged(
    r"\b(?:un|une) (?:(?:nouve(?:au|l|lle)|second|seconde|grand|vaste) )?(?P<head>programme|plan"
    r"|fonds|dispositif|label|mesure|initiative|démarche|opération|stratégie|dotation|volet"
    r"|appel à (?:projets|candidatures|manifestations? d['’]intérêts?))"
    r"(?: (?:national|nationale|régional|régionale|commun|dédié|spécifique))?, "
    r"(?:les? |la |l['’])(?P<name>[A-ZÉÈÎŒ][\w'’-]*(?: (?:d['’]|l['’])?[\w'’-]+){0,6})"
    r"(?=, (?:dest|doté|réserv|ouvert|piloté|porté|opéré|qui |pour )|\.)",
    {"un ": 0, "une ": 0},
)


def _apposed(words: Words) -> Iterator[Name]:
    """Yield the names that follow « un nouveau fonds, » as an apposition."""
    for said in _APPOSED.finditer(words.text):
        head = words.plain[slice(*said.span("head"))].split()[-1]
        yield Name(*said.span("name"), HEADS.get(head, "tdi:Measure"))


def schemes(words: Words) -> Iterator[Name]:
    """Yield the names that a sentence defines as a programme, a fund, a plan or the like."""
    yield from _calls(words)
    yield from _apposed(words)
    for shown, before in ((_SAYS, _SUBJECT), (_ASIDE, _OBJECT)):
        for said in shown.finditer(words.text):
            start = max(0, said.start() - _FARTHEST)
            ends = [end.end() for end in _ENDS.finditer(words.text, start, said.start())]
            if not ends and start:
                continue
            found = before.fullmatch(words.text, ends[-1] if ends else 0, said.start())
            if found is None or _NO_NAME.match(found["name"]):
                continue
            head = words.plain[slice(*said.span("head"))].split()[-1]
            yield Name(*found.span("name"), HEADS[head], found["acronym"] or "")
