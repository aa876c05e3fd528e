"""What an amount of money is: an endowment, an aid, an investment."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import standins
from tdi_graph.extraction.frames import elisions, engineered, givers, labelled, measures
from tdi_graph.extraction.frames.figure import Figure, Measured, clause_of
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_DONT = re.compile(r"\bdont ?:? ?(?:au moins |plus d[e'] ?|pres d[e'] ?)?$")


# « 27 millions d'investissement, dont 9 millions apportés par l'État »: no investment of its own.
_PAID_BY = re.compile(
    r"(?: \w+)? (?:apporte|finance|verse|alloue|accorde)e?s? par (?:l'etat|la region|les regions"
    r"|le departement|l'europe)\b|(?: \w+)? (?:de|d') ?(?:subventions?|aides?)\b"
)
_ALSO = re.compile(r"(?:,|\bet|\bpuis|\bainsi que) ?$")


def measured(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return what an amount is, by the words after it, then by those before it."""
    start, end = clause_of(scene, quantity, sentence)
    previous = max(earlier[-1].quantity.end, earlier[-1].core[1]) if earlier else start
    before = scene.masked(max(start, previous - 1), quantity.lead)
    said = _money_after(scene, quantity, before, end, earlier)
    set_aside = _ENDOWED.search(before) or _mobilises(scene, quantity)
    if said and said[0] == "public-aid" and set_aside:
        said = "endowment", "figure.endowment", quantity.end, quantity.lead
    if said is None or said[0] == "endowment":
        said = engineered.find(scene, quantity, sentence) or said
    said = givers.part(scene, quantity, before, earlier) or said
    said = said or _part(scene, quantity, before, earlier)
    head = None if said else _head(before)
    if head and not head[1]:
        return None
    said = said or _money_before(scene, quantity, before, end, head)
    credited = measures.OF_CREDITS.match(scene.plain, quantity.end, end)
    if credited and said is None and scene.covering(credited.end() - 1) is None:
        return "endowment", "figure.endowment", credited.end(), quantity.lead
    said = said or elisions.money(scene, quantity, start, earlier)
    return said or labelled.money(scene, quantity, sentence)


def _money_after(
    scene: Scene, quantity: Quantity, before: str, end: int, earlier: list[Figure]
) -> Measured | None:
    """« 40 millions d'euros de subventions », « 31 millions ont été engagés »."""
    after = _after_source(scene, quantity)
    for money in measures.SAID_AFTER:
        found = None
        for at in after:
            found = found or money.words.match(scene.plain, at, end)
        if found is None:
            continue
        if found[0].endswith(" investis") and _privately(scene, found.end()):
            return "investment", "figure.investment", found.end(), quantity.lead
        same = earlier and earlier[-1].indicator == money.indicator
        rule = "part" if same and _DONT.search(before) else money.indicator
        return money.indicator, f"figure.{rule}", found.end(), quantity.lead
    return None


_OF_A_SOURCE = re.compile(r" (?:du|de la|de l'|des|de|d') ?(?=\w)")


def _after_source(scene: Scene, quantity: Quantity) -> tuple[int, ...]:
    """Return where the words after an amount begin, also behind « du Fonds vert »."""
    of = _OF_A_SOURCE.match(scene.plain, quantity.end)
    named = scene.mention_at(of.end()) if of else None
    return (quantity.end, named.end) if named else (quantity.end,)


def _part(scene: Scene, quantity: Quantity, before: str, earlier: list[Figure]) -> Measured | None:
    """« …, dont 12 millions »: of what the amount before it is, unless its giver is told."""
    whole = earlier[-1] if earlier and earlier[-1].quantity.unit == "EUR" else None
    if whole is None or whole.rule == "figure.out-of":
        return None
    if not _DONT.search(before) and not (whole.rule == "figure.part" and _ALSO.search(before)):
        return None
    if whole.indicator == "investment" and _PAID_BY.match(scene.plain, quantity.end):
        return "public-aid", "figure.public-aid", quantity.end, quantity.lead
    return whole.indicator, "figure.part", quantity.end, quantity.lead


_BY_PUBLIC = re.compile(
    r"[^.;,]{0,20} par (?:la |le |les |l'|son |ses )?(?:etat|regions?|departements?|banque|x{4,})"
)


def _privately(scene: Scene, end: int) -> bool:
    """« 31 millions d'euros investis »: by firms, unless a public body is named as giving them."""
    return not _BY_PUBLIC.match(scene.masked(end, end + 60))


# « un fonds d'investissement régional d'un montant de … »
_WHOLE = re.compile(
    r"\b(?:fonds|programme|plan|dispositif|appel a projets)\b(?: [\w'-]+){0,10}?"
    r" d'un montant(?: \w+){0,2} d[e'] ?$"
)


