"""Worlds: one draw of every uncertain number and of every yearly shock.

::

    designs.py        points of the unit cube, one row for each world
    distributions.py  from a point to a number, and back
    calibrated.py     the points that history leaves, with their weights
    worlds.py         the numbers and shocks of a block of worlds
    drawing.py        worlds made of a design and the tables
"""

from cagame.worlds.worlds import EVENT, SHOCKS, Exchange, Parameters, Uncertainty, Worlds, is_free

__all__ = ["EVENT", "SHOCKS", "Exchange", "Parameters", "Uncertainty", "Worlds", "is_free"]
