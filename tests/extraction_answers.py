"""Sentences in, short answers out: what the rules find, written so that a case fits one line."""

from collections.abc import Mapping
from functools import lru_cache

from tdi_graph import assembly, resources
from tdi_graph.extraction import Authority, Extraction, extract
from tdi_graph.extraction.reading import Given, read_text
from tdi_graph.statements import Statement
from tdi_graph.vocabulary import compact

STATEMENTS = "/graph/document/"


@lru_cache(maxsize=1)
def authority() -> Authority:
    """The things of data/entities and ontology/concepts, without any statement."""
    quads = assembly.assemble(resources.root()).quads
    return Authority(q for q in quads if STATEMENTS not in str(q.graph_name))


def read(text: str, issued: str | None = None) -> Extraction:
    """What the rules find in a text, published on ``issued``."""
    return extract(read_text(text, Given(slug="essai", issued=issued)), authority())


def labels(found: Extraction) -> Mapping[str, str]:
    """The names of all things, by their IRIs, with straight apostrophes."""
    named = [*authority().entities, *(proposal.entity for proposal in found.proposals)]
    return {entity.iri.value: entity.label.replace("’", "'") for entity in named}


def answers(found: Extraction, kind: str) -> list[dict[str, str]]:
    """The properties of the statements of a kind: compact name to name or value."""
    known = labels(found)
    listed = []
    for candidate in found.statements:
        if candidate.statement.kind.slug != kind:
            continue
        answer = {"rule": candidate.rule}
        answer["words"] = " … ".join(p.exact for p in sorted(candidate.statement.evidence))
        for predicate, value in candidate.statement.properties:
            name = compact(predicate.value)
            said = known.get(value.value, compact(value.value))
            answer[name] = f"{answer[name]}, {said}" if name in answer else said
        listed.append(answer)
    return listed


def offices(found: Extraction) -> list[str]:
    """« person | title »."""
    return [
        f"{a['org:member']} | {a['schema:roleName'].replace('’', chr(39))}"
        for a in answers(found, "tenure")
    ]


def figures(found: Extraction) -> list[str]:
    """« indicator value qualifier @subject /scope ?modality »."""
    listed = []
    for a in answers(found, "figure"):
        value = a.get("schema:value") or f"{a['schema:minValue']}–{a['schema:maxValue']}"
        parts = [a["schema:variableMeasured"].removeprefix("c:"), value.replace(".0", "")]
        parts.append(a.get("schema:measurementQualifier", "").removeprefix("c:"))
        parts.append("@" + a["schema:observationAbout"])
        parts.append("/" + a["tdi:scope"] if "tdi:scope" in a else "")
        listed.append(" ".join(part for part in parts if part))
    return listed


def relations(found: Extraction) -> list[str]:
    """« role: agent > thing » and « predicate: subject > object »."""
    listed = []
    for a in answers(found, "involvement"):
        agent = a.get("tdi:agent") or a["tdi:actingPost"]
        listed.append(f"{a['tdi:role'].removeprefix('c:')}: {agent} > {a['tdi:involvedIn']}")
    for a in answers(found, "link"):
        ends = f"{a['rdf:subject']} > {a['rdf:object']}"
        listed.append(f"{a['rdf:predicate'].partition(':')[2]}: {ends}")
    return listed


def events(found: Extraction) -> list[str]:
    """« event | start »: what happens, and when if the text says."""
    starts = {
        a["rdf:subject"]: a["rdf:object"]
        for a in answers(found, "link")
        if a["rdf:predicate"] == "schema:startDate"
    }
    named = [a["rdf:subject"] for a in answers(found, "link") if a["rule"].startswith("event")]
    named += [
        a["tdi:involvedIn"] for a in answers(found, "involvement") if a["rule"].startswith("event")
    ]
    return sorted({f"{name} | {starts.get(name, '')}".strip() for name in named})


def pledges(found: Extraction) -> list[str]:
    """« modality: agent > about, due »."""
    listed = []
    for a in answers(found, "pledge"):
        agent = a.get("tdi:agent") or a.get("tdi:actingPost") or "–"
        due = f", {a['tdi:due']}" if "tdi:due" in a else ""
        listed.append(f"{a['tdi:modality'][2:]}: {agent} > {a['schema:about']}{due}")
    return listed


def quotations(found: Extraction) -> list[str]:
    """« speaker > about »."""
    return [
        f"{a['schema:spokenByCharacter']} > {a['schema:about']}"
        for a in answers(found, "quotation")
    ]


def assembled(found: Extraction) -> list[str]:
    """« value = passages », « value part of value », « value restates value »."""
    figures_ = [c.statement for c in found.statements if c.statement.kind.slug == "figure"]
    by_name = {compact(s.iri.value): s for s in figures_}
    listed = []
    for statement in figures_:
        said = {compact(p.value): v.value for p, v in statement.properties}
        links = {"dcterms:isPartOf": "part of", "tdi:restates": "restates"}
        told = [
            f"{_value(said)} {words} {_value(_said(by_name[compact(said[link])]))}"
            for link, words in links.items()
            if link in said
        ]
        listed.append(told[0] if told else f"{_value(said)} = {len(statement.evidence)}")
    return listed


def _said(statement: Statement) -> dict[str, str]:
    return {compact(p.value): v.value for p, v in statement.properties}


def _value(said: Mapping[str, str]) -> str:
    value = said.get("schema:value") or f"{said['schema:minValue']}–{said['schema:maxValue']}"
    qualifier = compact(said.get("schema:measurementQualifier", "")).removeprefix("c:")
    return f"{qualifier} {value}".strip().replace(".0", "")
