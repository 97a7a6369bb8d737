"""What conclusions rest on, and the order of variants without each document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from cagame.plots.captions import EN_DASH, MINUS, Measure, Note, Titles
from cagame.plots.grid import HATCH, HATCH_COLOUR, NAMES, column_name, column_room, row_name
from cagame.plots.grid import row_height as height_of_rows
from cagame.plots.sheet import INNER_WIDTH, Sheet
from cagame.plots.style import FAINT, INK, LIGHT, MUTED, SMALL, Look, Style
from cagame.plots.tables import need, rows_of, several
from cagame.plots.text import text_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition
    from cagame.plots.tables import Row

SHARES = ("outcome", "variant", "conclusion", "factor", "first", "total")
RANKS = ("left_out", "variant", "rank")
#: What the shares of a conclusion are called, in colour and in grey, from the left.
FACTORS = {
    "assumption": ("assumptions", "#D9731A", "#4A4A4A"),
    "statistic": ("statistics", "#1F6FB4", "#8C8C8C"),
    "derived": ("derived from stated figures", "#8FC1E8", "#BDBDBD"),
    "ordinal": ("ordinal codings", "#117A65", "#6E6E6E"),
    "stated": ("stated figures", "#332288", "#1A1A1A"),
    "yearly shocks": ("chance: yearly shocks", "#B0B0B0", "#D6D6D6"),
    "together": ("only together", "#FFFFFF", "#FFFFFF"),
}
ROW, HEAD, FOOT, KEY_ROW, SWATCH, TOLD = 24.0, 16.0, 30.0, 15.0, 12.0, 62.0
#: Smaller shares than this part of the whole are not in the key.
SEEN = 0.005


def rests_on_bars(
    shares: pd.DataFrame,
    outcomes: Mapping[str, OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw the variance of each conclusion, split by what its numbers rest on.

    Segments are first-order shares, and at the end what no grade does alone; the number beside a
    bar runs from the first-order to the total share of assumptions.

    Parameters
    ----------
    shares : columns outcome, variant, conclusion (``level`` or ``difference``), factor (a grade,
        ``yearly shocks`` or ``together``), first, total
    outcomes : definitions by name
    titles : what variants are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(shares, SHARES, "shares")
    many = several(shares["outcome"])
    bars = [
        (_called(row, outcomes, titles, several=many), row, _of(shares, row))
        for row in _conclusions(shares)
    ]
    row = height_of_rows([name for name, *_ in bars], ROW)
    seen = shares[shares["first"] > SEEN]["factor"].unique()
    keys = _key_rows([name for name in FACTORS if name in seen])
    with look.context():
        sheet = Sheet(
            _headline(shares, outcomes, several=many),
            _reading(titles, note),
            note.lines(strategy_effect=True),
            HEAD + len(bars) * row + FOOT + len(keys) * KEY_ROW,
        )
        axes = sheet.panel(NAMES, HEAD, INNER_WIDTH - NAMES - TOLD, len(bars) * row)
        _prepare(axes, len(bars))
        for place, (name, about, part) in enumerate(bars):
            row_name(axes, place, name, bold=about["conclusion"] == "level")
            _bar(axes, place, part, look)
        words: Style = {"fontsize": SMALL, "color": MUTED, "va": "center", "ha": "right"}
        sheet.words(INNER_WIDTH, HEAD / 2, "assumptions", words)
        _key(sheet, HEAD + len(bars) * row + FOOT, keys, look)
    return sheet


def _headline(
    shares: pd.DataFrame, outcomes: Mapping[str, OutcomeDefinition], *, several: bool
) -> str:
    about = "each headline" if several else outcomes[str(shares["outcome"].iloc[0])].label
    return f"What a conclusion about {about} rests on"


def _reading(titles: Titles, note: Note) -> str:
    return (
        f"Variance over {note.count}, and as many others that numbers are exchanged with, of the "
        f"level under {titles.baseline} and of each difference from it within the same world, "
        "split by the grade of the numbers it comes from, %. Beside a bar: the share of "
        "assumptions, from what goes if they alone become known to what stays if all else does."
    )


def _conclusions(shares: pd.DataFrame) -> list[Row]:
    """Return outcome, variant and conclusion of each bar: outcome by outcome, its level first."""
    found = shares.drop_duplicates(["outcome", "variant", "conclusion"])
    outcomes = list(dict.fromkeys(found["outcome"]))
    return sorted(
        rows_of(found),
        key=lambda row: (outcomes.index(row["outcome"]), row["conclusion"] != "level"),
    )


def _of(shares: pd.DataFrame, row: Row) -> pd.DataFrame:
    of_outcome = shares[shares["outcome"] == row["outcome"]]
    found: pd.DataFrame = of_outcome[of_outcome["variant"] == row["variant"]]
    return found.set_index("factor")


def _called(
    row: Row, outcomes: Mapping[str, OutcomeDefinition], titles: Titles, *, several: bool
) -> str:
    label, variant = outcomes[row["outcome"]].label, titles.variant(row["variant"])
    if row["conclusion"] == "level":
        return f"{label}: level" if several else f"Level under {variant}"
    return f"{label}: {variant}" if several else variant


def _prepare(axes: Axes, rows: int) -> None:
    axes.set_xlim(0, 100)
    axes.set_ylim(rows, 0)
    axes.set_yticks([])
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)


def _bar(axes: Axes, place: int, part: pd.DataFrame, look: Look) -> None:
    """Draw the segments of one conclusion; estimates just below 0 are none."""
    sizes = {name: max(float(part["first"].get(name, 0.0)), 0.0) for name in FACTORS}
    whole, start = sum(sizes.values()), 0.0
    for name, size in sizes.items():
        wide = 100 * size / whole
        _segment(axes, (start, place + 0.16), (wide, 0.68), name, look)
        start += wide
    if "assumption" in part.index:
        told = _span(*(float(part[name].to_dict()["assumption"]) for name in ("first", "total")))
        axes.annotate(
            told, (1, place + 0.5), (6, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", fontsize=SMALL, color=INK,
        )  # fmt: skip


def _segment(
    axes: Axes, at: tuple[float, float], size: tuple[float, float], name: str, look: Look
) -> None:
    colour = FACTORS[name][2 if look.greyscale else 1]
    edge = FAINT if name == "together" else "white"
    axes.add_patch(Rectangle(at, *size, facecolor=colour, edgecolor=edge, linewidth=0.5))
    if name == "together":
        lines: Style = {"fill": False, "hatch": HATCH, "edgecolor": HATCH_COLOUR, "linewidth": 0}
        axes.add_patch(Rectangle(at, *size, **lines))


def _span(first: float, total: float) -> str:
    low, high = (f"{100 * each:.0f}" for each in sorted(np.clip([first, total], 0, 1)))
    return f"{high} %" if low == high else f"{low}{EN_DASH}{high} %"


def _key_rows(names: Sequence[str]) -> list[list[tuple[str, float]]]:
    """Break the key into lines: names with how far from the left each stands, in points."""
    rows: list[list[tuple[str, float]]] = [[]]
    at = 0.0
    for name in names:
        wide = SWATCH + 5 + text_width(FACTORS[name][0], SMALL) + 14
        if rows[-1] and at + wide > INNER_WIDTH - NAMES:
            rows.append([])
            at = 0.0
        rows[-1].append((name, at))
        at += wide
    return rows


def _key(sheet: Sheet, top: float, rows: list[list[tuple[str, float]]], look: Look) -> None:
    tall = len(rows) * KEY_ROW
    axes = sheet.panel(NAMES, top, INNER_WIDTH - NAMES, tall)
    axes.set_xlim(0, INNER_WIDTH - NAMES)
    axes.set_ylim(tall, 0)
    axes.set_axis_off()
    for line, names in enumerate(rows):
        for name, at in names:
            _segment(axes, (at, line * KEY_ROW + 1), (SWATCH, 9), name, look)
            axes.text(
                at + SWATCH + 5, line * KEY_ROW + 6, FACTORS[name][0],
                va="center", fontsize=SMALL, color=MUTED,
            )  # fmt: skip


#: Room for what stands at the ends of the lines of a panel, in points.
GAP, ENDS = 10.0, 18.0


def without_documents(
    ranks: pd.DataFrame,
    outcome: OutcomeDefinition,
    titles: Titles,
    note: Note,
    *,
    called: Mapping[str, str],
    look: Look = LIGHT,
) -> Figure:
    """Draw the place of each variant with all documents, and without each of them.

    Parameters
    ----------
    ranks : columns left_out (first what has all documents), variant, rank
    outcome : what variants are ranked by
    called : what documents are called

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(ranks, RANKS, "rankings")
    by = {
        str(name): p.set_index("variant")["rank"]
        for name, p in ranks.groupby("left_out", sort=False)
    }
    whole, *others = by
    need(ranks[ranks["left_out"] != whole], RANKS, "rankings without documents")
    order = by[whole].sort_values().index
    row = height_of_rows(map(titles.variant, order), ROW)
    width = (INNER_WIDTH - NAMES - GAP * (len(others) - 1)) / len(others)
    heads = [f"Without {called.get(name, name)}" for name in others]
    heading = column_room(heads, width, 22.0)
    with look.context():
        sheet = Sheet(
            f"{outcome.label}: does the order hang on one document?",
            _without_reading(Measure.of(outcome), titles, note),
            note.lines(strategy_effect=True),
            heading + len(order) * row + 8,
        )
        for place, name in enumerate(others):
            left = NAMES + place * (width + GAP)
            axes = sheet.panel(left, heading, width - ENDS, len(order) * row)
            _slopes(axes, by[whole].loc[order], by[name].loc[order], look)
            column_name(axes, 0, heads[place], width)
            for at, variant in enumerate(order) if place == 0 else ():
                bold = variant in {titles.reference, *look.highlight}
                row_name(axes, at, titles.variant(variant), bold=bold)
    return sheet


