"""The debriefing in a browser.

::

    access.py    who may look back at a game
    pieces.py    what is computed in a worker: a round, a replay, a best response, some profiles
    shared.py    computed once for all who look at the same game
    view.py      figures as rows of tables and as sentences
    charts.py    figures as charts
    looking.py   one look back at one game, and how its figures are asked for
    parts.py     tables, charts, progress
    page.py      the page, with the timeline and what can be taken home
    otherwise.py the same game, but
    answers.py   the best response of each team
    rest.py      the equilibrium
"""
