"""Title, publisher and date of publication, as the head of a French press release gives them.

Only what the document says of itself counts: a date in a sentence is the date of something else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tdi_graph.extraction import lexicon, webpage
from tdi_graph.extraction.lines import dangles
from tdi_graph.extraction.paragraphs import Paragraph

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "février fevrier févr fév",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "août aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "décembre decembre déc dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
DATE = (
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}) )?(?:"
    rf"(?P<day>\d{{1,2}})(?:er)? (?P<month>{_MONTH})\.? (?P<year>(?:19|20)\d\d)"
    r"|(?P<day2>\d{1,2}) ?[/.-] ?(?P<month2>\d{1,2}) ?[/.-] ?(?P<year2>(?:19|20)\d\d|\d\d)"
    r"|(?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)"
    rf"|(?P<month4>{_MONTH}) (?P<year4>(?:19|20)\d\d))(?!\d)"
)
_GENRES = (
    r"(?:communiqué(?:s)?(?: de presse)?(?: commun| conjoint| national)?|dossier de presse|cp"
    r"|notes? (?:de presse|aux rédactions|d'information)|information presse|info presse|presse"
    r"|point (?:presse|d'étape)|actualités?|brève|discours(?: et communiqués)?|invitation presse"
    r"|fiche presse|bulletin|newsletter|lettre d'information|synthèse|tribune"
    r"|rapport|édition|journal)"
)
_NUMBER = r"(?:n ?[°o]|n°|réf(?:érence)?\.? ?:?) ?[\w/. -]{1,20}"
NAME = r"[A-ZÀ-Ý][\w'-]{1,30}"
_PLACE = (
    rf"\(?(?:(?:Fait )?[àÀ] )?(?-i:{NAME}(?:[ -](?:{NAME}|de|la|le|les|sur|en|du|d')){{0,4}})"
    r"(?:,|(?<!é)(?<!ée)(?<!és)(?<!ées)(?= le ))"
)
_KEYWORDS = r"(?: ?[|•·–—] ?[^.:;]{2,80})?"
_TIME = r"(?:[ ,]*(?:[-–|à] ?)?\d{1,2} ?[:hH] ?\d{0,2})?"

_PUBLISHED = (
    "publié|mis en ligne|paru|posté|diffusé|article publié|publication|date(?: de publication)?"
)

# What comes first says more surely when the document was published.
_SAYINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_PUBLISHED})(?: le| :| en)* {DATE}.{{0,160}}$",
        rf"{_PLACE} (?:le |ce )?{DATE}{_TIME}(?:\.|\)|$| ?[|–—-]| ?\()",
        rf"{_GENRES}(?: {_NUMBER})?(?:[ ,:|–—-]|du|le|publié)* {DATE}{_TIME}\.?$",
        rf"{DATE}{_TIME}[ ,:|–—-]+{_GENRES}\.?$",
        rf"(?:publié |rédigé |posté )?par [^.\d]{{2,60}}(?:[ ,|–—-]|le)+ {DATE}{_TIME}{_KEYWORDS}$",
        rf"(?:{_NUMBER})?(?:[ ,:|–—-]|du|le|ce)*{DATE}{_TIME}\.?$",
        rf"[^.:\d]{{2,40}} [/|] {DATE}{_TIME}$",
    )
)
# A site's line of metadata: section, dates and author between bars.
_AMONG_OTHERS = re.compile(rf"[|•·–-] ?(?:{_PUBLISHED}) le {DATE}", re.IGNORECASE)
_AUTHOR = re.compile(
    rf"(?:par|(?:rédigé|publié) par|auteure? ?:) (?-i:{NAME}) (?-i:{NAME})[\w' -]{{0,40}}"
    r"(?:, [^.:;\d]{2,40})?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    rf"(?:(?:dernière )?mise? à jour|modifié|actualisé|màj)(?: le| :)* {DATE}", re.IGNORECASE
)
# « Ce lundi 17 mai 2021 » is said within days of that Monday.
_THIS_DAY = re.compile(rf"\bce (?={'|'.join(_WEEKDAYS)}){DATE}", re.IGNORECASE)
# What a heading ends with, or sets apart: « – Pontivy, 9 mars 2021 », « séance du 27 juin 2023 »
_HEADED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\((?:[^()]{{1,24}}, )?(?:mise? (?:en ligne|à jour)|actualisée?)[ leau:]* {DATE}\)",
        rf"^page (?:actualisée|mise à jour|publiée)(?: le| :)* {DATE}",
        rf"(?: [–—|-]|^) ?(?:{_PLACE} (?:le )?|n° ?\d+ [–—|-] )?{DATE}(?: [–—|-] [^.]{{1,20}})?$",
        rf"\b(?:séance|situation|point|état|bilan) (?:du|au) {DATE}$",
    )
)
_PRINTED = re.compile(rf"\(?(?:tribune|article|texte|entretien) (?:parue?|publiée?) le {DATE}",
                      re.IGNORECASE)  # fmt: skip
_SIGNED = re.compile(rf"fait {_PLACE} le {DATE}", re.IGNORECASE)
_GENRE = re.compile(rf"{_GENRES}(?:[ ,:|–—-]{{0,4}}{_NUMBER})?[ :]*", re.IGNORECASE)
_REFERENCE = re.compile(rf"(?:communiqué )?{_NUMBER}", re.IGNORECASE)
_HOUSE = re.compile(
    r"(?:(?:le |la |les )?(?:ministères?|ministre|secrétariats? d'[eé]tat|préfecture|préf[eè]te?"
    r"|conseil|région|département|gouvernement|agence|direction|banque|caisse|commissariat"
    r"|premi(?:er|ère) ministre|services? (?:du premier ministre|de l'état)|mairie|ville|métropole"
    r"|communauté"
    r"|cabinet|association|chambre)(?: (?:de|du|des|de la|d'|délégué|chargé|auprès|national|général"
    r"|régional|départemental|dans|(?-i:[A-ZÀ-Ý]))[^.:;!?«»\"0-9]{0,120})?)",
    re.IGNORECASE,
)
_HEADLINE_VERB = re.compile(
    r" (?:lance|annonce|soutien|accompagn|dévoil|sign|présent|renforc|invest|financ|poursui|engag"
    r"|labellis|accueill|mobilis|déploi|octroi|attribu|désign|prolong|va |vont |a |ont |est |sont )"
)
_SOURCE = re.compile(
    r"\(?(?:source|communiqué (?:de presse )?d[eu]) ?:? ?(?P<name>[^().]{3,80})\)?",
    re.IGNORECASE,
)
_TWO_SENTENCES = re.compile(r"[a-zà-ÿ0-9)]{2}\. [A-ZÀ-Ý]")
_HEAD = 15
_FOOT, _LAST = 6, 2
_SHORT = 110
_LEAD = 400
_LONG = 25
_A_SENTENCE = 8
_BARE_HEAD = 3
_CENTURY = 2000
_FULL_YEAR = 4


@dataclass(frozen=True, slots=True)
class Dating:
    """A date at its own precision (ISO 8601), and the weekday that does not go with it."""

    value: str
    contradicted: str = ""


def dates(text: str) -> Iterator[tuple[int, Dating]]:
    """Yield each date that names its year, with its position.

    >>> [(at, dating.value) for at, dating in dates("lundi 11 octobre 2021, puis le 31/02/2022")]
    [(0, '2021-10-11')]
    """
    if not _HAS_YEAR.search(text):
        return
    for found in _ANY_DATE.finditer(text):
        dating = read_date(found)
        if dating:
            yield found.start(), dating


# Cheap to look for, and in every date.
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|\d[/.-]\d\d")
# Led by the first sign of a weekday, a day or a month.
_ANY_DATE = re.compile(rf"(?<![\d/.-])(?=\d|(?-i:[adfjlmnosvADFJLMNOSV])){DATE}", re.IGNORECASE)


def read_date(found: re.Match[str]) -> Dating | None:
    """Return what a match of ``DATE`` says, None if no calendar has that day."""
    given = {name.rstrip("234"): value for name, value in found.groupdict().items() if value}
    year = int(given["year"]) + (0 if len(given["year"]) == _FULL_YEAR else _CENTURY)
    name = given["month"].casefold()
    month = int(name) if name.isdigit() else _MONTHS[name]
    if "day" not in given:
        return Dating(f"{year:04}-{month:02}")
    try:
        day = date(year, month, int(given["day"]))
    except ValueError:
        return None
    weekday = given.get("weekday", "").casefold()
    wrong = weekday if weekday and weekday != _WEEKDAYS[day.weekday()] else ""
    return Dating(day.isoformat(), wrong)


def head(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return what stands before the text proper: up to the first paragraph of some length."""
    for at, paragraph in enumerate(paragraphs[:_HEAD]):
        if webpage.line(paragraph):
            continue
        words = len(paragraph.text.split())
        if words >= _LONG or (words >= _A_SENTENCE and paragraph.text[-1] in ".…"):
            return paragraphs[: at + 1]
        if paragraph.mark not in {"", "heading"}:
            return paragraphs[: at + 1]
    return paragraphs[:_BARE_HEAD]


