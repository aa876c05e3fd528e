"""The date of a document that has no dateline: a speech's heading, minutes, a table, a web page.

What comes first says it more surely: the line under a speech's title, the meeting that minutes
are of, the state at which figures were drawn up, and last the foot of a page or an article.
"""

import re
from collections.abc import Sequence

from tdi_graph.extraction.metadata import DATE, NAME, Dating, read_date
from tdi_graph.extraction.paragraphs import Paragraph

_MEETING = r"(?:réunion|séance|assemblée(?: générale)?|comité|commission|conseil|bureau)"
_MINUTES = (
    r"(?:compte[- ]rendu|procès[- ]verbal|relevé (?:de|des) (?:conclusions|décisions)"
    r"|délibérations?|synthèse|document|note|rapport|bilan|discours|allocution|intervention"
    r"|présent[ée]e?|prononcée?|établie?|remise?)"
)
# A page of a periodical, or what an assembly records: « Enregistré à la présidence … le … »
_RECORDED = (
    r"(?:enregistrée?|déposée?|adoptée?|réponse publiée|reçue?) (?:[^.:;\d]{2,60} )?(?:le|:|le :)"
)
_DRAWN_UP = r"(?:arrêtée?s? (?:au|le)|version du|établie? le|(?:en )?date du|état au|état du)"
_ISSUE = r"(?:n ?[°o] ?\d+|numéro \d+)"
_HEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # « Lille, Grand Palais, jeudi 9 novembre 2023 »
        rf"^(?-i:{NAME})(?:[ -][^\W\d_][\w'-]*){{0,5}}(?:, [^,.:;\d]{{3,60}})+,? (?:le )?{DATE}$",
        # « Roncheval (Oise), 28 juin 2024 – Les élus … »
        rf"^(?-i:{NAME})[\w' -]{{0,40}} \([^()\d]{{3,40}}\),? (?:le )?{DATE}(?=$|\.| ?[–—-] )",
        # « Compte rendu de la réunion du 3 mars 2022 », « présenté au comité … du 3 mars 2022 »
        rf"\b{_MINUTES} (?:[^.:;\d]{{2,60}} )?{_MEETING}\b[^.:;\d]{{0,50}} (?:du|le) {DATE}",
        rf"^{_RECORDED} ?{DATE}",
        # « État des décisions au 15 octobre 2024 », « (document arrêté au 12 janvier 2024) »
        rf"^(?:état|situation|point|bilan|chiffres|données)\b[^.:;\d]{{0,60}} (?:au|à) {DATE}\)?$",
        rf"^\((?:[^()\d]{{3,40}} )?{_DRAWN_UP} {DATE}\)$",
        # « (Le Courrier des ports, 24 septembre 2019) », « Lettre aux élus, n° 14, février 2023 »
        rf"^\((?-i:[A-ZÀ-Ý])[^()\d]{{3,60}}, (?:{_ISSUE}, )?(?:le )?{DATE}\)$",
        rf"^[^.:;\d]{{3,80}}(?:,| [–—-])? {_ISSUE}(?:,| [–—-])? {DATE}$",
    )
)
_FEET = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?:dernière )?mise? à jour|modifiée?|actualisée?|màj)(?: le| ?:)* {DATE}",
        rf"\b(?:parue?|publiée?|mise? en ligne|extraite?)\b[^.:;]{{0,60}}? {DATE}\)?$",
    )
)
_SHORT, _HEAD, _FOOT = 200, 8, 5


def issued(paragraphs: Sequence[Paragraph]) -> Dating | None:
    """Return the date that a line at the head, or else at the foot, gives the document."""
    head = [p for p in paragraphs[:_HEAD] if _is_line(p) or _LED.match(p.text)]
    foot = [p for p in paragraphs[-_FOOT:] if _is_line(p)]
    for patterns, lines in ((_HEADS, head), (_FEET, foot)):
        for pattern in patterns:
            found = (match for line in lines if (match := pattern.search(line.text)))
            dating = next((d for match in found if (d := read_date(match))), None)
            if dating is not None:
                return dating
    return None


def _is_line(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is short and no sentence."""
    return len(paragraph.text) <= _SHORT and paragraph.text[-1] not in ".;,?!"


# The text itself, that begins with its place and its date.
_LED = re.compile(r"[^.:;]{3,90}\d{4} ?[–—-] ")
