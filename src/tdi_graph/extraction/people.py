"""Names of persons in a text, as the words around a title show them."""

import re

from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import plain

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’]*(?:-[A-ZÀ-ÖØ-Þ][\w'’]*)*"
_PARTICLE = r"(?:de la|de|du|des|d'|le|la|van der|van|von|el|ben|di)"
_NAME = (
    rf"{_CAPITAL}(?: (?:[A-Z]\.|{_CAPITAL})){{0,3}}(?: {_PARTICLE} ?{_CAPITAL})?(?: {_CAPITAL})?"
)
_BEFORE = re.compile(rf"(?P<name>{_NAME})(?: \([^()]{{1,20}}\))?$")
_AFTER = re.compile(rf"(?:M\. |Mme |Monsieur |Madame |chère |cher |Chère "
                    rf"|Cher )?(?P<name>{_CAPITAL} (?:{_CAPITAL} )?"
                    rf"(?:{_PARTICLE} ?)?{_CAPITAL})")  # fmt: skip
# Capitalised words that open a sentence or address somebody, and are no part of a name.
_NOT_NAMES = frozenset({
    "Pour", "Selon", "Par", "Avec", "Et", "Le", "La", "Les", "L", "Un", "Une", "M", "Mme",
    "Monsieur", "Madame", "Présents", "Présent", "Cabinet", "De", "Du", "Au", "Aux", "En", "Ce",
    "Cette", "Hier", "Après", "Lors", "Contact", "Contacts", "Dr", "Me", "Mr", "Enfin", "Ainsi",
    "Sous", "Chez", "Comme", "À", "A", "Vu", "Devant", "Aujourd", "Merci", "Etaient", "Étaient",
    "Présidée", "Organisé", "Autour", "Dans", "Depuis", "Vers", "Mais", "Sur", "Entre", "Puis",
})  # fmt: skip
_NO_PERSON = frozenset({
    "ministre", "président", "présidente", "préfet", "préfète", "direction", "région", "conseil",
    "agence", "banque", "communauté", "ville", "france", "fonds", "plan", "programme", "premier",
    "première", "etat", "état", "comité", "association", "assemblée", "ministère", "métropole",
    "pays", "union", "chambre", "territoires", "territoire", "villes", "régions", "département",
    "départements", "général", "générale", "nationale", "national",
})  # fmt: skip
# « François Aubert, Maire de Redon, Président de … »: a title, though it has a capital.
_TITLES = frozenset({
    "Maire", "Directeur", "Directrice", "Délégué", "Déléguée", "Député", "Députée", "Sénateur",
    "Sénatrice", "Vice-président", "Vice-présidente", "Secrétaire", "Chef", "Cheffe", "Recteur",
    "Rectrice", "Conseiller", "Conseillère", "Adjoint", "Adjointe", "Sous-préfet", "Sous-préfète",
})  # fmt: skip
# First names by which a bare name shows to be a person's: « annoncé par Élise Martin ».
_GIVEN = frozenset({
    "adrien", "agnes", "alain", "alexandre", "alexis", "alice", "amelie", "anais", "andre",
    "anne", "annick", "antoine", "apolline", "arnaud", "aurore", "barbara", "benoit", "bernard",
    "bertrand", "brigitte", "bruno", "camille", "caroline", "catherine", "cecile", "celine",
    "charles", "charlotte", "chloe", "christelle", "christian", "christine", "christophe",
    "claire", "claude", "clemence", "clement", "corinne", "cyril", "damien", "daniel", "david",
    "delphine", "denis", "didier", "dominique", "edouard", "elisa", "elisabeth", "elise",
    "elodie", "emilie", "emma", "emmanuel", "emmanuelle", "eric", "etienne", "eva", "fabien",
    "fabrice", "florence", "francis", "franck", "francois", "francoise", "frederic",
    "frederique", "gabriel", "gaelle", "genevieve", "georges", "gerald", "gerard", "gilles",
    "gregory", "guillaume", "guy", "helene", "henri", "herve", "hugo", "ines", "isabelle",
    "jacqueline", "jacques", "jean", "jerome", "joel", "joelle", "josiane", "julie", "julien",
    "justine", "karine", "kevin", "laura", "laure", "laurence", "laurent", "lea", "lionel",
    "loic", "louis", "louise", "luc", "lucas", "lucie", "lucile", "ludovic", "manon", "marc",
    "marcel", "margaux", "marie", "marine", "marion", "marlene", "martin", "martine", "mathieu",
    "mathilde", "matthieu", "maxime", "melanie", "michel", "michele", "mickael", "monique",
    "muriel", "myriam", "nadia", "nathalie", "nicolas", "nicole", "noemie", "odile", "olivia",
    "olivier", "pascal", "pascale", "patrice", "patricia", "patrick", "paul", "pauline",
    "philippe", "pierre", "quentin", "rachida", "raphael", "raymond", "regine", "remi",
    "renaud", "rene", "robert", "robin", "roland", "romain", "sabine", "samuel", "sandrine",
    "sarah", "sebastien", "simon", "sonia", "sophie", "stanislas", "stephane", "stephanie",
    "sylvain", "sylvie", "thibault", "thierry", "thomas", "valerie", "veronique", "victoire",
    "victor", "vincent", "virginie", "xavier", "yann", "yannick", "yves",
})  # fmt: skip
# « la rue Jean Jaurès », « le lycée Jules Ferry » are no persons.
_PLACES = re.compile(
    r"\b(?:rue|avenue|place|boulevard|quai|lycee|college|ecole|hopital|stade|gare|aeroport"
    r"|fondation"
    r"|prix|salle|institut|universite|cours|square|pont|parc) $"
)
# « Déplacement d'Hugues Carpentier »: the name begins after the noun.
_OF_A_PERSON = re.compile(
    rf"(?:Déplacement|Visite|Discours|Allocution|Intervention|Entretien|Interview|Portrait|Propos"
    rf"|Audition|Nomination|Message|Lettre|Tribune|Mot) (?:de |d['’])(?P<given>{_CAPITAL})(?= )"
)
_PLACE_WINDOW = 14
_FEWEST, _MOST = 2, 5
_WINDOW = 72


def before(scene: Scene, end: int) -> Mention | None:
    """Return the person whose name ends at ``end``."""
    found = _BEFORE.search(scene.text, max(0, end - _WINDOW), end)
    if found is None:
        return None
    start = found.start("name")
    words = found["name"].split()
    while words and (words[0].rstrip(".'") in _NOT_NAMES or _addresses(words)):
        start += len(words[0]) + 1
        words = words[1:]
    if _after_place(scene, start, words):
        start += len(words[0]) + 1
        words = words[1:]
    of = _OF_A_PERSON.match(scene.text, start, found.end("name"))
    if of is not None:
        start = of.start("given")
    if not words or words[0].islower():
        return None
    if _PLACES.search(scene.plain, max(0, start - _PLACE_WINDOW), start):
        return None
    return named(scene, start, found.end("name"))


def _after_place(scene: Scene, start: int, words: list[str]) -> bool:
    """« …, sénatrice du Tarn Loïc Penhoat, sénateur … », of a list's lines: no first name, Tarn."""
    if len(words) <= _FEWEST or _given(words[0]) or not _given(words[1]):
        return False
    return bool(_LINKED.search(scene.plain, max(0, start - _LINK), start))


def _addresses(words: list[str]) -> bool:
    """« Contactez Jeanne Noël, chargée de … »: an imperative, before a whole name."""
    return len(words) > _FEWEST and words[0] in _IMPERATIVES


_IMPERATIVES = frozenset({
    "Contactez", "Rencontrez", "Retrouvez", "Interrogez", "Appelez", "Joignez", "Rejoignez",
    "Consultez", "Sollicitez", "Suivez", "Écoutez", "Découvrez", "Félicitons", "Remercions",
    "Accueillons", "Bienvenue", "Bravo", "Contacter", "Rencontrer",
})  # fmt: skip


def after(scene: Scene, start: int) -> Mention | None:
    """Return the person whose name begins at ``start``, « M. » or « Mme » set aside."""
    found = _AFTER.match(scene.text, start)
    return named(scene, found.start("name"), found.end("name")) if found else None


def named(scene: Scene, start: int, end: int) -> Mention | None:
    """Return the person called as the text reads from ``start`` to ``end``, if it may be one."""
    known = scene.within(start, end)
    for mention in known:
        if mention.entity.sort == "person":
            return mention if mention.start >= start and mention.end <= end else None
    words = scene.text[start:end].split()
    if any(m.entity.known or m.end > end for m in known) or not _FEWEST <= len(words) <= _MOST:
        return None
    if any(w.lower() in _NO_PERSON for w in re.split(r"[\s-]", scene.text[start:end])):
        return None
    if scene.text[start:end].isupper() or words[0] in _NOT_NAMES or words[0] in _TITLES:
        return None
    entity = scene.ledger.entity("schema:Person", "person", scene.text[start:end], (start, end))
    mention = Mention(start, end, entity)
    scene.add(mention)
    return mention


def bare(scene: Scene, start: int) -> Mention | None:
    """Return the person whose name begins at ``start`` with a first name, without any title."""
    found = _AFTER.match(scene.text, start)
    addressed = found is not None and found.start("name") > start  # « Mme », « M. »
    if found is None or not (addressed or _given(found["name"])):
        return None
    return named(scene, found.start("name"), found.end("name"))


def ministers(scene: Scene) -> list[Entity]:
    """Return the persons whose titles in the text are of the Government, as met so far."""
    found: dict[str, Entity] = {}
    for start, end in sorted(scene.titles.items()):
        mention = scene.mention_at(start)
        title = scene.plain[mention.end : end] if mention else ""
        if mention and re.search(r"\b(?:ministre|secretaire d'etat)\b", title):
            found.setdefault(mention.entity.iri.value, mention.entity)
    return list(found.values())


def _given(name: str) -> bool:
    return plain(name).split()[0].split("-")[0] in _GIVEN


_LINKED = re.compile(r"(?:\b(?:de|du|des|la|le|les|a|au|aux|en) |[ld]')$")
_LINK = 8
_SHORT_TITLES = frozenset({
    "ministre", "maire", "depute", "deputee", "senateur", "senatrice",
})  # fmt: skip


def _named_next(scene: Scene, end: int) -> bool:
    """« la présidente d'Intercom Val Drôme, Valérie Chastan, »: the holder's name comes after."""
    comma = _COMMA.match(scene.text, end)
    return comma is not None and _is_given(scene, [comma.end()])


def _is_given(scene: Scene, run: list[int]) -> bool:
    word = _FIRST_WORD.match(scene.plain, run[0]) if run else None
    return word is not None and word[0] in _GIVEN


_COMMA = re.compile(r", (?:M\. |Mme )?")
_FIRST_WORD = re.compile(r"\w+")


def inner(scene: Scene, start: int, noun_end: int, end: int) -> tuple[Mention, int] | None:
    """Return the person whose name a title swallowed, and where the title ends.

    « le Premier ministre X Y », « la ministre de la Transition écologique X Y ».
    """
    tokens = [t for t in scene.words.between(start, end) if t.form != "-"]
    run: list[int] = []
    for token in reversed(tokens):
        held = scene.covering(token.start)
        named_ = held is not None and held.entity.sort != "person" and held.entity.known
        if named_ or token.start < noun_end or not scene.text[token.start].isupper():
            break
        run.insert(0, token.start)
    told = scene.plain[start : run[0]] if run else ""
    before = told.split()
    if before and before[-1] not in _SHORT_TITLES and _LINKED.search(told[-_LINK:]):
        run = run[1:] if not _named_next(scene, end) or _is_given(scene, run[1:]) else []
    if not _FEWEST <= len(run) < _MOST:
        return None
    person = after(scene, run[0])
    if person is None or person.start != run[0]:
        return None
    return person, start + len(scene.text[start : run[0]].rstrip(" ,"))
