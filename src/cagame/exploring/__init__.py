"""Exploring without code: a few variants, levers, one run in seconds, and what it shows.

Nothing here knows a web page, so all of it can be tested by itself.

::

    state.py       what is explored: up to four variants, their levers, assumptions, one outcome
    cast.py        who takes part: the actors of the tables, and those of a study
    levers.py      what can be moved: bounds, units, grades and origins, from the tables
    moves.py       the same exploration with another strategy or a lever at another place
    link.py        an exploration as a short text for a link, and back
    studies.py     an exploration from a study
    upload.py      an exploration from somebody's scenario file
    runs.py        runs that are kept, so that equal explorations run once
    view.py        the few numbers that a page shows, from the results of a run
    words.py       names and numbers as a page writes them
    charts.py      these numbers as charts
    schematic.py   these numbers as a schematic map
    card.py        what is known about a number, fact, source or strategy
    drivers.py     what an outcome rests on: grades, documents, and the numbers that move it
    downloads.py   scenario file, tables, figure and report
"""
