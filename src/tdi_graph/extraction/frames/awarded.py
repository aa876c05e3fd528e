"""Winners listed with what they get: « Quelques projets soutenus : • A (19) – un four – 80 000 € ».

Under such a heading a line may name the project first; only who stands before it is a winner.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction.findings import Finding
from tdi_graph.extraction.frames import winners
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_THINGS = r"(?:projets?|operations?|dossiers?|actions?|entreprises?|communes?|territoires?|sites?)"
_HELD = r"(?:soutenu|finance|retenu|laureat|accompagne|aide|selectionne|subventionne)e?s?"
_HEADING = re.compile(
    rf"(?:\b(?:parmi (?:les|ces)|quelques|exemples? de|les|des) (?:[\w-]+ ){{0,2}}?{_THINGS}"
    rf" (?:[\w-]+ )?{_HELD}|\bquelques laureate?s)\b[^.;:]{{0,50}}:?\s*$"
)
# « Les lauréats de la deuxième vague », over a table.
_TITLE = re.compile(r"\W*(?:les |liste des )?(?:\d+ )?(?:[\w-]+ )?laureate?s\b[^.;:|]{0,60}:?\s*")
_AMONG_THEM = re.compile(r"\W{0,3}parmi (?:eux|elles)(?: figurent(?: notamment)?)? ?:\s*")
_TOLD = re.compile(rf"\b{_HELD}\b|\blaureate?s?\b")
_ITEM = re.compile(
    r"[•·–>→*\"« -]*(?P<name>[A-ZÀÂÉÈÊÎÔŒ][^,;:–—()|*€\n]{2,60}?)\*{0,2}(?: ?\([^()]{2,40}\))?"
    r"(?: ?[–—:] | - |, pour |, )(?:une? |la |le |les |l')?[a-zéèêàâîô][^€|\n]{3,120}?"
    r" ?[–—:-] (?:environ )?\d[\d ,.]*(?:€|[MmKk]€|euros?\b|millions?\b)"
)
# « Rénovation du gymnase – commune d'Ussel : 80 000 € »: the project comes first.
_A_PROJECT = re.compile(r"\w+(?:tion|sion|ment|age|ture)s? (?:d[eu']|énerg|therm|num)")


# A table whose first column tells who: « Collectivité | Projet | Subvention ».
_WHO = re.compile(
    r"\W*(?:collectivite|commune|ville|beneficiaire|laureat|porteur|entreprise|societe|territoire"
    r"|structure|maitre d'ouvrage)s?(?: [\w' ]{1,24})? ?\|"
)
_CELL = re.compile(r"[| ]*(?P<name>[A-ZÀÂÉÈÊÎÔŒ][^|\n]{2,70}?) ?\|")


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those whom the lines below such a heading, or « parmi eux », name before an amount."""
    for index, sentence in enumerate(scene.sentences[:-1]):
        following = scene.sentences[index + 1]
        heads = scene.kind(following) == "list-item" and scene.kind(sentence) != "list-item"
        if heads and _leads(scene, index):
            yield from _items(scene, index)


def _leads(scene: Scene, index: int) -> bool:
    sentence = scene.sentences[index]
    if _HEADING.search(scene.plain, sentence.start, sentence.end):
        return True
    if _TITLE.fullmatch(scene.plain, sentence.start, sentence.end):
        return bool(_WHO.match(scene.plain, scene.sentences[index + 1].start))
    return _of_them(scene, sentence) and _said_before(scene, index, _TOLD)


def _of_them(scene: Scene, sentence: Sentence) -> bool:
    among = _AMONG_THEM.match(scene.plain, sentence.start, sentence.end)
    return among is not None and among.end() >= sentence.end


def _said_before(scene: Scene, index: int, what: re.Pattern[str]) -> bool:
    """Tell whether the paragraph that ends before a sentence says ``what``."""
    near = scene.sentences[max(0, index - _PARAGRAPH) : index]
    said = [s for s in near if s.block in {near[-1].block, scene.sentences[index].block}]
    return any(what.search(scene.plain, s.start, s.end) for s in said)


_PARAGRAPH = 4
# « Les 78 lauréats … Parmi eux : » : who wins, not what they do.
_WHO_WON = re.compile(r"\b(?:laureate?s|entreprises|pme|industriels|communes|territoires)\b")


def _items(scene: Scene, index: int) -> Iterator[Finding]:
    thing = winners.what_is_won(scene, scene.sentences[index])
    pattern = _CELL if _WHO.match(scene.plain, scene.sentences[index + 1].start) else _ITEM
    bare = _of_them(scene, scene.sentences[index]) and _said_before(scene, index, _WHO_WON)
    for item in scene.sentences[index + 1 + (pattern is _CELL) :]:
        if thing is None or scene.kind(item) != "list-item":
            return
        one = _named(scene, item, pattern) or (winners.opening(scene, item) if bare else None)
        if one is not None and not _A_PROJECT.match(scene.text, one.start):
            yield winners.benefits(one, thing, (one.start, one.end))


def _named(scene: Scene, item: Sentence, pattern: re.Pattern[str]) -> winners.Winner | None:
    found = pattern.match(scene.text, item.start, item.end)
    if found is None or _A_PROJECT.match(scene.text, found.start("name")):
        return None
    return winners.winner(scene, *found.span("name"))
