"""Quotations: reported words and who spoke them, a sentence a statement."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from tdi_graph.extraction.findings import Finding, term
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.statements import Kind, Property

_SAYS = (
    r"(?:declar|soulign|affirm|precis|ajout|expliqu|indiqu|rappel|estim|assur|conclu|insist"
    r"|poursui|dit|dire|salu"
    r"|commen?t|confi|not|resum|martel|temoign|se (?:rejouit|felicite)|s'est (?:rejoui"
    r"|felicite))\w*"
)
_BEFORE = re.compile(rf"\b(?:{_SAYS}|pour|selon|d'apres)\b[^.;«»\"]{{0,60}}$")
_AFTER = re.compile(
    rf'[»"]?,? ?(?:a |ont |s\'est |se )?(?:ainsi |aussi |notamment |egalement )?{_SAYS}'
)
_OPENS = frozenset({"«", '"'})
_MOST_BACK, _MOST_FORWARD = 260, 200
_FEWEST_WORDS = 6


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the sentences of each long quotation that has a speaker."""
    for start, end in _spans(scene):
        speaker = _speaker(scene, start, end)
        if speaker is None:
            continue
        for low, high in _sentences(scene, start, end):
            yield _quotation(scene, speaker, low, high)


def _spans(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the places of quotations; a quotation may go on over paragraphs."""
    opened: int | None = None
    for position in (m.start() for m in re.finditer(r'[«»"]', scene.text)):
        mark = scene.text[position]
        if scene.sentence_at(position) is None and opened is None:
            continue
        if opened is None and mark in _OPENS and _opens(scene, position) and _long(scene, position):
            opened = position
        elif opened is not None and _closes(scene, opened, mark, position):
            yield opened, position
            opened = None


def _opens(scene: Scene, position: int) -> bool:
    """Tell whether a straight mark stands before a word, not after one."""
    before, after = scene.text[position - 1 : position], scene.text[position + 1 : position + 2]
    straight = scene.text[position] == '"'
    return not straight or ((not before or before in " \n(:'") and not after.isspace())


def _long(scene: Scene, position: int) -> bool:
    closing = "»" if scene.text[position] == "«" else '"'
    end = scene.text.find(closing, position + 1)
    return end > 0 and len(scene.text[position:end].split()) > _FEWEST_WORDS


def _closes(scene: Scene, opened: int, mark: str, position: int) -> bool:
    if scene.text[opened] == '"':
        return mark == '"' and not _opens(scene, position)
    inner = scene.text.count("«", opened + 1, position) > scene.text.count(
        "»", opened + 1, position
    )
    return mark == "»" and not inner


def _speaker(scene: Scene, start: int, end: int) -> Mention | None:
    back = max(0, start - _MOST_BACK)
    before = [m for m in scene.within(back, start, "person") if _introduces(scene, m, start)]
    if before:
        return before[-1]
    tail = scene.plain[end : end + _MOST_FORWARD]
    if _AFTER.match(tail):
        after = scene.within(end, end + _MOST_FORWARD, "person")
        return after[0] if after else None
    return None


def _introduces(scene: Scene, person: Mention, start: int) -> bool:
    """Tell whether the person's name, title and a verb of saying lead to the quotation."""
    title_end = max(person.end, scene.titles.get(person.start, 0))
    gap = scene.plain[title_end:start]
    lead = scene.plain[max(0, person.start - 24) : person.start]
    if re.fullmatch(r"[ ,:]*(?:\([^)]*\))?[ ,:\n]*", gap):
        return bool(re.search(r"(?:pour|selon|d'apres)(?: [\w.]+)? $", lead)) or ":" in gap
    return bool(_BEFORE.search(gap)) and "\n" not in gap.strip()


def _sentences(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int]]:
    for sentence in scene.sentences[max(0, scene.index_at(start)) : scene.index_at(end) + 1]:
        low, high = max(sentence.start, start + 1), min(sentence.end, end)
        if high - low <= 0:
            continue
        text = scene.text[low:high]
        low += len(text) - len(text.lstrip(' «"'))
        high -= len(text) - len(text.rstrip(' »"'))
        if len(scene.text[low:high].split()) >= _FEWEST_WORDS - 2:
            yield low, high


def _quotation(scene: Scene, speaker: Mention, low: int, high: int) -> Finding:
    about: list[Entity] = []
    for mention in scene.within(low, high, "scheme", "law", "agreement"):
        if mention.entity not in about:
            about.append(mention.entity)
    if not about and scene.topic is not None:
        about.append(scene.topic)
    properties: tuple[Property, ...] = (
        *((term("schema:about"), entity.iri) for entity in about),
        (term("schema:inLanguage"), Literal("fr")),
        (term("schema:spokenByCharacter"), speaker.entity.iri),
    )
    return Finding("quotation.sentence", Kind.QUOTATION, properties, ((low, high),))
