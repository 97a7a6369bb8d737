"""Sweeps killed at random moments, and on a cluster that loses a worker: the same bytes."""

from __future__ import annotations

import json
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

from cagame.executors import Dask, Processes
from cagame.sweep import Progress, SweepDesign, sweep
from cagame.sweep.blocks import OUTCOMES, RECEIPTS, WORLDS

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.soak

STUDY = """\
title: A study
question: Does it survive?
years: {decision: 2009, end: 2012}
reference: joint-roadmap
variants:
  joint-roadmap: {eu: joint-roadmap}
  values-first: {eu: values-first}
outcomes: [eu_influence, governance, payoff_eu]
"""
DESIGN = """\
title: A sweep of many blocks
question: Does it survive?
scenario: study.yaml
worlds: 12000
seed: 1
block: 300
levers:
  eu.budget: [0.5, 2]
  eu.channels: simplex
grid:
  effectiveness: [0, 2]
"""
MOMENTS, WORKERS = 20, 2
#: Seconds in which a command starts, and is well under way.
SPAN = 8.0


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("files")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "many.yaml").write_text(DESIGN, encoding="utf-8")
    return folder / "many.yaml"


@pytest.fixture(scope="module")
def whole(file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the sweep, never disturbed."""
    return files(sweep(file, out=tmp_path_factory.mktemp("whole") / "results").folder)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def stems(folder: Path, *parts: str) -> set[str]:
    """Blocks of which there is something, half written or whole."""
    found = [path for part in parts for path in (folder / part).glob("*")]
    return {path.name.lstrip(".").partition(".")[0] for path in found}


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


def parent_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # ended meanwhile
        return 0


def workers_of(process: int, mark: str) -> list[int]:
    """Workers are children of a server, which is a child of the command."""
    return [each for each in processes_with(mark) if parent_of(parent_of(each)) == process]


def kill_at(file: Path, out: Path, moment: float, *, worker: bool) -> str:
    """Kill the command, or one of its workers, and say what it said."""
    mark = f"MARK={uuid4()}"
    command = [sys.executable, "-m", "cagame", "sweep", str(file), "--out", str(out)]
    with subprocess.Popen(
        [*command, "--workers", str(WORKERS)],
        env=os.environ | dict([mark.split("=")]),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        time.sleep(moment)
        if worker:
            end = time.monotonic() + 60
            while process.poll() is None and not workers_of(process.pid, mark):
                assert time.monotonic() < end, "no worker has started"
                time.sleep(0.01)
            for each in workers_of(process.pid, mark)[:1]:
                os.kill(each, signal.SIGKILL)
        else:
            process.kill()
        _, said = process.communicate(timeout=60)
    end = time.monotonic() + 60
    while processes_with(mark):
        assert time.monotonic() < end, "workers outlive their parent"
        time.sleep(0.01)
    return said


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="workers are found in /proc")
@pytest.mark.parametrize("worker", [False, True], ids=["parent", "worker"])
def test_a_sweep_killed_at_twenty_moments_ends_in_the_same_bytes(
    file: Path, whole: dict[str, bytes], tmp_path: Path, *, worker: bool
) -> None:
    out, moments, done = tmp_path / "results", random.Random(7), set[str]()  # noqa: S311 (no secret)
    killed = 0
    while killed < MOMENTS:
        said = kill_at(file, out, moments.uniform(0, SPAN), worker=worker)
        if (out / "summary.csv").exists():  # it was done first
            sweep(file, out=out)
            assert files(out) == whole
            shutil.rmtree(out)
            done = set()
            continue
        killed += 1
        # At most the block that each worker was at is lost; what was done stays as it was.
        begun, ready = stems(out, OUTCOMES, WORLDS, RECEIPTS), stems(out, RECEIPTS)
        assert done <= ready
        assert len(begun - ready) <= WORKERS
        assert "Traceback" not in said
        if worker and said:
            assert said.startswith("Error: a worker was ended from outside")
        done = {stem for stem in ready if (out / RECEIPTS / f"{stem}.json").is_file()}
    seen: list[Progress] = []
    sweep(file, out=out, executor=Processes(WORKERS), watch=seen.append)
    assert seen[0].done == len(done)
    assert files(out) == whole


# --- a cluster ----------------------------------------------------------------------------


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own on this computer, in this order."""
    note = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    here = ["--scheduler-file", str(note), "--no-dashboard"]
    running = [
        subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *here], **quiet)
    ]
    options = ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
    try:
        command = [*dask, "worker", *here, *options]
        running += [subprocess.Popen(command, **quiet) for _ in range(workers)]
        yield address_in(note, workers), running
    finally:
        for process in running:
            process.kill()
            process.wait()


def address_in(note: Path, workers: int) -> str:
    """Address of the scheduler, once all workers have come."""
    from distributed import Client

    end = time.monotonic() + 60
    while not note.is_file():
        assert time.monotonic() < end, "no scheduler has started"
        time.sleep(0.1)
    address = str(json.loads(note.read_text())["address"])
    with Client(address, timeout="30s") as client:
        client.wait_for_workers(workers, timeout=60)
    return address


@pytest.mark.parametrize("after", [1, 10, 40])
def test_a_cluster_that_loses_a_worker_makes_the_same_bytes(
    file: Path, whole: dict[str, bytes], tmp_path: Path, after: int
) -> None:
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", 2) as (address, [_, first, second]):
        killed: list[int] = []

        def kill_one(progress: Progress) -> None:
            if progress.done >= after and not killed:
                first.kill()
                first.wait()
                killed.append(progress.done)

        sweep(file, out=tmp_path / "results", executor=Dask(address), watch=kill_one)
        assert killed
        assert second.poll() is None
    assert files(tmp_path / "results") == whole


def test_a_sweep_whose_scheduler_is_lost_goes_on_elsewhere(
    file: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "cluster").mkdir()
    command = [sys.executable, "-m", "cagame", "sweep", str(file)]
    options = ["--out", str(tmp_path / "results"), "--scheduler"]
    with (
        cluster(tmp_path / "cluster", 1) as (address, [scheduler, _]),
        subprocess.Popen(
            [*command, *options, address], stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        end = time.monotonic() + 60
        while len(list((tmp_path / "results" / RECEIPTS).glob("*.json"))) < 5:
            assert time.monotonic() < end, "no block was made"
            time.sleep(0.05)
        scheduler.kill()
        _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert said.startswith("Error: the Dask scheduler was lost")
    design = SweepDesign.load(file)
    seen: list[Progress] = []
    sweep(design, out=tmp_path / "results", executor=Processes(WORKERS), watch=seen.append)
    assert 5 <= seen[0].done < len(design.blocks)
    assert files(tmp_path / "results") == whole
