"""Sweeps: designs of any size, cut into blocks that are made anywhere, once, and kept.

::

    design_file.py  the keys of a design file
    lookup.py       its names looked up
    design.py       the design: ready to run, cut into blocks
    schema.py       the format as JSON Schema
    levers.py       what varies about strategies
    lever_keys.py   what files call it, and which values it may take
    factors.py      what varies together in a Saltelli design
    identity.py     what the numbers depend on
    work.py         how a block is made
    estimate.py     how long it takes, and how much disk
    blocks.py       where blocks stand, whether they are whole
    manifest.py     what is swept, and whose folder it is
    running.py      making those that are not there
    results.py      reading them
"""

from cagame.sweep.design import SweepDesign
from cagame.sweep.results import SweepResults
from cagame.sweep.running import Progress, count_states, sweep

__all__ = ["Progress", "SweepDesign", "SweepResults", "count_states", "sweep"]
