"""The official client asks the real server, over both transports, and finds words for each fact."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from tdi_graph import isolation, resources
from tdi_graph.isolation import Limits, Pool, Sizes
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app

FUND = "https://w3id.org/tdi-graph/id/scheme/fonds-d-acceleration"
PROGRAMME = "scheme:territoires-d-industrie"

Asking = Callable[[Client], Awaitable[Any]]


@asynccontextmanager
async def over_standard_streams(_: EmbeddedStore) -> AsyncIterator[Client]:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "tdi_graph", "mcp"], env=dict(os.environ)
    )
    async with Client(command, read_timeout_seconds=180) as client:
        yield client


@asynccontextmanager
async def over_http(store: EmbeddedStore) -> AsyncIterator[Client]:
    pool = None
    if isolation.available():
        zygote = isolation.forked(store, Limits())
        pool = Pool(lambda: zygote, Sizes(quick=1, slow=1), timeout=60.0)
    app = create_app(store, root=resources.root(), pool=pool)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="on"))
    serving = asyncio.create_task(server.serve())
    try:
        for _ in range(6_000):
            if server.started:
                break
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        async with Client(f"http://127.0.0.1:{port}/mcp", read_timeout_seconds=180) as client:
            yield client
    finally:
        server.should_exit = True
        await serving


TRANSPORTS = {"standard streams": over_standard_streams, "HTTP": over_http}


@pytest.fixture(scope="module", params=TRANSPORTS)
def ask(request: pytest.FixtureRequest, store: EmbeddedStore) -> Iterator[Callable[[Asking], Any]]:
    """Run what asks a client, the same one for all tests, over each transport."""
    with start_blocking_portal() as portal:
        opened = TRANSPORTS[request.param](store)
        with portal.wrap_async_context_manager(opened) as client:
            yield lambda asking: portal.call(asking, client)


async def call(client: Client, tool: str, **arguments: object) -> Any:  # noqa: ANN401 - JSON
    result = await client.call_tool(tool, dict(arguments))
    assert not result.is_error, result.content
    told = result.structured_content
    assert told is not None
    return told["result"] if set(told) == {"result"} else told


async def fault(client: Client, tool: str, **arguments: object) -> str:
    result = await client.call_tool(tool, dict(arguments))
    assert result.is_error
    return " ".join(part.text for part in result.content if isinstance(part, TextContent))


def sourced(fact: Mapping[str, Any]) -> bool:
    about = fact["document"]["iri"].rpartition("/")[2]
    words = all(quote["words"] and quote["start"] < quote["end"] for quote in fact["quotes"])
    return bool(fact["quotes"]) and words and about in fact["statement"]


def test_the_tools_say_that_they_only_read(ask: Callable[[Asking], Any]) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401
        return await client.list_tools()

    tools = {tool.name: tool for tool in ask(asking).tools}
    assert set(tools) == {
        "search",
        "entity",
        "figures",
        "evidence",
        "questions",
        "ask_question",
        "sparql",
    }
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
    assert all(tool.description and tool.output_schema for tool in tools.values())


def test_a_name_leads_to_facts_and_their_words(ask: Callable[[Asking], Any]) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401
        found = await call(client, "search", text="agnes panier runacher")
        card = await call(client, "entity", iri=found[0]["thing"]["iri"], language="en")
        told = await call(client, "evidence", statement=card["facts"][0]["statement"])
        return found, card, told

    found, card, told = ask(asking)
    assert found[0]["thing"]["name"] == "Agnès Pannier-Runacher"
    assert card["facts"]
    assert all(sourced(fact) for fact in card["facts"])
    assert told["statement"] == card["facts"][0]["statement"]
    assert told["quotes"] == card["facts"][0]["quotes"]


def test_figures_over_time_are_those_of_the_graph(
    ask: Callable[[Asking], Any], store: EmbeddedStore
) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401
        return await call(client, "figures", iri=PROGRAMME, indicator="c:territories-count")

    told = ask(asking)
    query = """SELECT ?s ?v { ?s a tdi:Figure ; schema:variableMeasured c:territories-count ;
      schema:observationAbout scheme:territoires-d-industrie ; schema:value ?v }"""
    held = {str(s)[1:-1]: float(getattr(v, "value", "")) for s, v in store.select(query).rows}
    assert {fact["statement"]: float(fact["says"]["value"]) for fact in told} == held
    assert [fact["date"] for fact in told] == sorted(fact["date"] for fact in told)
    assert all(sourced(fact) and fact["modality"] for fact in told)


def test_saved_questions_are_asked(ask: Callable[[Asking], Any]) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401
        listed = await call(client, "questions", language="en")
        rows = await call(
            client,
            "ask_question",
            slug="territories-over-time",
            parameters={"scheme": PROGRAMME},
            most=3,
        )
        return listed, rows

    listed, rows = ask(asking)
    slugs = {question["slug"] for question in listed}
    assert "territories-over-time" in slugs
    assert len(rows["rows"]) == 3
    assert not rows["complete"]
    assert "https://w3id.org/tdi-graph/id/statement/" in rows["rows"][0][-1]


def test_sparql_takes_the_guarded_path(ask: Callable[[Asking], Any]) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401
        rows = await call(client, "sparql", query="SELECT ?f { ?f a tdi:Fund } ORDER BY ?f", most=2)
        yes = await call(client, "sparql", query="ASK { ?f a tdi:Fund }")
        turtle = await call(client, "sparql", query=f"DESCRIBE <{FUND}>")
        outside = await fault(client, "sparql", query="ASK { SERVICE <http://a.b/> { ?s ?p ?o } }")
        wrong = await fault(client, "sparql", query="SELECT * WHERE { ?s ?p }")
        return rows, yes, turtle, outside, wrong

    rows, yes, turtle, outside, wrong = ask(asking)
    assert rows["columns"] == ["f"]
    assert len(rows["rows"]) == 2
    assert not rows["complete"]
    assert yes["rows"] == [["true"]]
    assert any(FUND in line for (line,) in turtle["rows"])
    assert "SERVICE" in outside
    assert "error" in wrong or "expected" in wrong
    assert "Traceback" not in wrong + outside


def test_what_is_unknown_is_told(ask: Callable[[Asking], Any]) -> None:
    async def asking(client: Client) -> list[str]:
        return [
            await fault(client, "entity", iri="person:nobody"),
            await fault(client, "entity", iri="no such thing"),
            await fault(client, "ask_question", slug="nothing"),
            await fault(
                client,
                "ask_question",
                slug="territories-over-time",
                parameters={"scheme": "<> } DROP ALL #"},
            ),
            await fault(client, "search", text="x" * 10_000),
        ]

    nobody, nothing, question, hostile, long = ask(asking)
    assert "nothing bears the name" in nobody
    assert "no" in nothing.lower()
    assert "no question is called nothing" in question
    assert "scheme" in hostile
    assert "200" in long
    assert not any("Traceback" in text for text in (nobody, nothing, question, hostile, long))


def test_the_ontology_is_a_resource(ask: Callable[[Asking], Any]) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401
        listed = await client.list_resources()
        return listed, await client.read_resource(str(listed.resources[0].uri))

    listed, read = ask(asking)
    assert str(listed.resources[0].uri) == "https://w3id.org/tdi-graph/ontology"
    assert "tdi:Programme a owl:Class" in read.contents[0].text
