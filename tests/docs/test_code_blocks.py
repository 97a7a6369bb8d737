"""Every code block of README and docs runs, page by page, in the order in which one reads it.

A page gets a folder of its own, with copies of ``experiments`` and ``scenarios``. Commands run as
they stand, but for their size: where a command does not say how many worlds, it gets few (``FEW``),
and so do the designs of sweeps. Comments in front of a block tell what a reader does:

``<!-- file: NAME -->`` writes the block into a file. ``<!-- part of: study -->`` (or ``sweep``)
checks it as a part of such a file. ``<!-- before: COMMAND -->`` stands for what an earlier page has
done. ``<!-- not run: REASON -->`` leaves it to the reader. Blocks of ``text`` are no code. Below a
command in a ``console`` stands what it prints, and there it runs with all its worlds.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

Sizes: TypeAlias = "dict[tuple[str, ...], tuple[str, ...]]"

REPOSITORY = Path(__file__).parents[2]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
#: Pages whose commands take longer, even with few worlds: `make pages` runs them, and so does CI.
LONG = {
    "README.md",
    *("docs/analysis.md", "docs/games.md", "docs/how-to/add-a-member-state.md", "docs/sweeps.md"),
    "docs/tutorial/modeller.md",
}
PIECE = re.compile(
    r"^ *<!-- (?P<directive>file|part of|before|not run): (?P<value>.+?) -->$"
    r"|^ *(?P<fence>```|~~~)(?P<language>\S*)[^\n]*\n(?P<body>.*?)^ *(?P=fence)[^\S\n]*$",
    re.MULTILINE | re.DOTALL,
)
KNOWN = {"sh", "console", "python", "yaml", "csv", "text"}
#: What a command gets if it does not say how large it shall be.
FEW: Sizes = {
    ("run",): ("--worlds", "120"),
    ("backcast",): ("--worlds", "20"),
    ("score",): ("--worlds", "20"),
    ("analyse", "sensitivity"): ("--screen", "2", "--worlds", "32"),
    ("analyse", "provenance"): ("--worlds", "32"),
}
#: Where a page shows what is printed, the command runs as it stands.
FULL: Sizes = {}
#: What the parts of files that pages show are completed with.
WHOLE: dict[str, dict[str, Any]] = {
    "study": {
        "title": "A study",
        "question": "Which?",
        "reference": "joint-roadmap",
        "variants": {"joint-roadmap": {"eu": "joint-roadmap"}, "other": {"eu": "values-first"}},
    },
    "sweep": {
        "title": "A sweep",
        "question": "?",
        "scenario": "eu-strategies",
        "worlds": 32,
        "levers": {"eu.budget": [0.5, 2]},
    },
}
#: What the workbench and its plotting libraries warn of on their way in, and use of old names.
pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning:ema_workbench", "ignore::ImportWarning", "ignore::DeprecationWarning"
)


@dataclass(frozen=True)
class Step:
    """One thing that a reader does: what, with which words, and where it stands."""

    kind: str
    text: str
    line: int
    file: str = ""


def steps(page: str) -> Iterator[Step]:
    """Read the steps of a page; a directive belongs to the next block."""
    directive, value = "", ""
    for piece in PIECE.finditer(page):
        line = page.count("\n", 0, piece.start()) + 1
        if piece["directive"] == "before":
            yield Step("sh", piece["value"], line)
        elif piece["directive"]:
            directive, value = piece["directive"], piece["value"]
        else:
            kind = directive or piece["language"]
            if kind != "not run":
                yield Step(kind, dedent(piece["body"]), line, value)
            directive, value = "", ""


def commands(step: Step) -> list[str]:
    """Return the commands of a block; in one of a console they follow a $."""
    if "<<" in step.text:
        return [step.text]
    lines = step.text.replace("\\\n", " ").splitlines()
    if step.kind == "console":
        return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [line for line in lines if line.strip() and not line.startswith("#")]


def compare(step: Step, printed: str) -> None:
    """Check that what a page shows was printed, in this order; dots leave lines out."""
    there = iter(printed.splitlines())
    for line in step.text.splitlines():
        if line.strip() and line != "..." and not line.startswith("$ "):
            assert line in there, f"{line!r} was not printed, or not here"


class Reader:
    """Somebody who does what a page says, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.names = folder, {"__name__": "__page__"}
        shutil.copytree(REPOSITORY / "scenarios", folder / "scenarios")
        shutil.copytree(REPOSITORY / "experiments", folder / "experiments")
        for design in (folder / "experiments").glob("*.yaml"):
            text = re.sub(r"(?m)^worlds: \d+", "worlds: 40", design.read_text(encoding="utf-8"))
            text = re.sub(r"(?m)^block: \d+", "block: 20", text)
            design.write_text(text, encoding="utf-8")

    def do(self, step: Step) -> None:
        """Do one step."""
        if step.kind == "file":
            path = self.folder / step.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.kind == "part of":
            self._check(step.text, WHOLE[step.file])
        elif step.kind == "yaml":
            self._check(step.text, {})
        elif step.kind == "python":
            code = compile("\n" * step.line + step.text, "<page>", "exec")
            exec(code, self.names)  # noqa: S102 (running it is the test)
        elif step.kind == "sh":
            for command in commands(step):
                self._shell(command)
        elif step.kind == "console":
            printed = StringIO()
            with redirect_stdout(printed):
                for command in commands(step):
                    self._cagame(shlex.split(command)[1:], FULL)
            compare(step, printed.getvalue())

    def _check(self, text: str, rest: dict[str, Any]) -> None:
        keys = rest | YAML(typ="safe").load(text)
        if "players" in keys:
            keys = {key: keys[key] for key in keys if key != "variants"}
            keys["reference"] = {} if isinstance(keys["reference"], str) else keys["reference"]
        path = self.folder / "part.yaml"
        YAML(typ="safe").dump(keys, path)
        self._cagame(["validate", str(path)])

    def _shell(self, command: str) -> None:
        lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
        if words[0] == "cagame" and not {"|", ">", ";", "&&"} & set(words):
            self._cagame(words[1:])
        else:
            program = f'cagame() {{ {sys.executable} -m cagame "$@"; }}\n'
            program += f'python() {{ {sys.executable} "$@"; }}\n{command}'
            subprocess.run(["bash", "-euo", "pipefail", "-c", program], check=True)  # noqa: S607

    def _cagame(self, words: list[str], sizes_of: Sizes = FEW) -> None:
        """Run a command here and now: a process for each would take most of the time."""
        from cagame.cli import app

        few = next((few for key, few in sizes_of.items() if tuple(words[: len(key)]) == key), ())
        sizes = {"--worlds", "--screen"} & set(words)
        with pytest.raises(SystemExit) as left:
            app([*words, *(() if sizes else few)])
        assert left.value.code in {0, None}, f"cagame {shlex.join(words)}"


