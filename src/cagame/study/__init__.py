"""Studies: from a scenario to tables of results, in blocks of worlds that run side by side.

::

    ensemble.py  the worlds of a study, drawn again long after
    store.py     where blocks leave their numbers until they become tables
    capacity.py  whether there is room, asked before anything starts
    running.py   the run
"""

from cagame.study.running import folder_of, run

__all__ = ["folder_of", "run"]
