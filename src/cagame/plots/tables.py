"""What the plots ask of a table: its columns, its rows, and the order of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from cagame.errors import CagameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd


#: One row of a table: its values by column.
Row: TypeAlias = "Mapping[Any, Any]"


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, each as its values by column."""
    return list(table.to_dict("records"))


def several(names: Iterable[str]) -> bool:
    """Whether there is more than one different name."""
    return len(set(names)) > 1


def need(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Check that a table has rows and these columns.

    Raises
    ------
    CagameError
        Where a column is missing or nothing is left to draw.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise CagameError(f"the table of {what} has no column {', '.join(missing)}")
    if table.empty:
        raise CagameError(f"the table of {what} has no rows to draw")


def finite(table: pd.DataFrame, column: str, what: str) -> pd.DataFrame:
    """Return a table with infinite numbers as missing ones, of which the plots take no notice.

    Raises
    ------
    CagameError
        Where a column has no number at all.
    """
    numbers = table.replace([float("inf"), float("-inf")], float("nan"))
    if numbers[column].isna().all():
        raise CagameError(f"the table of {what} has no numbers to draw")
    return numbers


def in_order(found: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """Return names in the study's order; names the study does not list follow, sorted."""
    names = set(found)
    return [name for name in titles if name in names] + sorted(names - set(titles))
