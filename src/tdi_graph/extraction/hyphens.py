"""Words cut at the end of a line: which hyphens belong to the word.

PDFium writes one character, U+0002 or U+FFFE, for every hyphen at a line's end, whether it is
the typesetter's (« réindus- trialisation ») or the word's own (« Bourgogne- Franche-Comté »).
"""

import re

CUTS = "\u0002\u00ad\ufffe"
# Led by the hyphen, which the search can look for.
_CUT = re.compile(rf"[{CUTS}-](?<=[^\W\d_].)(?:(?<=[{CUTS}])|[ ]*\n)")
_WORD = r"[^\W_]+(?:['-][^\W_]+)*"
_LEFT = re.compile(rf"{_WORD}$")
_RIGHT = re.compile(_WORD)
_REACH = 40
_OWN_BEFORE = re.compile(
    r"non|ex|vice|mi|demi|semi|ci|là|peut|est|cel(?:ui|les?)|ceux|lui|elles?|eux|moi|soi|après|avant"
    r"|porte|savoir|quasi|rez|vis|tête|haut|bas|arrière|[aàty]|chefs?|grande?s?|au"
)
_OWN_AFTER = re.compile(
    r"ils?|elles?|on|ce|je|nous|vous|[ty]|en|mêmes?|là|ci|dessus|dessous|delà|lieux?|être|faire"
    r"|parole|parc|midi|unis|value|clés?|d'œuvre"
)
_CO_OWNER = re.compile(r"financ|constru|présid|pilot|anim|développ|signat|responsab|lauréat")


def vocabulary(text: str) -> frozenset[str]:
    """Return the whole words of a plain ``text`` that cuts some; none are needed otherwise."""
    return frozenset(re.findall(_WORD, text.casefold())) if _CUT.search(text) else frozenset()


def is_own(left: str, right: str, words: frozenset[str]) -> bool:
    """Tell whether the hyphen between the ends of two pieces of a text is the word's own.

    >>> is_own("en Bourgogne", "Franche-Comté", frozenset())
    True
    >>> is_own("la réindus", "trialisation", frozenset())
    False
    """
    before, after = _LEFT.search(left[-_REACH:]), _RIGHT.match(right[:_REACH])
    if not before or not after:
        return True
    first, second = before[0].casefold(), after[0].casefold()
    if first + second in words:
        return False
    if not after[0][0].islower() or f"{first}-{second}" in words:
        return True
    last, following = re.split(r"['-]", first)[-1], second.split("-")[0]
    return (
        bool(_OWN_BEFORE.fullmatch(last))
        or bool(_OWN_AFTER.fullmatch(following))
        or (last == "co" and bool(_CO_OWNER.match(second)))
    )
