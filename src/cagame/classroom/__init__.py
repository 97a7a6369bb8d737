"""The class game: teams play actors, round by round, on one course of the world.

::

    lesson.py         what is played: study, rounds, seats
    ledger.py         who chose what and what happened, round by round
    members.py        which levers of the Union a member-state group holds, and what it does
    plans.py          the choices of all seats as dated strategies of actors
    offers.py         what a seat can choose from
    engine.py         a round simulated on from the last one, in all worlds
    report.py         what a round brought: payoffs, influence, figures
    news.py           news lines made of events and figures
    briefing.py       what a seat knows before it chooses
    words.py          the tables of words, and numbers as people read them
    debrief.py        the same game, but ...; best responses
    lookback.py       who did what in which round, as words and as a table
    whatif.py         one strategy throughout, or one lever, in place of what a seat chose
    equilibrium.py    where a small game of the class's seats would come to rest
    scenario_file.py  the game as a scenario file that runs to the same numbers
    store.py          the game on disk, safe against kills and crowds
    desk.py           what lies beside a game: devices, drafts, the clock
    handover.py       how one more device comes to lead a game
    database.py       its tables

Nothing here knows the web. Numbers follow from lesson and ledger alone, so that a game that was
interrupted goes on where it was.
"""

from __future__ import annotations

from cagame.classroom.briefing import Briefing, briefing
from cagame.classroom.debrief import BestResponse, Replay, best_responses, replay
from cagame.classroom.desk import Desk
from cagame.classroom.engine import Engine
from cagame.classroom.handover import Handover, Word
from cagame.classroom.ledger import Ledger
from cagame.classroom.lesson import Lesson, Round
from cagame.classroom.news import News, news
from cagame.classroom.report import RoundReport, report
from cagame.classroom.scenario_file import game_study, game_text
from cagame.classroom.store import Classroom, Game, Seat

__all__ = [
    "BestResponse",
    "Briefing",
    "Classroom",
    "Desk",
    "Engine",
    "Game",
    "Handover",
    "Ledger",
    "Lesson",
    "News",
    "Replay",
    "Round",
    "RoundReport",
    "Seat",
    "Word",
    "best_responses",
    "briefing",
    "game_study",
    "game_text",
    "news",
    "replay",
    "report",
]
