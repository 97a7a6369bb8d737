"""Rows of a file of actors, spelled out and checked against the tables they go into."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, product
from typing import TYPE_CHECKING

from cagame.axes import ALL
from cagame.evidence import PARTNER_AIMS, PARTNER_PAYOFF
from cagame.evidence.records import DISTRIBUTIONS, ROLES, SIMPLEX, Number
from cagame.scenario.document import quoted, show_path, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.axes import Axes
    from cagame.errors import ScenarioError
    from cagame.evidence import Evidence
    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.roster_file import NumberRow, RosterFile

#: Axes whose labels a file of actors can change.
OPEN_AXES = ("patron", "member")
#: The channel whose ties follow from trade shares.
TRADE = "trade"
#: What the shares of a row may miss 1 by: the tables write shares with two digits.
ROUNDED = 0.02
#: Distributions that take no range.
FIXED = ("constant", "derived")
#: How many missing rows a message names.
SHOWN_ROWS = 3


@dataclass(frozen=True)
class Frame:
    """What the rows of a file of actors go into.

    Attributes
    ----------
    tables : those of the package
    axes : with the new actors
    file : what is read
    document, where : what it was read from
    """

    tables: Evidence
    axes: Axes
    file: RosterFile
    document: Document
    where: KeyPath

    def at(self, *keys: str | int) -> KeyPath:
        """Return the place of a key of the file."""
        return (*self.where, *keys)

    def line(self, *keys: str | int) -> str:
        """File and line of a key, or the key itself where there is no file."""
        line = self.document.line(self.at(*keys))
        if self.document.path is None or line is None:
            return show_path(self.at(*keys))
        return f"{self.document.path}, line {line}"

    def error(self, keys: KeyPath, what: str, remedy: str) -> ScenarioError:
        """Build an error that points at a key of the file."""
        return self.document.error(self.at(*keys), what, remedy)


def numbers_of(frame: Frame) -> dict[str, Number]:
    """Return the numbers of a file of actors by key, in the order of the file.

    Raises
    ------
    ScenarioError
        Where a row names no number or label, is given twice or missing, where a part is larger
        than the whole it is carved out of, or where shares do not sum to 1.
    """
    given: dict[str, list[tuple[int, int, Number]]] = {}
    for position, row in enumerate(frame.file.numbers):
        spelled = list(_spelled_out(frame, position, row))
        for number in spelled:
            given.setdefault(number.key, []).append((len(spelled), position, number))
    found = {key: _smallest(frame, key, rows) for key, rows in given.items()}
    numbers = {key: number for key, (_, number) in found.items()}
    numbers |= {number.key: number for number in _trade_ties(frame, numbers)}
    places = {key: position for key, (position, _) in found.items()}
    _check_complete(frame, numbers)
    _check_parts(frame, numbers, places)
    _check_shares(frame, numbers, places)
    return numbers


def _smallest(frame: Frame, key: str, rows: list[tuple[int, int, Number]]) -> tuple[int, Number]:
    """Return place and number of the row that stands for the fewest labels."""
    (size, position, number), *others = sorted(rows, key=lambda row: row[:2])
    for other, again, _ in others[:1]:
        if other == size:
            what = f"{key} is given twice, also in item {position + 1}"
            raise frame.error(("numbers", again), what, "Keep one of the two.")
    return position, number


def kept(frame: Frame) -> dict[str, Number]:
    """Return the numbers of the tables that speak of actors who are still there."""
    return {
        key: number
        for key, number in frame.tables.numbers.items()
        if all(label in frame.axes for label in number.index)
    }


def _spelled_out(frame: Frame, position: int, row: NumberRow) -> Iterator[Number]:
    """Yield a number for each label that a row stands for."""
    at: KeyPath = ("numbers", position)
    axes = _axes_of(frame, at, row.name)
    if len(row.index) != len(axes):
        what = f"{row.name} wants one {' and one '.join(axes)}, not {len(row.index)} labels"
        remedy = "Write them with spaces between; * stands for all labels."
        raise frame.error((*at, "index"), what, remedy)
    labels = [_labels(frame, at, word, axis) for word, axis in zip(row.index, axes, strict=True)]
    new = (*frame.file.partners, *frame.file.members)
    indices = [index for index in product(*labels) if any(label in new for label in index)]
    if not indices:
        what = f"{row.name}[{' '.join(row.index)}] concerns none of the new actors"
        raise frame.error(at, what, "To change a number of the tables, use `overrides` in a study.")
    for index in indices:
        yield _number(frame, position, row, index)


def _axes_of(frame: Frame, at: KeyPath, name: str) -> tuple[str, ...]:
    if name in payoffs() and frame.file.partners:
        return ("patron",)
    open_names = [
        each
        for each in frame.tables.names()
        if not set(OPEN_AXES).isdisjoint(frame.tables.axes_of(each))
    ]
    if name not in open_names:
        what = f"{quoted(name)} is no number that actors have"
        known = [*open_names, *(payoffs() if frame.file.partners else ())]
        raise frame.error((*at, "name"), what, suggest(name, known))
    return frame.tables.axes_of(name)


def payoffs() -> tuple[str, ...]:
    """Names of the weights of a partner's payoff."""
    return tuple(f"{PARTNER_PAYOFF}{aim}" for aim in PARTNER_AIMS)


