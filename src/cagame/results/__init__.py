"""What a study leaves behind, and how it may be told.

`results` reads tables of worlds back, `paired` is the arithmetic of comparison within a world,
and `honesty` is what is said wherever strategies are compared.
"""

from cagame.results.results import HISTORY, Results, load

__all__ = ["HISTORY", "Results", "load"]
