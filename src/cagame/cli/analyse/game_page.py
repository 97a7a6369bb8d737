"""What is found about a game, in the terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.game import LEAST_INTERACTION
from cagame.cli.column import UNITS, Scale, signed
from cagame.cli.comparison import FEW_WORLDS
from cagame.cli.page import QUIET, Page, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cagame.analysis.game import Equilibrium, Findings, Profile
    from cagame.axes import Array

#: Longer lists are cut; the tables hold all.
MOST_EQUILIBRIA, MOST_FREQUENT = 8, 5
#: Profiles that play hardly ever reaches are not listed.
RARE = 0.005
SCALE = Scale.of("log points")
NO_ANSWER = "-"


def show(page: Page, findings: Findings) -> None:
    """Print everything that is found."""
    for part in (_interaction, _dominated, _equilibria, _deviators, _long_run, _price):
        page.blank()
        part(page, findings)
    page.blank()
    _caveats(page, findings)


def _interaction(page: Page, findings: Findings) -> None:
    page.heading("Is it a game?")
    rows = [
        (name, *_per_cents((each.own, each.others, each.interaction, each.reply)))
        if each
        else (name, *[NO_ANSWER] * 4)
        for name, each in zip(findings.game.players, findings.shares, strict=True)
    ]
    columns = ("variance of payoff, %", "own", "others", "interaction", "reply")
    page.table(columns, rows, right=range(1, 5), whole=range(5))
    page.text(
        "Over all profiles, each counted once. Own and others: what a strategy does whatever the "
        "others play. Interaction: the rest. Reply: of what the own choice moves, the part that "
        "depends on what the others play.",
        2,
        QUIET,
    )
    share, limit = 100 * findings.interaction, 100 * LEAST_INTERACTION
    if findings.dominance:
        verdict = f"Dominance, not a game: interaction is {share:.2g} % of payoff variance, below "
        verdict += f"{limit:.0f} %. What is best hardly depends on what the others play."
    else:
        verdict = f"A game: interaction is {share:.2g} % of payoff variance, {limit:.0f} % or more."
    median, games = 100 * findings.interaction_median, 100 * findings.games
    page.text(
        f"{verdict} In the median world it is {median:.2g} %; in {games:.0f} % of worlds it is "
        f"{limit:.0f} % or more."
    )
    named = zip(findings.game.players, findings.shares, strict=True)
    still = [name for name, each in named if each is None]
    if still:
        page.text(f"The same in all profiles: payoff of {', '.join(still)}.")


def _dominated(page: Page, findings: Findings) -> None:
    game, (left, gone) = findings.game, findings.elimination
    page.heading("Dominated strategies", "another one pays more, whatever the others play")
    if not gone:
        page.text("None.", 2)
        return
    rows: list[tuple[str, ...]] = []
    for (number, player), each in groupby(gone, key=lambda e: (e.round, e.player)):
        group = list(each)
        names = ", ".join(game.strategies[player][e.strategy] for e in group)
        by = ", ".join(dict.fromkeys(game.strategies[player][e.by] for e in group))
        rows.append((str(number), game.players[player], names, by))
    page.table(("round", "player", "goes", "because of"), rows, whole=(0, 1))
    rest = (
        f"{name}: {', '.join(game.strategies[player][place] for place in left[player])}"
        for player, name in enumerate(game.players)
    )
    page.text(f"Left: {'; '.join(rest)}.", 2)


def _equilibria(page: Page, findings: Findings) -> None:
    game, found = findings.game, findings.equilibria.found
    page.heading("Equilibria", f"{len(found)} found; payoffs in {SCALE.unit}")
    shown = _in_order(findings)[:MOST_EQUILIBRIA]
    if shown:
        page.table(
            ("", *game.players, "payoffs", "resamples %", "worlds %"),
            [(str(n), *_equilibrium(findings, each)) for n, each in enumerate(shown, start=1)],
            right=(0, len(game.players) + 2, len(game.players) + 3),
        )
    else:
        page.text("No pure equilibrium." if findings.pure else "None was found.", 2)
    if len(found) > len(shown):
        page.text(f"And {len(found) - len(shown)} more.", 2)
    page.text(
        "Resamples: share of draws of the worlds, with replacement, in which nobody gains by "
        "moving alone. Worlds: the same share of worlds, each on its own.",
        2,
        QUIET,
    )
    if not findings.equilibria.complete:
        page.text(f"There may be more ({findings.equilibria.method}).", 2)
    if not findings.pure and not findings.equilibria.complete and findings.equilibria.is_even:
        page.text("Their number is even: unless payoffs tie, one at least is missing.", 2)
    cycles = [sink for sink in findings.moves.sinks() if len(sink) > 1]
    if cycles:
        told = ", ".join(str(len(each)) for each in cycles)
        page.text(f"Best responses lead round and round among {told} profiles.", 2)


def _in_order(findings: Findings) -> list[Equilibrium]:
    """Pure equilibria, those of most resamples first, then mixed ones."""
    order = {profile: place for place, profile in enumerate(findings.pure_profiles)}
    found = findings.equilibria.found
    return sorted(found, key=lambda e: order[e.places] if e.is_pure else len(order))


def _equilibrium(findings: Findings, each: Equilibrium) -> tuple[str, ...]:
    game = findings.game
    played = [_mix(own, names) for own, names in zip(each.profile, game.strategies, strict=True)]
    payoffs = " ".join(_signed(value) for value in each.payoffs)
    if not each.is_pure:
        return (*played, payoffs, NO_ANSWER, NO_ANSWER)
    resamples = findings.in_resamples
    shares = [None if resamples is None else float(resamples[each.places])]
    shares.append(float(findings.in_worlds[each.places]))
    return (*played, payoffs, *_per_cents(shares))


def _mix(own: Array, names: Sequence[str]) -> str:
    """Write a mixed strategy, likeliest first.

    >>> _mix(np.array([0.25, 0.0, 0.75]), ["a", "b", "c"]), _mix(np.array([0.0, 1.0]), ["a", "b"])
    ('0.75 c, 0.25 a', 'b')
    """
    order = map(int, np.argsort(-own, kind="stable"))
    played = [place for place in order if own[place] > 0]
    if len(played) == 1:
        return names[played[0]]
    return ", ".join(f"{own[place]:.2f} {names[place]}" for place in played)


def _deviators(page: Page, findings: Findings) -> None:
    from cagame.analysis.game import deviations  # noqa: PLC0415 (beside its only use)

    game = findings.game
    page.heading("Who would deviate", f"best move of each alone, mean gain in {SCALE.unit}")
    rows: list[tuple[str, ...]] = []
    for start, profile in findings.looked_at.items():
        found = deviations(game, profile, findings.means)
        for player, name in enumerate(game.players):
            own = [each for each in found if each.player == player]
            if not own:
                continue
            best = max(own, key=lambda each: each.gain)
            interval = NO_ANSWER
            if best.low is not None and best.high is not None:
                interval = f"{_signed(best.low)} to {_signed(best.high)}"
            told = game.strategies[player][best.strategy]
            moves = "yes" if best.gain > 0 else "no"
            share = f"{100 * best.share:.0f}"
            gain = _signed(best.gain)
            rows.append((start, name, moves, told, gain, interval, share))
    columns = ("from", "player", "moves", "to", "gain", "90 %", "worlds %")
    page.table(columns, rows, right=(4, 5, 6), whole=(0, 1, 2, 4, 5, 6))
    places = "; ".join(
        f"{start}: {' | '.join(game.names(profile))}"
        for start, profile in findings.looked_at.items()
    )
    page.text(f"{places[:1].upper()}{places[1:]}.", 2, QUIET)


def _long_run(page: Page, findings: Findings) -> None:
    page.heading("Long run", "share of time, if players try strategies and keep what pays")
    rows = [
        (f"{100 * share:.0f} %", " | ".join(findings.game.names(profile)))
        for profile, share in frequent(findings)
    ]
    page.table(("", ""), rows, right=(0,))


def frequent(findings: Findings) -> list[tuple[Profile, float]]:
    """Return the profiles with the largest long-run frequency, and that frequency."""
    flat = findings.frequency.ravel()
    chosen = np.argsort(-flat, kind="stable")[:MOST_FREQUENT]
    profiles = findings.game.profiles()
    return [(profiles[i], float(flat[i])) for i in chosen if flat[i] >= RARE]


def _price(page: Page, findings: Findings) -> None:
    found, game = findings.price, findings.game
    weights = findings.weights or [1.0] * len(game.players)
    told = ", ".join(f"{name} {w:g}" for name, w in zip(game.players, weights, strict=True))
    page.heading("Price of non-coordination", f"weights: {told}")
    best = f"Together they get most at {' | '.join(game.names(found.best))}: "
    best += f"{_signed(found.best_total)} {SCALE.unit}."
    if not found.totals:
        page.text(f"{best} There is no equilibrium to compare it with.", 2)
        return
    least, most = min(found.losses), max(found.losses)
    shares = [100 * min(found.shares), 100 * max(found.shares)]
    if most <= 0:
        page.text(f"{best} That is an equilibrium: nothing is lost.", 2)
    elif least == most:
        lost = f"The equilibrium loses {_plain(most)}, {shares[1]:.0f} % of the way to the worst"
        page.text(f"{best} {lost} profile.", 2)
    else:
        page.text(
            f"{best} Equilibria lose {_plain(least)} to {_plain(most)}, {shares[0]:.0f} to "
            f"{shares[1]:.0f} % of the way to the worst profile.",
            2,
        )
    page.text("Adding payoffs of different players is an assumption.", 2, QUIET)


def _caveats(page: Page, findings: Findings) -> None:
    page.text(f"{SCALE.unit}: {UNITS[SCALE.unit]}.", style=QUIET)
    if findings.game.worlds == 1:
        page.text("There is one world: how sure this is, cannot be said.")
    elif findings.game.worlds < FEW_WORLDS:
        told = count(findings.game.worlds, "world")
        page.text(f"{told} are few: shares may be off by several points.")


def _per_cents(shares: Iterable[float | None]) -> list[str]:
    """Write shares in per cent, small ones with a digit behind the point.

    >>> _per_cents([0.5, 0.004, None, 0.0])
    ['50', '0.4', '-', '0']
    """
    return [NO_ANSWER if each is None else _per_cent(100 * each) for each in shares]


def _per_cent(value: float) -> str:
    return f"{value:.1f}" if 0.05 <= value < 1 else f"{value:.0f}"  # noqa: PLR2004 (rounding)


def _signed(value: float) -> str:
    return signed(SCALE.factor * value, 2)


def _plain(value: float) -> str:
    return f"{SCALE.factor * value:.2f} {SCALE.unit}"
