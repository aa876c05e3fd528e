"""The event whose guests a number counts: « Près de 300 élus ont participé au forum X »."""

import re

from tdi_graph.extraction import governing
from tdi_graph.extraction.frames import happenings
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence


def gathering(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the event that a sentence names, whose participants it counts."""
    found = happenings.EVENT.search(scene.words, sentence.start, sentence.end)
    if found is None:
        return None
    # « nuit des » is found with its link, which leads to the rest of the name.
    noun = found.end() - (len(" des") if found[0].endswith(" des") else 0)
    end = happenings.extent(scene, noun, sentence.end)
    label = happenings.tidied(scene.text[found.start() : end])
    return scene.ledger.entity("schema:Event", "event", label, (found.start(), end))


# « Journées « Portes de fer » : 900 visiteurs »: of what the label names.
_LABEL = re.compile(r"\W*(?P<what>[A-ZÉÈ][^.;:!?]{3,70}?)(?: (?:du|des|le|de) \d[^:]*)? ?: ?")


def labelled(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """Return the event that a label before a colon names."""
    found = _LABEL.match(scene.text, sentence.start, quantity.lead)
    if found is None or scene.within(sentence.start, found.end(), "scheme"):
        return None
    if governing.FINITE.search(scene.text, *found.span("what")):
        return None
    return scene.ledger.entity("schema:Event", "event", found["what"], found.span("what"))


# « la mission composée de cinq élus », « un jury de neuf membres »: who sits there, no guests.
_SEATED = re.compile(
    r"\b(?:compose|constitue|forme)e?s? (?:de |d')(?:pres de |plus de )?$"
    r"|\b(?:mission|jury|comite|commission|delegation|equipe|conseil|bureau) d(?:e |')$"
)


def seated(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether a number counts the members of a body that is made up of them."""
    return bool(_SEATED.search(scene.plain, sentence.start, quantity.lead))


# « Rencontres de l'industrie, à Brest. 250 participants attendus. »
_ALONE = re.compile(r" \w+(?: (?:sont |y sont )?\w+s)?\W*")


def held(scene: Scene, quantity: Quantity, sentence: Sentence) -> tuple[bool, Entity | None]:
    """Tell whether a bare count of guests follows the event that opens the paragraph; return it.

    An event whose name goes on with a scheme's is too long to be read here.
    """
    index = scene.index_at(sentence.start)
    before = scene.sentences[index - 1] if index else None
    if before is None or scene.view.blocks[sentence.block].start != before.start:
        return False, None
    bare = quantity.lead == sentence.start and _ALONE.fullmatch(
        scene.plain, quantity.end, sentence.end
    )
    event = gathering(scene, before) if bare else None
    longer = event and scene.within(before.start, before.end, "scheme")
    return event is not None, None if longer else event
