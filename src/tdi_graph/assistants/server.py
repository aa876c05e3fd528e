"""The tools themselves: search, a thing, its figures, saved questions, evidence, SPARQL."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from pyoxigraph import RdfFormat, serialize

from tdi_graph import __version__, views
from tdi_graph.assistants import guarded
from tdi_graph.assistants.answers import Asked, Card, Choice, Fact, Match, Rows
from tdi_graph.assistants.guarded import Asking
from tdi_graph.assistants.knowledge import Knowledge
from tdi_graph.assistants.telling import Telling, iri_of
from tdi_graph.errors import TdiError
from tdi_graph.questions import Question
from tdi_graph.vocabulary import ONTOLOGY, PREFIXES, compact, graph

Language = Annotated[Literal["fr", "en"], Field(description="language of names")]
Iri = Annotated[
    str, Field(description="an IRI, or a compact one such as scheme:fonds-vert", max_length=400)
]
Most = Annotated[int, Field(ge=1, le=200, description="how many, at most")]

_ABOUT = """\
What five documents of 2019 to 2025 say of the French programme « Territoires d’industrie »: people,
posts, ministries, agencies, programmes, funds and measures, with figures, promises and roles over
time. Each fact bears the IRI of its statement, the words that state it and the document; quote them
when you tell it. A figure is what one document said at one date: where they differ, both stand.
A modality that is not « observed » (constaté) is an announcement, an expectation or an intention,
not a result. Begin with search, then entity or figures; ask_question answers questions that were
prepared."""

_READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_MOST_VALUES = 30
_T = TypeVar("_T")


def make(current: Callable[[], Knowledge], asking: Asking) -> MCPServer:
    """Make the server of the tools; ``current`` gives the release to answer from, each time."""
    server: MCPServer = MCPServer(
        "tdi-graph",
        title="tdi-graph",
        instructions=_ABOUT,
        version=__version__,
        log_level="WARNING",
    )
    tools = _Tools(current, asking)
    for tool in (
        tools.search,
        tools.entity,
        tools.figures,
        tools.evidence,
        tools.questions,
        tools.ask_question,
        tools.sparql,
    ):
        server.tool(annotations=_READING)(tool)
    described = server.resource(
        ONTOLOGY.rstrip("#"), name="ontology", title="The ontology", mime_type="text/turtle"
    )
    described(tools.ontology)
    return server


class _Tools:
    """The tools, over the release of the moment."""

    def __init__(self, current: Callable[[], Knowledge], asking: Asking) -> None:
        self._current = current
        self._asking = asking

    def search(
        self,
        text: Annotated[str, Field(description="a name, with or without accents", max_length=200)],
        language: Language = "fr",
        most: Most = 10,
    ) -> list[Match]:
        """Find people, bodies, schemes, places, indicators and documents by name."""
        knowledge = self._current()
        telling = Telling(knowledge, language)
        return [
            Match(telling.thing(hit.iri, hit.classes), hit.matched.text, round(hit.score, 1))
            for hit in knowledge.index.find(text, language, limit=most)
        ]

    def entity(self, iri: Iri, language: Language = "fr", most: Most = 40) -> Card:
        """Tell what is known of a thing: names, identifiers, and facts with their words."""
        knowledge = self._current()
        told = _known(
            lambda: views.entity(knowledge.backend, knowledge.names[language], iri_of(iri))
        )
        telling = Telling(knowledge, language)
        facts = [*told.tenures, *told.involvements, *told.links, *told.pledges, *told.quotations]
        facts += [figure for series in told.series for figure in series.figures]
        card = told.card
        return Card(
            thing=telling.thing(card.thing.iri, [each.iri for each in card.classes]),
            other_names=tuple(alias.text for alias in card.aliases),
            identifiers=tuple(each.text for each in card.identifiers),
            elsewhere=tuple(each.iri for group in card.elsewhere for each in group.things),
            facts=tuple(telling.fact(each) for each in facts[:most]),
            more=max(0, len(facts) - most),
        )

    def figures(
        self,
        iri: Iri,
        indicator: Annotated[str, Field(description="an indicator’s IRI, or none")] = "",
        language: Language = "fr",
    ) -> list[Fact]:
        """Tell the figures of a thing over time, by date, each with its words and document."""
        knowledge = self._current()
        told = _known(
            lambda: views.entity(knowledge.backend, knowledge.names[language], iri_of(iri))
        )
        wanted = iri_of(indicator) if indicator else ""
        telling = Telling(knowledge, language)
        return [
            telling.fact(figure)
            for series in told.series
            if not wanted or series.indicator.iri == wanted
            for figure in series.figures
        ]

    def evidence(self, statement: Iri, language: Language = "fr") -> Fact:
        """Tell what a statement says, in which words, of which document, at which position."""
        knowledge = self._current()
        names = knowledge.names[language]
        told = _known(lambda: views.statement(knowledge.backend, names, iri_of(statement)))
        return Telling(knowledge, language).fact(told.statement)

    def questions(self, language: Language = "fr") -> list[Asked]:
        """List the saved questions, with what may be chosen in each."""
        knowledge = self._current()
        return [_asked(knowledge, question, language) for question in knowledge.questions.values()]

    def ask_question(
        self,
        slug: Annotated[str, Field(description="a question’s slug, as questions lists them")],
        parameters: Mapping[str, str] | None = None,
        language: Language = "fr",
        most: Most = 100,
    ) -> Rows:
        """Answer a saved question: a table whose statements lead to their words by evidence."""
        knowledge = self._current()
        question = knowledge.questions.get(slug)
        if question is None:
            listed = ", ".join(knowledge.questions)
            raise ToolError(f"no question is called {slug[:80]} → one of {listed}")
        names = knowledge.names[language]
        answer = _known(
            lambda: views.answer(knowledge.backend, names, question, dict(parameters or {}))
        )
        rows = tuple(tuple(_cell(cell) for cell in row) for row in answer.rows[:most])
        columns = tuple(heading for _, heading in answer.columns)
        return Rows(columns, rows, complete=len(answer.rows) <= most)

    async def sparql(
        self,
        query: Annotated[str, Field(description="SPARQL 1.1; the usual prefixes are preset")],
        most: Most = 100,
    ) -> Rows:
        """Answer a SPARQL query, read-only and before a deadline; the ontology is a resource."""
        try:
            return guarded.rows(await self._asking(query), most)
        except TdiError as error:
            raise ToolError(str(error)) from None

    def ontology(self) -> str:
        """Give the ontology in Turtle."""
        triples = views.in_graph(self._current().backend, graph("ontology").value)
        written = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
        return written.decode() if written else ""


def _entity(knowledge: Knowledge, iri: str, language: str) -> views.Entity:
    names = knowledge.names[language]
    return _known(lambda: views.entity(knowledge.backend, names, iri_of(iri)))


def _known(read: Callable[[], _T]) -> _T:
    try:
        return read()
    except TdiError as error:
        raise ToolError(str(error)) from None


def _asked(knowledge: Knowledge, question: Question, language: str) -> Asked:
    fields = views.fields(knowledge.backend, knowledge.names[language], question, {})
    return Asked(
        slug=question.slug,
        title=question.title[language],
        description=" ".join(question.description[language].split()),
        parameters=tuple(
            Choice(
                name=field.name,
                label=field.label,
                type=field.type,
                default=field.value,
                values=tuple(compact(each.iri) for each in field.choices[:_MOST_VALUES]),
            )
            for field in fields
        ),
    )


def _cell(cell: object) -> str:
    match cell:
        case views.Named(iri=iri, label=label):
            return f"{label.text} <{iri}>"
        case None:
            return ""
    return str(getattr(cell, "text", cell))
