"""Figures from tables: what was compared, over how many worlds, from which sources.

Each ``*_chart``, ``*_heatmap`` and so on returns a whole figure of 16 cm width, with headline and
source note; each ``*_panel`` draws one panel on given axes, for figures of one's own. All take
tidy tables and know no model and no files. `save` writes PNG and SVG.
"""

from cagame.plots.backcast import backcast_panel, backcast_panels
from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.differences import differences_over_time, differences_panel
from cagame.plots.dyads import dyad_heatmap, dyad_panel
from cagame.plots.effects import effects_heatmap, effects_panel
from cagame.plots.externals import effects_by_external
from cagame.plots.fan import fan_chart, fan_panel
from cagame.plots.intervals import effect_intervals, intervals_panel
from cagame.plots.narrowing import width_left
from cagame.plots.ranks import rank_panel, rank_probability_bars
from cagame.plots.scores import forecast_errors
from cagame.plots.shares import facts_by_switch
from cagame.plots.style import LIGHT, PRINT, Look, save
from cagame.plots.tradeoff import tradeoff_panel, tradeoff_scatter

__all__ = [
    "LIGHT",
    "PRINT",
    "Look",
    "Measure",
    "Note",
    "Titles",
    "backcast_panel",
    "backcast_panels",
    "differences_over_time",
    "differences_panel",
    "dyad_heatmap",
    "dyad_panel",
    "effect_intervals",
    "effects_by_external",
    "effects_heatmap",
    "effects_panel",
    "facts_by_switch",
    "fan_chart",
    "fan_panel",
    "forecast_errors",
    "intervals_panel",
    "rank_panel",
    "rank_probability_bars",
    "save",
    "tradeoff_panel",
    "tradeoff_scatter",
    "width_left",
]
