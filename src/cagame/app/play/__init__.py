"""Play: a teacher opens a game, teams join from their own devices and choose, round by round.

::

    visitor.py   who asks, and what that device may do; every action is checked here
    opening.py   what a teacher can open
    choice.py    what a team is about to choose
    course.py    rounds, computed once for all who ask
    changes.py   which games have changed
    view.py      the figures and words of results
    charts.py    these as charts
    lobby.py     the page to join or open a game
    live.py      what the pages of a game share: they follow it from second to second
    teacher.py   the teacher's page
    closing.py   the button that closes a round, and what it asks before
    lead.py      how one more device comes to lead a game
    leaders.py   which devices lead, and how one leads alone
    qr.py        an address as a square to scan
    team.py      a team's page
    group.py     what a group of member states holds, as teams read it
    form.py      the controls by which a team chooses
    results.py   what a round brought
    files.py     the game as a file to take home
"""
