"""How a clause asserts: observed, announced, expected or considered.

What has happened or exists is observed; what is decided or launched for later is announced; what
is foreseen to result is expected; what is only looked into or wished for is considered.
"""

import re

from tdi_graph.extraction.cascade import Cascade

_TABLE = Cascade((
    ("considered", re.compile(
        r"\b(?:pourrai(?:t|ent)|envisag\w+|souhait\w+|serai(?:t|ent)|aurai(?:t|ent)|a l'etude"
        r"|propos(?:e|ent) de|reflechi\w+|examin(?:e|ent|er) la possibilite|voudrai(?:t|ent)"
        r"|permettrai(?:t|ent)|eventuel\w*)\b")),
    ("announced", re.compile(
        r"\b(?:annonc\w+(?! [^.;:]{0,24}\b(?:liste|noms|resultats|laureats))"
        r"|nous (?:\w+ )?(?:lance|consacre|finance|cree|ouvri|accompagne|mobilise|deploie|engage"
        r"|cofinance)rons|s'engagent? a|sera dotee?|seront dote\w*|decid\w+ (?:de|d'))\b")),
    ("expected", re.compile(
        r"\b(?:dev(?:rai(?:t|ent)|ra|ront)|vis(?:e|ent|ant) (?:a|ainsi a)|objectifs?(?: est|:| de"
        r"| d'| fixe)|prevoi(?:t|ent|r)|prevue?s?|doi(?:t|vent)|a terme|d'ici|attendue?s?"
        r"|ambitionne\w*|cible de"
        r"|horizon 20\d\d|prochainement|potentielle?s?|auront|aura|previsionnel\w*"
        r"|appelee?s? a|d'atteindre|pour atteindre|en vue de"
        r"|(?!opera|camera|contra|infra|extra|ultra)[a-z]{2,}(?:era|eront|ira|iront|dra|dront"
        r"|rra|rront)|permettra|permettront|recevra|recevront|v(?:a|ont) \w{3,}(?:er|ir)"
        r"|sera|seront|ira|iront|fera|feront)\b")),
))  # fmt: skip
_EXISTING = re.compile(
    r"\b(?:(?<!qu')aujourd'hui|a ce jour|deja|d'ores et deja|a date|desormais)\b"
)


def of(plain: str) -> str:
    """Return the modality of the clause that reads ``plain``.

    >>> of("253 projets ont deja ete soutenus"), of("le fonds devrait financer 50 projets")
    ('observed', 'expected')
    """
    modality = next((shown for shown, _ in _TABLE.search(plain)), "observed")
    if modality in {"observed", "considered"}:
        return modality
    return "observed" if _EXISTING.search(plain) else modality
