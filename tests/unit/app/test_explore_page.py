"""What one visitor of a page changes is drawn anew for nobody else."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from nicegui import ui

import cagame.app


def test_no_part_of_a_page_that_is_drawn_anew_is_shared_by_visitors():
    names = [each.name for each in walk_packages(cagame.app.__path__, "cagame.app.")]
    modules = [import_module(name) for name in names]
    shared = [
        f"{module.__name__}.{name}"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, ui.refreshable)
    ]
    assert len(modules) > 20
    assert shared == []
