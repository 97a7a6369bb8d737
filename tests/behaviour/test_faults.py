"""What can go wrong around a run: killed, interrupted, no room, no permission, no such place.

Whatever happens, the results folder holds the old results, the new ones, or nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from cagame.errors import CagameError, InputError, RunError
from cagame.model import shared_evidence
from cagame.results import Results
from cagame.scenario import Scenario
from cagame.study import run
from cagame.study.capacity import bytes_on_disk, installed_memory
from cagame.study.store import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Disk = Callable[[float, Path], AbstractContextManager[None]]

STUDY = """\
title: A small study
question: Does it survive?
years: {decision: 2009, end: 2010}
worlds: 12
seed: 1
reference: joint-roadmap
variants:
  joint-roadmap: {eu: joint-roadmap}
  values-first: {eu: values-first}
outcomes: [eu_influence, governance]
plots: []
"""
TABLES = ("outcomes.parquet", "actors.parquet", "summary.csv")
#: Blocks of so many worlds keep two workers busy.
BLOCK = 3

#: Runs the study again and again, each time with the next seed; says when the first is done.
AGAIN_AND_AGAIN = """\
import itertools, sys
from cagame.study import run

if __name__ == "__main__":
    study, folder, workers = sys.argv[1:]
    for seed in itertools.count(1):
        run(study, out=folder, seed=seed, workers=int(workers), block=3)
        print("done", flush=True)
"""
#: Runs the study while no file may grow beyond so many bytes.
WITH_SMALL_FILES = """\
import resource, sys
from cagame.cli import main

resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
sys.argv = ["cagame", "run", sys.argv[1], "--out", sys.argv[2]]
main()
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The file of a small study, alone in its folder."""
    path = tmp_path / "files" / "study.yaml"
    path.parent.mkdir()
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder for results to go to."""
    path = tmp_path / "place"
    path.mkdir()
    return path


