"""The command line: ``tdi-graph VERB``; each verb is one function of the modules beside this.

Exit codes: 0 done; 1 something is wrong with the data, a document, a query or the machine, told
in one line; 2 the command was not understood; 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tdi_graph import __version__, resources, vocabulary
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import TdiError

# The module beside this that holds each verb: who asks for one waits for no other to be loaded.
HOMES = {
    "build": "authoring",
    "check": "authoring",
    "format": "authoring",
    "annotate": "authoring",
    "serve": "serving",
    "query": "answering",
    "mcp": "assisting",
    "export": "exporting",
    "extract": "extracting",
    "review": "reviewing",
    "diff": "comparing",
    "import": "importing",
    "link": "linking",
}

_ABOUT = """\
A knowledge graph of « Territoires d’industrie »: every fact leads to the words that state it.

a first round:
  tdi-graph build                         check the data and write a release
  tdi-graph serve                         pages and SPARQL on http://127.0.0.1:8000/
  tdi-graph query territories-over-time   answer a saved question here
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    command = parser(next((word for word in given if not word.startswith("-")), None))
    chosen = command.parse_args(given)
    if chosen.run is None:
        command.print_help()
        return 2
    try:
        return int(chosen.run(chosen))
    except TdiError as error:
        say(f"tdi-graph: {error}")
        return 1
    except BrokenPipeError:
        # The reader of our output is gone; keep Python from saying so again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        say(f"tdi-graph: {error.filename or 'the machine'}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        return 130


def verbs(name: str | None = None) -> tuple[Verb, ...]:
    """Return the verbs, or those alone that live with the verb called ``name``."""
    homes = dict.fromkeys([HOMES[name]] if name in HOMES else HOMES.values())
    return tuple(verb for home in homes for verb in import_module(f"{__name__}.{home}").VERBS)


def parser(name: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of all the verbs; of few, if they hold the one called ``name``."""
    made = argparse.ArgumentParser(
        prog="tdi-graph",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"tdi-graph {__version__}")
    if vocabulary.BASE_FAULT:
        do = "write an address that ends with a slash, such as http://localhost:8000/"
        made.error(f"{vocabulary.BASE_FAULT} → {do}")
    made.set_defaults(run=None)
    listed = made.add_subparsers(title="verbs", metavar="VERB")
    for verb in verbs(name):
        one = listed.add_parser(
            verb.name,
            help=verb.summary,
            description=f"{verb.summary}\n\nexample:\n  {verb.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.add_argument(
            "--root",
            type=Path,
            metavar="DIR",
            default=resources.root(),
            help="where ontology/, data/ and queries/ lie (default: the package's own)",
        )
        verb.arguments(one)
        one.set_defaults(run=verb.run)
    return made