def issued(paragraphs: Sequence[Paragraph]) -> Dating | None:
    """Return the date at which the document says that it was published."""
    near = head(paragraphs)
    signed = paragraphs[-_FOOT:]
    looks = [(saying.match, near) for saying in _SAYINGS]
    looks += [(_AMONG_OTHERS.search, near), (_SIGNED.match, signed), (_UPDATED.match, near)]
    headings = [paragraph for paragraph in near if len(paragraph.text) <= _SHORT]
    looks += [(headed.search, headings) for headed in _HEADED]
    looks.append((_PRINTED.match, signed))
    for look, where in looks:
        for paragraph in where:
            found = look(paragraph.text)
            if found and (dating := read_date(found)):
                return dating
    return None


def spoken(paragraphs: Sequence[Paragraph]) -> Dating | None:
    """Return the month in which the document speaks, by the day that its lead calls this day."""
    for paragraph in head(paragraphs)[-1:]:
        found = _THIS_DAY.search(paragraph.text[:_LEAD])
        dating = read_date(found) if found else None
        if dating and not dating.contradicted:
            return Dating(dating.value[: len("2021-10")])
    return None


def dateline(text: str, *, at_head: bool) -> str:
    """Return why a paragraph is no more than date, place, number or genre of its document, or ''.

    Below the head only what cannot be said of anything else counts.
    """
    published = _AMONG_OTHERS.search(text) or _SAYINGS[0].match(text)
    if (published and len(text) <= 2 * _SHORT) or _SAYINGS[-1].match(text):
        return "says when, or where, the document was published"
    if len(text) > _SHORT or not at_head:
        return ""
    if _GENRE.fullmatch(text) or _REFERENCE.fullmatch(text):
        return "says what kind of document this is, or its number"
    if any(saying.match(text) for saying in (*_SAYINGS, _UPDATED, _SIGNED)):
        return "says when, or where, the document was published"
    return ""