def left_in(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


@contextmanager
def started(*command: object, **options: object) -> Iterator[subprocess.Popen[str]]:
    """Start Python on something, and end it when the test is over."""
    process = subprocess.Popen(  # type: ignore[call-overload]
        [sys.executable, *map(str, command)], text=True, **options
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(found: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "this takes too long"
        time.sleep(0.02)


# --- killed -------------------------------------------------------------------------------


def processes_with(mark: str) -> list[int]:
    """Processes that were started with a mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:  # ended meanwhile
            continue
    return found


def kill_runs(study: Path, place: Path, moments: list[float]) -> None:
    """Kill runs at some moments, in seconds after a first one, and look at what is left.

    Every other one has workers; the others spend more of their time on writing and moving.
    """
    folder = place / "results"
    mark = f"MARK={uuid4()}"
    environment = os.environ | dict([mark.split("=")])
    for number, moment in enumerate(moments):
        command = ("-c", AGAIN_AND_AGAIN, study, folder, 1 + number % 2)
        with started(*command, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "done\n"
            time.sleep(moment)
        check_what_is_left(study, folder)
        if Path("/proc").is_dir():
            wait_until(lambda: not processes_with(mark))
        # The next run works, and clears away what the killed one left.
        assert len(run(study, out=folder, workers=1).outcomes) > 0
        assert left_in(place) == {"results"}


def check_what_is_left(study: Path, folder: Path) -> None:
    """Check that the results are those of one whole run, unless they are put aside."""
    if not folder.exists():
        # Killed between the two moves: the next run gives the old results back.
        assert any(name.endswith(".replaced") for name in left_in(folder.parent))
        return
    found = Results(folder)
    whole = run(study, out=folder.parent / "whole", seed=found.manifest["seed"], workers=1)
    assert tables(folder) == tables(whole.folder)
    for path in whole.folder.iterdir():
        path.unlink()
    whole.folder.rmdir()


def moments(count: int) -> list[float]:
    """Moments spread over a second, in which several runs end, but never twice the same."""
    return [random.uniform(i, i + 1) / count for i in range(count)]  # noqa: S311 (no secret)


def test_a_killed_run_leaves_whole_results_or_none(study: Path, place: Path) -> None:
    kill_runs(study, place, moments(3))


@pytest.mark.soak
def test_a_run_killed_at_twenty_moments_leaves_whole_results_or_none(
    study: Path, place: Path
) -> None:
    kill_runs(study, place, moments(20))


def test_results_put_aside_by_a_killed_run_come_back(study: Path, place: Path) -> None:
    folder = place / "results"
    before = tables(run(study, out=folder).folder)
    with started("-c", "pass") as process:
        process.wait()
    folder.rename(place / f".results.{process.pid}.replaced")
    (place / f".results.{process.pid}.partial").mkdir()
    with pytest.raises(RunError):
        run(study, out=folder, finish=fail_for_want_of_space)
    assert left_in(place) == {"results"}
    assert tables(folder) == before


def test_what_a_running_run_has_begun_is_left_alone(study: Path, place: Path) -> None:
    theirs = place / f".results.{os.getppid()}.partial"
    theirs.mkdir()
    run(study, out=place / "results")
    assert left_in(place) == {"results", theirs.name}


def test_what_a_killed_run_with_our_own_number_left_is_cleared(study: Path, place: Path) -> None:
    # In a container every first process has the same number.
    (place / f".results.{os.getpid()}.partial").mkdir()
    run(study, out=place / "results")
    assert left_in(place) == {"results"}


@pytest.mark.parametrize("name", ["results", "[a-z]"])
def test_only_ones_own_leftovers_are_cleared(study: Path, place: Path, name: str) -> None:
    with started("-c", "pass") as process:
        process.wait()
    (place / f".{name}.{process.pid}.partial").mkdir()
    others = {f".{name}.5.{process.pid}.replaced", ".b.profile", f".{name}.x.partial"}
    for other in others:
        (place / other).mkdir()
    run(study, out=place / name)
    assert left_in(place) == {name} | others


def test_a_killed_worker_is_told(study: Path, place: Path) -> None:
    def kill_a_worker(_share: float) -> None:
        for worker in multiprocessing.active_children():
            worker.kill()

    with pytest.raises(RunError, match=r"a worker was ended from outside.*--workers 1"):
        run(study, out=place / "results", workers=2, block=BLOCK, progress=kill_a_worker)
    assert left_in(place) == set()
    assert not multiprocessing.active_children()


def test_a_script_needs_no_guard(study: Path, place: Path) -> None:
    script = place / "script.py"
    lines = (
        "import cagame",
        f"results = cagame.run({str(study)!r}, out='results', workers=2, block=3)",
        "print(results.worlds)",
    )
    script.write_text("\n".join(lines), encoding="utf-8")
    with started(script, cwd=place, stdout=subprocess.PIPE) as process:
        said, _ = process.communicate(timeout=60)
    assert said == "12\n"


# --- interrupted --------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run_leaves_nothing_new(study: Path, place: Path, workers: int) -> None:
    def interrupt(_share: float) -> None:
        raise KeyboardInterrupt

    folder = place / "results"
    before = tables(run(study, out=folder).folder)
    with pytest.raises(KeyboardInterrupt):
        run(study, out=folder, seed=2, workers=workers, block=BLOCK, progress=interrupt)
    assert left_in(place) == {"results"}
    assert tables(folder) == before
    assert not multiprocessing.active_children()


def stop(study: Path, place: Path, number: signal.Signals, moment: float) -> None:
    """Stop the command some seconds after it has begun to write, and look at what is left."""
    command = ("-m", "cagame", "run", study, "--out", place / "results", "--worlds", 40_000)
    options = {"stderr": subprocess.PIPE, "stdout": subprocess.PIPE, "start_new_session": True}
    with started(*command, **options) as process:
        wait_until(lambda: left_in(place) != set())
        time.sleep(moment)
        # A terminal sends Ctrl-C to all processes of the command at once.
        os.killpg(process.pid, number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert said == ("Stopped.\n" if number == signal.SIGINT else "")
    assert left_in(place) == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_termination_clear_up(study: Path, place: Path, number: signal.Signals) -> None:
    stop(study, place, number, random.uniform(0, 1))  # noqa: S311 (workers start, or are at work)


@pytest.mark.soak
def test_ctrl_c_at_twenty_moments_clears_up(study: Path, place: Path) -> None:
    for moment in moments(20):
        stop(study, place, signal.SIGINT, 3 * moment)


# --- no room, no permission ---------------------------------------------------------------


def fail_for_want_of_space(_folder: Path) -> None:
    raise OSError(28, "No space left on device")


def test_more_worlds_than_the_disk_holds_are_refused_before_anything_starts(
    study: Path, place: Path, disk_of: Disk
) -> None:
    def started_all_the_same(_share: float) -> None:
        pytest.fail("the run has started")

    with disk_of(1, place):
        with pytest.raises(InputError) as caught:
            run(study, out=place / "results", worlds=100_000, progress=started_all_the_same)
        assert left_in(place) == set()
    message = str(caught.value)
    assert "100000 worlds need about 200 MB of disk" in message
    assert "--worlds" in message
    assert "--out" in message


def test_more_worlds_than_memory_holds_are_refused_before_anything_starts(
    study: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cagame.study.capacity.installed_memory", lambda: 100)
    with pytest.raises(InputError, match=r"12 worlds need about .* of memory.*--worlds"):
        run(study, out=place / "results")
    assert left_in(place) == set()


def test_a_limit_of_the_shell_counts_as_the_memory_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resource = pytest.importorskip("resource")
    free = resource.RLIM_INFINITY
    limits = {resource.RLIMIT_AS: (10**9, free), resource.RLIMIT_DATA: (10**6, free)}
    monkeypatch.setattr(resource, "getrlimit", limits.__getitem__)
    assert installed_memory() == 10**6
    limits |= dict.fromkeys(limits, (free, free))
    installed = installed_memory()
    assert installed is None or installed > 10**6


@pytest.mark.parametrize("simulated", [False, True])
def test_a_disk_that_fills_up_is_told(
    study: Path,
    place: Path,
    disk_of: Disk,
    monkeypatch: pytest.MonkeyPatch,
    *,
    simulated: bool,
) -> None:
    """Others may fill the disk after the check: at once, or before the tables are written."""
    folder, worlds, done = place / "results", 400, [0.0]
    shape = shape_of(Scenario.load(study).changed(worlds=worlds), shared_evidence(), 1)
    monkeypatch.setattr("cagame.study.running.check_room", lambda *_arguments: None)
    with disk_of(4, place):
        before = tables(run(study, out=folder).folder)
        room = bytes_on_disk(shape) if simulated else 100_000
        filling = shutil.disk_usage(place).free - room
        (place / "others").write_bytes(bytes(filling))
        with pytest.raises(RunError, match=r"[Nn]o space left on device.*--out"):
            run(study, out=folder, worlds=worlds, workers=1, progress=done.append)
        assert left_in(place) == {"results", "others"}
        assert tables(folder) == before
    assert (done[-1] == 1) == simulated


def test_a_disk_that_fills_up_while_figures_are_drawn_is_told(study: Path, place: Path) -> None:
    folder = place / "results"
    before = tables(run(study, out=folder).folder)
    with pytest.raises(RunError, match="No space left on device"):
        run(study, out=folder, seed=2, finish=fail_for_want_of_space)
    assert left_in(place) == {"results"}
    assert tables(folder) == before


def test_a_limit_on_files_gives_one_line(study: Path, place: Path) -> None:
    with started(
        "-c", WITH_SMALL_FILES, study, place / "results", stderr=subprocess.PIPE
    ) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith("Error: the results could not be written to ")
    assert said.count("\n") == 1
    assert left_in(place) == set()


def test_a_folder_that_may_not_be_written_to_is_told(study: Path, place: Path) -> None:
    # The superuser may write everywhere but to /proc.
    closed = Path("/proc") if os.geteuid() == 0 else place
    place.chmod(0o555)
    with pytest.raises(RunError, match=r"could not be written to .*--out") as caught:
        run(study, out=closed / "results", progress=lambda _share: pytest.fail("it has started"))
    assert "space" not in str(caught.value)
    place.chmod(0o755)
    assert left_in(place) == set()


# --- no such place ------------------------------------------------------------------------


def test_a_missing_folder_is_made(study: Path, place: Path) -> None:
    run(study, out=place / "a" / "b" / "results")
    assert left_in(place / "a" / "b") == {"results"}


@pytest.mark.parametrize(
    "out", ["file", "file/results", "folder", "x" * 300, "nul\0byte"], ids=lambda out: out[:12]
)
def test_a_place_where_no_results_can_go_is_refused_and_left_as_it_is(
    study: Path, place: Path, out: str
) -> None:
    (place / "file").write_text("mine", encoding="utf-8")
    (place / "folder").mkdir()
    (place / "folder" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CagameError) as caught:
        run(study, out=place / out)
    assert "--out" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert left_in(place) == {"file", "folder"}
    assert left_in(place / "folder") == {"mine.txt"}


def test_results_behind_a_link_are_replaced_where_they_are(study: Path, place: Path) -> None:
    run(study, out=place / "results")
    (place / "link").symlink_to("results")
    run(study, out=place / "link", seed=2)
    assert Results(place / "results").manifest["seed"] == 2
    assert (place / "link").is_symlink()


@pytest.mark.parametrize(
    ("file", "name"), [("../up.yaml", "up"), ("a b;c.yaml", "a-b-c"), ("....yaml", "study")]
)
def test_no_file_name_leads_out_of_the_results(study: Path, file: str, name: str) -> None:
    path = study.parent / file
    path.write_text(STUDY, encoding="utf-8")
    assert Scenario.load(path).name == name
