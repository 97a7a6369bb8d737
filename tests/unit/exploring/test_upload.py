"""A file that is handed in is a scenario file, or one readable error."""

from __future__ import annotations

from pathlib import Path

import pytest

from cagame.errors import ScenarioError
from cagame.exploring.downloads import scenario_text
from cagame.exploring.state import MOST_VARIANTS, MOST_WORLDS
from cagame.exploring.studies import studies
from cagame.exploring.upload import MAXIMUM_BYTES, read_upload

GOOD = """\
title: A file
question: What then?
worlds: {worlds}
reference: b
variants:
  a: {{eu: {{base: mobility-first, budget: 1.5}}}}
  b: {{title: As it is, eu: joint-roadmap}}
external: [drought]
"""
HOSTILE = {
    "huge": b"#" * (MAXIMUM_BYTES + 1),
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "another encoding": "title: Füße".encode("utf-16"),
    "aliases": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "a tag": b"!!python/object/apply:os.system ['touch /tmp/caught']",
    "deep": b"title: " + b"[" * 3000 + b"]" * 3000,
    "many": b"title: [" + b"x," * 30_000 + b"x]",
    "the same key twice": GOOD.format(worlds=9).encode() + b"title: again\n",
    "an unknown key": GOOD.format(worlds=9).encode() + b"exec: rm -rf /\n",
    "a billion worlds": GOOD.format(worlds=10**9).encode(),
    "worlds in words": GOOD.format(worlds="many").encode(),
    "a path": GOOD.format(worlds=9).replace("joint-roadmap", "../../../../etc/passwd").encode(),
    "not a number": GOOD.format(worlds=9).replace("1.5", ".nan").encode(),
    "no study": b"title: Mobility first\nregional_share: 0.3\n",
    "half a character": GOOD.format(worlds=9).replace("A file", '"\\ud83d"').encode(),
    "a script": b"<script>alert(1)</script>",
}


def test_a_good_file_becomes_an_exploration_with_its_reference_first():
    handed = read_upload(GOOD.format(worlds=300).encode())
    state = handed.state
    assert [variant.name for variant in state.variants] == ["b", "a"]
    assert state.variants[1].choices == {"eu": {"base": "mobility-first", "budget": 1.5}}
    assert (state.external, state.worlds) == ("drought", 300)
    assert state.titles["b"] == "As it is"
    assert handed.said == ()


def test_more_worlds_than_the_page_runs_are_cut_and_said():
    handed = read_upload(GOOD.format(worlds=20_000).encode())
    assert handed.state.worlds == MOST_WORLDS
    assert "20,000 worlds" in handed.said[0]


@pytest.mark.parametrize("name", studies())
def test_every_study_of_the_library_can_be_handed_in(name):
    handed = read_upload(studies()[name].read_bytes())
    assert 1 <= len(handed.state.variants) <= MOST_VARIANTS
    assert handed.state.study.reference == handed.study.reference


def test_what_was_downloaded_comes_back(small):
    assert read_upload(scenario_text(small).encode()).state.study.hash() == small.study.hash()


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_one_readable_error(content):
    with pytest.raises(ScenarioError) as caught:
        read_upload(content)
    told = str(caught.value)
    assert 10 < len(told) < 400
    assert len(told.splitlines()) == 1
    assert caught.value.remedy
    assert not Path("/tmp/caught").exists()  # noqa: S108 (nothing is written)


def test_markup_in_a_title_stays_text():
    text = GOOD.format(worlds=9).replace("As it is", "'<script>alert(1)</script>'")
    assert read_upload(text.encode()).state.titles["b"] == "<script>alert(1)</script>"