def is_byline(text: str) -> bool:
    """Tell whether a paragraph says who wrote the document, and nothing else.

    >>> is_byline("Par Lucie Petit"), is_byline("Par Toutatis, il a plu")
    (True, False)
    """
    return len(text) <= _SHORT and bool(_AUTHOR.fullmatch(text))


def is_title(paragraph: Paragraph, most: int = 30) -> bool:
    """Tell whether a paragraph has at ``most`` so many words and ends no sentence."""
    text = paragraph.text
    return (
        paragraph.mark in {"", "heading"}
        and not paragraph.is_link
        and len(text.split()) <= most
        and text[-1] not in ".:;,…"
        and not _TWO_SENTENCES.search(text)
        and not dangles(text)
        and sum(map(str.isalpha, text)) * 2 >= len(text)
        and (text[0].isupper() or text[0].isdigit() or text[0] in "«\"'")
    )


def is_house(text: str) -> bool:
    """Tell whether a line is a letterhead: the name of the body that publishes."""
    known = {name.casefold() for name in lexicon.names("publishers")}
    named = len(text) <= _SHORT and (_HOUSE.fullmatch(text) or text.casefold() in known)
    return bool(named) and not _HEADLINE_VERB.search(text)


def publisher(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, int, int] | None:
    """Return where the body stands whose letterhead the document bears, or that is its source."""
    for paragraph in head(paragraphs)[:-1]:
        if paragraph.mark != "heading" and is_house(paragraph.text):
            return paragraph, 0, len(paragraph.text)
    for paragraph in paragraphs[-_LAST:]:
        found = _SOURCE.fullmatch(paragraph.text) if len(paragraph.text) <= _SHORT else None
        if found:
            return paragraph, *found.span("name")
    return None