def _labels(frame: Frame, at: KeyPath, word: str, axis: str) -> tuple[str, ...]:
    known = frame.axes.labels[axis]
    if word == ALL:
        return known
    found = frame.file.groups.get(word, (word,))
    for label in found:
        if label not in known:
            groups = frame.file.groups
            suitable = [name for name in groups if set(groups[name]) <= set(known)]
            what = f"{quoted(label)} is not a {axis}"
            raise frame.error((*at, "index"), what, suggest(label, [*known, *suitable]))
    return found


def _number(frame: Frame, position: int, row: NumberRow, index: tuple[str, ...]) -> Number:
    """Build a number; what the row leaves out is that of the number's other rows."""
    at: KeyPath = ("numbers", position)
    others = () if row.name in payoffs() else frame.tables.rows(row.name)
    like = next((o for o in others if o.distribution not in FIXED), None)
    like = like or (others[0] if others else None)
    unit = like.unit if like else "weight on a log change"
    if row.unit is not None and row.unit != unit:
        what = f"{row.name} is in {quoted(unit)}, not in {quoted(row.unit)}"
        raise frame.error((*at, "unit"), what, "Convert it, or leave the unit out.")
    ranged = row.low is not None and row.high is not None and row.low < row.high
    kind = row.distribution or _kind(like, ranged=ranged)
    axis = frame.axes.axis_of(index[0])
    if kind == f"{SIMPLEX}patron":
        kind = "log-triangular"  # a part of the whole, not a share beside it
    if kind not in DISTRIBUTIONS and not (kind.startswith(SIMPLEX) and axis == "member"):
        what = f"{quoted(kind)} is not a distribution here"
        raise frame.error((*at, "distribution"), what, suggest(kind, DISTRIBUTIONS))
    role = row.role or ("uncertainty" if ranged else "constant")
    if role not in ROLES:
        what = f"{quoted(role)} is not a role"
        raise frame.error((*at, "role"), what, suggest(role, ROLES))
    return Number(
        name=row.name,
        index=index,
        symbol=row.symbol or (like.symbol if like else ""),
        unit=unit,
        value=row.value,
        low=row.value if row.low is None else row.low,
        high=row.value if row.high is None else row.high,
        distribution=kind,
        role=role,
        grade=row.grade,
        evidence=row.evidence,
        source=row.source,
        derivation=row.derivation,
        where=frame.line("numbers", position),
    )


def _kind(like: Number | None, *, ranged: bool) -> str:
    if like is not None and like.simplex_axis and like.simplex_axis != "patron":
        return like.distribution
    if not ranged:
        return "constant"
    if like is None:
        return "log-triangular"
    return "triangular" if like.distribution in FIXED else like.distribution


