"""The simulated past against documents and statistics, and what it cannot show.

::

    past.py            simulate 2007 to a year, with or without something switched off
    table.py           the past as a table, and statistics in its terms
    panels.py          observations cut into series, and the model along them
    forecast.py        forecasts of later observations, scored beside simple rules
    identification.py  the facts with policy, events, rivals' growth or hedging switched off
    calibration.py     worlds matched to history in waves
    page.py            docs/validation.md, its words in validation.md
    output.py          folders of tables and figures
"""

from cagame.backcast.forecast import Scores, score
from cagame.backcast.identification import identify
from cagame.backcast.output import backcast, calibrate, write_scores
from cagame.backcast.past import SWITCHES, Switch, simulate

__all__ = [
    "SWITCHES",
    "Scores",
    "Switch",
    "backcast",
    "calibrate",
    "identify",
    "score",
    "simulate",
    "write_scores",
]
