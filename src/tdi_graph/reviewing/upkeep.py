"""All reviews brought up to date at once: what ``review --refresh`` does.

A statement whose passage moves bears a new name, so decisions of other documents that speak of it
are changed in the same step.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from tdi_graph.reviewing import applying, decisions, rebuilding
from tdi_graph.reviewing.decisions import Decision, Review, Verdict
from tdi_graph.reviewing.desk import Desk
from tdi_graph.reviewing.rebuilding import Rebuilt, Stated
from tdi_graph.reviewing.refreshing import refresh
from tdi_graph.reviewing.saving import save
from tdi_graph.vocabulary import thing


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a refresh changed, in words, and the new names of statements."""

    told: tuple[str, ...]
    renamed: dict[str, str]
    rebuilt: tuple[Rebuilt, ...]


def refresh_all(held: Desk, folder: Path) -> Upkeep:
    """Refresh the reviews of the documents in ``folder`` and write them and their statements."""
    told: list[str] = []
    renamed: dict[str, str] = {}
    fresh: list[tuple[Rebuilt, Review]] = []
    for each in rebuilding.rebuild_all(held, folder):
        in_file = rebuilding.in_file(held, each.slug)
        review = _complete(each.review, in_file)
        contents = {name: stated.content for name, stated in in_file.items()}
        found = each.examined
        made = refresh(review, found.candidates, found.document, contents)
        told += made.told
        renamed |= made.renamed
        fresh.append((each, made.review))
    rebuilt = tuple(_renewed(each, review, renamed) for each, review in fresh)
    for each in rebuilt:
        write(held.root, each)
    return Upkeep(tuple(told), renamed, rebuilt)


def _complete(review: Review, in_file: dict[str, Stated]) -> Review:
    """Count as added what the file says and no decision gives: nothing that is stated is lost."""
    given = {d.says.name(review.document) if d.says else d.name for d in review.decisions}
    added = [
        Decision(Verdict.ADDED, name, says=stated.content, since=stated.since)
        for name, stated in in_file.items()
        if name not in given
    ]
    return replace(review, decisions=(*review.decisions, *added))


def _renewed(each: Rebuilt, review: Review, renamed: dict[str, str]) -> Rebuilt:
    names = {thing("statement", old): thing("statement", new) for old, new in renamed.items()}

    def called(decision: Decision) -> Decision:
        says = decision.says.pointing(names) if decision.says else None
        name = decision.name
        if says and decision.verdict is Verdict.ADDED:
            name = says.name(review.document)
        return replace(decision, says=says, name=name)

    told = replace(review, decisions=tuple(called(d) for d in review.decisions))
    found = each.examined
    outcome = applying.settle(told, found.candidates, found.document)
    return Rebuilt(found, told, outcome)


def write(root: Path, rebuilt: Rebuilt) -> None:
    """Write a document's decisions, then the statements that follow."""
    text = decisions.write(rebuilt.review, rebuilding.place_of(rebuilt))
    save(decisions.path_of(root, rebuilt.slug), text)
    save(rebuilding.statements_path(root, rebuilt.slug), rebuilt.text)
