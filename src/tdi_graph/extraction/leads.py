"""Whether the words before an expression of time make it a beginning, an end or a point."""

import re
from typing import Literal, TypeAlias

Bound: TypeAlias = Literal["at", "since", "until"]

_LEADS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("until", re.compile(r"(?:d'ici(?: a)?(?: (?:la )?fin)?(?: de)?(?: l'annee)?|jusqu'(?:en|au|a)"
                         r"(?: (?:la )?fin)?(?: de)?(?: l'annee)?|avant(?: le"
                         r"| (?:la )?fin)?(?: de)?"
                         r"|(?:a )?l'horizon(?: de)?|a echeance|au plus tard(?: le| en)?) ?$")),
    ("since", re.compile(r"(?:depuis(?: le|(?: le)? debut(?: de)?)?(?: l'annee)?|a (?:partir"
                         r"|compter)"
                         r" (?:de|du|d')|des(?: le)?) ?$")),
)  # fmt: skip
_LEAD_LENGTH = 32


def bound(plain: str, start: int) -> Bound:
    """Return what the time that begins at ``start`` is to what happens.

    >>> bound("depuis le 3 mars", 10), bound("avant le 3 mars", 9), bound("le 3 mars", 3)
    ('since', 'until', 'at')
    """
    before = plain[max(0, start - _LEAD_LENGTH) : start]
    return next((bound for bound, lead in _LEADS if lead.search(before)), "at")
