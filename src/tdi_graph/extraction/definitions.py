"""Schemes that a text defines: « X est un plan national de … », « X, dispositif lancé par … ».

French puts a determiner before every common noun; what stands at the head of a sentence without
one, or with a capital after it, and « est un programme », is a name.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction.names import HEADS, Name
from tdi_graph.extraction.tokens import Words

_HEADS = (
    r"(?P<head>programme|plan|fonds|dispositif|label|mesure|initiative|démarche|opération"
    r"|stratégie|appel à projets|dotation)"
)
_NAME = (
    r"(?P<name>[A-ZÉÈÎŒ][\w'-]*(?:(?: (?:de|du|des|la|le|les|en|et|à|au|aux)| d'| l')*"
    r"[ ']?[\w-]+){0,5}?)"
)
_ACRONYM = r"(?: \((?P<acronym>[A-Z][\w&-]{1,11})\))?"
_DEFINED = re.compile(
    rf"(?:^|\n|[.!?»] )(?:[Ll]e |[Ll]a |[Ll]'|[Ll]es )?{_NAME}{_ACRONYM},? (?:est|sont|devient)"
    r"(?: donc| ainsi| avant tout| d'abord| aujourd'hui| désormais)? (?:un|une|le|la)"
    rf"(?: (?:nouveau|nouvelle|vaste|grand|premier|première))? {_HEADS}\b",
    re.MULTILINE,
)
_MENTIONED = re.compile(
    rf"(?:\b(?:le|la|l'|de|d'|du|et|avec|pour|sur|par|via) ?){_NAME}{_ACRONYM},"
    rf" (?:le |la |un |une )?(?:nouveau |nouvelle )?{_HEADS}"
    r"(?: (?:national|nationale|gouvernemental|public|publique))?"
    r" (?:lancé|doté|piloté|porté|créé|opéré|financé|destiné|qui (?:vise|finance|soutient|aide)"
    r"|de l'État|du Gouvernement|du gouvernement)"
)
# What begins a sentence and is no name.
_NO_NAME = re.compile(
    r"(?:[CS]e(?:t|tte|s)?|C'|Il|Elle|Ils|Elles|Notre|Votre|Mon|Son|Sa|Leur|Cela|Ceci|Tel|Telle|Tout"
    r"|Chaque|Un|Une|Le|La|Les|L'|Qu|Qui|Où|Et|Mais|Or|Si|En|Dans|Pour|Avec|Depuis|Après|Avant"
    r"|Programme|Plan|Fonds|Dispositif|Label|Mesure|Initiative|L'objectif|Objectif)\b"
)


def schemes(words: Words) -> Iterator[Name]:
    """Yield the names that a sentence defines as a programme, a fund, a plan or the like."""
    for pattern in (_DEFINED, _MENTIONED):
        for found in pattern.finditer(words.text):
            name = found["name"]
            if _NO_NAME.match(name) or (" " not in name and name.islower()):
                continue
            start, end = found.span("name")
            head = words.plain[slice(*found.span("head"))].split()[-1]
            yield Name(start, end, HEADS[head], found["acronym"] or "")
