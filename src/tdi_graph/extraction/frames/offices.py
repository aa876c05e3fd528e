"""Offices: « X, ministre de … », « le président de Y, X », « la ministre de Z X »."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from pyoxigraph import Literal

from tdi_graph.extraction import people
from tdi_graph.extraction.findings import Finding, link, term
from tdi_graph.extraction.frames import titles
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.proposals import tidy
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content, plain
from tdi_graph.statements import Kind

_APPOSED = re.compile(
    r"(?:(?: ?, ?| ?[(\[]| [–-] | ?: )(?:le |la |l'|actuel(?:le)? |alors |par ailleurs |egalement "
    r"|aujourd'hui |desormais "
    r"|nouve(?:au|lle) )?"
    r"| (?:est|etait|reste|demeure) (?:le |la |l'|l'actuel(?:le)? )?"
    r"| (?:est |a ete |que nous avons )?nommee?(?: hier)? |, que nous avons nommee?(?: hier)? "
    r"| devient | a pris ses fonctions de )$"
)
_DETERMINED = re.compile(
    r"\b(?:le |la |l'|du |au |les |son |sa |leur |notre |votre |une? |1 |de |d')$"
)
_ARTICLE = re.compile(r"(?:\b(?:le|la) |\bl')$")
_COMMA = re.compile(r" ?, ")
# « le Premier ministre d'alors, X », « dont le président est X », « Sous-préfète : Mme X »
_THEN = re.compile(r"(?: d'alors| de l'époque)? ?, ")
_IS = re.compile(r" (?:est|était|sera|reste) (?:désormais |actuellement )?(?=[A-ZÉÈ])")
_COLON = re.compile(r" ?: (?=[A-ZÉÈ])")
_OWN = re.compile(r"\b(?:son|sa|leur|notre|votre) $")
_FORMER = re.compile(r"\bancien(?:ne)?s? $")
# « le préfet de la région A, préfet du B, X »: one office of both
_PREFECT_TOO = re.compile(
    r", préf[eè]te? (?:de la |de l'|du |des |de |d')[^,.;:()\n]{3,30}(?=, [A-Z])"
)
_BRACKET = re.compile(r" \((?=[A-ZÉÈ])")
_AFTER_NAME = re.compile(r" ?(?:[,.;:»)\]\n]|[–-] )| [a-z]| \([a-z]|$")
_SECOND = re.compile(r" ?(?:,| et|, et) (?:(?:le|la) )?")
_REPRESENTS = re.compile(r"representante?\b")
_STEM = 6
_NO_PORTFOLIO = frozenset(["membre", "gouvernement", "charge"])


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the tenures of the text, and the ministries that titles name."""
    done, several = -1, list[tuple[Mention, tuple[int, int]]]()
    for index in scene.words.among(titles.NOUNS):
        at = scene.words.tokens[index].start
        noun_end = titles.starts(scene.words, at) if at >= done else None
        found = _held(scene, at, noun_end) if noun_end is not None else None
        if found is None or noun_end is None:
            continue
        person, start, title_end, rule = found
        done = title_end
        scene.titles[person.start] = max(title_end, scene.titles.get(person.start, 0))
        if _FORMER.search(scene.plain, max(0, start - 12), start):
            continue
        if rule == "office.title-name" and scene.plain[start:noun_end].endswith("s"):
            several.append((person, (start, title_end)))
            continue
        other = _beside(scene, person, (start, noun_end)) if rule == "office.apposition" else None
        for one in filter(None, (person, other)):
            yield from _tenure(scene, one, (start, title_end), rule)
    for person, span in several:
        yield from _each(scene, person, span)


def _held(scene: Scene, start: int, noun_end: int) -> "_Held | None":
    sentence = scene.sentence_at(start)
    if sentence is None:
        return None
    return _holder(scene, start, noun_end, titles.extent(scene, start, noun_end, sentence.end))


def _each(scene: Scene, person: Mention, span: tuple[int, int]) -> Iterator[Finding]:
    """« les députés A et B »: each who has no title alone elsewhere."""
    link = _AND_THEN.match(scene.text, person.end)
    other = people.after(scene, link.end()) if link else None
    for one in (person, other):
        titled = one and any(
            start != one.start and held.entity == one.entity
            for start in scene.titles
            if (held := scene.mention_at(start)) is not None
        )
        if one is not None and not titled:
            yield from _tenure(scene, one, span, "office.several")


