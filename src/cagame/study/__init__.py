"""Studies: from a scenario to tables of results, in blocks of worlds that run side by side.

`running` does it, `store` keeps what blocks leave until it becomes tables, `capacity` asks first
whether there is room, and `ensemble` draws the worlds of a study again, long after.
"""

from cagame.study.running import run

__all__ = ["run"]
