"""A table of the report: what it is called, its cells, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How a cell is set: better or worse in nearly all worlds, or of lesser weight.
Tone: TypeAlias = Literal["", "better", "worse", "quiet"]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a number, and in smaller type what belongs to it."""

    text: str
    aside: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first column names the rows.

    Attributes
    ----------
    rows : the name of each row, and its cells
    notes : paragraphs under the table
    words : whether cells hold words, which are set to the left and may be broken
    """

    caption: str
    first: str
    columns: Sequence[Cell]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    notes: Sequence[str] = ()
    words: bool = False