_PLURAL = re.compile(r"^([\w-]+?)s\b")
_AND_THEN = re.compile(r" et (?=(?:M\. |Mme )?[A-ZÀ-Ý])")

# « A et B, sénateurs »: the title is of both.
_AND = re.compile(r" et (?:de |d'|par )?(?:M\. |Mme |Monsieur |Madame )?$")


def _beside(scene: Scene, person: Mention, noun: tuple[int, int]) -> Mention | None:
    if not scene.plain.endswith("s", 0, noun[1]) or noun[0] < person.end:
        return None
    lead = _AND.search(scene.text, max(0, person.start - 20), person.start)
    return people.before(scene, lead.start()) if lead else None


_Held = tuple[Mention, int, int, str]


def _holder(scene: Scene, start: int, noun_end: int, end: int) -> _Held | None:
    """Return who holds the title from ``start`` to ``end``, its bounds and the rule."""
    before = _FORMER.sub("", scene.plain[max(0, start - 36) : start])
    apposed = _APPOSED.search(before)
    article = _ARTICLE.search(before)
    other = people.inner(scene, start, noun_end, end) if article else None
    if apposed and other is None:
        low = max(0, start - 36)
        person = people.before(scene, low + apposed.start())
        if person is not None and not (article and _next_in_line(scene, person, end)):
            return person, start, end, "office.apposition"
    again = _second_title(scene, start) if other is None else None
    if again is not None and not (article and _next_in_line(scene, again, end)):
        return again, start, end, "office.second-title"
    if _DETERMINED.search(before) or _opens(scene, start):
        return _named_after(scene, start, noun_end, end)
    return None


def _named_after(scene: Scene, start: int, noun_end: int, end: int) -> _Held | None:
    """« le Premier ministre X Y », « le président de l'association, X Y, »."""
    inner = people.inner(scene, start, noun_end, end)
    if inner is not None:
        return inner[0], start, inner[1], "office.title-name"
    too = _PREFECT_TOO.match(scene.text, end)
    end = too.end() if too else end
    comma = next((c for look in _JOINS if (c := look.match(scene.text, end))), None)
    if comma is None and _opens(scene, start):
        comma = _COLON.match(scene.text, end)
    several = scene.plain[start:noun_end].endswith("s")
    person = people.after(scene, comma.end()) if comma and not several else None
    if person is None or person.start in scene.titles:
        return None
    own = _OWN.search(scene.plain, max(0, start - 8), start)
    if not own and _two_persons(scene, person, titled=end > noun_end):
        return None
    if not _AFTER_NAME.match(scene.plain, person.end):
        return None
    scene.announced.add(person.start)
    return person, start, end, "office.title-comma-name"


_JOINS = (_THEN, _BRACKET, _IS)


def _opens(scene: Scene, start: int) -> bool:
    """« Présidente de l'association, X … »: the title with which a sentence or a line begins."""
    sentence = scene.sentence_at(start)
    return sentence is None or sentence.start == start or scene.text[start - 1] == "\n"


def _two_persons(scene: Scene, person: Mention, *, titled: bool) -> bool:
    """« le préfet, A, maire de B »: perhaps two. « la présidente de X, A, maire de B »: one."""
    after = _COMMA.match(scene.plain, person.end)
    noun_end = titles.starts(scene.words, after.end()) if after else None
    if after is None or noun_end is None:
        return False
    end = titles.extent(scene, after.end(), noun_end, len(scene.plain))
    then = _NEXT_NAME.match(scene.text, end)
    return not titled or bool(then)


# « le préfet de A, B, maire de C, et D, députée »: a list of persons, each with a title after.
_NEXT_NAME = re.compile(r",? (?:et )?(?:M\. |Mme )?[A-ZÉÈ][\w-]+ [A-ZÉÈ][\w' -]+, [a-zé]")


def _next_in_line(scene: Scene, person: Mention, end: int) -> bool:
    """« A, le préfet, B, la présidente, C »: B follows this title, which is hers or his."""
    comma = _COMMA.match(scene.text, end)
    following = people.after(scene, comma.end()) if comma else None
    if comma is None or following is None:
        return False
    return person.start in scene.announced or not _has_title(scene, following)


def _has_title(scene: Scene, person: Mention) -> bool:
    """Tell whether a title is set after the name: « B, maire de … »."""
    comma = _COMMA.match(scene.plain, person.end)
    article = _LED.match(scene.plain, comma.end()) if comma else None
    noun_end = titles.starts(scene.words, article.end()) if article else None
    if article is None or noun_end is None:
        return False
    # « B, le maire, C »: the maire is C.
    end = titles.extent(scene, article.end(), noun_end, len(scene.plain))
    return not (article[0] and _NEXT.match(scene.text, end))


