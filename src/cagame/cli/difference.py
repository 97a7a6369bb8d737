"""What changed between two results: first what went in, then what came out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cagame.cli.column import Scale, signed
from cagame.cli.comparison import opened
from cagame.cli.page import QUIET, Page, count, short
from cagame.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from cagame.axes import Array
    from cagame.evidence import OutcomeDefinition
    from cagame.results import Results

    #: Where an input stands, what it is in A, what in B; None where it is not there.
    Change: TypeAlias = tuple[tuple[str, ...], Any, Any]

#: Longer values are cut.
LONGEST = 60
ROW = ["variant", "external", "outcome"]
#: What makes two rows of a summary different.
COMPARED = ("median", "difference_median", "share_better")
#: Unit of differences between shares, which themselves are in per cent.
POINTS = "pp"
LEVEL_COLUMNS = ("outcome, variant, external scenario", "A", "B", "unit")
EFFECT_COLUMNS = (*LEVEL_COLUMNS, "better in %")


def diff(first: Path, second: Path, rows: int) -> None:
    """Print what changed between two results."""
    before, after = opened(first), opened(second)
    page = Page()
    page.heading("Inputs")
    told = list(_told(changed_inputs(_inputs(before), _inputs(after))))
    for line in told or ["The same scenario, numbers, seed and versions."]:
        page.text(line, indent=2)
    page.blank()
    years = dict.fromkeys(str(results.years[-1]) for results in (before, after))
    page.heading("Outcomes", f"in {' and '.join(years)}")
    table = changed_outcomes(before.summary(), after.summary())
    _outcomes(page, table, rows, (before, after))


def _inputs(results: Results) -> dict[str, Any]:
    """Return everything that decides about the numbers of results."""
    manifest = results.manifest
    return {
        **manifest["study"],
        "versions": manifest["versions"],
        "hash of the numbers and events": manifest["tables_hash"][:12],
        "commit of the code": (manifest["git_commit"] or "unknown")[:12],
    }


def changed_inputs(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:  # noqa: ANN401
    """Go through what differs between two nested mappings.

    >>> before = {"seed": 1, "years": {"end": 2040}, "variants": {"a": {}, "b": {}}}
    >>> after = {"seed": 2, "years": {"end": 2035}, "variants": {"a": {}}}
    >>> list(changed_inputs(before, after))
    [(('seed',), 1, 2), (('years', 'end'), 2040, 2035), (('variants', 'b'), {}, None)]
    """
    if before == after:
        return
    one, other = _by_key(before), _by_key(after)
    if one is None or other is None:
        yield path, before, after
        return
    for key in dict.fromkeys((*one, *other)):
        if key in one and key in other:
            yield from changed_inputs(one[key], other[key], (*path, key))
        else:
            yield (*path, key), one.get(key), other.get(key)


def _by_key(node: Any) -> dict[str, Any] | None:  # noqa: ANN401 (any part of a manifest)
    """Return the parts of a mapping, or of a list of mappings, which have names or numbers."""
    if isinstance(node, dict):
        return node
    if isinstance(node, list) and any(isinstance(item, dict) for item in node):
        return {str(item.get("name", n)): item for n, item in enumerate(node, start=1)}
    return None


def _told(changes: Iterable[Change]) -> Iterator[str]:
    """Write changes as sentences; what is in one of the two only, together."""

    def kind(change: Change) -> tuple[tuple[str, ...], str]:
        path, before, after = change
        only = "B" if before is None else "A" if after is None else ""
        return (path[:-1], only) if only else (path, "")

    for (path, only), group in groupby(changes, key=kind):
        where = " > ".join(path)
        if only:
            names = ", ".join(_alone(*change) for change in group)
            yield f"{where or 'top'}, only in {only}: {names}"
        else:
            for _, before, after in group:
                yield f"{where}: {_value(before)} -> {_value(after)}"


def _alone(path: tuple[str, ...], before: object, after: object) -> str:
    """Name what is in one of the two only, with its value where that is no mapping."""
    value = after if before is None else before
    is_plain = value is not None and _by_key(value) is None
    return f"{path[-1]} = {_value(value)}" if is_plain else path[-1]


def _value(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split()) or "(empty)"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def changed_outcomes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Put two summaries beside each other, row by row.

    ``level_change`` is the change of the median over the spread of the outcome over worlds in the
    first summary, ``effect_change`` that of the difference over its own spread; ``differs`` says
    whether anything that the summaries say is different.
    """
    table = before.merge(after, on=ROW, how="outer", suffixes=("_a", "_b"), indicator=True)
    changes = {column: _change(table, column) for column in COMPARED}
    spread = _spread(table["high_a"], table["low_a"])
    effect_spread = _spread(table["difference_high_a"], table["difference_low_a"])
    return table.assign(
        level_change=changes["median"] / spread,
        effect_change=changes["difference_median"] / effect_spread,
        differs=np.any([change != 0 for change in changes.values()], axis=0),
    )


