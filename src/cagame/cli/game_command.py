"""The game that a study played: ``cagame analyse game``."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.analysis.game import (
    Findings,
    deviation_table,
    game_of,
    nfg_text,
    profile_table,
    reply_table,
)
from cagame.cli.comparison import near, opened
from cagame.cli.game_page import SCALE, frequent, show
from cagame.cli.page import QUIET, Page, count
from cagame.errors import InputError, RunError
from cagame.evidence import Evidence
from cagame.honesty import effectiveness, in_words
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cagame.analysis.game import Game, Profile
    from cagame.results import Results

#: Where tables and figures go, below the results.
FOLDER = "analysis"


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    external: str | None = None
    hold: Sequence[str] = ()
    weight: Sequence[str] = ()
    state: Sequence[str] = ()
    resamples: int = 1000
    seed: int = 1
    pure: bool = False
    nfg: Path | None = None
    out: Path | None = None


@dataclass(frozen=True)
class Played:
    """Results, the game they hold, and what is found about it."""

    results: Results
    external: str
    findings: Findings
    evidence: Evidence = field(default_factory=Evidence.load)

    @property
    def name(self) -> dict[str, str]:
        """What to call each player, by its key."""
        labels = {each["key"]: each["label"] for each in self.results.manifest["game"]["players"]}
        names = {actor.label: actor.name for actor in self.evidence.axes.actors}
        short = {"EU": "the EU"}
        return {key: short.get(label, names.get(label, key)) for key, label in labels.items()}


def game(folder: Path, wanted: Wanted, *, as_json: bool) -> None:
    """Find the equilibria of a study's game, print them, and write tables and figures."""
    played = read(opened(folder), wanted)
    told = _as_json(played, wanted)
    written = _write(played, wanted)
    if as_json:
        told["written"] = [str(path) for path in written]
        Page().line(json.dumps(told, allow_nan=False, ensure_ascii=False))
        return
    page = Page()
    _head(page, played, wanted)
    show(page, played.findings)
    for row in told["states"]:
        page.text(_state(row))
    for sentence in in_words(*effectiveness(played.results, played.evidence)):
        page.text(sentence)
    page.blank()
    page.line(f"Written  {near(written[0].parent)}/  ({count(len(written), 'file')})")


def read(results: Results, wanted: Wanted) -> Played:
    """Build the game of results, with some players held.

    Raises
    ------
    InputError
        Where the results are not those of a game, or an option names what is not there.
    """
    found = game_of(results, wanted.external)
    # The reference is one of the variants, which are the profiles in order.
    status_quo = found.profiles()[results.variants.index(results.reference)]
    for text in wanted.hold:
        player, strategy = _pair(text, found.players, "--hold", "russia=baseline")
        own = found.strategies[player]
        if strategy not in own:
            what = f"{strategy!r} is not a strategy of {found.players[player]} in this game"
            raise InputError(what, remedy=suggest(strategy, own))
        found = found.held(player, own.index(strategy))
        status_quo = (*status_quo[:player], 0, *status_quo[player + 1 :])
    weights = _weights(found, wanted.weight)
    findings = Findings(found, status_quo, wanted.resamples, wanted.seed, weights, wanted.pure)
    return Played(results, wanted.external or results.externals[0], findings)


def _pair(text: str, players: Sequence[str], option: str, example: str) -> tuple[int, str]:
    """Split ``russia=baseline`` into the place of the player and what stands behind it."""
    player, sign, value = text.partition("=")
    if not sign or not value:
        raise InputError(f"{option} {text!r} is not understood", remedy=f"Write {example}.")
    if player not in players:
        what = f"{option}: {player!r} is not a player"
        raise InputError(what, remedy=suggest(player, players))
    return players.index(player), value


def _weights(found: Game, given: Iterable[str]) -> list[float] | None:
    """Weights of the players' payoffs; those that are not named count 1."""
    weights = [1.0] * len(found.players)
    for text in given:
        player, value = _pair(text, found.players, "--weight", "eu=2")
        try:
            weights[player] = float(value)
        except ValueError:
            what = f"--weight: {value!r} is not a number"
            raise InputError(what, remedy="Write eu=2.") from None
        if not math.isfinite(weights[player]) or weights[player] < 0:
            raise InputError(f"--weight: {value} is below 0 or infinite", remedy="Write eu=2.")
    if not any(weights):
        raise InputError("--weight: all weights are 0", remedy="Give one of them more.")
    return weights


def _head(page: Page, played: Played, wanted: Wanted) -> None:
    results, found = played.results, played.findings.game
    page.heading(results.manifest["title"])
    page.text(results.manifest["question"])
    sizes = " x ".join(str(size) for size in found.sizes)
    page.text(
        f"{', '.join(found.players)}: {sizes} strategies, "
        f"{count(math.prod(found.sizes), 'profile')} x {count(found.worlds, 'world')}, "
        f"{results.years[-1]}, {results.manifest['externals'][played.external]}, "
        f"{count(wanted.resamples, 'resample')} with seed {wanted.seed}",
        style=QUIET,
    )
    for player in results.manifest["game"]["players"]:
        if player["budgets_changed"]:
            told = ", ".join(f"{name} {own:g}" for name, own in player["budgets_changed"].items())
            page.text(f"Budgets of {player['key']} set to 1, instead of: {told}.", style=QUIET)


