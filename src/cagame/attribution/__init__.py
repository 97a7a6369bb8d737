"""Runs that tell what a study's answer hangs on; `cagame.analysis` reads their results.

::

    grouped.py    the same study with groups of numbers exchanged between worlds
    left_out.py   the same study without one of its documents
    screened.py   the same study with one number changed at a time
    kept.py       where the sweeps behind the first two are kept
"""

from cagame.attribution.grouped import by_grade, by_number, by_source, grouped, narrowed
from cagame.attribution.left_out import left_out
from cagame.attribution.screened import screened

__all__ = ["by_grade", "by_number", "by_source", "grouped", "left_out", "narrowed", "screened"]
