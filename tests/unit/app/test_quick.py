"""Signatures of handlers are looked at once, and the answers are those of NiceGUI."""

from __future__ import annotations

from functools import partial

import pytest
from nicegui import helpers
from nicegui.helpers.functions import expects_arguments

from cagame.app.quick import remember_signatures, remembering


class Handlers:
    def nothing(self) -> None: ...

    def event(self, event) -> None: ...

    def with_default(self, event=None) -> None: ...

    def anything(self, *events) -> None: ...

    @classmethod
    def of_class(cls, event) -> None: ...

    @staticmethod
    def of_nobody(event) -> None: ...


HANDLERS = [
    *(getattr(Handlers(), name) for name in vars(Handlers) if not name.startswith("__")),
    lambda: None,
    lambda event: event,
    partial(lambda event: event, 1),
    print,
]


@pytest.mark.parametrize("handler", HANDLERS)
def test_the_answer_is_that_of_nicegui_also_when_it_is_remembered(handler):
    quick = remembering(expects_arguments)
    assert [quick(handler), quick(handler)] == [expects_arguments(handler)] * 2


def test_methods_of_many_objects_are_looked_at_once():
    looked = []
    quick = remembering(lambda handler: bool(looked.append(handler)))
    for _ in range(30):
        quick(Handlers().nothing)
    assert len(looked) == 1


def test_nicegui_remembers_once_it_is_told_and_only_once(monkeypatch):
    monkeypatch.setattr(helpers, "expects_arguments", expects_arguments)
    remember_signatures()
    first = helpers.expects_arguments
    remember_signatures()
    assert helpers.expects_arguments is first
    assert first is not expects_arguments