def _as_json(played: Played, wanted: Wanted) -> dict[str, Any]:
    """Return everything that is found as one object, in plain JSON."""
    findings, found = played.findings, played.findings.game
    left, gone = findings.elimination
    shares = zip(found.players, findings.shares, strict=True)
    return {
        "folder": str(played.results.folder),
        "players": dict(zip(found.players, found.strategies, strict=True)),
        "external": played.external,
        "year": played.results.years[-1],
        "worlds": found.worlds,
        "resamples": 0 if findings.means is None else wanted.resamples,
        "seed": wanted.seed,
        "interaction": findings.interaction,
        "interaction_median_world": findings.interaction_median,
        "worlds_with_interaction": findings.games,
        "is_dominance": findings.dominance,
        "variance": {name: each and asdict(each) for name, each in shares},
        "left": [[found.strategies[p][s] for s in own] for p, own in enumerate(left)],
        "dominated": [
            {
                "round": each.round,
                "player": found.players[each.player],
                "strategy": found.strategies[each.player][each.strategy],
                "by": found.strategies[each.player][each.by],
            }
            for each in gone
        ],
        "equilibria": _equilibria(findings),
        "complete": findings.equilibria.complete,
        "method": findings.equilibria.method,
        "deviations": json.loads(deviation_table(findings).to_json(orient="records")),
        "long_run": [
            {"profile": found.names(profile), "frequency": share}
            for profile, share in frequent(findings)
        ],
        "price": {
            "best": found.names(findings.price.best),
            "best_total": findings.price.best_total,
            "losses": list(findings.price.losses),
            "shares": list(findings.price.shares),
        },
        "states": [_bystander(played, state) for state in wanted.state],
    }


def _equilibria(findings: Findings) -> list[dict[str, Any]]:
    found, resamples = findings.game, findings.in_resamples
    return [
        {
            "strategies": {
                name: {own[i]: float(mix[i]) for i in np.flatnonzero(mix)}
                for name, own, mix in zip(
                    found.players, found.strategies, each.profile, strict=True
                )
            },
            "pure": each.is_pure,
            "payoffs": dict(zip(found.players, map(float, each.payoffs), strict=True)),
            "regret": each.regret,
            "in_resamples": (
                float(resamples[each.places]) if each.is_pure and resamples is not None else None
            ),
            "in_worlds": float(findings.in_worlds[each.places]) if each.is_pure else None,
        }
        for each in findings.equilibria.found
    ]


def _bystander(played: Played, state: str) -> dict[str, Any]:
    """Return what a state gets at the first equilibrium, against the status quo."""
    actors = {actor.label: actor.name for actor in played.evidence.axes.actors}
    states = played.evidence.axes.states
    if state not in states:
        raise InputError(f"--state: {state!r} is not a state", remedy=suggest(state, states))
    findings = played.findings
    start, *rest = (_variant(played, profile) for profile in findings.looked_at.values())
    values = played.results.values(f"payoff_{actors[state].lower()}", [played.results.years[-1]])[
        :, played.results.externals.index(played.external), 0
    ]
    told: dict[str, Any] = {"state": actors[state], "status_quo": float(values[start].mean())}
    for end in rest:
        change = values[end] - values[start]
        told |= {"change": float(change.mean()), "better": float(np.mean(change > 0))}
    return told


def _variant(played: Played, profile: Profile) -> int:
    """Number of the variant that a profile is in the results, where no player is held."""
    names = played.findings.game.names(profile)
    players = played.results.manifest["game"]["players"]
    whole = [list(player["strategies"]) for player in players]
    places = [own.index(name) for own, name in zip(whole, names, strict=True)]
    return int(np.ravel_multi_index(places, [len(own) for own in whole]))


def _state(row: dict[str, Any]) -> str:
    level = f"{row['state']} gets {SCALE.factor * row['status_quo']:.1f} {SCALE.unit}"
    if "change" not in row:
        return f"{level} at the status quo."
    change, better = SCALE.factor * row["change"], 100 * row["better"]
    way = "more" if change > 0 else "less"
    return (
        f"{level} at the status quo and {abs(change):.2f} {way} at the equilibrium; it is better "
        f"off in {better:.0f} % of worlds."
    )


def _write(played: Played, wanted: Wanted) -> list[Path]:
    """Write the tables, the figures and the game for Gambit; return the files."""
    out = wanted.out or played.results.folder / FOLDER
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = [*_tables(played, out), *_figures(played, out)]
        if wanted.nfg is not None:
            title, question = (played.results.manifest[key] for key in ("title", "question"))
            text = nfg_text(played.findings.game, title, question)
            wanted.nfg.write_text(text, encoding="utf-8")
            written.append(wanted.nfg)
    except OSError as error:
        what = f"the analysis cannot be written ({(error.strerror or str(error)).lower()})"
        raise RunError(
            what, path=error.filename or out, remedy="Choose another with --out."
        ) from error
    return written


def _tables(played: Played, out: Path) -> list[Path]:
    written: list[Path] = []
    for name, make in (("profiles", profile_table), ("deviations", deviation_table)):
        path = out / f"game-{name}.csv"
        make(played.findings).to_csv(path, index=False, float_format="%.6g")
        written.append(path)
    return written


def _figures(played: Played, out: Path) -> list[Path]:
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots import save  # noqa: PLC0415
    from cagame.plots.game import best_reply_grid, deviation_chart  # noqa: PLC0415

    findings, note = played.findings, Figures(played.results).note
    names = played.name
    table, (row, column) = reply_table(findings)
    first = next(iter(findings.pure_profiles), findings.status_quo)
    players = findings.game.players
    held = [
        f"{names[players[p]]} plays “{findings.game.title(p, place)}”"
        for p, place in enumerate(first)
        if p not in (row, column)
    ]
    chart = deviation_chart(deviation_table(findings), played.name, note)
    sides = (names[players[row]], names[players[column]])
    grid = best_reply_grid(table, sides, ", ".join(held), note)
    return [*save(chart, out, "game-deviations"), *save(grid, out, "game-best-replies")]
