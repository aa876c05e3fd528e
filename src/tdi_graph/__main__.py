"""Run the command line as ``python -m tdi_graph``."""

import sys

from tdi_graph.cli import main

if __name__ == "__main__":
    sys.exit(main())
