"""All reviews brought up to date at once: what ``review --refresh`` does.

A statement whose passage moves bears a new name, so decisions of other documents that speak of it
are changed in the same step.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from tdi_graph.reviewing import applying, content, decisions, rebuilding
from tdi_graph.reviewing.applying import Found
from tdi_graph.reviewing.content import Content
from tdi_graph.reviewing.decisions import Decision, Review, Verdict
from tdi_graph.reviewing.desk import Desk
from tdi_graph.reviewing.rebuilding import Rebuilt, Stated
from tdi_graph.reviewing.refreshing import refresh
from tdi_graph.saving import save
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
        review = _complete(each, in_file)
        told += _told(each.review, review)
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


def _complete(each: Rebuilt, in_file: dict[str, Stated]) -> Review:
    """Let what the file says stand: nothing that is stated there is lost or changed.

    A statement that no decision gives counts as added, one that was edited as corrected.
    """
    review = each.review
    found = {candidate.key: candidate for candidate in each.examined.candidates}
    given = {_name(s.iri.value): content.of_statement(s) for s in each.outcome.statements}
    made = []
    for decision in review.decisions:
        name = _given(decision, review.document)
        stated = in_file.get(name)
        edited = stated and name in given and not _alike(stated.content, given[name])
        candidate = found.get((decision.name, decision.content))
        made.append(_edited(decision, stated, candidate) if stated and edited else decision)
    known = {_given(decision, review.document) for decision in review.decisions}
    made += [
        Decision(Verdict.ADDED, name, says=stated.content, since=stated.since)
        for name, stated in in_file.items()
        if name not in known
    ]
    return replace(review, decisions=tuple(made))


def _told(before: Review, after: Review) -> list[str]:
    known = {decision.name for decision in before.decisions}
    told = []
    for decision in set(after.decisions) - set(before.decisions):
        how = "edited in the file" if decision.name in known else "written in the file"
        told.append(f"{decision.name}: {how}, so {decision.verdict} by the reviewer")
    return sorted(told)


def _name(iri: str) -> str:
    return iri.rpartition("/")[2]


def _given(decision: Decision, document: str) -> str:
    return decision.says.name(document) if decision.says else decision.name


def _alike(one: Content, other: Content) -> bool:
    """Tell whether two contents are the same but for the statements they speak of."""
    mark = thing("statement", "").value
    said = [{p for p in c.properties if not p[1].value.startswith(mark)} for c in (one, other)]
    return said[0] == said[1] and one.spans == other.spans


def _edited(decision: Decision, stated: Stated, candidate: Found | None) -> Decision:
    if decision.verdict is Verdict.ACCEPTED and candidate is not None:
        found = candidate.content
        return replace(decision, verdict=Verdict.CORRECTED, found=found, says=stated.content)
    return replace(decision, says=stated.content) if decision.says else decision


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
