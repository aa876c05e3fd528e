"""What one would write first: FastAPI and pyoxigraph, fifteen lines, for comparison."""

import os

from fastapi import FastAPI, Request, Response
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

app = FastAPI()
store = Store()
store.bulk_load(path=os.environ["GRAPH"])


@app.get("/sparql")
def answer(query: str, request: Request) -> Response:
    """Answer a query by GET."""
    accept = request.headers.get("accept", "")
    results = store.query(query)
    if isinstance(results, QueryTriples):
        return Response(results.serialize(format=RdfFormat.TURTLE), media_type="text/turtle")
    form = QueryResultsFormat.from_media_type(accept) or QueryResultsFormat.JSON
    return Response(results.serialize(format=form), media_type=form.media_type)
