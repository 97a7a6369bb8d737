"""The figures of games."""

from __future__ import annotations

import pandas as pd
import pytest

from cagame.errors import CagameError
from cagame.plots.captions import Note
from cagame.plots.game import best_reply_grid, deviation_chart
from cagame.plots.style import LIGHT, PRINT, save

NOTE = Note(500, 1, "a table", (0, 4), "A game", "Who moves?")
PLAYERS = {"eu": "the EU", "russia": "Russia"}
STRATEGIES = {
    "eu": {"roadmap": "Joint Roadmap", "values": "Values first, with conditions and much else"},
    "russia": {"base": "Baseline", "security": "Security provider", "spoiler": "Spoiler"},
}


def deviations() -> pd.DataFrame:
    rows = []
    for start, played in (
        ("status quo", {"eu": "roadmap", "russia": "base"}),
        ("equilibrium", {"eu": "values", "russia": "base"}),
    ):
        for player, own in STRATEGIES.items():
            for number, strategy in enumerate(own):
                if strategy != played[player]:
                    gain = 0.01 * (number - 1)
                    rows.append(
                        {
                            "start": start,
                            "player": player,
                            "strategy": strategy,
                            "title": own[strategy],
                            "played": played[player],
                            "played_title": own[played[player]],
                            "gain": gain,
                            "low": gain - 0.001,
                            "high": gain + 0.001,
                            "world_low": gain - 0.02,
                            "world_high": gain + 0.02,
                            "share": 0.4,
                        }
                    )
    return pd.DataFrame(rows)


def replies() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (row, column, row == "Values", column == "Baseline", 0.3)
            for row in ("Roadmap", "Values")
            for column in ("Baseline", "Spoiler")
        ],
        columns=["row", "column", "row_best", "column_best", "share"],
    )


def texts(figure):
    figure.canvas.draw()
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [text.get_text() for text in axes.texts]
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize("look", [LIGHT, PRINT])
def test_the_figure_of_deviations_says_who_where_from_and_in_how_many_worlds(look):
    said = texts(deviation_chart(deviations(), PLAYERS, NOTE, look))
    for words in (
        *("Who would deviate?", "The EU", "From the status quo: Joint Roadmap", "40 %"),
        *("From the equilibrium: Values first", "played", "500 worlds", "Spoiler"),
        "Gain of Russia by moving alone, hundredths of a log point",
    ):
        assert words in said, words


def test_every_player_has_a_panel_for_each_start_and_all_its_strategies():
    figure = deviation_chart(deviations(), PLAYERS, NOTE)
    assert len(figure.axes) == 4
    assert [axes.get_ylim()[0] for axes in figure.axes] == [2, 2, 3, 3]
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()


def test_one_start_is_one_column():
    one = deviations()
    one = one[one["start"] == "status quo"].assign(low=float("nan"), high=float("nan"))
    figure = deviation_chart(one, PLAYERS, NOTE)
    assert len(figure.axes) == 2
    assert "Joint Roadmap" in texts(figure)


@pytest.mark.parametrize("look", [LIGHT, PRINT])
def test_the_grid_marks_best_replies_and_how_often_they_meet(look):
    figure = best_reply_grid(replies(), ("the EU", "Russia"), "China plays “Surge”", NOTE, look)
    said = texts(figure)
    for words in ("The EU plays", "Russia plays", "◀▲ 30 %", "China plays “Surge”."):
        assert words in said, words
    assert said.count("◀▲") == 1


def test_no_text_leaves_the_page():
    for figure in (
        deviation_chart(deviations(), PLAYERS, NOTE),
        best_reply_grid(replies(), ("the EU", "Russia"), "", NOTE),
    ):
        figure.canvas.draw()
        width = figure.get_window_extent().width
        shown = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
        for text in shown:
            box = text.get_window_extent()
            assert box.x0 >= -1, text
            assert box.x1 <= width + 1, text


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        save(deviation_chart(deviations(), PLAYERS, NOTE), tmp_path / folder, "game")
    for name in ("game.png", "game.svg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_missing_columns_and_rows_are_told():
    with pytest.raises(CagameError, match="no column share"):
        deviation_chart(deviations().drop(columns="share"), PLAYERS, NOTE)
    with pytest.raises(CagameError, match="no rows"):
        best_reply_grid(replies()[:0], ("a", "b"), "", NOTE)
