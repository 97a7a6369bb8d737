"""What is found about a game, as one object for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.analysis.game import deviation_table
from cagame.cli.analyse.game_page import frequent
from cagame.errors import InputError
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from cagame.analysis.game import Findings, Profile
    from cagame.cli.analyse.game_question import Played, Wanted


def as_object(played: Played, wanted: Wanted) -> dict[str, Any]:
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
