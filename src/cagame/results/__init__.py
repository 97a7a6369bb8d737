"""What a study leaves behind, and how it may be told.

::

    paired.py   arithmetic within a world: differences, quantiles, ranks
    results.py  tables of worlds, read back
    honesty.py  what is said wherever strategies are compared
"""

from cagame.results.results import HISTORY, Results, load

__all__ = ["HISTORY", "Results", "load"]
