"""The classroom in a browser: one server, pages for exploring, playing and looking back.

::

    server.py    start, address, stop
    hall.py      what all pages share: games, workers, limits, settings
    guard.py     headers, origins and sizes: what a browser may load and send
    limits.py    how often somebody may try
    quick.py     NiceGUI draws pages for a whole class in time
    work.py      model work in processes of its own, so that no page waits for it
    look.py      header, colours, headings: the same on all pages
    range.py     a slider that keyboards and screen readers know
    pages.py     which pages there are
    home.py      the first of them
    evidence.py  those about numbers, facts, sources and strategies

Rules of the game live in `cagame.classroom`. A page asks it, shows what it says, and checks on the
server who asks, whatever buttons a browser shows.
"""
