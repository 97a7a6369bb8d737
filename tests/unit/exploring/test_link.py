"""A link holds an exploration, and nothing that a scenario file may not say."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.errors import InputError
from cagame.exploring.link import LARGEST, LONGEST, from_link, to_link
from cagame.exploring.moves import with_lever, with_number, with_strategy
from cagame.exploring.studies import of_study, opened, studies


def packed(keys) -> str:
    text = keys if isinstance(keys, bytes) else json.dumps(keys).encode()
    return "1." + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def plain(**changes):
    keys = {"title": "T", "question": "Q", "variants": [["a", {"eu": "joint-roadmap"}]]}
    return {**keys, **changes}


@pytest.mark.parametrize("name", studies())
def test_every_study_of_the_library_fits_a_link_and_comes_back(name):
    state = of_study(*opened(studies()[name]))
    assert from_link(to_link(state)) == state


def test_levers_numbers_and_the_outcome_come_back(small):
    state = with_lever(small, 1, "eu", "visa", "KZ", 0.5)
    state = with_number(with_strategy(state, 0, "china", "surge"), "tie_noise", 0.1)
    state = replace(state, external="drought", worlds=500).showing("governance")
    back = from_link(to_link(state))
    assert back == state
    assert back.study.hash() == state.study.hash()


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_title_comes_back(title):
    state = from_link(packed(plain()))
    assert from_link(to_link(replace(state, title=title))).title == title


HOSTILE = {
    "nothing": "",
    "no version": "hello",
    "another version": "2." + packed(plain())[2:],
    "no base64": "1.!!!!",
    "not packed": "1." + base64.urlsafe_b64encode(b"plain").decode(),
    "cut off": packed(plain())[:-12],
    "too long": "1." + "A" * LONGEST,
    "a bomb": packed(b" " * (50 * LARGEST)),
    "deep": packed(b'{"title":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    "not text": packed(b"\xff\xfe\x00"),
    "no keys": packed(["a"]),
    "unknown keys": packed(plain(plots=["../../etc/passwd"])),
    "no variants": packed({"title": "T", "question": "Q"}),
    "variants of a kind": packed(plain(variants={"a": 1})),
    "five variants": packed(plain(variants=[[f"v{i}", {}] for i in range(5)])),
    "a path for a name": packed(plain(variants=[["../../x", {"eu": "joint-roadmap"}]])),
    "a path for a strategy": packed(plain(variants=[["a", {"eu": "../../../etc/passwd"}]])),
    "an unknown actor": packed(plain(variants=[["a", {"mars": "joint-roadmap"}]])),
    "too many worlds": packed(plain(worlds=10**9)),
    "worlds in words": packed(plain(worlds="many")),
    "no worlds": packed(plain(worlds=None)),
    "half a world": packed(plain(worlds=0.5)),
    "years backwards": packed(plain(years=[2040, 2025])),
    "years in words": packed(plain(years="now")),
    "a year only": packed(plain(years=[2025])),
    "an outcome that is none": packed(plain(outcome="__class__")),
    "a number that is none": packed(plain(parameters={"overrides": {"__init__": 1}})),
    "parameters in a list": packed(plain(parameters=[1])),
    "not a number": packed(plain(parameters={"overrides": {"tie_noise": "NaN"}})),
    "the same key twice": packed(b'{"title":"T","title":"U","question":"Q","variants":[]}'),
    "a tag": packed(b'!!python/object/apply:os.system {"title": "T"}'),
    "half a character": packed(b'{"title":"\\ud800","question":"Q","variants":[["a",{}]]}'),
    "an alias": packed(b'{"title": &a "T", "question": *a, "variants": []}'),
}


@pytest.mark.parametrize("link", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_link_is_one_readable_error(link):
    with pytest.raises(InputError) as caught:
        from_link(link)
    told = str(caught.value)
    assert 10 < len(told) < 400
    assert len(told.splitlines()) == 1
    assert told.endswith((".", "!", "?")) or caught.value.remedy


def test_what_is_too_large_for_a_link_says_so(small):
    huge = replace(small, external={"name": "own", "rationale": _words(20_000)})
    with pytest.raises(InputError, match="too large for a link"):
        to_link(huge)


def _words(length: int) -> str:
    """Text that hardly packs."""
    return base64.b64encode(bytes((i * i * 31 + i // 7) % 251 for i in range(length))).decode()