def pages() -> Iterator[Any]:
    """Give every page that has something to do, the long ones for `make pages` and `make soak`."""
    for path in PAGES:
        name = str(path.relative_to(REPOSITORY))
        if any(step.kind != "text" for step in steps(path.read_text(encoding="utf-8"))):
            marks = [pytest.mark.soak, pytest.mark.pages] if name in LONG else []
            yield pytest.param(path, id=name, marks=marks)


@pytest.mark.parametrize("page", [*pages()])
def test_the_code_of_a_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")  # the pages show what a terminal of this width shows
    for step in steps(page.read_text(encoding="utf-8")):
        try:
            reader.do(step)
        except Exception as error:
            raise AssertionError(f"{page}:{step.line}: {error}") from error


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_block_says_what_it_is(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = [piece for piece in PIECE.finditer(text) if piece["fence"]]
    assert {block["language"] for block in blocks} <= KNOWN
    reasons = [p["value"] for p in PIECE.finditer(text) if p["directive"] == "not run"]
    assert all(len(reason.split()) > 2 for reason in reasons)


def test_another_output_is_noticed() -> None:
    step = Step("console", "$ cagame\nfirst\n...\nlast\n", 1)
    compare(step, "first\nmore\nlast\n")
    with pytest.raises(AssertionError, match="last"):
        compare(step, "last\nfirst\n")


def test_a_wrong_command_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = "```sh\ncagame evidence no-such-number\n```\n"
    with pytest.raises(AssertionError, match="no-such-number"):
        Reader(tmp_path / "reader").do(*steps(page))
