"""The page Explore: pick, move, run, compare, and take it home.

::

    page.py      the page, and how one gets there
    desk.py      what one visitor has before them, and what they can do
    choices.py   the study, its variants, and who follows which strategy
    sliders.py   levers of one actor in one variant
    assumed.py   numbers that are held fixed for all variants
    results.py   charts and tables of a run
    rests.py     what an outcome rests on
    shown.py     small things that several of these show
    files.py     links, downloads and uploads
"""

from cagame.app.explore.page import add_pages

__all__ = ["add_pages"]
