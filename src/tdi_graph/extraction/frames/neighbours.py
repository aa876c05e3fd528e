"""Numbers of one firm, one site, one school that a paragraph tells of, named or not.

« L'entreprise A vient d'investir 5 M€ », « La friche de B. … 6 hectares … », « Ce projet … Il doit
créer 18 emplois »: what stands beside a scheme has its own investments, jobs, hectares. Where the
paragraph turns to it and names no scheme after, its numbers are no scheme's.
"""

import re

from tdi_graph.extraction import governing, headings, standins
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_FAR, _LONGEST_LABEL = 600, 90
_FIRM = (
    r"(?:entreprise|societe|pme|eti|usine|start-up|cooperative|fonderie|papeterie|scierie|filature"
    r"|laiterie|fromagerie|verrerie|faiencerie|distillerie|brasserie|manufacture|conserverie"
    r"|plasturgiste|industriel|fabricant|equipementier|sous-traitant|filiale|groupe(?! d))"
)
_SITE = (
    r"(?:friche|zone(?! franche| urbaine| rurale| de revitalisation)|site"
    r"|parc(?! naturel| national)"
    r"|halle|batiment|ecole|lycee|campus|centre de formation|pepiniere|tiers-lieu|incubateur|creche"
    r"|residence|hotel|caserne|piscine|gymnase|usine|abattoir|gare|quartier|plateforme|club"
    r"|journees?|ancien(?:ne)? [\w-]+)"
)
# « l'entreprise Martin », « la PME familiale », « de la société »: the one that the text tells of.
_ONE_FIRM = re.compile(
    rf"\b(?:l'|la |le |cette |cet |ce |son )(?:petite? |jeune )?{_FIRM}\b(?! par )"
)
# What only one owner has; a scheme's own figures are told with its name.
_PRIVATE = frozenset({
    "investment", "jobs-created", "jobs-maintained", "land-area", "floor-area", "share",
    "commitment", "endowment", "beneficiaries-count", "participants-count", "housing-units",
})  # fmt: skip
_OF_A_FIRM = frozenset({
    "investment", "jobs-created", "jobs-maintained", "commitment", "public-aid",
})  # fmt: skip
_SHARED = frozenset({"land-area", "floor-area", "endowment", "housing-units"})
# « Joncour Composites investit 8 M€ », « A (Brest) va recruter 20 personnes »
_NAMED_ONE = re.compile(
    r"(?:^|[.,;:«•>–-] ?|\n)(?:[Ll]e |[Ll]a |[Ll]['’])?"
    r"(?P<name>[A-ZÉÈÀÎ][\w&'’-]+(?: (?:&|et|de|du|la|des|le|d['’])?\s?[A-ZÉÈÀÎ][\w&'’-]+){0,4})"
    r"(?: \([^()]{2,40}\))?(?:, [^,.;:]{2,80},)?"
    r" (?:a |va |vient d(?:e |['’])|prévoit d(?:e |['’])|compte |doit |y |aura )*"
    r"(?:investi(?:t|r|ra)?|recrute(?:r|ra)?|recruté|embauche(?:r|ra)?|embauché|emploie|construi\w+"
    r"|agrandi\w*|double|doublé|modernise\w*|modernisé)\b[^.;:]{0,60}$"
)
# « Ce projet … », « Cet investissement … »: one project, told of in the singular.
_PROJECT = re.compile(
    r"(?:ce|le|cet) (?:projet|investissement|chantier|agrandissement)\b"
    r"(?! de (?:loi|territoire|programme|plan)| national)|cette (?:extension|usine|ligne)\b"
)
_HE = re.compile(r"(?:il|elle)\b(?! y a| faut| s'agit)")
# « Le club des vergers. Il rassemble … », « La friche Delattre. », as the head of a paragraph.
_RUN_IN = re.compile(
    rf"\W*(?:l'|la |le |les |une? )(?:{_SITE}|{_FIRM})\b[^.:!?\n]{{3,60}}?(?:[.:]| [–—])(?= )"
)
_HAPPENS = re.compile(
    r"\b(?:se|s'|y|ne|n'|nous|qui)\b|\b\w+(?:ent|era|eront|ait|aient)\b|\b(?:a|ont|est|sont)\b"
)
# « Où en est la zone des Grands Champs ? », « La friche Bertin »
_SITE_HEADING = re.compile(rf"[^.;\n]{{0,30}}\b(?:l'|la |le |une? |les ){_SITE}\b[^.;\n]{{0,60}}")
# « 12 hectares » after « les »: those told of before.
_THOSE = re.compile(r"\b(?:les|ces|ses) $")
# « la commune a racheté une laiterie de quatre hectares »: of what was bought.
_BOUGHT = re.compile(
    r"\b(?:rachet|achet|acqui|revend|cede)\w*\b[^.;:]{0,60}? (?:une?|l'|la|le) ?[\w' -]{3,40} de $"
)
# « Il étudie une unité pilote. Budget estimé : 2 M€. »: of what is only looked into.
_BUDGET = re.compile(
    r"\W*(?:le )?(?:budget|cout|montant|enveloppe|facture|investissement)s?"
    r"(?: (?:estime|prevu|total|previsionnel|global|annonce|de l'operation))*e? ?: ?$"
)
# « un parcours … 85 personnes en ont bénéficié », « neuf entreprises l'ont déjà fait »
_CONSIDERED = re.compile(r"\b(?:etudi|envisag|reflechi|projett|planch)\w*")
_OF_IT = re.compile(r"[^.;:]{0,40}? (?:en (?:ont|avaient|auront) |l'ont )")
_NEW_ONE = re.compile(
    r"\b(?:lance|cree|propose|mis en place|monte|ouvert|organise|imagine|installe|inaugure)"
    r"(?:ns|nt|e|es|s)?\b[^.;:]{0,120}?\b(?:un|une|des) [a-z]"
)
# « Les dirigeants nous annoncent une centaine d'emplois »
_FIRMS_SAY = re.compile(
    r"\b(?:dirigeants|patrons|industriels|entreprises|entrepreneurs|chefs d'entreprise)"
    r" (?:nous |m'|me |en )?(?:annonc|prevoi|envisag|promett|espere|evoqu|parl)\w+[^.;:]{0,20}$"
)
# « six entreprises du territoire », « trois sociétés de la vallée »
_LOCAL = re.compile(
    r" (?:[a-z-]+ ){1,2}(?:du (?:territoire|bassin|coin|cru|canton|pays)|de la (?:vallee|commune"
    r"|ville|zone))\b(?! d'industrie| national)"
)
# « la plateforme X recense 46 terrains, soit 118 hectares »: of the list alone.
_RECORDS = re.compile(
    r"\b(?:la|le|l'|une?|cette?) ?(?:plateforme|portail|site internet|carte|annuaire|outil"
    r"|inventaire|base de donnees|observatoire)\b[^.;:]{0,60}? (?:recense|repertorie|reference"
    r"|liste|signale|compile|rassemble)\b[^.;]{0,90}$"
)
# « Textiles Humbert, à Gérardmer (Vosges) : », « Fonderies Lemarchand (Flers) »
_FIRM_AND_TOWN = re.compile(
    r"\W*(?P<name>[A-ZÉÈÀÎ][\w&'’-]+(?: (?:[\w&'’-]+)){0,5}?)(?:, à [A-ZÉÈÀÎ][\w '’-]{2,40})?"
    r" \([A-ZÉÈÀÎ][^()\d]{2,40}\)(?:\W*$|\W*(?= ?[:–—,.]))"
)
_SUMMARY = re.compile(r"\W*(?:au )?sommaire\W*|\W*dans ce numero\W*")
# « les élus ont adopté 14 M€ d'aides »: what a council votes, for whatever it is.
_VOTE = re.compile(
    r"\b(?:elus(?: regionaux| departementaux| communautaires)?|commission permanente|assemblee"
    r"(?: pleniere)?|conseil (?:regional|departemental|communautaire|municipal)|conseillers)\b"
    r"[^.;:]{0,60}? (?:ont|a) (?:aussi |egalement |\w+ment )?(?:adopte|vote|attribue|approuve"
    r"|accorde|alloue|debloque)\b[^.;:]{0,40}$"
)


