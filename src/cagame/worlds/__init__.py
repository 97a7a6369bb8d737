"""Worlds: one draw of every uncertain number and of every yearly shock.

`designs` place points in the unit cube, `distributions` turn them into numbers, `drawing` makes
worlds of both, and `calibrated` is what history leaves of them.
"""

from cagame.worlds.worlds import EVENT, SHOCKS, Exchange, Parameters, Uncertainty, Worlds, is_free

__all__ = ["EVENT", "SHOCKS", "Exchange", "Parameters", "Uncertainty", "Worlds", "is_free"]
