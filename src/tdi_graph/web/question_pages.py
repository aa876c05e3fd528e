"""The saved questions: their list, and each with its form, its answer and its downloads."""

from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import views
from tdi_graph.questions import GROUPS, ParameterError, Question, bind
from tdi_graph.web import faults, openapi, presenting, question_form, questions_api
from tdi_graph.web.addresses import Alternate, reached, twins
from tdi_graph.web.site import Site, Voice

_HEADER = "#+"


def every(site: Site, voice: Voice, request: Request) -> Response:
    """List the questions, by whom they are for."""
    held = site.questions.values()
    groups = {group: [q for q in held if q.group == group] for group in GROUPS}
    described = Alternate(voice.prefix + openapi.PATH, "OpenAPI", media_type=openapi.TYPE)
    forms = (described, *twins("/questions"))
    return site.page(request, voice, "questions.html", alternates=forms, groups=groups)


def one(site: Site, voice: Voice, request: Request) -> Response:
    """Show a question with its answer, or give the answer or the query to a program."""
    question, suffix = questions_api.found(site, request)
    if suffix:
        return questions_api.answer(site, voice, request, question, suffix)
    fault, query, answer, view = None, question.sparql, None, None
    values = questions_api.spoken(question, voice)
    try:
        given = questions_api.values(question, voice, request, apart=presenting.PARAMETERS.values())
        values = question_form.named(site, voice, question, given)
        query = bind(question, values, site.choices)
        answer = views.answer(site.backend, voice.names, question, values)
        view = presenting.view(voice, answer, question_form.pairs(request), reached(request))
    except ParameterError as error:
        fault = error
    return site.page(
        request,
        voice,
        "question.html",
        status=faults.status(fault) if fault else 200,
        alternates=_downloads(question, voice, request),
        question=question,
        fields=views.fields(site.backend, voice.names, question, values),
        answer=answer,
        view=view,
        fault=fault,
        culprit=_culprit(voice, question, fault) if fault else "",
        query="\n".join(ln for ln in query.splitlines() if not ln.startswith(_HEADER)),
        programs=question_form.programs(question, request) if answer else (),
    )


def _culprit(voice: Voice, question: Question, error: ParameterError) -> str:
    """Return what the page calls the parameter that is wrong."""
    labels = {one.name: one.label[voice.language] for one in question.parameters}
    return labels.get(error.parameter, error.parameter)


def _downloads(question: Question, voice: Voice, request: Request) -> tuple[Alternate, ...]:
    types = {**questions_api.suffixes(question), "rq": questions_api.QUERY}
    return tuple(
        Alternate(
            voice.prefix + question_form.address(question, request, suffix),
            suffix.upper(),
            media_type,
        )
        for suffix, media_type in types.items()
    )