def firm(scene: Scene, quantity: Quantity, sentence: Sentence, indicator: str) -> Entity | None:
    """Return the firm with whose name and town a line begins, or the line right above.

    « Textiles Humbert, à Brion (Ain) : 350 000 € pour un four, 15 emplois » counts its own jobs.
    """
    if indicator not in _OF_A_FIRM or scene.within(sentence.start, quantity.lead, "scheme"):
        return None
    block = scene.view.blocks[sentence.block]
    above = scene.view.blocks[sentence.block - 1] if sentence.block else block
    found = _FIRM_AND_TOWN.match(scene.text, block.start, quantity.lead)
    found = found or _FIRM_AND_TOWN.fullmatch(scene.text, above.start, above.end)
    if found is None or scene.within(*found.span("name")):
        return None
    return scene.ledger.entity("org:Organization", "body", found["name"], found.span("name"))


def owned(scene: Scene, quantity: Quantity, sentence: Sentence, indicator: str) -> bool:
    """Tell whether a number is that of one firm, site or project that the paragraph tells of."""
    if _listed(scene, sentence) or _local(scene, quantity, indicator):
        return True
    if quantity.unit in {"hectares", "m2"} and _one_site(scene, quantity, sentence):
        return True
    if _schemes(scene, scene.view.blocks[sentence.block].start, quantity, sentence):
        return False
    if any(shown(scene, quantity, sentence) for shown in (_headed, _voted, _recorded)):
        return True
    private = indicator in _PRIVATE or quantity.unit == "percent"
    return private and _of_one(scene, quantity, sentence, indicator)