def _slopes(axes: Axes, whole: pd.Series[int], without: pd.Series[int], look: Look) -> None:
    """Join each variant's place with all documents to its place without one."""
    axes.set_xlim(0, 1)
    axes.set_ylim(len(whole), 0)
    axes.set_axis_off()
    better, worse = look.ends
    for before, after in zip(whole.tolist(), without.tolist(), strict=True):
        same = before == after
        colour = FAINT if same else better if after < before else worse
        axes.plot(
            [0.06, 0.94], [before - 0.5, after - 0.5],
            color=colour, lw=1.0 if same else 2.2, marker="o", ms=4, clip_on=False,
        )  # fmt: skip
        if not same:
            told = f"{before - after:+d}".replace("-", MINUS)
            axes.annotate(
                told, (1, after - 0.5), (1, 0), textcoords="offset points",
                va="center", fontsize=SMALL, fontweight="bold", color=INK, annotation_clip=False,
            )  # fmt: skip


def _without_reading(measure: Measure, titles: Titles, note: Note) -> str:
    way = {1: "highest first", -1: "lowest first"}.get(measure.better_sign, "highest first")
    return (
        f"Place by the median difference from {titles.baseline} within the same world, {way}, "
        f"{note.count}. Left end of a line: with all documents; right end: without one, whose "
        "numbers are then drawn from wide ranges. Coloured: a variant that moves, and by how many "
        "places up or down."
    )
