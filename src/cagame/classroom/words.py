"""Words and numbers as a class reads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cagame.classroom.lesson import MEMBERS, SEATS
from cagame.tables import read_rows

if TYPE_CHECKING:
    from cagame.exploring.cast import Cast
    from cagame.tables import Row

#: How shares, and numbers on a scale from 0 to 1, begin their unit.
SHARE, SCALE = "share", "0-1"
#: The unit of payoffs in the tables.
PAYOFF = "log points"
#: How the unit of figures against a year of the past begins; the year's own is 1.
INDEX = "index, "
#: What a seat is called that is no actor of the model.
MEMBER_GROUP = "Member-state group"
#: Seats of the five states share their rows of the tables of words, and so do those of partners
#: that a study brings along.
STATE, PARTNER = "state", "partner"


@cache
def table(name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the rows of one of the tables of words that stand beside this module."""
    return tuple(read_rows(files("cagame.classroom") / name, columns))


def rows_for(seat: str, name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the rows of a table for a seat."""
    known = SEATS.get(seat)
    kind = PARTNER if known is None else STATE if known.kind == "central-asia" else seat
    return tuple(row for row in table(name, columns) if kind in row.words("seat"))


def actor_name(seat: str, cast: Cast) -> str:
    """Full name of the actor that a seat plays."""
    return MEMBER_GROUP if seat == MEMBERS else cast.name(seat)


def figure_name(label: str, unit: str) -> str:
    """Return the name of a figure; of an index with its year, since its number says no unit.

    >>> figure_name("Prosperity", "index, 2007 = 1"), figure_name("Governance", "0-1")
    ('Prosperity (index, 2007 is 1)', 'Governance')
    """
    return f"{label} ({unit.replace('=', 'is')})" if unit.startswith(INDEX) else label


def plain_number(value: float, unit: str) -> str:
    """Write a number with three digits: shares in per cent, scales out of 100.

    >>> plain_number(0.1849, "share 0-1"), plain_number(0.5, "0-1")
    ('18.5 %', '50.0 of 100')
    >>> plain_number(1.953, "index, 2007 = 1")
    '1.95'
    """
    if unit.startswith(SHARE):
        return f"{100 * value:.1f} %"
    if SCALE in unit:
        return f"{100 * value:.1f} of 100"
    return f"{value:.3g}"


def plain_change(value: float, unit: str) -> str:
    """Write a change with its sign: of shares in percentage points, of scales in points of 100.

    >>> plain_change(0.0041, "share 0-1"), plain_change(-0.002, "0-1")
    ('+0.41 pp', '\N{MINUS SIGN}0.20 of 100')
    >>> plain_change(0.0123, "log points"), plain_change(0.5, "index, 2007 = 1")
    ('+1.23 points', '+0.5')
    """
    if unit.startswith(SHARE):
        text = f"{100 * value:+.2f} pp"
    elif unit == PAYOFF:
        text = f"{points(value):+.2f} points"
    else:
        text = f"{100 * value:+.2f} of 100" if SCALE in unit else f"{value:+.3g}"
    return text.replace("-", "\N{MINUS SIGN}")


def points(payoff: float) -> float:
    """Return a payoff in hundredths of a log point, which are close to per cent.

    >>> points(0.25)
    25.0
    """
    return 100 * payoff
