"""Which teams a closed round would not hear, and what it takes for their choice."""

from __future__ import annotations

from cagame.app.play.choice import Choice
from cagame.app.play.closing import unheard
from cagame.app.play.opening import Opening


def test_free_seats_and_teams_that_have_submitted_are_not_named(at, code):
    at("blue").join(code, "Blue", "eu")
    at("blue").submit(code, 1, Choice("eu", "values-first"))
    assert unheard(at("teacher").game(code)) == ()


def test_a_team_that_only_keeps_a_draft_is_named(at, code):
    at("blue").join(code, "Blue", "eu")
    at("blue").keep_draft(code, 1, Choice("eu", "values-first"))
    assert unheard(at("teacher").game(code)) == (
        "Blue (European Union) goes on as before the game",
    )


def test_a_team_is_said_to_go_on_with_what_the_round_will_take(at, code):
    at("blue").join(code, "Blue", "eu")
    at("six").join(code, "Six", "members")
    at("bear").join(code, "Bear", "russia")
    at("blue").submit(code, 1, Choice("eu", "values-first"))
    at("teacher").close(code, 1)
    game = at("teacher").game(code)
    assert set(unheard(game)) == {
        "Blue (European Union) goes on with its choice of round 1",
        "Six (Member-state group) leaves its levers to the EU",
        "Bear (Russia) goes on as before the game",
    }
    # And so it does.
    assert game.ledger.choice("eu", 2) == (1, "values-first")
    assert game.ledger.choice("russia", 2) is None


def test_who_takes_a_seat_over_goes_on_with_what_was_chosen_there(at, code):
    at("blue").join(code, "Blue", "eu")
    at("blue").submit(code, 1, Choice("eu", "values-first"))
    at("teacher").close(code, 1)
    at("teacher").release(code, "eu")
    assert unheard(at("teacher").game(code)) == ()
    at("red").join(code, "Red", "eu")
    assert unheard(at("teacher").game(code)) == (
        "Red (European Union) goes on with its choice of round 1",
    )


def test_a_team_that_plays_a_partner_of_the_study_is_named_too(at):
    code = at("teacher").open(Opening("turkey", rounds=2, years=1, worlds=100))
    at("bosporus").join(code, "Bosporus", "turkey")
    assert unheard(at("teacher").game(code)) == ("Bosporus (Turkey) goes on as before the game",)
    cast = at("teacher").game(code).lesson.cast
    at("bosporus").submit(code, 1, Choice("turkey", "corridor", cast=cast))
    at("teacher").close(code, 1)
    assert unheard(at("teacher").game(code)) == (
        "Bosporus (Turkey) goes on with its choice of round 1",
    )
