"""When the address for one more device is taken off the teacher's page."""

from __future__ import annotations

import pytest

from cagame.app.play.lead import is_spent
from cagame.errors import RunError


def test_an_address_is_spent_when_a_device_has_used_it(at, code, hall):
    word = at("teacher").make_word(code).text
    assert not is_spent(hall.handover, word)
    at("phone").lead(word)
    assert is_spent(hall.handover, word)


def test_an_address_stays_while_the_file_of_games_cannot_be_read(at, code, hall):
    word = at("teacher").make_word(code).text
    hall.classroom.path.write_bytes(b"busy" * 5000)
    with pytest.raises(RunError):
        hall.handover.opens(word)
    assert not is_spent(hall.handover, word)