_NEXT = re.compile(r", [A-ZÉÈ][\w'-]+ [A-ZÉÈ]")


_LED = re.compile(r"(?:le |la |l')?")


def _second_title(scene: Scene, start: int) -> Mention | None:
    """« X, maire de A et président de B »: the second title of the same person."""
    for name_start, title_end in islice(reversed(scene.titles.items()), 2):
        if 0 <= start - title_end <= len(", et la ") and _SECOND.fullmatch(
            scene.plain, title_end, start
        ):
            return scene.mention_at(name_start)
    return None


# « sous-directeur à la DGE »: the title ends before the house.
_AT_A_HOUSE = re.compile(r" (?:a la|a l'|au|aux|au sein d[eu] ?(?:la |l')?) ?$")


def _own(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Cut « à la DGE » from the end of a title."""
    for body in scene.within(start, end, "body"):
        house = _AT_A_HOUSE.search(scene.plain, start, body.start)
        if house and body.end >= end and house.start() > start:
            return start, house.start()
    bare = _BARE_HOUSE.search(scene.plain, start, end)
    if bare and scene.within(start, bare.start(), "scheme"):
        return start, bare.start()
    found = _A_SERVICE.search(scene.plain, start, end)
    return (start, found.start()) if found and found.end() == end else (start, end)


# « cheffe de projet du programme X de la communauté de communes »: whose house it is.
_BARE_HOUSE = re.compile(
    r" (?:de la communaute (?:de communes|d'agglomeration)|de l'agglomeration|de la ville"
    r"|de la commune|de la metropole|du departement|de la region|de l'intercommunalite)$"
)
_A_SERVICE = re.compile(
    r" (?:a la|au sein de la|a l'|au|aupres de la) (?:sous-)?(?:prefecture|cci|chambre|mairie"
    r"|dreets|dreal|ddtm?|ddets|dgfip|region|metropole|sgar|conseil regional"
    r"|conseil departemental)\b[^,;()]*"
)


def _tenure(scene: Scene, person: Mention, span: tuple[int, int], rule: str) -> Iterable[Finding]:
    span = _own(scene, *span)
    title = scene.text[slice(*span)]
    if rule == "office.several":
        title = _PLURAL.sub(r"\1", title, count=1)
    if _REPRESENTS.match(plain(title)):
        return
    post = _post(scene, plain(title), title, span)
    whole = min(person.start, span[0]), max(person.end, span[1])
    properties = (
        (term("org:member"), person.entity.iri),
        (term("schema:roleName"), Literal(tidy(title), language="fr")),
        (term("tdi:post"), post.iri),
    )
    yield Finding(rule, Kind.TENURE, properties, (whole,))
    of = titles.ministry(plain(title))
    if of is not None:
        label = "ministère " + title[slice(*of)]
        place = (span[0] + of[0], span[0] + of[1])
        body = scene.ledger.entity("tdi:Ministry", "body", label, place)
        spans = ((span[0], place[1]),)
        yield link("office.ministry", post, "org:postIn", body, spans=spans)


def _post(scene: Scene, plain_title: str, title: str, span: tuple[int, int]) -> Entity:
    """Return the known post whose every word the title bears, else a new one."""
    wanted = _stems(titles.portfolio(plain_title)) | _stems(_first_words(plain_title))
    best: tuple[int, Entity | None] = (0, None)
    for post in scene.authority.of_sort("post"):
        needed = _needed(post.label)
        if needed <= wanted and len(needed) > best[0]:
            best = (len(needed), post)
    if best[1] is not None:
        return best[1]
    return scene.ledger.entity("org:Post", "post", title, span)


def _first_words(plain_title: str) -> str:
    return plain_title.partition(",")[0] if "charge" in plain_title else plain_title


@lru_cache(maxsize=1 << 10)
def _needed(label: str) -> frozenset[str]:
    """Return the stems that a title must bear to be of the post called ``label``."""
    return frozenset(_stems(plain(label)) - {word[:_STEM] for word in _NO_PORTFOLIO})


def _stems(text: str) -> set[str]:
    joined = text.replace("co-p", "cop").replace("’", "'")
    return {word[:_STEM] for word in content(joined)}
