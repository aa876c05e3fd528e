"""Names of two parts, the second without article: « la communauté de communes Vive et Lignon »."""

from tdi_graph.extraction.tokens import Words

_HEADS = frozenset({"communaute", "syndicat", "agglomeration", "pays", "parc"})
# Who may stand beside a place without article, or whose own noun has a capital.
_OTHERS = frozenset({
    "m", "mme", "monsieur", "madame", "bpifrance", "ademe", "anct", "anah", "cci", "cerema",
    "etat", "region", "departement", "conseil", "chambre", "agence", "banque", "communaute",
    "ville", "metropole", "prefecture", "direction", "union", "association", "action", "business",
    "intercommunalites", "le", "la", "les", "l'",
})  # fmt: skip


def heads(words: Words, first: int, index: int) -> bool:
    """Tell whether « et » at ``index`` is within a territory's name that begins at ``first``."""
    return words.tokens[first].form in _HEADS and between(words, index)


def between(words: Words, index: int) -> bool:
    """Tell whether « et » at ``index`` stands between two capitalised words, and no name after."""
    if words.tokens[index].form != "et" or not 0 < index < len(words.tokens) - 1:
        return False
    capitals = words.capitals[index - 1 : index + 3]
    alone = len(capitals) <= _TWO or not capitals[_TWO]
    return capitals[0] and capitals[2] and alone and words.tokens[index + 1].form not in _OTHERS


_TWO = 3
