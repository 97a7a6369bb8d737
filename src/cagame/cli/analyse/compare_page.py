"""A comparison of variants in the terminal."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from cagame.analysis.judged import only
from cagame.analysis.lead import lead
from cagame.cli.analyse.asked import Asked, heading, print_end, print_question
from cagame.cli.cells import in_cells, per_cent, share_with_interval
from cagame.cli.page import QUIET, Page, short
from cagame.results.honesty import ROBUST, headlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from cagame.analysis.judged import Judged
    from cagame.analysis.lead import Lead


def print_comparison(
    asked: Asked, tables: Mapping[str, pd.DataFrame], written: Sequence[Path], folder: Path
) -> None:
    """Print the first outcome under one external scenario; the files hold the rest."""
    page, first = Page(), asked.judged[0]
    print_question(page, asked)
    _differences(page, asked, first, _about(tables["differences"], first, asked))
    _ranks(page, asked, first, tables)
    if "effectiveness" in tables:
        _effectiveness(page, asked, first, tables["effectiveness"])
    _dominance(page, asked, first, _about(tables["dominance"], first, asked))
    if "front" in tables:
        _front(page, asked, only(tables["front"], asked.external))
    _winners(page, asked, only(tables["winners"], asked.external))
    print_end(page, asked, written, folder)


def _about(table: pd.DataFrame, judged: Judged, asked: Asked) -> pd.DataFrame:
    return only(table[table["outcome"] == judged.outcome], asked.external)


def _differences(page: Page, asked: Asked, judged: Judged, table: pd.DataFrame) -> None:
    factor = asked.scale(judged).factor
    names = ["difference_median", "median_low", "median_high"]
    heading(page, asked, judged, "differences within the same world", asked.external)
    cells = in_cells((table[names].to_numpy() * factor).ravel().tolist(), "+")
    rows = []
    for place, row in enumerate(table.to_dict("records")):
        median, low, high = cells[3 * place : 3 * place + 3]
        better = share_with_interval(*(row[f"share_better{end}"] for end in ("", "_low", "_high")))
        flip = share_with_interval(*(row[f"flip{end}"] for end in ("", "_low", "_high")))
        needed = [_worlds(row[f"worlds_for_{what}"]) for what in ("difference", "share")]
        rows.append((row["first"], median, f"{low} to {high}", better, flip, *needed))
    page.table(
        ["", "median", "95 % interval", "better in %", "flips in %", "for mean", "for share"],
        rows,
        right=range(1, 7),
        whole=range(7),
    )
    seconds = " and ".join(dict.fromkeys(table["second"]))
    page.text(
        f"Against {seconds}. In brackets: 95 % intervals. Flips: the order in a world is opposite "
        "to the order of the medians. For mean, for share: worlds needed for the precision asked "
        "for (the mean difference to a tenth unless --precision says otherwise; the share to two "
        "points).",
        2,
        QUIET,
    )


def _worlds(number: float) -> str:
    return "-" if isnan(number) else short(number)


def _ranks(page: Page, asked: Asked, judged: Judged, tables: Mapping[str, pd.DataFrame]) -> None:
    shown = tables["ranks"]
    chosen = only(shown, asked.external)
    outcomes = [judged.outcome]
    if "aggregates" in tables:
        agreed = tables["aggregates"]
        outcomes += agreed.loc[agreed["outcome"] == judged.outcome, "other"].unique().tolist()
    heading(page, asked, judged, "places", asked.external)
    by = {name: chosen[chosen["outcome"] == name].set_index("variant") for name in outcomes}
    order = by[judged.outcome].sort_values("rank").index
    rows = []
    for variant in order:
        cells = [variant]
        for name in outcomes:
            row = by[name].loc[variant]
            best = share_with_interval(row["best"], row["best_low"], row["best_high"])
            cells += [f"{row['rank']:.0f}", f"{row['mean_rank']:.1f}", best]
        rows.append(cells)
    columns = ["", *("place", "mean place", "best in %") * len(outcomes)]
    page.table(columns, rows, right=range(1, len(columns)), whole=range(len(columns)))
    if len(outcomes) > 1:
        row = _about(tables["aggregates"], judged, asked).iloc[0]
        page.text(
            f"Left: {judged.outcome}. Right: {outcomes[1]}, the other regional aggregate. Their "
            f"orders agree with Kendall's tau {row['tau']:.2f} (1 is the same order); the same "
            f"variant is best in both in {per_cent(row['same_best'])} % of worlds.",
            2,
            QUIET,
        )


def _effectiveness(page: Page, asked: Asked, judged: Judged, table: pd.DataFrame) -> None:
    outcomes = [judged.outcome, *(n for n in table["outcome"].unique() if _twins(n, judged))]
    chosen = only(table[table["outcome"].isin(outcomes)], asked.external)
    heading(page, asked, judged, "place by how effective EU policy is", asked.external)
    ranks = chosen.pivot_table(
        index="variant", columns=["outcome", "low"], values="rank", dropna=False
    )
    bins = chosen.drop_duplicates("low").sort_values("low", ascending=False)
    rows = [
        [v, *("/".join(_place(ranks, v, o, low) for o in outcomes) for low in bins["low"])]
        for v in asked.results.variants
    ]
    rows.append(["worlds", *(str(number) for number in bins["worlds"])])
    names = [f"{low:g}-{high:g}" for low, high in zip(bins["low"], bins["high"], strict=True)]
    page.table(["", *names], rows, right=range(1, len(names) + 1))
    both = f"Before the stroke by {outcomes[0]}, behind it by {outcomes[-1]}. "
    page.text(
        f"{both if len(outcomes) > 1 else ''}No world lies at exactly 0; run the study with "
        "`parameters: {overrides: {effectiveness[EU]: 0}}` to see what is left there.",
        2,
        QUIET,
    )


def _twins(name: str, judged: Judged) -> bool:
    ends = (name, judged.outcome)
    return name != judged.outcome and min(ends, key=len) + "_weighted" == max(ends, key=len)


def _place(ranks: pd.DataFrame, variant: str, outcome: str, low: float) -> str:
    place = ranks[outcome, low].to_dict()[variant]
    return "-" if isnan(place) else f"{place:.0f}"


def _dominance(page: Page, asked: Asked, judged: Judged, table: pd.DataFrame) -> None:
    heading(page, asked, judged, "dominance", asked.external)
    for kind, told in (
        ("every_world", "better in every world"),
        ("first_order", "better for whoever likes more (first order)"),
        ("second_order", "better for whoever also dislikes risk (second order)"),
    ):
        worse = set(table.loc[table[kind], "second"])
        left = [name for name in judged.variants if name not in worse]
        page.text(
            f"{len(worse)} of {len(judged.variants)} variants have another that is {told}; "
            f"left: {', '.join(left)}.",
            2,
        )


def _front(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    page.blank()
    labels = ", ".join(asked.definition(each).label for each in asked.judged)
    page.heading("Pareto front", labels)
    rows = [
        (
            row["variant"],
            share_with_interval(row["on_front"], row["on_front_low"], row["on_front_high"]),
            "yes" if row["on_median_front"] else "no",
        )
        for row in table.sort_values("on_front", ascending=False, kind="stable").to_dict("records")
    ]
    page.table(["", "on it in % of worlds", "medians on it"], rows, right=(1,), whole=(0, 1, 2))


def _winners(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    shown = table[table["outcome"].isin(headlines(asked.results, asked.evidence))]
    leads = {each.outcome: lead(each, asked.external) for each in asked.all_directed()}
    page.blank()
    page.heading("Who wins what, and what holds by construction", asked.external)
    rows = [
        (
            asked.evidence.outcomes[row["outcome"]].label,
            row["winner"],
            per_cent(row["best"]),
            _close(leads[row["outcome"]]),
            f"by construction; else {row['runner_up']}" if row["by_construction"] else "",
        )
        for row in shown.to_dict("records")
    ]
    heads = ["", "best median", "best in %", "not clear against", ""]
    page.table(heads, rows, right=(2,), whole=(0, 1, 2))
    page.text(
        "Not clear against: the second, where the first is better than it in fewer than "
        f"{100 * ROBUST:.0f} % of worlds, and in how many it is, in %.",
        2,
        QUIET,
    )


def _close(found: Lead) -> str:
    return "" if found.clear else f"{found.second} {per_cent(found.share)}"
