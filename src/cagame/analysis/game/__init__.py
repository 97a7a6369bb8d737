"""Games: equilibria of a payoff table that is known in many worlds.

::

    table.py          the payoff table, from results
    interaction.py    is it a game at all
    pure.py           regrets, pure equilibria, dominated strategies, best responses
    mixed.py          mixed equilibria with Gambit, checked
    certainty.py      resampled worlds, each world on its own, gains of deviations
    long_run.py       long-run frequencies of profiles
    coordination.py   the price of non-coordination
    gambit_format.py  the .nfg file
    findings.py       all of it for one game, and as tables
"""

from cagame.analysis.game.certainty import (
    Deviation,
    deviations,
    resampled_means,
    share_of_resamples,
    share_of_worlds,
)
from cagame.analysis.game.coordination import Price, price
from cagame.analysis.game.findings import (
    Findings,
    deviation_table,
    profile_table,
    reply_table,
)
from cagame.analysis.game.gambit_format import nfg_text
from cagame.analysis.game.interaction import (
    LEAST_INTERACTION,
    Shares,
    interaction_by_world,
    interaction_share,
    is_dominance,
    shares_of,
)
from cagame.analysis.game.long_run import long_run
from cagame.analysis.game.mixed import Equilibria, Equilibrium, Mixed, equilibria
from cagame.analysis.game.pure import (
    Elimination,
    Moves,
    best_responses,
    eliminate,
    is_equilibrium,
    pure_equilibria,
    regrets,
)
from cagame.analysis.game.table import Game, Profile, game_of

__all__ = [
    "LEAST_INTERACTION",
    "Deviation",
    "Elimination",
    "Equilibria",
    "Equilibrium",
    "Findings",
    "Game",
    "Mixed",
    "Moves",
    "Price",
    "Profile",
    "Shares",
    "best_responses",
    "deviation_table",
    "deviations",
    "eliminate",
    "equilibria",
    "game_of",
    "interaction_by_world",
    "interaction_share",
    "is_dominance",
    "is_equilibrium",
    "long_run",
    "nfg_text",
    "price",
    "profile_table",
    "pure_equilibria",
    "regrets",
    "reply_table",
    "resampled_means",
    "share_of_resamples",
    "share_of_worlds",
    "shares_of",
]
