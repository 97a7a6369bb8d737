"""Figures as rows of tables and as sentences; no chart, no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.classroom.words import SCALE, figure_name, plain_change, points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.classroom import BestResponse
    from cagame.classroom.equilibrium import ClassGame, Rest
    from cagame.classroom.lookback import Chapter, Turn
    from cagame.classroom.report import Difference
    from cagame.evidence.records import OutcomeDefinition

PAYOFFS = "payoffs"
#: How a cell marks that a seat goes on with what it chose before.
AGAIN = "as before"
NO_REST = "There is no equilibrium in which nobody chooses by chance."
NO_MIXED = (
    "Equilibria in which teams choose by chance were not looked for: that needs "
    "pip install 'cagame[game]'."
)


def timeline_heads(chapters: Iterable[Chapter]) -> list[str]:
    """Return the heads of the columns of the timeline: rounds and their years."""
    rounds = [each.round for each in chapters]
    return [f"Round {each.number}, {each.first} to {each.last}" for each in rounds]


def timeline_cell(turn: Turn) -> tuple[str, str]:
    """Return what a seat followed in a round, and what that had brought by its end.

    The second line is the payoff, and what of it was the seat's own doing.
    """
    followed = f"{turn.title}, {AGAIN}" if turn.step == "kept" else turn.title
    stood = f"payoff {signed(points(turn.payoff.median))}"
    if turn.own_doing is not None:
        stood += f", own doing {signed(points(turn.own_doing.spread.median))}"
    return followed, stood


def signed(value: float, digits: int = 1) -> str:
    """Write a number with its sign; nothing is neither more nor less.

    >>> signed(1.26), signed(-0.04), signed(0.0)
    ('+1.3', '0.0', '0.0')
    """
    text = f"{value:+.{digits}f}"
    if float(text) == 0:
        text = text[1:]
    return text.replace("-", "\N{MINUS SIGN}")


def in_worlds(share: float) -> str:
    """Write a share of worlds.

    >>> in_worlds(0.985), in_worlds(1.0)
    ('98 of 100', '100 of 100')
    """
    return f"{100 * share:.0f} of 100"


def change_rows(
    outcomes: Mapping[str, Difference], known: Mapping[str, OutcomeDefinition]
) -> list[list[str]]:
    """Return a row for each outcome but payoffs: change, its range, share of worlds."""
    rows = []
    for name, found in outcomes.items():
        if known[name].group != PAYOFFS:
            spread = (found.spread.median, found.spread.low, found.spread.high)
            median, low, high = (plain_change(value, known[name].unit) for value in spread)
            label = figure_name(known[name].label, known[name].unit)
            rows.append([label, median, f"{low} to {high}", in_worlds(found.share_better)])
    return rows


def largest_change(
    outcomes: Mapping[str, Difference], known: Mapping[str, OutcomeDefinition]
) -> str:
    """Say in a sentence which shares and scales rose and fell in nearly all worlds."""
    told = []
    for name, found in outcomes.items():
        if known[name].group == PAYOFFS or SCALE not in known[name].unit:
            continue
        if found.spread.low > 0 or found.spread.high < 0:
            verb = "rises" if found.spread.low > 0 else "falls"
            change = plain_change(found.spread.median, known[name].unit)
            told.append((abs(found.spread.median), f"{known[name].label} {verb} ({change})"))
    if not told:
        return "No outcome moves the same way in 95 of 100 worlds."
    first = [text for _, text in sorted(told, reverse=True)[:3]]
    return f"In 95 of 100 worlds or more: {'; '.join(first)}."


def answer_rows(answers: Iterable[BestResponse], called: Mapping[str, str]) -> list[list[str]]:
    """Return a row for each seat: its best strategy of the library, the gain, in which worlds."""
    rows = []
    for each in answers:
        best = each.best
        if each.did_as_well:
            rows.append([called[each.seat], "what it did", "0.0", ""])
        else:
            gain = signed(points(best.gain.mean))
            rows.append([called[each.seat], best.title, gain, in_worlds(best.gain.share_better)])
    return rows


def verdict(found: ClassGame, called: Mapping[str, str]) -> str:
    """Say in a sentence whether the class was at rest, and who could have gained alone."""
    if found.is_rest:
        return "The class was at rest: none of these teams could have gained by moving alone."
    movers = [
        f"{called[seat]} with {move.title} ({signed(points(move.gain))} points)"
        for seat, move in zip(found.seats, found.moves, strict=True)
        if move.gain > 0
    ]
    return f"The class was not at rest. Alone, these could have gained: {'; '.join(movers)}."


def nature(found: ClassGame) -> str:
    """Say whether what one should do depended on the others."""
    if found.dominance:
        return (
            "The best choice of each team hardly depended on what the others chose: "
            "dominance, not a game."
        )
    return "What was best for a team depended on what the others chose."


def rest_rows(found: ClassGame, called: Mapping[str, str]) -> list[list[list[str]]]:
    """Return a table for each equilibrium: strategy of each team, payoff, gain over the class."""
    return [
        [
            [called[seat], title, signed(points(payoff)), signed(points(gain))]
            for seat, title, payoff, gain in zip(
                found.seats, rest.titles, rest.payoffs, rest.gains, strict=True
            )
        ]
        for rest in found.rests
    ]


def payoff_rows(rows: Iterable[tuple[str, Difference, str]]) -> list[list[str]]:
    """Return a row for each team's payoff: change, its range, share of worlds."""
    return [
        [
            name,
            signed(points(found.spread.median), 2),
            f"{signed(points(found.spread.low), 2)} to {signed(points(found.spread.high), 2)}",
            in_worlds(found.share_better),
        ]
        for name, found, _ in rows
    ]


def certainty(rest: Rest, *, stands: bool | None) -> str:
    """Say how sure an equilibrium is, and whether it holds out against the whole library."""
    if rest.in_resamples is None:
        return "Here teams choose by chance, with these shares."
    told = f"With other draws of the worlds it is one in {in_worlds(rest.in_resamples)} cases."
    if stands:
        return f"{told} No strategy of the library would gain any of these teams more."
    return f"{told} A strategy that is not in this small game would gain one of these teams more."
