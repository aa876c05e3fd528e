"""Partners of a scheme: « en partenariat avec A et B », « avec l’appui de C »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, clauses, governing, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import headless
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_PARTNERS = Indexed(
    r"\b(?:en (?:etroit[e]? )?(?:partenariat|lien|collaboration|lien etroit|concertation"
    r"|cooperation)(?: etroite?)? avec|de concert avec"
    r"|aux cotes d|associant|(?:en )?association avec|avec (?:le soutien|l'appui|l'aide"
    r"|le concours|la participation|la contribution|la collaboration) d"
    r"|beneficie(?: (?:en outre|egalement|aussi|ainsi|notamment))? (?:du soutien|de l'appui"
    r"|de l'expertise|du concours|de l'accompagnement) d)(?= |e|u|'|es)"
)
_GAP = re.compile(r"(?:es |e l'|e la |e |u |')?")
_ACTING = re.compile(
    r"\b(?:co-?)?(?:pilot|coordonn|anim|lanc|oper|deploy|elabor|port|mis|men|constru|realis"
    r"|condui|develop|finance|ger[eé]|concu|cree|met(?:tent)?\b)\w*"
)
# « A siège au comité aux côtés de B »
_SITTING = re.compile(r"\b(?:siege\w*|particip\w+|particip\w+|presid\w+|elu\w*)\b[^.;:]{0,60}$")
_NEAR, _LONGEST_LIST, _AHEAD = 110, 600, 120
_BODIES = frozenset({"body"})
# « aux côtés de l'État », « avec l'appui des élus »: nobody who stands beside a scheme of theirs.
_NO_PARTNER = re.compile(
    r"(?:état|gouvernement|binômes?|élus|maires|habitants|citoyens|territoires|chefs? de projets?"
    r"|porteurs de projets?|acteurs|partenaires|opérateurs|industriels|entreprises|associations"
    r"|filières|communes|villes)\b"
)
_CLEAR = 0.8


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those with whom, or with whose help, a scheme is run."""
    for found in scene.matches(_PARTNERS, "avec", "aux cotes", "associant", "beneficie"):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        gap = _GAP.match(scene.plain, found.end())
        position = gap.end() if gap else found.end()
        listed = agents.listed(scene, position, sentence.end, _BODIES)
        if found.start() - sentence.start <= 1:
            listed = _fronted(scene, listed)
        scheme = _scheme(scene, found, sentence, listed) if listed else None
        for agent in listed if scheme else []:
            span = (found.start(), agent.end)
            if scheme is not None and not _NO_PARTNER.match(agent.entity.label.casefold()):
                yield involvement(
                    "relation.partner", "partnering", agent.entity, scheme, spans=(span,)
                )


def _scheme(
    scene: Scene, found: re.Match[str], sentence: Sentence, listed: list[Agent]
) -> Entity | None:
    """Return the scheme that somebody runs with the help of those listed."""
    if found.start() - sentence.start <= 1:
        return _ahead(scene, listed[-1].end, sentence)
    reach = _NEAR if " lien" in found[0] else _LONGEST_LIST
    before = scene.plain[max(sentence.start, found.start() - reach) : found.start()]
    if found[0].startswith("beneficie"):
        return _backed(scene, found.start(), sentence)
    acting = list(_ACTING.finditer(before))
    if not acting or _SITTING.search(before):
        return None
    at = found.start() - len(before) + acting[-1].start()
    paying = "financ" in acting[-1][0] and found[0].startswith("aux cotes")
    if paying or clauses.of_another(scene, at, sentence):
        return None
    bare = headless.opening(scene, sentence)
    if bare is not None:
        return bare
    subject = subjects.of_clause(scene, found.start(), sentence)
    near = scene.mention_at(subject.start) if subject else None
    if near is not None and near.start > at and not governing.subjecthood(scene, near):
        # « X est piloté par A, à travers son programme Y, en partenariat avec B »: X.
        subject = subjects.of_clause(scene, at, sentence)
    return subject.entity if subject is not None and subject.score >= _CLEAR else None


def _backed(scene: Scene, position: int, sentence: Sentence) -> Entity | None:
    """« Le programme X bénéficie de l'appui de A », of which its sentence or the last tells: X."""
    if clauses.of_another(scene, position, sentence):
        return None
    named = subjects.antecedent(scene, position, sentence)
    subject = named or subjects.anaphor(scene, sentence.start, position)
    return subject.entity if subject and subject.score >= _CLEAR else None


def _fronted(scene: Scene, listed: list[Agent]) -> list[Agent]:
    """« En lien avec A et B, C pilote … »: A and B alone."""
    if len(listed) > 1 and scene.plain.startswith(",", listed[-2].end):
        acting = _ACTING.match(scene.plain, listed[-1].end + 1)
        return listed[:-1] if acting else listed
    return listed


def _ahead(scene: Scene, position: int, sentence: Sentence) -> Entity | None:
    """« En lien avec A et B, C pilote le programme X »: X."""
    end = min(sentence.end, position + _AHEAD)
    acting = _ACTING.search(scene.plain, position, end)
    if acting is None or not scene.plain.startswith(",", position):
        return None
    schemes = scene.within(acting.end(), end, "scheme")
    return schemes[0].entity if schemes else None