def _change(table: pd.DataFrame, column: str) -> Array:
    one, other = (table[f"{column}_{x}"].to_numpy(float) for x in "ab")
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(invalid="ignore"):
        return np.where(same, 0.0, np.abs(other - one))


def _spread(high: pd.Series[float], low: pd.Series[float]) -> Array:
    with np.errstate(invalid="ignore"):
        width = high.to_numpy(float) - low.to_numpy(float)
    return np.where(np.isfinite(width) & (width > 0), width, 1.0)


def _outcomes(
    page: Page, table: pd.DataFrame, rows: int, compared: tuple[Results, Results]
) -> None:
    both = table[table["_merge"] == "both"]
    alone = len(table) - len(both)
    if alone:
        page.text(f"{count(alone, 'row')} of the summaries stand in one of them only.", indent=2)
    differing = int(both["differs"].sum())
    if not differing:
        page.text(f"All {count(len(both), 'row')} that both have are equal.", indent=2)
        return
    page.text(f"{differing:,} of {count(len(both), 'row')} that both have differ.", indent=2)
    defined = Evidence.load().outcomes
    units = {name: defined[name].unit if name in defined else "" for name in both["outcome"]}
    for column, heading, columns, tell in (
        ("effect_change", "Differences from the reference", EFFECT_COLUMNS, _effect),
        ("level_change", "Medians", LEVEL_COLUMNS, _level),
    ):
        ranked = both[both[column] > 0].sort_values(column, ascending=False, kind="stable")
        if ranked.empty:
            continue
        page.blank()
        page.heading(heading, "largest changes first, against the spread over worlds")
        told = _with_equal(ranked[:rows], compared, defined)
        shown = [tell(row, Scale.of(units[row["outcome"]])) for _, row in told.iterrows()]
        page.table(columns, shown, right=(1, 2, 4), whole=(1, 2, 3, 4))
        if len(ranked) > rows:
            page.text(f"{len(ranked) - rows:,} more; --rows N shows more.", indent=2, style=QUIET)


def _with_equal(
    rows: pd.DataFrame,
    compared: tuple[Results, Results],
    defined: Mapping[str, OutcomeDefinition],
) -> pd.DataFrame:
    """Add in which share of worlds each variant is equal to the reference."""
    outcomes = [defined[name] for name in dict.fromkeys(rows["outcome"]) if name in defined]
    if not outcomes:
        return rows
    for results, x in zip(compared, "ab", strict=True):
        equal = results.effects(outcomes)[[*ROW, "share_equal"]]
        equal = equal.rename(columns={"share_equal": f"share_equal_{x}"})
        rows = rows.merge(equal, on=ROW, how="left")
    return rows


def _effect(row: pd.Series[Any], scale: Scale) -> list[str]:
    values = [signed(row[f"difference_median_{x}"] * scale.factor, 2) for x in "ab"]
    shares = [
        "=" if row.get(f"share_equal_{x}") == 1 else _percent(row[f"share_better_{x}"])
        for x in "ab"
    ]
    return [_name(row), *values, scale.unit, " -> ".join(shares)]


def _level(row: pd.Series[Any], scale: Scale) -> list[str]:
    values = [short(row[f"median_{x}"] * scale.factor) for x in "ab"]
    return [_name(row), *values, "%" if scale.unit == POINTS else scale.unit]


def _name(row: pd.Series[Any]) -> str:
    return f"{row['outcome']}, {row['variant']}, {row['external']}"


def _percent(share: float) -> str:
    return "-" if np.isnan(share) else f"{100 * share:.0f}"
