"""The first part of a review: the new things that the text names, one by one.

They come before the statements because what is known decides what the rules find.
"""

from dataclasses import replace

from tdi_graph.errors import TdiError
from tdi_graph.extraction import Proposal
from tdi_graph.extraction.mentions import SORTS
from tdi_graph.reviewing import naming, showing
from tdi_graph.reviewing.decisions import Thing
from tdi_graph.reviewing.desk import open_desk
from tdi_graph.reviewing.naming import Wording
from tdi_graph.reviewing.session import Work
from tdi_graph.reviewing.terminal import Back, Terminal
from tdi_graph.vocabulary import PREFIXES, compact, expand

_CHOICES = {"a": "accept", "k": "known by another name", "r": "reject", "s": "skip"}


def introduced(work: Work, terminal: Terminal, *, accept: bool) -> Work:
    """Ask about each new thing; return the work as it goes on with what is known now."""
    began = work.review.things
    left = _open(work)
    for number, proposal in enumerate(left, start=1):
        if accept:
            _welcome(work, terminal, proposal)
        else:
            terminal.tell([f"\n{number} of {len(left)} new things"])
            _judge(work, terminal, proposal)
    if work.review.things == began:
        return work
    held = open_desk(work.held.root)
    examined = held.examine(work.examined.document.path, work.entry)
    return replace(work, held=held, examined=examined, _rebuilt=None)


def _open(work: Work) -> list[Proposal]:
    decided = {thing.iri for thing in work.review.things}
    return [p for p in work.examined.proposals if compact(p.entity.iri.value) not in decided]


def _judge(work: Work, terminal: Terminal, proposal: Proposal) -> None:
    terminal.tell(showing.proposed(work.examined, proposal))
    while (answer := terminal.choice(_CHOICES)) != "s":
        try:
            thing = _answered(answer, work, terminal, proposal)
        except Back:
            continue
        except TdiError as error:
            terminal.tell([f"  {error}"])
            continue
        _keep(work, thing)
        return


def _answered(answer: str, work: Work, terminal: Terminal, proposal: Proposal) -> Thing:
    if answer == "a":
        return _accepted(work, terminal, proposal)
    return (_known if answer == "k" else _rejected)(work, terminal, proposal)


def _keep(work: Work, thing: Thing) -> None:
    work.keep(replace(work.review, things=(*work.review.things, thing)))


def _accepted(work: Work, terminal: Terminal, proposal: Proposal) -> Thing:
    kind = _class(terminal, proposal)
    english = terminal.words("name in English, if there is one")
    languages = (("French", "fr"), ("English", "en")) if naming.is_concept(proposal) else ()
    asked = tuple((terminal.text(f"definition in {name}"), code) for name, code in languages)
    return naming.accept(work.held, work.examined, proposal, Wording(kind, english, asked))


def _class(terminal: Terminal, proposal: Proposal) -> str:
    entity = proposal.entity
    fitting = {name for name, sort in SORTS.items() if sort == entity.sort} | {entity.type}
    if len(fitting) == 1:
        return entity.type
    while True:
        chosen = terminal.words(f"class [{entity.type}]") or entity.type
        if chosen in fitting:
            return chosen
        terminal.tell([f"  “{chosen}” is not one of {', '.join(sorted(fitting))}"])


def _known(work: Work, terminal: Terminal, proposal: Proposal) -> Thing:
    name = terminal.text("which thing of data/entities, such as scheme:fonds-vert")
    prefix = name.partition(":")[0]
    known = expand(name if prefix in PREFIXES else f"tdi:{name}")
    # What was accepted a moment ago is known too.
    return naming.same_as(open_desk(work.held.root), work.examined, proposal, known)


def _rejected(work: Work, terminal: Terminal, proposal: Proposal) -> Thing:
    reason = terminal.text("why")
    name = compact(proposal.entity.iri.value)
    return Thing("rejected", name, naming.where(work.examined, proposal), reason=reason)


def _welcome(work: Work, terminal: Terminal, proposal: Proposal) -> None:
    if naming.is_concept(proposal) or proposal.near:
        name = compact(proposal.entity.iri.value)
        terminal.tell([f"  not accepted, {name}: somebody must name and judge it"])
        return
    _keep(work, naming.accept(work.held, work.examined, proposal, Wording()))