# « 857 millions sur les 1,5 milliard prévus »: the whole from which something is taken.
_OUT_OF = re.compile(r"\bsur (?:les?|une enveloppe (?:totale |globale )?d[e']) ?$")
_FORESEEN = re.compile(
    r"(?: d'euros| initialement| [\w]+ment)* (?:prevu|promis|programme|annonce|debloque)e?s?\b"
)
# « … de contribuer au fonds, pour un montant de … »
_TO_A_FUND = re.compile(r"\b(?P<verb>contribu\w+|particip\w+) (?:au|a la|a ce) (?:fonds|x{4,})")


def _whole(scene: Scene, quantity: Quantity, before: str, end: int) -> Measured | None:
    """Return the measure of what a fund has or is given, by the words right before."""
    lead = quantity.lead - len(before)
    told = _FORESEEN.match(scene.plain, quantity.end, end)
    out_of = _OUT_OF.search(before)
    if out_of and (told or "enveloppe" in out_of[0]):
        return "endowment", "figure.out-of", told.end() if told else quantity.end, quantity.lead
    given, whole = _TO_A_FUND.search(before), _WHOLE.search(before)
    if given:
        return "commitment", "figure.commitment", quantity.end, lead + given.start()
    if whole:
        return "endowment", "figure.endowment", quantity.end, lead + whole.start()
    return None


def _head(before: str) -> tuple[int, str, str] | None:
    """Return the head that says what an amount is: place, indicator, words."""
    best: tuple[int, str, str] | None = None
    for start, indicator, words in _heads(before):
        if best is None or (start > best[0] and best[1] != "endowment-increase"):
            best = start, indicator, words
    return best


def _money_before(
    scene: Scene, quantity: Quantity, before: str, end: int, head: tuple[int, str, str] | None
) -> Measured | None:
    whole = _whole(scene, quantity, before, end)
    if whole or head is None or _OUT_OF.search(before):
        return whole
    lead = quantity.lead - len(before)
    indicator = _by_agent(scene, lead, before, head)
    after = scene.plain[quantity.end : end]
    if indicator == "endowment-increase" and _ABOUNDED.search(before):
        indicator = "endowment"
    indicator = givers.sense(scene, indicator, lead + head[0], quantity)
    if _FOR_ENGINEERING.match(after):
        indicator = "engineering"
    if not indicator or (indicator == "commitment" and _TO_ITS_OWN.match(after)):
        return None
    if head[2].startswith("reserv") and indicator == "commitment" and _TO_ANOTHER.match(after):
        return None
    if indicator == "endowment" and (
        measures.OBTAINED.match(after) or measures.EACH.search(before)
    ):
        indicator = "public-aid"
    return indicator, f"figure.{indicator}", quantity.end, lead + head[0]


def _heads(before: str) -> Iterator[tuple[int, str, str]]:
    """Yield what the words before an amount say it is: place, indicator, words."""
    copula = _AMOUNTS_TO.search(before)
    subject = list(_subject(before[: copula.start()])) if copula else []
    yield from subject
    near = bool(subject)
    for money in () if subject else measures.SAID_BEFORE:
        if found := money.words.search(before):
            near = True
            yield found.start(), money.indicator, found[0]
    stretch = None if near or copula else measures.AT_A_LENGTH.search(before)
    if stretch:
        for money in measures.MONEY:
            found = money.far.match(before, 0, stretch.start()) if money.far else None
            if found:
                yield found.start("head"), money.indicator, found["head"]


# « Le montant des aides versées aux entreprises de la région s'élève à »: the subject's head,
# which stands first in it.
_AMOUNTS_TO = re.compile(
    r" (?:(?:s'elev|se mont|se chiffr|s'etabli|attei)\w+|(?:est|etait|sera) (?:de|fixee?s? a"
    r"|portee?s? a)|represent\w+)(?: \w+ment| desormais| ainsi| donc| aujourd'hui| au total)*"
    r"(?: a| de| d')? ?$"
)


def _subject(clause: str) -> Iterator[tuple[int, str, str]]:
    """Yield the first head of the last stretch between commas that has one."""
    end = len(clause)
    while end > 0:
        start = max(clause.rfind(sign, 0, end) for sign in ",(") + 1
        heads = (
            (found.start("head"), money.indicator, found["head"])
            for money in measures.MONEY
            if money.first
            for found in [money.first.search(clause, start, end)]
            if found
        )
        first = min(heads, default=None)
        if first:
            yield first
            return
        end = start - 1


