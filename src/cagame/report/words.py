"""Numbers, shares and lists as the report writes them."""

from __future__ import annotations

from math import floor, isinf, isnan, log10
from typing import TYPE_CHECKING

from cagame.plots.captions import EN_DASH, MINUS, TINY, per_cent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cagame.plots import Measure

INFINITY = "\N{INFINITY}"
#: A difference that is smaller than the digits of its column show.
ALMOST = "≈0"
#: Digits of the largest of several numbers.
DIGITS = 3
#: More decimals than this are noise: the tables of a run hold six digits.
MOST_DECIMALS = 5
#: The largest of a column has no more digits than this to show the smallest.
WIDEST = 4
#: How the short headings of tables write the units of differences.
SHORT_UNITS = {"percentage points": "pp", f"points on 0{EN_DASH}1": f"0{EN_DASH}1"}


def written(measure: Measure, values: Iterable[float], *, sign: bool = False) -> list[str]:
    """Write numbers of one outcome in its shown unit, all with the same decimals.

    >>> from cagame.plots import Measure
    >>> measure = Measure("EU influence", "%", "percentage points", 100.0, "higher")
    >>> written(measure, [0.1784, 0.09, float("inf")])
    ['17.8', '9.0', '∞']
    """
    listed = [float(value) for value in values]
    decimals = min(measure.decimals(listed, DIGITS), MOST_DECIMALS)
    return [number(value * measure.factor, decimals, sign=sign) for value in listed]


def written_apart(measure: Measure, values: Iterable[float]) -> list[str]:
    """Write differences of one outcome with their signs, so that the smallest is not rounded away.

    The largest has four digits at most; what is too small for them is told as next to nothing.

    >>> from cagame.plots import Measure
    >>> measure = Measure("Loss", "EUR m", "EUR m", 1.0, "lower")
    >>> written_apart(measure, [12.3, 0.02, 0.0])
    ['+12.30', '+0.02', '0.00']
    >>> written_apart(measure, [12.3, 0.0002])
    ['+12.3', '≈0']
    """
    listed = [float(value) for value in values]
    usual = measure.decimals(listed, DIGITS)
    most = min(usual + WIDEST - DIGITS, MOST_DECIMALS)
    needed = [measure.decimals([value], 1) for value in listed if value]
    decimals = max([min(usual, MOST_DECIMALS), *(each for each in needed if each <= most)])
    texts = [number(value * measure.factor, decimals, sign=True) for value in listed]
    return [
        ALMOST if value and is_nothing(text) else text
        for value, text in zip(listed, texts, strict=True)
    ]


def is_nothing(text: str) -> bool:
    """Whether a number is 0 as it is written.

    >>> is_nothing("0.00"), is_nothing("≈0"), is_nothing("+0.01")
    (True, True, False)
    """
    return not text.strip(f"0.{ALMOST}")


def number(value: float, decimals: int, *, sign: bool = False) -> str:
    """Write a number; rounded to 0 it has no sign.

    >>> number(1234.56, 1), number(0.26, 1, sign=True), number(-0.004, 2, sign=True)
    ('1,234.6', '+0.3', '0.00')
    """
    if isnan(value):
        return EN_DASH
    plus = "+" if sign else ""
    if isinf(value):
        return f"{plus}{INFINITY}" if value > 0 else f"{MINUS}{INFINITY}"
    rounded = round(value, decimals)
    text = f"{rounded:{plus},.{decimals}f}" if rounded else f"{0:.{decimals}f}"
    return text.replace("-", MINUS)


def digits(value: float, significant: int = DIGITS) -> str:
    """Write a number of unknown unit with so many digits.

    >>> digits(0.012345), digits(1234.5), digits(3.0), digits(0.00000344)
    ('0.0123', '1,234', '3', '0.00000344')
    """
    if isnan(value) or isinf(value) or abs(value) < TINY:
        return number(value, 0)
    decimals = max(0, significant - 1 - floor(log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if decimals else text).replace("-", MINUS)


def share(value: float) -> str:
    """Write a share in per cent; a dash where there is none.

    >>> share(0.874), share(0.9999)
    ('87 %', '>99 %')
    """
    return EN_DASH if isnan(value) else per_cent(value)


def interval(low: float, high: float) -> str:
    """Write the interval of a share, in per cent.

    >>> interval(0.925, 0.954).split(EN_DASH)
    ['92', '95']
    """
    return EN_DASH if isnan(low) else f"{100 * low:.0f}{EN_DASH}{100 * high:.0f}"


def short_unit(measure: Measure) -> str:
    """Return the unit of differences as a heading has room for it."""
    return SHORT_UNITS.get(measure.difference_unit, measure.difference_unit)


def quoted(title: str) -> str:
    """Return a title in quotation marks."""
    return f"“{title}”"


def listed(words: Sequence[str], most: int = 3) -> str:
    """Return words as a list; of many, the first ones.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a', 'a and b', 'a, b, c and 2 more')
    """
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    head, last = words[:-1], words[-1]
    return f"{', '.join(head)} and {last}" if head else last


def count(many: int, noun: str) -> str:
    """Write a number of things.

    >>> count(1, "world"), count(1000, "world")
    ('1 world', '1,000 worlds')
    """
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"
