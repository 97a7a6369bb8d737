"""Gambit's file format for games in strategic form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cagame.analysis.game.table import Game

#: Digits behind the point, which the format wants without exponents.
DECIMALS = 12


def nfg_text(game: Game, title: str, comment: str = "") -> str:
    r"""Return mean payoffs as an .nfg file of version 1, with a payoff for each profile.

    The first player's strategy changes fastest. Reads back with ``pygambit.read_nfg``.

    >>> import numpy as np
    >>> from cagame.analysis.game import Game
    >>> payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])[..., None]
    >>> text = nfg_text(Game(("a", "b"), (("x", "y"), ("x", "y")), payoffs), "Prisoners")
    >>> text.splitlines()[0], text.splitlines()[-1][:30]
    ('NFG 1 R "Prisoners" { "a" "b" }', '3.000000000000 3.000000000000 ')
    """
    strategies = " ".join(f"{{ {_quoted(own)} }}" for own in game.strategies)
    # Fortran's order: the first axis after the players' changes fastest.
    rows = game.mean.reshape(len(game.players), -1, order="F")
    numbers = " ".join(f"{value:.{DECIMALS}f}" for value in rows.T.ravel())
    head = f"NFG 1 R {_quoted([title])} {{ {_quoted(game.players)} }}"
    return f"{head}\n\n{{ {strategies} }}\n{_quoted([comment])}\n\n{numbers}\n"


def _quoted(names: Iterable[str]) -> str:
    r"""Write names in quotation marks, those inside marked.

    >>> _quoted(["a", 'so-called "b"'])
    '"a" "so-called \\"b\\""'
    """
    return " ".join('"' + name.replace("\\", "/").replace('"', '\\"') + '"' for name in names)
