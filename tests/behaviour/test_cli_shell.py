"""Exit codes, one readable message for each error, interruption, and a closed pipe."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAM = [sys.executable, "-m", "cagame"]
STUDY = """\
title: Two strategies
question: Does it matter?
worlds: {worlds}
seed: 1
years: {{decision: 2025, end: 2026}}
reference: joint-roadmap
variants:
  joint-roadmap: {{eu: joint-roadmap}}
  values-first: {{eu: values-first}}
outcomes: [eu_influence]
plots: []
"""


def cagame(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, check=False, cwd=cwd
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study that takes a moment."""
    path = tmp_path / "study.yaml"
    path.write_text(STUDY.format(worlds=4), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "there-is-no-such-file.yaml"],
        ["run", "there-is-no-such-study"],
        ["run", "eu-strategies", "--only", "no-such-variant"],
        ["run", "eu-strategies", "--worlds", "0"],
        ["run", "eu-strategies", "--worlds", "many"],
        ["run"],
        ["no-such-command"],
        ["--no-such-option"],
        ["show", "no-such-results"],
        ["diff", "no-such-results", "nor-these"],
        ["schema", "no-such-kind"],
        ["evidence", "no such number"],
        ["evidence", "--grade", "no-such-grade"],
        ["evidence", "--table", "no-such-table"],
        ["new", "no/such/folder/study.yaml"],
    ],
)
def test_a_wrong_input_gives_one_line_and_exit_code_2(arguments: list[str], tmp_path: Path) -> None:
    done = cagame(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_debug_shows_the_traceback_wherever_it_stands(place: int) -> None:
    arguments = ["validate", "there-is-no-such-file.yaml"]
    arguments.insert(place, "--debug")
    done = cagame(*arguments)
    assert done.returncode == 2
    assert "Traceback (most recent call last)" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: ")


def test_a_run_that_cannot_be_written_gives_exit_code_1(study: Path) -> None:
    done = cagame("run", str(study), "--out", "/proc/results")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_holds_something_else_is_left_alone(study: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("Years of work.", encoding="utf-8")
    done = cagame("run", str(study), "--out", str(tmp_path / "thesis"))
    assert done.returncode == 2
    assert (tmp_path / "thesis" / "chapter.txt").read_text(encoding="utf-8") == "Years of work."


def test_characters_that_would_move_the_cursor_do_not_reach_the_terminal() -> None:
    done = cagame("validate", "a\x1b[2Jb\rc.yaml")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "\r" not in done.stderr


def has_begun(progress: Path) -> bool:
    """Whether a run has finished a part of its work: the counts of its blocks are not all 0."""
    return any(progress.read_bytes())


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something to come true, for a minute at most."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_stopped_leaves_nothing(
    stop: signal.Signals, code: int, workers: str, tmp_path: Path
) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(STUDY.format(worlds=100_000), encoding="utf-8")
    running = subprocess.Popen(
        [*PROGRAM, "run", str(study), "--out", str(tmp_path / "results"), "--workers", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: any(map(has_begun, tmp_path.glob(".results.*/scratch/done.array"))))
    running.send_signal(stop)
    output, errors = running.communicate(timeout=60)
    assert running.returncode == code
    assert output == ""
    assert errors == ("Stopped.\n" if stop == signal.SIGINT else "")
    assert list(tmp_path.iterdir()) == [study]


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [*PROGRAM, "evidence"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == 141


def test_the_progress_bar_is_for_terminals(study: Path, tmp_path: Path) -> None:
    def progress(*options: str) -> str:
        ours, theirs = pty.openpty()
        command = [*PROGRAM, "run", str(study), "--out", str(tmp_path / "results"), *options]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
        assert b"Running worlds" not in done.stdout
        os.write(theirs, b"end")
        shown = os.read(ours, 100_000).decode()
        os.close(ours)
        os.close(theirs)
        return shown

    assert "Running worlds" in progress()
    assert progress("--quiet") == "end"


def test_without_a_terminal_there_is_no_progress_bar(study: Path, tmp_path: Path) -> None:
    done = cagame("run", str(study), "--out", str(tmp_path / "results"))
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_version_is_told() -> None:
    import cagame as package

    done = cagame("--version")
    assert done.returncode == 0
    assert done.stdout == f"cagame {package.__version__}\n"


def test_without_a_command_the_help_is_shown() -> None:
    done = cagame()
    assert done.returncode == 2
    assert "evidence" in done.stdout + done.stderr
    assert "Error" not in done.stderr


def test_a_terminal_without_unicode_gets_question_marks() -> None:
    done = subprocess.run(
        [*PROGRAM, "evidence", "seneca-2018"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert b"And??ns" in done.stdout
    assert done.stderr == b""
