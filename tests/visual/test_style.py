from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from cagame.plots import LIGHT, PRINT, fan_chart, save
from cagame.plots.style import PATRON_COLOURS, STATE_COLOURS, VARIANT_COLOURS

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

# Machado, Oliveira and Fernandes 2009, severity 1.0; the matrices act on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]]
    ),
    "deuteranopia": np.array(
        [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]
    ),
    "tritanopia": np.array(
        [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]]
    ),
}
TO_XYZ = np.array(
    [[0.41246, 0.35758, 0.18044], [0.21267, 0.71515, 0.07218], [0.01933, 0.11919, 0.95030]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colour: str, sight: str) -> Any:
    """CIE L*a*b* of a colour as someone with this sight sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(SIGHT[sight] @ linear, 0, 1) / WHITE
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    "palette",
    [tuple(PATRON_COLOURS.values()), tuple(STATE_COLOURS.values()), VARIANT_COLOURS],
    ids=["patrons", "states", "variants"],
)
def test_colours_stay_apart_for_every_kind_of_sight(palette: tuple[str, ...], sight: str) -> None:
    nearest = min(
        np.linalg.norm(lab(one, sight) - lab(other, sight))
        for one, other in combinations(palette, 2)
    )
    assert nearest > 20  # about ten just-noticeable differences


@pytest.mark.parametrize("look", [LIGHT, PRINT], ids=["light", "print"])
def test_twelve_variants_have_twelve_strokes(look: Any) -> None:
    assert len({look.variant(position) for position in range(12)}) == 12


def a_fan(t: Any) -> Figure:
    return fan_chart(t.bands, t.outcomes["eu_influence"], t.titles, t.note)


def test_the_same_figure_gives_the_same_bytes(tables: Any, tmp_path: Path) -> None:
    one, two = (save(a_fan(tables), tmp_path / name, "fan") for name in ("one", "two"))
    assert [path.suffix for path in one] == [".png", ".svg"]
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert b"<dc:date>" not in one[1].read_bytes()


def test_a_saved_picture_is_16_cm_wide_at_200_dpi(tables: Any, tmp_path: Path) -> None:
    png, _ = save(a_fan(tables), tmp_path, "fan")
    with Image.open(png) as picture:
        assert picture.width == pytest.approx(16 / 2.54 * 200, abs=1)


def test_a_users_own_matplotlib_settings_change_nothing(tables: Any, tmp_path: Path) -> None:
    plain, _ = save(a_fan(tables), tmp_path, "plain")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "yellow", "savefig.dpi": 50}):
        styled, _ = save(a_fan(tables), tmp_path, "styled")
    assert plain.read_bytes() == styled.read_bytes()


def test_a_figure_shows_itself_in_a_notebook(tables: Any) -> None:
    assert a_fan(tables)._repr_png_().startswith(b"\x89PNG")


def test_drawing_leaves_pyplot_and_global_settings_alone() -> None:
    check = (
        "import sys, matplotlib as mpl; before = mpl.rcParams.copy()\n"
        "import cagame.plots as plots\n"
        "from cagame.plots.sheet import Sheet\n"
        "with plots.LIGHT.context(): Sheet('Title', 'Reading', ['Note'], 50)._repr_png_()\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'pyplot was imported'\n"
        "assert mpl.rcParams.copy() == before, 'settings changed'\n"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
