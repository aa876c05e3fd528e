"""What the page for operators says is so: options, numbers, the log, the unit, the limits."""

import json
import logging
import re
import shlex
from functools import partial

import pytest

from isolation_sample import STORE
from tdi_graph import resources
from tdi_graph.cli import parser
from tdi_graph.isolation import Limits, Pool, Sizes, started
from tdi_graph.protocol import MAX_BODY, Request
from tdi_graph.web import Current, current, health, journal, site
from tdi_graph.web.metrics import Metrics, kind
from tdi_graph.web.observation import Record

PAGE = (resources.root() / "docs" / "operating.md").read_text("utf-8")
MIB = 1 << 20


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_every_option_is_told_and_every_told_option_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["serve", "--help"])
    there = set(re.findall(r"(?<![\w-])--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    table = PAGE.partition("## Options")[2].partition("##")[0]
    assert set(re.findall(r"--[a-z-]+(?=`)", table)) == there
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= there


def test_every_command_is_understood() -> None:
    unit = re.findall(r"ExecStart=(.*)", block("ini"))
    lines = [*block("console").splitlines(), *unit]
    assert len(lines) == 3
    for line in lines:
        _, *arguments = shlex.split(line)
        assert parser().parse_args(arguments).run


def test_every_number_is_told_and_every_told_number_is_there() -> None:
    pool = Pool(partial(started, STORE, Limits()))
    try:
        metrics = Metrics(Current(site.make(STORE, {}, {})), pool)
        names = {family.name for family in metrics.registry.collect()}
    finally:
        pool.end()
    told = {name.removesuffix("_total") for name in re.findall(r"\btdi_graph_\w+", PAGE)}
    assert told == {name for name in names if name.startswith("tdi_graph_")}


def test_the_kinds_and_outcomes_are_told() -> None:
    (row,) = [line for line in PAGE.splitlines() if "`tdi_graph_request_seconds`" in line]
    routes = ("/", "/questions/{slug}", "/sparql", "/static", "/id", "/healthz", "other")
    told = set(re.findall(r"`(\w+)`", row)) - {"tdi_graph_request_seconds", "kind"}
    assert told == {kind(route) for route in routes}
    outcomes = PAGE.partition("- `outcome` is ")[2].partition("\n- ")[0]
    ended = [Record("", "", "", "", status=status, ended=True) for status in range(200, 600)]
    others = [Record("", "", "", ""), Record("", "", "", "", status=200)]
    made = {"killed", *(record.outcome for record in (*ended, *others))}
    assert set(re.findall(r"`(\w+)`", outcomes)) == made
    assert {each.outcome for each in ended if each.status >= 500} == {"failed", "busy", "timeout"}


def test_the_line_of_the_log_is_as_it_is_written(caplog: pytest.LogCaptureFixture) -> None:
    told = json.loads(block("json"))
    record = Record(told["id"], told["method"], told["path"], told["release"], status=200)
    record.ended, record.waited, record.evaluated = True, 0.0008, 0.0012
    record.seconds, record.size, record.request = 0.0024, 26, Request("POST", body=b"ASK{}")
    with caplog.at_level(logging.INFO, journal.REQUESTS.name):
        journal.Journal()(record)
    (logged,) = caplog.records
    written = json.loads(journal.JsonLines().format(logged))
    assert [*written] == [*told]
    assert written | {"time": told["time"]} == told


def test_the_limits_are_those_that_hold() -> None:
    told = PAGE.partition("## Limits")[2]
    assert MAX_BODY == MIB
    assert f"{MAX_BODY // MIB} MiB of request" in told
    assert f"{Limits().memory // MIB} MiB of memory" in told
    assert f"{Limits().answer // MIB} MiB of answer" in told
    assert f"{Sizes().waiting} queries may wait" in told
    assert f"A page or a saved question: {current.PATIENCE:g} seconds" in " ".join(told.split())
    assert health.PATIENCE == 2
    assert "within two seconds" in " ".join(PAGE.split())