# Whose investment is public money committed; others' is investment.
_PUBLIC = re.compile(
    r"\b(?:etat|gouvernement|regions?|banque|caisse|departements?|collectivites"
    r"|public\w*|x{4,})\b"
)
# « Le programme X mobilise », « le fonds Y a apporté »: a scheme has money, and gives it.
_SETS_ASIDE = re.compile(r"(?:consacre|deploie|reserve|mobilise(?:rait|ra)?|met sur la table)\b")
_FOR_ENGINEERING = re.compile(r"(?:(?! et (?:d'|de |du ))[^,;\d]){0,60}ingenierie")
# « doté de 12 millions d'euros de concours »: what it has, whatever it is called.
# « le plan « X » mobilisera 2 milliards d'euros de l'État »: what it has.
_MOBILISES = re.compile(r" ?[»\"]?[^,.;:»\"]{0,24} mobilisera(?:it)? $")


def _mobilises(scene: Scene, quantity: Quantity) -> bool:
    named = scene.within(max(0, quantity.lead - 90), quantity.lead, "scheme")
    if not named or standins.GOVERNED.search(
        scene.plain[max(0, named[-1].start - 44) : named[-1].start]
    ):
        return False
    return bool(_MOBILISES.fullmatch(scene.plain, named[-1].end, quantity.lead))


# « abondé par l'État et les Régions, pour un total de »: the whole of it, not what is added.
_ABOUNDED = re.compile(r", (?:pour|soit) (?:un total|au total)(?: de| d')? ?$")
_ENDOWED = re.compile(r"\bdote(?:e|s|es)? (?:d'une enveloppe )?(?:de |d')$")
# « la Région consacre … à son plan d'investissement »
_TO_ITS_OWN = re.compile(
    r" (?:a|pour|dans|sur|vers) (?:son|sa|ses|leurs?) (?:propres? )?(?:plan|budget|strategie"
    r"|programme|politique|reseau|developpement|usine|site)s?\b"
)
# « l'État a réservé 2 M€ à l'aide X », « 2 M€ de DSIL »: of another scheme than the clause's.
_TO_ANOTHER = re.compile(r" (?:aux?|a la|a l'|a ce|a cette|d[eu]|de la|de l') ?\w")
_SPENDS = re.compile(r"(?:engag|mobilis|consacr|apport|inject)\w+|investi(?!ssement)\w*")
_WINNERS = re.compile(
    r"\b(?:laureat\w*|projets|entreprises|dossiers|pme|etablissements|structures|associations)\b"
    r"(?:, [^.;:,]{3,50},)?[^.;:,]{0,60}$"
)
_GIVES = re.compile(r"apport(?:e|era|ait|er)\b")
_FINANCED = re.compile(r"\b(?:co-?)?financee?\b")
_WORKS = re.compile(r"\b(?:projets?|operations?|actions?|dossiers?|travaux|postes?|etudes?)\b")
_A_SCHEME = re.compile(r"\b(?:programme|dispositif|mesure|plan|initiative|label|demarche|x{4,})\b")
_FIRM = re.compile(
    r"(?:^|[.;:»] |, )(?:la |le |l'|une? )(?:entreprise|societe|usine|groupe|pme|eti|start-?up"
    r"|fabricant|industriel|cooperative|site|etablissement|association|fondation"
    r"|federation)\b(?! d'industrie)[^.;:]{0,110}$"
)


def _by_agent(scene: Scene, lead: int, before: str, head: tuple[int, str, str]) -> str:
    """Return the indicator of an amount by who gives, has or spends it; nothing if unsure."""
    start, indicator, words = head
    clause = before[:start]
    if _agent(scene, lead + start) is not None and _SETS_ASIDE.match(words):
        return "endowment"
    if _given(scene, lead, before, head):
        return "public-aid"
    if _FINANCED.match(words) and _A_SCHEME.search(clause):
        return "public-aid" if _WORKS.search(clause) else "endowment"
    if _SPENDS.match(words) and _FIRM.search(clause):
        return ""
    if words.startswith("investi") and not words.startswith("investissement"):
        return indicator if _PUBLIC.search(before) else "investment"
    return indicator


def _given(scene: Scene, lead: int, before: str, head: tuple[int, str, str]) -> bool:
    """« le fonds a apporté », « les lauréats se partagent »: what is given to somebody."""
    start, _, words = head
    if words.startswith("se partag"):
        return bool(_WINNERS.search(before[:start]))
    return bool(_GIVES.match(words)) and _agent(scene, lead + start) is not None


def _agent(scene: Scene, verb: int) -> Entity | None:
    """Return the scheme that stands right before a verb as its subject."""
    at = verb - 1
    while at > 0 and (scene.plain[at - 1] in ' »"' or scene.plain[at - 2 : at] == " a"):
        at -= 1
    found = scene.covering(at - 1)
    if found is None or found.entity.sort != "scheme" or verb - found.end > _BESIDE:
        return None
    governed = standins.GOVERNED.search(scene.plain, max(0, found.start - 44), found.start)
    return None if governed else found.entity


_BESIDE = 6
