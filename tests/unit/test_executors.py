"""Where pieces of work are done."""

from __future__ import annotations

import os

from cagame.executors import Processes


def where(_piece: int) -> int:
    return os.getpid()


def test_a_single_piece_is_done_in_this_process() -> None:
    looks: list[int] = []
    done = list(Processes(2).run(where, [1], lambda: looks.append(1)))
    assert (done, looks) == ([os.getpid()], [1])


def test_nothing_to_do_gives_no_answer() -> None:
    assert list(Processes(2).run(where, [])) == []
