"""The seven steps of CONTRIBUTING.md, walked in an empty folder; forms that can be filled in."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from typer.testing import CliRunner

from cagame.cli import app
from cagame.results import Results
from cagame.scenario.yaml_file import read_yaml

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALK = PAGE.partition("## Add a strategy")[2].partition("\n## ")[0]
#: Files that the page writes out, and shell blocks, in the order of the page.
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
COMMANDS = [line for block in SHELL.findall(WALK) for line in block.splitlines()]
FORMS = sorted((REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every file of the page was written and every command of it ran."""
    folder: Path = tmp_path_factory.mktemp("walk")
    shutil.copytree(REPOSITORY / "scenarios" / "schema", folder / "scenarios" / "schema")
    for name, text in FILE.findall(WALK):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in COMMANDS:
            program, *arguments = shlex.split(command)
            if program == "cagame":
                done = CliRunner().invoke(app, arguments)
                assert done.exit_code == 0, f"{command}\n{done.output}"
    return folder


def test_the_walk_has_seven_steps() -> None:
    assert re.findall(r"^\*\*(\d)\.", WALK, re.MULTILINE) == list("1234567")


def test_the_walk_ends_with_results_in_which_the_strategy_moves_what_it_is_made_for(
    walked: Path,
) -> None:
    results = Results(walked / "results" / "scholarships")
    assert results.variants == ("joint-roadmap", "scholarships-first")
    assert results.by_construction["scholarships-first"] == ["eu_student_share"]
    assert (results.within_worlds("eu_student_share")[1, :, -1] > 0).all()
    assert list((results.folder / "analysis").iterdir())


@pytest.mark.parametrize("name", [name for name, _ in FILE.findall(WALK) if name.endswith("yaml")])
def test_editors_find_the_schema_of_a_file_of_the_walk_and_accept_it(
    walked: Path, name: str
) -> None:
    path = walked / name
    hint = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")[2]
    schema = json.loads((path.parent / hint).read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(read_yaml(path).data)) == []


def test_what_the_walk_says_of_changes_becomes_a_line_of_the_changelog(walked: Path) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, walked)
    draft = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9.9"]
    done = subprocess.run(draft, cwd=walked, capture_output=True, text=True, check=True)
    assert "### Added\n\n- The strategy `scholarships-first` and a study of it." in done.stdout


def test_commands_that_are_not_run_here_name_what_is_there() -> None:
    others = [shlex.split(each) for each in COMMANDS if not each.startswith("cagame ")]
    targets = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for program, *arguments in others:
        if program == "make":
            assert f"\n{arguments[0]}:" in targets
        else:
            assert [program, *arguments[:2]] == ["python", "-m", "pytest"]
            assert all((REPOSITORY / path).exists() for path in arguments[2:])
    assert len(others) == 2


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_for_issues_asks_something_and_names_each_question_once(form: Path) -> None:
    said = YAML(typ="safe").load(form)
    if form.stem == "config":
        assert said == {"blank_issues_enabled": True}
        return
    assert said["name"]
    assert said["description"]
    questions = [each["id"] for each in said["body"]]
    assert len(set(questions)) == len(questions) >= 3
    assert all(each["attributes"]["label"].strip() for each in said["body"])
    assert any(each.get("validations", {}).get("required") for each in said["body"])
    for each in said["body"]:
        assert each["type"] in {"input", "textarea", "dropdown"}
        assert (each["type"] == "dropdown") == ("options" in each["attributes"])
