"""Pictures as geometry: where each line, mark and word stands, before any markup.

Everything here is pure and knows neither HTML nor the graph; the templates write it as SVG, whose
looks are in the stylesheet. Lengths are in the units of the drawing's own view box.
"""

from tdi_graph.web.drawing.ladder import Ladder, Node, Rung, ladder
from tdi_graph.web.drawing.nesting import Nesting, Role, Scheme, nesting
from tdi_graph.web.drawing.scales import Scale, period, round_ticks, whole_years
from tdi_graph.web.drawing.steps import Chart, Mark, Point, Size, step_chart
from tdi_graph.web.drawing.strips import Bars, bars, heightless, strip

__all__ = [
    "Bars",
    "Chart",
    "Ladder",
    "Mark",
    "Nesting",
    "Node",
    "Point",
    "Role",
    "Rung",
    "Scale",
    "Scheme",
    "Size",
    "bars",
    "heightless",
    "ladder",
    "nesting",
    "period",
    "round_ticks",
    "step_chart",
    "strip",
    "whole_years",
]
