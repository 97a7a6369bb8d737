"""Whether a ranking hangs on one document: the ranking with it, and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.lead import lead_of
from cagame.results.honesty import ROBUST
from cagame.results.paired import rank_agreement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cagame.analysis.lead import Lead
    from cagame.axes import Array

#: What the study with all documents is called in these tables.
ALL = "all documents"


def rankings(
    differences: Mapping[str, Array], variants: Sequence[str], better: str
) -> pd.DataFrame:
    """Return each variant's median difference, share of worlds ahead, and rank.

    Parameters
    ----------
    differences : what is left out, or `ALL`, to (variant, world) differences from the reference
    better : ``higher`` or ``lower``

    Returns
    -------
    Columns left_out, variant, median, low, high, share_better, rank; rank 1 is best by median.
    """
    sign = -1.0 if better == "lower" else 1.0
    tables = []
    for name, values in differences.items():
        low, median, high = np.quantile(values, [0.05, 0.5, 0.95], axis=1, method="inverted_cdf")
        order = np.argsort(np.argsort(-sign * median, kind="stable"), kind="stable")
        tables.append(
            pd.DataFrame(
                {
                    "left_out": name,
                    "variant": list(variants),
                    "median": median,
                    "low": low,
                    "high": high,
                    "share_better": np.mean(sign * values > 0, axis=1),
                    "rank": order + 1,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def lead_with_all(differences: Mapping[str, Array], variants: Sequence[str], better: str) -> Lead:
    """Return the first two variants with all documents; the arguments are those of `rankings`."""
    sign = -1.0 if better == "lower" else 1.0
    values = differences[ALL]
    medians = np.quantile(values, 0.5, axis=1, method="inverted_cdf")
    return lead_of(variants, sign * medians, sign * values)


def changes(ranking: pd.DataFrame) -> pd.DataFrame:
    """Return what leaving each document out does to the ranking.

    Returns
    -------
    Columns left_out, best (variant ranked first), best_before (with all documents), best_changes,
    largest_move (places), moved (the variant that moves so far), agreement (Kendall's tau-b of
    the medians, 1 is the same order), signs_changed (variants whose median changes side of zero),
    largest_shift (of a median).

    >>> table = rankings(
    ...     {ALL: np.array([[2.0], [1.0]]), "d": np.array([[1.0], [3.0]])}, ["a", "b"], "higher"
    ... )
    >>> changes(table)[["left_out", "best", "largest_move", "agreement"]].values.tolist()
    [['d', 'b', 1, -1.0]]
    """
    by_name = dict(tuple(ranking.groupby("left_out", sort=False)))
    whole = by_name.pop(ALL).set_index("variant")
    rows = []
    for name, part in by_name.items():
        other = part.set_index("variant").loc[whole.index]
        moves = (other["rank"] - whole["rank"]).abs()
        crossed = whole.index[np.sign(other["median"]) * np.sign(whole["median"]) < 0]
        rows.append(
            {
                "left_out": name,
                "best": other["rank"].idxmin(),
                "best_before": whole["rank"].idxmin(),
                "best_changes": other["rank"].idxmin() != whole["rank"].idxmin(),
                "largest_move": int(moves.max()),
                "moved": moves.idxmax() if moves.max() else "",
                "agreement": rank_agreement(whole["median"].to_numpy(), other["median"].to_numpy()),
                "signs_changed": ", ".join(crossed),
                "largest_shift": float((other["median"] - whole["median"]).abs().max()),
            }
        )
    return pd.DataFrame(rows)


def hangs_on(
    table: pd.DataFrame, lead: Lead, called: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    """Say which document the ranking hangs on most, or that it hangs on none.

    Where the first place is not clear, a document that decides it is no finding.

    Parameters
    ----------
    table : of `changes`
    lead : of the first variant with all documents
    called, titles : what documents and variants are called

    >>> from cagame.analysis.lead import Lead
    >>> row = {"left_out": "d", "best": "b", "best_before": "a", "best_changes": True,
    ...        "largest_move": 1, "agreement": -1.0, "largest_shift": 2.0}
    >>> hangs_on(pd.DataFrame([row]), Lead("a", "b", 0.97, 0.0), {"d": "a brief"}, {"a": "A"})
    'The ranking hangs most on a brief: without it, b comes first instead of “A”.'
    """

    def title(variant: str) -> str:
        return f"“{titles[variant]}”" if variant in titles else variant

    moved = table[table["largest_move"] > 0]
    if moved.empty:
        return (
            "The ranking hangs on no single document: whichever one is left out, every variant "
            "keeps its place."
        )
    keys = ["best_changes", "agreement", "largest_shift"]
    most = moved.sort_values(keys, ascending=[False, True, False], kind="stable").iloc[0]
    document = called.get(most["left_out"], most["left_out"])
    best = title(most["best"])
    if most["best_changes"] and not lead.clear:
        return (
            f"The first place is not clear: {title(lead.first)} is better than "
            f"{title(lead.second)} in {100 * lead.share:.0f} % of worlds, and "
            f"{100 * ROBUST:.0f} % would be clear. That {best} comes first without {document} "
            "decides between two that are close."
        )
    start = f"The ranking hangs most on {document}"
    if most["best_changes"]:
        return f"{start}: without it, {best} comes first instead of {title(most['best_before'])}."
    places = "1 place" if most["largest_move"] == 1 else f"{most['largest_move']} places"
    side = most["signs_changed"]
    verb = "change" if ", " in side else "changes"
    crossing = ", ".join(title(name) for name in side.split(", "))
    crossed = f" {crossing} then {verb} sides of the reference." if side else ""
    return (
        f"{start}: without it, {title(most['moved'])} moves by {places}. {best} comes first "
        f"whichever document is left out.{crossed}"
    )
