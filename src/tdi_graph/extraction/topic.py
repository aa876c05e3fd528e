"""Whether a text is about public action at all: programmes, those who run them, what they fund.

A text in which none of their words occurs gives no candidate, however many numbers it has. No
programme is named here: names are data, and a new programme has none yet.
"""

import re

# Words that name public action by themselves.
_SURE = re.compile(
    r"\b(?:ministres?|minist[èe]res?|minist[ée]riel\w*|secr[ée]taires? d'[ée]tat|pr[ée]f[èe]tes?"
    r"|pr[ée]fets?|pr[ée]fectures?|gouvernement|collectivit[ée]s|intercommunalit[ée]s?"
    r"|conseils? (?:r[ée]giona|d[ée]partementa)(?:l|ux)|r[ée]gions de france|agences? nationales?"
    r"|politiques? publiques?|appels? [àa] (?:projets?|manifestations?)|labellis[ée]\w*"
    r"|programmes? nationa(?:l|ux)|plans? de relance|[ée]lus locaux|territoires? laur[ée]ats?)\b"
)
# Words that do so in company, or in a text of a few lines.
_LIKELY = re.compile(
    r"\b(programme|fonds|dispositif|plan|subvention|financement|territoire|r[ée]gion|laur[ée]at"
    r"|enveloppe|aide|projet|mesure|convention|commune|[ée]tat|investissement|soutien|soutenu"
    r"|d[ée]ploiement|habitant|millions? d'euros|m€|op[ée]rateur|r[ée]habilitation|logement)"
)
_LIKELY_ENOUGH = 4
A_FEW_LINES = 120


def is_ours(text: str) -> bool:
    """Tell whether ``text`` names public action or those who run it.

    >>> is_ours("Le préfet a signé la convention.")
    True
    >>> is_ours("Battez 3 œufs, ajoutez 200 g de farine et laissez reposer une heure.")
    False
    """
    bare = text.casefold()
    if _SURE.search(bare):
        return True
    needed = 1 if len(bare.split()) <= A_FEW_LINES else _LIKELY_ENOUGH
    return len(set(_LIKELY.findall(bare))) >= needed
