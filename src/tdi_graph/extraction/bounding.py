"""Whether an expression of time sets a point, a beginning or an end, by the words before it."""

import re
from typing import Literal, TypeAlias

from tdi_graph.extraction.cascade import Cascade

Bound: TypeAlias = Literal["at", "since", "until"]

_LEADS: Cascade[Bound] = Cascade((
    ("until", re.compile(r"(?:d'ici(?: a)?(?: (?:la )?fin)?(?: de)?(?: l'annee)?|jusqu'(?:en|au|a)"
                         r"(?: (?:la )?fin)?(?: de)?(?: l'annee)?|avant(?: le"
                         r"| (?:la )?fin)?(?: de)?"
                         r"|(?:a )?l'horizon(?: de)?|a echeance|au plus tard(?: le| en)?) ?$")),
    ("since", re.compile(r"(?:depuis(?: le|(?: le)? debut(?: de)?)?(?: l'annee)?|a (?:partir"
                         r"|compter)"
                         r" (?:de|du|d')|des(?: le)?) ?$")),
))  # fmt: skip
_LONGEST = 32


def of(plain: str, start: int) -> Bound:
    """Return what the expression of time that begins at ``start`` bounds.

    >>> of("depuis 2019", 7), of("d'ici a la fin de 2024", 18), of("en 2021", 3)
    ('since', 'until', 'at')
    """
    return next(
        (bound for bound, _ in _LEADS.search(plain[max(0, start - _LONGEST) : start])), "at"
    )