def _trade_ties(frame: Frame, numbers: Mapping[str, Number]) -> Iterator[Number]:
    """Trade ties follow from trade shares, as they do for everybody."""
    for label in frame.file.partners:
        for state in frame.axes.states:
            share = numbers.get(f"trade_share_2007[{label} {state}]")
            if share is None:
                continue  # found missing below
            whole = frame.tables.numbers[f"tie_2007[{_root(frame, label)} {state} {TRADE}]"]
            yield replace(
                whole,
                index=(label, state, TRADE),
                value=share.value * frame.axes.wholes,
                low=share.low * frame.axes.wholes,
                high=share.high * frame.axes.wholes,
                grade=share.grade,
                evidence=share.evidence,
                source=share.source,
                derivation="2007 trade share over an even share.",
                where=share.where,
            )


def _root(frame: Frame, label: str) -> str:
    return frame.file.partners[label].of


def _check_complete(frame: Frame, numbers: Mapping[str, Number]) -> None:
    """Check that every array has a row for each of the new actors."""
    old = frame.tables.axes.labels
    present = {**kept(frame), **numbers}
    wanted: list[tuple[str, tuple[tuple[str, ...], ...]]] = [
        (name, ((label,),)) for label in frame.file.partners for name in payoffs()
    ]
    for name in frame.tables.names():
        axes, labels = frame.tables.axes_of(name), frame.tables.labels(name)
        if not set(OPEN_AXES).isdisjoint(axes):
            spans = tuple(
                frame.axes.labels[axis] if found == old[axis] else found
                for axis, found in zip(axes, labels, strict=True)
            )
            wanted.append((name, spans))
    for name, spans in wanted:
        keys = (f"{name}[{' '.join(index)}]" for index in product(*spans))
        missing = [key for key in keys if key not in present]
        if missing:
            more = f" and {len(missing) - SHOWN_ROWS} more" if len(missing) > SHOWN_ROWS else ""
            what = f"there is no row for {', '.join(missing[:SHOWN_ROWS])}{more}"
            remedy = "Add it under `numbers`; a group or * in the index gives many rows at once."
            raise frame.error(("numbers",) if frame.file.numbers else (), what, remedy)


def _check_parts(frame: Frame, numbers: Mapping[str, Number], places: Mapping[str, int]) -> None:
    """Check that what is carved out of a partner leaves it something, whatever is drawn."""
    taken: dict[str, float] = {}
    for key, number in numbers.items():
        if number.index[0] not in frame.file.partners or not _is_amount(frame, number.name):
            continue
        at = ("numbers", places[key]) if key in places else ("numbers",)
        if number.low < 0:
            raise frame.error(at, f"{key} is below 0", "A part of a whole is 0 or more.")
        root = _root(frame, number.index[0])
        whole = frame.tables.numbers[f"{number.name}[{' '.join((root, *number.index[1:]))}]"]
        taken[whole.key] = taken.get(whole.key, 0) + number.high
        if number.high and taken[whole.key] >= whole.value:
            what = f"{key} may reach {number.high:g}, and {root} has {whole.value:g} in all"
            raise frame.error(at, what, "Lower it, so that something is left to the others.")
        if number.name == "trade_share_2007" and number.low <= 0:
            raise frame.error(at, f"{key} is not above 0", "Write a small share, such as 0.0001.")


def _is_amount(frame: Frame, name: str) -> bool:
    return (
        replace(frame.tables, axes=frame.axes).is_shared_out(name)
        if name not in payoffs()
        else False
    )


def _check_shares(frame: Frame, numbers: Mapping[str, Number], places: Mapping[str, int]) -> None:
    """Check that shares sum to 1 over members, channels and states."""
    rows = [n for n in {**kept(frame), **numbers}.values() if n.simplex_axis]

    def group(number: Number) -> tuple[str, ...]:
        rest = (i for i in number.index if frame.axes.axis_of(i) != number.simplex_axis)
        return (number.name, *rest)

    for (name, *rest), found in groupby(sorted(rows, key=group), group):
        together = list(found)
        changed = [n.key for n in together if n.key in places]
        total = sum(n.value for n in together)
        if changed and abs(total - 1) > ROUNDED:
            axis = together[0].simplex_axis
            of = f" of {' '.join(rest)}" if rest else ""
            what = f"{name}{of} sums to {total:.4g} over all of the axis {axis}, not to 1"
            remedy = "Change the shares so that they sum to 1."
            raise frame.error(("numbers", places[changed[0]]), what, remedy)
