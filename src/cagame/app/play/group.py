"""What the pages of teams say about a group of member states and the levers that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import heading, note
from cagame.app.play.view import group_that_holds, name_of
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.members import held
from cagame.classroom.offers import levers_for

if TYPE_CHECKING:
    from cagame.classroom import Briefing, Game, Seat
    from cagame.exploring.cast import Cast

#: A budget is no choice where all are equal.
BUDGET = "budget"


def held_by(game: Game, seat: Seat) -> str:
    """Name the group that holds levers of this seat's actor; empty where there is none."""
    return group_that_holds(game) if seat.actor == "eu" else ""


def hidden_levers(game: Game, seat: Seat) -> tuple[str, ...]:
    """Return the levers that a seat cannot move in this game."""
    equal = (BUDGET,) if game.lesson.equal_budgets else ()
    return (*equal, *held(MEMBERS)) if held_by(game, seat) else equal


def words_of(fields: tuple[str, ...], cast: Cast) -> str:
    """Name some of the Union's levers in a sentence.

    >>> from cagame.exploring.cast import cast_of
    >>> words_of(("visa", "legal_labour"), cast_of())
    'easier visas and legal work'
    """
    words = [lever.words.lower() for lever in levers_for("eu", cast) if lever.field in fields]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def join_note(game: Game) -> None:
    """Say before joining what the seat of the group is."""
    note("Seats that nobody takes follow the strategy in force.")
    for name in game.lesson.bystanders:
        note(f"{name} goes on as its history says: the library holds no strategies for it.")
    if MEMBERS in game.lesson.seats:
        cast = game.lesson.cast
        words, name = words_of(held(MEMBERS), cast), name_of(MEMBERS, cast).lower()
        note(f"The {name}, if a team takes it, sets {words} for the EU.")


def tell(game: Game, seat: Seat) -> None:
    """Say below a form which levers are missing from it, and why."""
    if seat.actor == MEMBERS and MEMBERS not in game.ledger.seats:
        note("Until you have chosen, the EU's strategy says where your levers stand.")
    if seat.actor != MEMBERS and game.lesson.equal_budgets:
        note("Money is no lever here: every actor has the budget of the year.")
    group = held_by(game, seat)
    if group:
        words = words_of(held(MEMBERS), game.lesson.cast)
        note(
            f"{group} sets {words}, whatever your strategy says of them. "
            "Until it has chosen, your strategy holds."
        )


def draw_sharing(known: Briefing, cast: Cast) -> None:
    """Say that the group plays for the same as the institutions."""
    if known.seat == MEMBERS and known.shares_payoff:
        note(
            f"You share this payoff with the {name_of(known.shares_payoff, cast)}: the model has "
            "one for the whole Union, and none for its members."
        )


def draw_holdings(known: Briefing, cast: Cast) -> None:
    """Say which levers of its actor a seat holds, and what that rests on."""
    if not known.holds:
        return
    heading("What you hold", 3)
    words = {lever.field: lever.words for lever in levers_for(known.seat, cast)}
    with ui.element("ul"):
        for each in known.holds:
            with ui.element("li"):
                ui.label(f"{words[each.field]}. {each.stated}").classes("inline")
                ui.label(f"[{', '.join(each.evidence)}]").classes("sources")
                note(f"Assumed: {each.assumed}")
