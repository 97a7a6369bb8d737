"""The teacher's pack names only facts, commands, scenarios and strategies that there are."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from typer.main import get_command

from cagame.classroom.members import ready_made
from cagame.cli import app
from cagame.evidence import Evidence
from cagame.scenario import Library

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "docs" / "teaching"
PAGES = sorted(FOLDER.glob("*.md"))
FACT = re.compile(r"\bE\d{3}\b")
#: What stands in code: one line between backticks, or a line of a block.
CODE = re.compile(r"`([^`\n]+)`|^(cagame [^\n]+)$", re.MULTILINE)
#: Names of the library and of files: small letters, digits, with a hyphen between words.
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
#: Places in commands for what a reader fills in.
PLACES = {"FILE", "DIR"}
EVIDENCE = Evidence.load()


def spoken(page: Path) -> list[str]:
    return [one or other for one, other in CODE.findall(page.read_text(encoding="utf-8"))]


def commands() -> list[tuple[str, list[str]]]:
    lines = {line for page in PAGES for line in spoken(page) if line.startswith("cagame ")}
    return [(line, line.split()[1:]) for line in sorted(lines)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_fact_that_a_page_cites_is_in_the_ledger(page: Path) -> None:
    assert set(FACT.findall(page.read_text(encoding="utf-8"))) <= set(EVIDENCE.facts)


def test_the_cards_and_the_discussion_rest_on_facts() -> None:
    for name, least in (("role-cards.md", 60), ("discussion.md", 20), ("lesson-plan.md", 5)):
        assert len(set(FACT.findall((FOLDER / name).read_text(encoding="utf-8")))) >= least


@pytest.mark.parametrize(("line", "words"), commands(), ids=str)
def test_every_command_of_the_pack_exists_with_its_options(line: str, words: list[str]) -> None:
    known = get_command(app).commands
    assert words[0] in known, line
    options = {name for each in known[words[0]].params for name in each.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize(("line", "words"), commands(), ids=str)
def test_every_file_and_name_that_a_command_of_the_pack_takes_exists(
    line: str, words: list[str]
) -> None:
    if words[0] == "run" and words[1] not in PLACES:
        assert (REPOSITORY / words[1]).is_file(), line
    if words[0] == "evidence":
        assert words[1] in {*EVIDENCE.facts, *EVIDENCE.names()}, line


def test_every_strategy_event_and_scenario_of_the_pack_exists() -> None:
    shelves = ("eu", "russia", "china", "central-asia", "external", "study")
    known = {entry.name for shelf in shelves for entry in Library().list(shelf)} | set(ready_made())
    named = {text for page in PAGES for text in spoken(page) if NAME.fullmatch(text)}
    assert named - {"ipconfig"} <= known
    assert {"classroom", "team-europe", "russian-recession"} <= named


def test_the_lines_of_facts_and_figures_are_those_of_the_tables() -> None:
    script = runpy.run_path(str(REPOSITORY / "experiments" / "role_cards.py"))
    pages = script["read_pages"]()
    cards = script["Cards"](pages)
    for name, text in pages.items():
        assert script["filled"](cards, text) == text, f"{name}: run experiments/role_cards.py"
