"""Which levers of the Union the EU team can move, with and without a group of member states."""

from __future__ import annotations

from cagame.app.play.choice import Choice
from cagame.app.play.group import held_by, hidden_levers
from cagame.app.play.view import Row as Stood
from cagame.app.play.view import free_words, verdict

OWN = ("coordination", "visa", "legal_labour")


def test_the_eu_team_moves_the_members_levers_until_a_group_takes_them(at, code):
    at("blue").join(code, "Blue", "eu")
    game, blue = at("blue").game(code), at("blue").seat(code)
    assert (held_by(game, blue), hidden_levers(game, blue)) == ("", ("budget",))
    assert free_words(game, "members") == "free: the EU sets its levers"
    at("six").join(code, "Six", "members")
    game = at("blue").game(code)
    assert held_by(game, blue) == "Member-state group (Six)"
    assert hidden_levers(game, blue) == ("budget", *OWN)
    assert hidden_levers(game, at("six").seat(code)) == ("budget",)


def test_what_a_group_chose_stays_its_own_when_its_seat_is_freed(at, code):
    at("blue").join(code, "Blue", "eu")
    at("six").join(code, "Six", "members")
    at("six").submit(code, 1, Choice("members", "go-alone"))
    at("teacher").release(code, "members")
    game = at("blue").game(code)
    assert held_by(game, at("blue").seat(code)) == "Member-state group"
    assert free_words(game, "members") == "free: goes on as before"


def test_the_verdict_says_what_the_group_is_compared_with():
    stood = {"payoff": "+1.0", "spread": "", "own_doing": "+0.50", "sure": "better in 90"}
    six = Stood(seat="members", name="Member-state group", team="Six", **stood)
    blue = Stood(seat="eu", name="European Union", team="Blue", **stood)
    assert "against leaving your levers to the EU" in verdict(six)
    assert "against staying as you were" in verdict(blue)
