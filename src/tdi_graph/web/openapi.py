"""The saved questions described for programs, as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0).

The document is made from the questions' headers and from the release that is served: the values
that a parameter lists are those that the data hold.
"""

import json
from collections.abc import Mapping
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import __version__
from tdi_graph.questions import PAGING, Parameter, Question, allowed_values, called
from tdi_graph.web.addresses import Alternate, link
from tdi_graph.web.faults import PROBLEM
from tdi_graph.web.observation import RELEASE
from tdi_graph.web.questions_api import spoken, suffixes
from tdi_graph.web.site import SHORT, VARY, Site, Voice, known
from tdi_graph.web.twins import HTML

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | float | bool | None"

TYPE = "application/vnd.oai.openapi+json"
PATH = "/openapi.json"
_HEADERS = ("ETag", RELEASE)

# What JSON Schema says of each type of parameter, and so of the texts that a client sends.
_SCHEMAS: Mapping[str, Mapping[str, Json]] = {
    "iri": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "string": {"type": "string"},
}
_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "given": {"type": "string"},
        "allowed": {"type": "array", "items": {"type": "string"}},
        "suggestion": {"type": "string"},
    },
}
_ROW_REFERENCE: Json = {"$ref": "#/components/schemas/Row"}
_RESULTS: Json = {
    "type": "object",
    "required": ["head", "results"],
    "properties": {
        "head": {
            "type": "object",
            "required": ["vars"],
            "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
        },
        "results": {
            "type": "object",
            "required": ["bindings"],
            "properties": {"bindings": {"type": "array", "items": _ROW_REFERENCE}},
        },
    },
}
_ROW: Json = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"type": "string"},
            "value": {"type": "string"},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
    },
}


def answer(site: Site, voice: Voice, request: Request) -> Response:
    """Give the document, its texts in the language of the address."""
    headers = {
        "ETag": f'W/"{site.tag}-openapi"',
        "Cache-Control": "no-cache",
        "Vary": VARY,
        "Content-Language": voice.language,
        "Access-Control-Allow-Origin": "*",
        "Link": link(
            Alternate(each.prefix + PATH, "", media_type=TYPE, language=each.language)
            for each in site.voices.values()
            if each != voice
        ),
    }
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    text = json.dumps(document(site, voice), ensure_ascii=False)
    return Response(text, headers=headers, media_type="application/json")


def document(site: Site, voice: Voice) -> Mapping[str, Json]:
    """Make the document."""
    t = voice.catalogue
    return {
        "openapi": "3.1.0",
        "info": {
            "title": t("api.title"),
            "description": t("api.lead"),
            "version": f"{__version__}+{site.backend.release[:SHORT]}",
            "license": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": group, "description": t(f"questions.group.{group}")}
            for group in dict.fromkeys(each.group for each in site.questions.values())
        ],
        "paths": {
            f"{voice.prefix}/questions/{question.slug}": {"get": _operation(site, voice, question)}
            for question in site.questions.values()
        },
        "components": {
            "schemas": {"Problem": _PROBLEM, "Results": _RESULTS, "Row": _ROW},
            "parameters": {name: _paging(voice, name) for name in PAGING},
            "responses": {code: _refusal(t(f"error.{code}.title")) for code in ("406", "422")},
        },
    }


def _operation(site: Site, voice: Voice, question: Question) -> Json:
    language = voice.language
    columns = [
        {"name": name, "heading": heading[language]} for name, heading in question.columns.items()
    ]
    return {
        "operationId": question.slug,
        "summary": question.title[language],
        "description": question.description[language].strip(),
        "tags": [question.group],
        "parameters": [
            *(_parameter(site, voice, question, each) for each in question.parameters),
            *(_reference("parameters", name) for name in PAGING if not question.graph),
        ],
        "x-columns": [*columns],
        "responses": {
            "200": {
                "description": voice.catalogue("question.answer"),
                "headers": {name: {"schema": {"type": "string"}} for name in _HEADERS},
                "content": _content(question),
            },
            "304": {"description": voice.catalogue("api.unchanged")},
            "406": _reference("responses", "406"),
            "422": _reference("responses", "422"),
        },
    }


def _parameter(site: Site, voice: Voice, question: Question, parameter: Parameter) -> Json:
    default = spoken(question, voice).get(parameter.name, called(parameter.default))
    schema = {**_SCHEMAS[parameter.type], "default": _valued(parameter, default)}
    if values := allowed_values(parameter, site.choices):
        schema["enum"] = [_valued(parameter, value) for value in values]
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.label[voice.language],
        "schema": schema,
        "example": _valued(parameter, default),
    }


def _valued(parameter: Parameter, text: str) -> Json:
    match parameter.type:
        case "integer":
            return int(text)
        case "decimal":
            return float(text)
        case _:
            return text


def _paging(voice: Voice, name: str) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": voice.catalogue(f"api.{name}"),
        "schema": {"type": "integer", "minimum": 1 if name == "limit" else 0},
    }


def _content(question: Question) -> Mapping[str, Json]:
    forms: dict[str, Json] = {each: {} for each in suffixes(question).values()}
    results = "application/sparql-results+json"
    if results in forms:
        forms[results] = {"schema": _reference("schemas", "Results")}
    return {**forms, HTML: {}}


def _refusal(title: str) -> Json:
    content = {"schema": _reference("schemas", "Problem")}
    return {"description": title, "content": {PROBLEM: content}}


def _reference(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}
