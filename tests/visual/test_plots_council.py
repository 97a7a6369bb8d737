"""The figure of one decision under every Council rule."""

from __future__ import annotations

import pandas as pd
import pytest

from cagame.errors import CagameError
from cagame.plots.council import Subject, council_chart
from cagame.plots.style import LIGHT, PRINT, save

ACTORS = pd.DataFrame(
    [("NL", 4, 0.064), ("BE", 7, 0.032), ("FR", 10, 0.096), ("UK", 10, 0.144)],
    columns=["actor", "position", "weight"],
)
DECISIONS = pd.DataFrame(
    [("compromise", 8.5), ("unanimity, status quo 4", 4.0), ("challenge, least-move", 9.1)],
    columns=["name", "decision"],
)
ROUNDS = pd.DataFrame(
    [
        (mode, number, mean, actor, position)
        for mode in ("least-move", "replication")
        for number, mean, belgium in ((0, 8.5, 7.0), (1, 8.8, 8.4), (2, 9.1, 9.6))
        for actor, position in (("NL", 4.0), ("BE", belgium), ("FR", 10.0), ("UK", 10.0))
    ],
    columns=["mode", "round", "mean", "actor", "position"],
)
SUBJECT = Subject("Emission standards", "years of delay", "a table")


def texts(figure):
    figure.canvas.draw()
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [text.get_text() for text in axes.texts]
        found += [label.get_text() for label in axes.get_yticklabels()]
        found += [axes.get_xlabel(), axes.get_title(loc="left")]
    return "\n".join(found)


@pytest.mark.parametrize("look", [LIGHT, PRINT])
def test_the_figure_says_what_it_shows(look):
    said = texts(council_chart(ACTORS, DECISIONS, ROUNDS, SUBJECT, look))
    for words in (
        *("Emission standards: what each Council rule decides", "Position, years of delay"),
        *("FR UK", "unanimity, status quo 4", "9.1", "challenge, replication", "a table"),
    ):
        assert words in said, words
    assert "between 4 and 9.1: 85 %" in " ".join(said.split())


def test_there_is_a_panel_for_weights_for_rules_and_for_each_mode():
    assert len(council_chart(ACTORS, DECISIONS, ROUNDS, SUBJECT).axes) == 4
    one = ROUNDS[ROUNDS["mode"] == "replication"]
    assert len(council_chart(ACTORS, DECISIONS, one, SUBJECT).axes) == 3
    said = texts(council_chart(ACTORS, DECISIONS, ROUNDS[:0], Subject("Fish")))
    assert "Scholz" not in said


def test_all_panels_share_one_line_of_positions():
    figure = council_chart(ACTORS, DECISIONS, ROUNDS, SUBJECT)
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    low, high = figure.axes[0].get_xlim()
    assert low < 4
    assert high > 10
    lefts = {(axes.get_position().x0, axes.get_position().x1) for axes in figure.axes}
    assert len(lefts) == 1


def test_bars_stack_the_actors_of_a_position():
    bars = council_chart(ACTORS, DECISIONS, ROUNDS, SUBJECT).axes[0].patches
    assert sum(bar.get_height() for bar in bars) == pytest.approx(100)
    at_ten = [bar for bar in bars if bar.get_x() < 10 < bar.get_x() + bar.get_width()]
    assert [round(bar.get_y(), 6) for bar in at_ten] == [0, round(100 * 0.096 / 0.336, 6)]


def test_no_name_of_a_rule_leaves_the_page():
    long = DECISIONS.assign(name=["unanimity, status quo 0.2106053", "qmv", "median"])
    figure = council_chart(ACTORS, long, ROUNDS, SUBJECT)
    figure.canvas.draw()
    for label in figure.axes[1].get_yticklabels():
        assert label.get_window_extent().x0 >= 0


def test_many_actors_are_drawn_without_their_names():
    many = pd.DataFrame({"actor": [f"actor {i}" for i in range(80)], "position": range(80)})
    figure = council_chart(many.assign(weight=1.0), DECISIONS, ROUNDS[:0], SUBJECT)
    assert "actor 1" not in texts(figure)


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        save(council_chart(ACTORS, DECISIONS, ROUNDS, SUBJECT), tmp_path / folder, "council")
    for name in ("council.png", "council.svg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_table_without_rows_or_columns_is_told():
    with pytest.raises(CagameError, match="actors has no column weight"):
        council_chart(ACTORS.drop(columns="weight"), DECISIONS, ROUNDS, SUBJECT)
    with pytest.raises(CagameError, match="no rows"):
        council_chart(ACTORS, DECISIONS[:0], ROUNDS, SUBJECT)
