"""Pages about evidence say what the tables say."""

from __future__ import annotations

import pytest

from cagame.errors import InputError
from cagame.exploring.card import card
from cagame.model import shared_evidence


def lists_of(key):
    return dict(card(key).lists)


def test_a_number_has_value_range_grade_and_facts():
    number = shared_evidence().numbers["effectiveness[EU]"]
    fields = dict(card("effectiveness[EU]").fields)
    assert fields["Range"] == "0 to 4"
    assert fields["Grade"].startswith("assumption: ")
    assert fields["Why this value"] == number.derivation
    facts = lists_of("effectiveness[EU]")["Facts behind it"]
    assert tuple(line.key for line in facts) == number.evidence


def test_a_fact_leads_to_its_document_and_to_what_it_feeds():
    found = lists_of("E147")
    assert [line.key for line in found["Source"]] == ["migration-brief-2019"]
    assert "budget[CN]" in [line.key for line in found["What it feeds"]]


@pytest.mark.parametrize(
    "key",
    ["seneca-2018", "WDI", "eu/joint-roadmap", "turkey/corridor", "eu_influence", "calm"],
)
def test_sources_strategies_and_outcomes_have_a_page(key):
    assert card(key).title
    assert card(key).kind


def test_every_link_of_a_page_leads_somewhere():
    for line in (*lists_of("E147")["What it feeds"], *lists_of("WDI")["Numbers it feeds"]):
        assert card(line.key).title


@pytest.mark.parametrize("key", ["", "<script>", "../../etc/passwd", "x" * 200])
def test_what_is_unknown_is_one_readable_error(key):
    with pytest.raises(InputError) as caught:
        card(key)
    assert len(str(caught.value).splitlines()) == 1