def _of_one(scene: Scene, quantity: Quantity, sentence: Sentence, indicator: str) -> bool:
    """Tell whether a paragraph that names no scheme tells of one firm or project."""
    if indicator not in _SHARED and _firm(scene, quantity, sentence):
        return True
    return _project(scene, sentence) or any(
        shown(scene, quantity, sentence) for shown in (_named, _budget, _new)
    )


def _schemes(scene: Scene, start: int, quantity: Quantity, sentence: Sentence) -> list[Mention]:
    """Return the schemes named freely from ``start`` to a number, or in its sentence at all."""
    return [
        mention
        for mention in scene.within(start, quantity.lead, "scheme")
        if mention.start >= sentence.start or governing.free(scene, mention)
    ]


def _low(scene: Scene, quantity: Quantity, sentence: Sentence) -> int:
    return max(scene.view.blocks[sentence.block].start, quantity.lead - _FAR)


def _listed(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a line stands right below « Au sommaire »."""
    at = sentence.block
    if not at:
        return False
    above = scene.view.blocks[at - 1]
    return bool(_SUMMARY.fullmatch(scene.plain, above.start, above.end))


def _local(scene: Scene, quantity: Quantity, indicator: str) -> bool:
    if quantity.unit != "count" or indicator not in _PRIVATE:
        return False
    before = scene.plain[max(0, quantity.lead - 80) : quantity.lead]
    return bool(_LOCAL.match(scene.plain, quantity.end) or _FIRMS_SAY.search(before))


def _one_site(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    before = scene.plain[max(sentence.start, quantity.lead - 90) : quantity.lead]
    if scene.within(quantity.end, min(sentence.end, quantity.end + 60), "scheme"):
        return False
    return bool(_BOUGHT.search(before) or _THOSE.search(before))


def _headed(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether the paragraph opens with the name of one thing, or its heading names one."""
    block = scene.view.blocks[sentence.block]
    found = _RUN_IN.match(scene.plain, block.start, quantity.lead)
    if found and not _general(scene, *found.span()) and not _HAPPENS.search(found[0]):
        return True
    above = scene.view.blocks[sentence.block - 1] if sentence.block else None
    if above is None or above.end - above.start > _LONGEST_LABEL:
        return False
    if above.kind != "title" and scene.text[above.end - 1] != "?":
        return False
    heading = _SITE_HEADING.fullmatch(scene.plain, above.start, above.end)
    return heading is not None and not _general(scene, above.start, above.end)


def _general(scene: Scene, start: int, end: int) -> bool:
    """Tell whether words name a scheme or call one by its noun."""
    named = scene.within(start, end, "scheme")
    return bool(named) or standins.ANAPHOR.search(scene.words, start, end) is not None


def _voted(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether a council votes an amount, where no heading says for which scheme."""
    if quantity.unit != "EUR":
        return False
    index = scene.index_at(sentence.start)
    before = scene.plain[max(sentence.start, quantity.lead - 200) : quantity.lead]
    if not _VOTE.search(before) or scene.within(quantity.end, sentence.end, "scheme"):
        return False
    return headings.named(scene, index) is None


def _recorded(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    return bool(_RECORDS.search(scene.plain, sentence.start, quantity.lead))


def _firm(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    found = list(_ONE_FIRM.finditer(scene.plain, _low(scene, quantity, sentence), quantity.lead))
    return bool(found) and not _general(scene, found[-1].end(), quantity.lead)


def _named(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    found = _NAMED_ONE.search(scene.text, sentence.start, quantity.lead)
    return found is not None and not scene.within(*found.span(), "scheme", "place", "territory")


def _project(scene: Scene, sentence: Sentence) -> bool:
    if _PROJECT.match(scene.plain, sentence.start):
        return True
    index = scene.index_at(sentence.start)
    if not _HE.match(scene.plain, sentence.start) or index < 1:
        return False
    before = scene.sentences[index - 1]
    return before.block == sentence.block and bool(_PROJECT.match(scene.plain, before.start))


def _budget(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """« Budget estimé : 2 M€. », after a sentence on what is to be built."""
    index = scene.index_at(sentence.start)
    if index < 1 or not _BUDGET.fullmatch(scene.plain, sentence.start, quantity.lead):
        return False
    before = scene.sentences[index - 1]
    if before.block != sentence.block or _general(scene, before.start, before.end):
        return False
    return bool(_CONSIDERED.search(scene.plain, before.start, before.end))


def _new(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """« Nous avons lancé un parcours. … 85 jeunes en ont bénéficié »: of that new thing."""
    index = scene.index_at(sentence.start)
    if index < 1 or not _OF_IT.match(scene.plain, quantity.end):
        found = None
    else:
        found = _NEW_ONE.search(
            scene.plain, scene.sentences[index - 1].start, scene.sentences[index - 1].end
        )
    return found is not None and not _general(scene, *found.span())
