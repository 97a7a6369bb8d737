"""Sweeps that are stopped, damaged, crowded out and asked: the same tables, or one clear sentence.

Whatever happens to a sweep, running it again ends in the same files as if nothing had happened.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cagame.cli import app
from cagame.errors import CagameError, InputError, ResultsError, RunError
from cagame.executors import Dask, Processes
from cagame.sweep import Progress, SweepDesign, SweepResults, count_states, sweep
from cagame.sweep.blocks import OUTCOMES, RECEIPTS, WORLDS
from cagame.sweep.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from click.testing import Result

    Disk = Callable[[float, Path], AbstractContextManager[None]]

STUDY = """\
title: A small study
question: Does it survive?
years: {decision: 2009, end: 2010}
worlds: 12
reference: joint-roadmap
variants:
  joint-roadmap: {eu: joint-roadmap}
  values-first: {eu: values-first}
outcomes: [eu_influence, governance]
"""
DESIGN = """\
title: A small sweep
question: Does it survive?
scenario: study.yaml
worlds: 20
seed: 1
block: 10
levers:
  eu.budget: [0.5, 2]
grid:
  eu.council_rule: [compromise, qmv]
  "effectiveness[EU]": [0, 2]
years: [2009, 2010]
keep: [steering]
"""
BLOCKS = 4
PARTS = (OUTCOMES, WORLDS, RECEIPTS)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small design, beside the study that it sweeps."""
    folder: Path = tmp_path_factory.mktemp("files")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "small.yaml").write_text(DESIGN, encoding="utf-8")
    return folder / "small.yaml"


@pytest.fixture(scope="module")
def design(file: Path) -> SweepDesign:
    return SweepDesign.load(file)


@pytest.fixture(scope="module")
def whole(design: SweepDesign, tmp_path_factory: pytest.TempPathFactory) -> SweepResults:
    """The sweep, never disturbed."""
    return sweep(design, out=tmp_path_factory.mktemp("whole") / "results")


@pytest.fixture
def results(whole: SweepResults, tmp_path: Path) -> Path:
    """A copy of the whole sweep, to be damaged."""
    shutil.copytree(whole.folder, tmp_path / "results")
    return tmp_path / "results"


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def beside(file: Path, name: str, text: str) -> SweepDesign:
    """Another design in the folder of a first one."""
    other = file.with_name(f"{name}.yaml")
    other.write_text(text, encoding="utf-8")
    return SweepDesign.load(other)


def stamps(folder: Path) -> dict[str, int]:
    """When each file was written, by its name."""
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.rglob("*.parquet")}


def cagame(*arguments: object) -> Result:
    runner = CliRunner(env={"COLUMNS": "100"})
    return runner.invoke(app, [str(each) for each in arguments])


# --- the same bytes -----------------------------------------------------------------------


def test_a_sweep_leaves_its_files_and_nothing_else(whole: SweepResults) -> None:
    names = set(files(whole.folder))
    stems = whole.manifest["blocks"]
    expected = {f"{part}/{stem}.parquet" for part in (OUTCOMES, WORLDS) for stem in stems}
    expected |= {f"{RECEIPTS}/{stem}.json" for stem in (*stems, "summary")}
    assert names == expected | {"sweep.json", "summary.csv"}
    assert len(stems) == BLOCKS


def test_workers_change_no_byte(design: SweepDesign, whole: SweepResults, tmp_path: Path) -> None:
    found = sweep(design, out=tmp_path / "two", executor=Processes(2))
    assert files(found.folder) == files(whole.folder)
    assert not multiprocessing.active_children()


def test_a_dask_cluster_changes_no_byte(
    design: SweepDesign, whole: SweepResults, tmp_path: Path
) -> None:
    found = sweep(design, out=tmp_path / "dask", executor=Dask(workers=1))
    assert files(found.folder) == files(whole.folder)


def test_no_time_no_place_and_no_machine_stand_in_the_files(whole: SweepResults) -> None:
    everything = b"".join(files(whole.folder).values())
    for word in (str(whole.folder), os.uname().nodename * 2, time.strftime("%Y-%m-%d")):
        assert word.encode() not in everything


# --- stopped ------------------------------------------------------------------------------


def stopped_after(count: int, stop: BaseException) -> Callable[[Progress], None]:
    def watch(progress: Progress) -> None:
        if progress.done >= count:
            raise stop

    return watch


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("done", [0, 1, 3])
def test_an_interrupted_sweep_goes_on_where_it_was(
    design: SweepDesign, whole: SweepResults, tmp_path: Path, workers: int, done: int
) -> None:
    out, executor = tmp_path / "results", Processes(workers) if workers > 1 else None
    with pytest.raises(KeyboardInterrupt):
        sweep(design, out=out, executor=executor, watch=stopped_after(done, KeyboardInterrupt()))
    # Nobody goes on writing, and nothing half written is left.
    assert not multiprocessing.active_children()
    assert not list(out.rglob("*.partial"))
    kept = count_states(out, design)["done"]
    assert done <= kept <= BLOCKS
    before = stamps(out)
    seen: list[Progress] = []
    sweep(design, out=out, executor=executor, watch=seen.append)
    assert seen[0].done == kept
    assert [progress.done for progress in seen] == list(range(kept, BLOCKS + 1))
    assert files(out) == files(whole.folder)
    # A block that is done stands as it was written.
    assert sum(stamps(out)[name] == stamp for name, stamp in before.items()) >= 2 * kept


def written_in_order(whole: SweepResults) -> list[str]:
    """Files of a sweep in the order in which they are written."""
    blocks = [
        f"{part}/{stem}{ending}"
        for stem in whole.manifest["blocks"]
        for part, ending in ((WORLDS, ".parquet"), (OUTCOMES, ".parquet"), (RECEIPTS, ".json"))
    ]
    return ["sweep.json", *blocks, "summary.csv", f"{RECEIPTS}/summary.json"]


@pytest.mark.parametrize("count", range(3 * BLOCKS + 4))
def test_a_sweep_that_was_killed_after_any_file_goes_on(
    design: SweepDesign, whole: SweepResults, tmp_path: Path, count: int
) -> None:
    out = tmp_path / "results"
    out.mkdir()
    for name in written_in_order(whole)[:count]:
        (out / name).parent.mkdir(exist_ok=True)
        shutil.copy(whole.folder / name, out / name)
    sweep(design, out=out)
    assert files(out) == files(whole.folder)


@pytest.mark.parametrize("there", [(), (OUTCOMES,), (OUTCOMES, WORLDS), PARTS])
@pytest.mark.parametrize("manifest", [True, False])
def test_a_sweep_that_was_killed_while_it_began_goes_on(
    design: SweepDesign, whole: SweepResults, tmp_path: Path, there: tuple[str], *, manifest: bool
) -> None:
    out = tmp_path / "results"
    out.mkdir()
    for part in there:
        (out / part).mkdir()
    if manifest:
        shutil.copy(whole.folder / "sweep.json", out)
    sweep(design, out=out)
    assert files(out) == files(whole.folder)


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        return process.pid


def test_what_killed_workers_of_this_computer_left_is_cleared(
    design: SweepDesign, whole: SweepResults, tmp_path: Path
) -> None:
    out, here = tmp_path / "results", os.uname().nodename
    for part in PARTS:
        (out / part).mkdir(parents=True)
        (out / part / f".x.parquet.{here}.{dead_process()}.partial").write_text("half")
    (out / f".sweep.json.{here}.{dead_process()}.partial").write_text("half")
    sweep(design, out=out)
    assert files(out) == files(whole.folder)


def test_what_others_are_writing_is_left_alone(
    design: SweepDesign, whole: SweepResults, tmp_path: Path
) -> None:
    out, here = tmp_path / "results", os.uname().nodename
    (out / OUTCOMES).mkdir(parents=True)
    theirs = {
        f"{OUTCOMES}/.x.parquet.{here}.{os.getppid()}.partial": b"half",
        f"{OUTCOMES}/.x.parquet.elsewhere.{dead_process()}.partial": b"half",
    }
    for name, content in theirs.items():
        (out / name).write_bytes(content)
    sweep(design, out=out)
    assert files(out) == files(whole.folder) | theirs


def test_two_that_run_the_same_sweep_at_once_do_no_harm(
    design: SweepDesign, whole: SweepResults, tmp_path: Path
) -> None:
    def another(progress: Progress) -> None:
        if progress.done == 1:
            sweep(design, out=tmp_path / "results", executor=Processes(1))

    sweep(design, out=tmp_path / "results", watch=another)
    assert files(tmp_path / "results") == files(whole.folder)


def test_a_killed_worker_is_told_and_the_sweep_goes_on(
    design: SweepDesign, whole: SweepResults, tmp_path: Path
) -> None:
    def kill(progress: Progress) -> None:
        if progress.done == 1:
            for worker in multiprocessing.active_children():
                worker.kill()

    with pytest.raises(RunError, match=r"a worker was ended from outside.*--workers 1"):
        sweep(design, out=tmp_path / "results", executor=Processes(1), watch=kill)
    assert count_states(tmp_path / "results", design)["done"] >= 1
    sweep(design, out=tmp_path / "results")
    assert files(tmp_path / "results") == files(whole.folder)


def test_a_finished_sweep_is_not_touched_again(design: SweepDesign, results: Path) -> None:
    def forbidden(*_arguments: object) -> None:
        pytest.fail("there was nothing to do")

    class Nobody:
        run = forbidden

    before = stamps(results)
    sweep(design, out=results, executor=Nobody())
    assert stamps(results) == before


def test_ctrl_c_leaves_what_is_done_and_the_command_goes_on(file: Path, tmp_path: Path) -> None:
    longer = file.parent / "longer.yaml"
    longer.write_text(DESIGN.replace("worlds: 20", "worlds: 3000").replace(": 10", ": 500"))
    out, command = tmp_path / "results", [sys.executable, "-m", "cagame", "sweep", str(longer)]
    options = ["--out", str(out), "--workers", "2"]
    with subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        end = time.monotonic() + 60
        while not list(out.glob(f"{RECEIPTS}/*.json")):
            assert time.monotonic() < end, "no block was made"
            time.sleep(0.01)
        # A terminal sends Ctrl-C to all processes of the command at once.
        os.killpg(process.pid, signal.SIGINT)
        said, told = process.communicate(timeout=60)
    assert (process.returncode, said, told) == (130, "", "Stopped.\n")
    assert not list(out.rglob("*.partial"))
    design = SweepDesign.load(longer)
    kept = count_states(out, design)["done"]
    assert 0 < kept < len(design.blocks)
    seen: list[Progress] = []
    sweep(design, out=out, watch=seen.append)
    assert seen[0].done == kept
    assert files(out) == files(sweep(design, out=tmp_path / "other").folder)


# --- damaged ------------------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path, place: int | None = None, bit: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 1 << bit
    path.write_bytes(content)


def unlink(path: Path) -> None:
    path.unlink()


def exchange(path: Path) -> None:
    """Put the file of another block in its place."""
    shutil.copy(next(other for other in sorted(path.parent.iterdir()) if other != path), path)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", [cut, empty, flip, unlink, exchange])
def test_a_damaged_block_is_told_from_good_ones_and_made_anew(
    design: SweepDesign,
    whole: SweepResults,
    results: Path,
    part: str,
    damage: Callable[[Path], None],
) -> None:
    broken = min((results / part).glob("000002-*"))
    damage(broken)
    gone = part == RECEIPTS and damage is unlink
    found = count_states(results, design)
    assert found == {"done": BLOCKS - 1, "missing" if gone else "damaged": 1}
    if not gone:
        with pytest.raises(ResultsError, match="1 of 4 blocks are damaged"):
            SweepResults(results).query("SELECT count(*) FROM outcomes")
    before = stamps(results)
    sweep(design, out=results)
    assert files(results) == files(whole.folder)
    redone = {name for name, stamp in stamps(results).items() if before.get(name) != stamp}
    assert redone == {f"{table}/{broken.stem}.parquet" for table in (OUTCOMES, WORLDS)}


@settings(max_examples=40)
@given(data=st.data())
def test_whatever_bit_is_flipped_in_whatever_file_is_found_and_put_right(
    data: st.DataObject, design: SweepDesign, whole: SweepResults
) -> None:
    names = sorted(files(whole.folder))
    name = data.draw(st.sampled_from(names))
    place = data.draw(st.integers(0, (whole.folder / name).stat().st_size - 1))
    try:
        flip(whole.folder / name, place, data.draw(st.integers(0, 7)))
        before = files(whole.folder)
        sweep(design, out=whole.folder)
        after = files(whole.folder)
        assert [each for each in names if after[each] != before[each]] == [name]
    finally:
        # Repaired, or removed so that the next example starts from a good one.
        sweep(design, out=whole.folder)


def test_results_of_a_damaged_manifest_are_not_read(results: Path, whole: SweepResults) -> None:
    """A changed year or name would label numbers wrongly."""
    manifest = results / "sweep.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("values-first", "values-last"), encoding="utf-8")
    with pytest.raises(ResultsError, match=r"sweep\.json is damaged.*writes it anew"):
        SweepResults(results)
    assert SweepResults(whole.folder).complete


def test_a_disk_that_gives_a_block_no_longer_back_counts_as_damage(
    design: SweepDesign, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("cagame.sweep.blocks.checksum", refuse)
    assert count_states(results, design) == {"damaged": BLOCKS}


def test_an_unfinished_sweep_can_be_read_and_says_that_it_is_not_whole(results: Path) -> None:
    max((results / RECEIPTS).glob("0*")).unlink()
    found = SweepResults(results)
    assert not found.complete
    assert found.query("SELECT count(*) AS n FROM worlds")["n"].tolist() == [30]
    for receipt in (results / RECEIPTS).glob("0*"):
        receipt.unlink()
    with pytest.raises(ResultsError, match="no block is done yet"):
        SweepResults(results).query("SELECT 1")


# --- no room, no permission, no such place ------------------------------------------------


@pytest.mark.parametrize("room", [0, 4, 12, 24, 40, 60, 80])
def test_a_disk_that_fills_up_is_told_and_the_sweep_goes_on_when_there_is_room(
    design: SweepDesign, whole: SweepResults, tmp_path: Path, disk_of: Disk, room: int
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with disk_of(1, place):
        others = place / "others"
        others.write_bytes(bytes(shutil.disk_usage(place).free - room * 1024))
        told = failure(design, place / "results")
        assert "(No space left on device)" in told
        assert "\n" not in told
        others.unlink()
        sweep(design, out=place / "results")
        assert files(place / "results") == files(whole.folder)


def failure(design: SweepDesign, out: Path) -> str:
    """Message of a failing sweep; the error itself would keep its files open."""
    try:
        sweep(design, out=out)
    except RunError as error:
        return str(error)
    return "it did not fail"


def test_a_summary_without_room_is_told_and_made_later(
    design: SweepDesign, whole: SweepResults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pandas.DataFrame.to_csv", refuse)
        assert "the summary could not be written" in failure(design, tmp_path / "results")
    sweep(design, out=tmp_path / "results")
    assert files(tmp_path / "results") == files(whole.folder)


def test_a_folder_that_may_not_be_written_to_is_told(design: SweepDesign, tmp_path: Path) -> None:
    # The superuser may write everywhere but to /proc.
    closed = Path("/proc") if os.geteuid() == 0 else tmp_path
    tmp_path.chmod(0o555)
    with pytest.raises(RunError, match=r"cannot be written to .*--out"):
        sweep(design, out=closed / "results")
    tmp_path.chmod(0o755)


def test_a_finished_sweep_on_a_disk_for_reading_only_can_be_run_and_read(
    design: SweepDesign, whole: SweepResults, tmp_path: Path, disk_of: Disk
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with disk_of(2, place):
        shutil.copytree(whole.folder, place / "results")
        command = ["mount", "-o", "remount,ro", str(place)]
        subprocess.run(command, check=True)
        assert sweep(design, out=place / "results").complete
        assert len(SweepResults(place / "results").frame()) == 2 * 2 * 2 * 2 * 20
        # One that is not finished says what is in the way.
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)  # noqa: S607
        next((place / "results" / RECEIPTS).glob("0*")).unlink()
        subprocess.run(command, check=True)
        assert "Read-only file system" in failure(design, place / "results")


@pytest.mark.parametrize(
    "out", ["file", "file/results", "folder", "x" * 300, "nul\0byte"], ids=lambda out: out[:12]
)
@pytest.mark.parametrize("resume", [True, False])
def test_a_place_where_no_sweep_can_go_is_refused_and_left_as_it_is(
    file: Path, tmp_path: Path, out: str, *, resume: bool
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder" / OUTCOMES).mkdir(parents=True)
    (tmp_path / "folder" / "summary.csv").write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    arguments = ["sweep", file, "--out", tmp_path / out, "--workers", 1]
    done = cagame(*arguments, *([] if resume else ["--replace"]))
    assert done.exit_code in {1, 2}
    assert done.stderr.startswith("Error: ")
    assert "--out" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "defect" not in done.stderr
    assert files(tmp_path) == before


def test_a_missing_folder_is_made(design: SweepDesign, tmp_path: Path) -> None:
    assert sweep(design, out=tmp_path / "a" / "b" / "results").complete


def test_another_design_in_the_folder_is_refused_and_replaced_only_on_demand(
    file: Path, results: Path
) -> None:
    other = file.parent / "other.yaml"
    other.write_text(DESIGN.replace("seed: 1", "seed: 2"), encoding="utf-8")
    before = files(results)
    arguments = ("sweep", other, "--out", results, "--workers", 1, "--quiet")
    done = cagame(*arguments)
    assert done.exit_code == 2
    assert "another design" in done.stderr
    assert "--replace" in done.stderr
    assert files(results) == before
    done = cagame(*arguments, "--replace")
    assert (done.exit_code, done.stdout) == (0, f"{results}\n")
    assert set(files(results)).isdisjoint(set(before) - {"sweep.json", "summary.csv"} - RECEIPT)
    again = cagame(*arguments)
    assert again.exit_code == 0


RECEIPT = {f"{RECEIPTS}/summary.json"}


def test_a_better_title_keeps_all_blocks(whole: SweepResults, results: Path, file: Path) -> None:
    before = stamps(results)
    again = sweep(beside(file, "titled", DESIGN.replace("A small", "A telling")), out=results)
    assert stamps(results) == before
    assert again.manifest["design"]["title"] == "A telling sweep"
    assert again.manifest["blocks"] == whole.manifest["blocks"]


def test_variants_in_another_order_are_another_sweep(design: SweepDesign, file: Path) -> None:
    first, second = STUDY.splitlines()[6:8]
    turned = STUDY.replace(f"{first}\n{second}", f"{second}\n{first}")
    file.with_name("turned.yaml").write_text(turned, encoding="utf-8")
    other = beside(file, "other", DESIGN.replace("study.yaml", "turned.yaml"))
    assert other.hash() == design.hash()
    assert identity_of(other) != identity_of(design)


def test_another_version_is_refused(
    design: SweepDesign, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cagame.sweep.identity.code_version", lambda: "other")
    with pytest.raises(ResultsError, match="by another version of cagame"):
        sweep(design, out=results)
    with pytest.raises(ResultsError, match="by another version of cagame"):
        count_states(results, design)


def test_a_worker_with_another_version_is_refused(
    design: SweepDesign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cagame.sweep.running.identity_of", lambda _design: "other")
    with pytest.raises(RunError, match="a worker has another version"):
        sweep(design, out=tmp_path / "results")


def test_blocks_of_another_design_are_never_mixed_in(
    file: Path, design: SweepDesign, results: Path
) -> None:
    (results / "sweep.json").unlink()
    other = file.parent / "mixed.yaml"
    other.write_text(DESIGN.replace("seed: 1", "seed: 3"), encoding="utf-8")
    with pytest.raises(ResultsError, match="another design"):
        sweep(other, out=results)
    assert sweep(design, out=results).complete


# --- the command --------------------------------------------------------------------------


def test_the_command_says_what_it_has_done_and_what_to_ask(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    done = cagame("sweep", file, "--out", out, "--workers", 1)
    assert done.exit_code == 0, done.stderr
    assert "4 blocks, 360 world-years" in done.stdout
    question = done.stdout.split('"')[1].replace("\n", " ")
    assert cagame("query", out, question).exit_code == 0


def test_status_and_verify_say_what_is_there(file: Path, results: Path) -> None:
    arguments = ("sweep", file, "--out", results)
    for option in ("--status", "--verify"):
        done = cagame(*arguments, option)
        assert done.exit_code == 0
        assert "4 of 4 blocks done, 0 missing, 0 damaged" in done.stdout
    flip(min((results / OUTCOMES).iterdir()))
    sorted((results / RECEIPTS).glob("0*"))[1].unlink()
    before = files(results)
    done = cagame(*arguments, "--status")
    assert done.exit_code == 0
    assert "2 of 4 blocks done, 1 missing, 1 damaged" in done.stdout
    done = cagame(*arguments, "--verify")
    assert done.exit_code == 1
    assert "1 block damaged" in done.stderr
    assert "makes damaged blocks anew" in done.stderr
    assert files(results) == before


def test_status_of_what_never_began_says_so(file: Path, tmp_path: Path) -> None:
    done = cagame("sweep", file, "--out", tmp_path / "nothing", "--status")
    assert done.exit_code == 2
    assert "there is no sweep here" in done.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_dry_run_starts_nothing(file: Path, tmp_path: Path) -> None:
    done = cagame("sweep", file, "--out", tmp_path / "results", "--workers", 2, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "40 in 4 blocks" in done.stdout
    assert "with 2 workers" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_dry_run_says_when_the_disk_is_too_small(
    file: Path, tmp_path: Path, disk_of: Disk
) -> None:
    large = file.parent / "large.yaml"
    large.write_text(DESIGN.replace("worlds: 20", "worlds: 200000").replace(": 10", ": 1000"))
    with disk_of(1, tmp_path):
        done = cagame("sweep", large, "--out", tmp_path / "results", "--dry-run")
    assert done.exit_code == 2
    assert "the sweep needs about" in done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [(("seed: 1", "sed: 1"), "Did you mean 'seed'"), (("study.yaml", "none.yaml"), "no such file")],
)
def test_a_broken_design_ends_with_two_and_starts_nothing(
    file: Path, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    broken = file.parent / "broken.yaml"
    broken.write_text(DESIGN.replace(*change), encoding="utf-8")
    for options in ([], ["--dry-run"], ["--status"], ["--verify"], ["--replace"]):
        done = cagame("sweep", broken, "--out", tmp_path / "results", *options)
        assert done.exit_code == 2
        assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_scheduler_that_does_not_answer_is_told(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cagame.executors.ANSWER", "200ms")
    for address in ("tcp://127.0.0.1:9", "nonsense://x", "x"):
        done = cagame("sweep", file, "--out", tmp_path / "r", "--scheduler", address)
        assert done.exit_code == 1
        assert f"no Dask scheduler answers at {address}" in done.stderr


@pytest.mark.parametrize(("module", "option"), [("distributed", "--dask"), ("duckdb", "query")])
def test_a_missing_extra_says_what_to_install(
    file: Path, results: Path, monkeypatch: pytest.MonkeyPatch, module: str, option: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    next((results / RECEIPTS).glob("0*")).unlink()
    arguments = ("sweep", file, "--out", results, option)
    done = cagame(*(("query", results, "SELECT 1") if option == "query" else arguments))
    assert done.exit_code == 2
    assert "pip install 'cagame[sweep]'" in done.stderr


def test_a_design_is_validated_like_a_scenario(file: Path) -> None:
    done = cagame("validate", file)
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert "is a valid sweep design: 40 worlds in 4 blocks, 4 futures of each" in said
    broken = file.parent / "unsound.yaml"
    broken.write_text(DESIGN.replace("eu.budget", "eu.budgets"), encoding="utf-8")
    done = cagame("validate", broken)
    assert done.exit_code == 2
    assert "line 8: levers > eu.budgets" in done.stderr


# --- asking -------------------------------------------------------------------------------


def test_a_query_sees_every_block_once(whole: SweepResults) -> None:
    sql = """
        SELECT "effectiveness[EU]" AS e, "eu.council_rule" AS rule, variant, external, year,
               count(*) AS n, count(DISTINCT world) AS worlds, max(world) AS last
        FROM outcomes GROUP BY ALL ORDER BY ALL"""
    found = whole.query(sql)
    assert len(found) == 2 * 2 * 2 * 2
    assert (found[["n", "worlds", "last"]] == [20, 20, 19]).all(axis=None)
    assert set(found["external"]) == {"calm"}


def test_worlds_join_outcomes(whole: SweepResults) -> None:
    frame = whole.frame(worlds=True)
    assert len(frame) == 2 * 2 * 2 * 2 * 20
    assert frame["eu.budget"].between(0.5, 2).all()
    by_world = frame.groupby(["effectiveness[EU]", "world"])[["eu.budget", "steering"]]
    assert by_world.min().equals(by_world.max())
    assert frame["eu.budget"].nunique() == 20


def test_a_frame_has_what_was_asked_for_in_a_fixed_order(whole: SweepResults) -> None:
    frame = whole.frame(["governance"], "variant = 'values-first' AND year = 2010")
    assert list(frame.columns) == [*whole.keys, "governance"]
    assert len(frame) == 2 * 2 * 20
    assert frame.sort_values(list(whole.keys)).equals(frame)
    with pytest.raises(ResultsError, match="no outcome 'eu_influense'"):
        whole.frame(["eu_influense"])


def test_weighted_quantiles_are_those_of_the_worlds(whole: SweepResults) -> None:
    weight = 'exp(-"eu.budget")'
    found = whole.quantiles("eu_influence", weight=weight, where="\"eu.council_rule\" = 'qmv'")
    frame = whole.frame(worlds=True)
    frame = frame[frame["eu.council_rule"] == "qmv"]
    for _, row in found.iterrows():
        same = (frame["variant"] == row["variant"]) & (frame["year"] == row["year"])
        values = frame[same].sort_values("eu_influence")
        share = np.exp(-values["eu.budget"]).cumsum() / np.exp(-values["eu.budget"]).sum()
        for level, name in ((0.05, "q0.05"), (0.5, "q0.5"), (0.95, "q0.95")):
            assert row[name] == values["eu_influence"][share >= level].iloc[0]
        assert row["worlds"] == 2 * 20


def test_unweighted_quantiles_are_those_of_the_summary(whole: SweepResults) -> None:
    by = ["effectiveness[EU]", "eu.council_rule", "variant", "year"]
    found = whole.quantiles("governance", by).set_index(by).sort_index()
    summary = whole.summary().query("outcome == 'governance'").set_index(by).sort_index()
    for name, column in (("q0.05", "low"), ("q0.5", "median"), ("q0.95", "high")):
        assert found[name].to_numpy().tolist() == summary[column].to_numpy().tolist()
    assert len(whole.quantiles("governance", ())) == 1


def test_the_summary_on_disk_is_that_of_the_tables(whole: SweepResults) -> None:
    written = pd.read_csv(whole.folder / "summary.csv")
    found = whole.summary()
    assert list(written.columns) == list(found.columns)
    assert len(written) == 2 * 2 * 2 * 2 * 2
    assert (written["worlds"] == 20).all()
    assert np.allclose(written["median"], found["median"], rtol=1e-5)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM outcomes", "nothing"),
        ("SELECT 1 FROM nowhere", "nowhere"),
        ("SELECT 1/0 AS x, error('on purpose')", "on purpose"),
    ],
)
def test_a_query_that_fails_says_why_and_what_there_is(
    whole: SweepResults, sql: str, words: str
) -> None:
    done = cagame("query", whole.folder, sql)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "outcomes and worlds" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_empty_question_is_one_readable_error(whole: SweepResults) -> None:
    done = cagame("query", whole.folder, " ")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "the question is empty" in done.stderr


def test_a_query_that_asks_nothing_answers_nothing(whole: SweepResults) -> None:
    assert whole.query("").empty


def test_long_answers_are_cut_on_screen_and_whole_in_a_file(
    whole: SweepResults, tmp_path: Path
) -> None:
    done = cagame("query", whole.folder, "SELECT * FROM worlds")
    assert done.exit_code == 0
    done = cagame("query", whole.folder, "SELECT * FROM outcomes")
    assert "280 more rows" in done.stdout
    path = tmp_path / "answer.csv"
    done = cagame("query", whole.folder, "SELECT * FROM outcomes", "--out", path)
    assert done.stdout == f"320 rows written to {path}\n"
    assert len(pd.read_csv(path)) == 320


@pytest.mark.parametrize("name", ["", "missing/answer.csv", "x" * 300])
def test_an_answer_that_cannot_be_written_is_told(
    whole: SweepResults, tmp_path: Path, name: str
) -> None:
    place = tmp_path / name if name else Path()
    done = cagame("query", whole.folder, "SELECT 1", "--out", place)
    assert done.exit_code in {1, 2}
    assert "defect" not in done.stderr
    assert not list(tmp_path.iterdir())


# --- exports ------------------------------------------------------------------------------


def test_the_export_has_the_columns_of_the_iamc(whole: SweepResults, tmp_path: Path) -> None:
    path = tmp_path / "iamc.csv"
    done = cagame("export", whole.folder, path)
    assert done.exit_code == 0, done.stderr
    table = pd.read_csv(path)
    index = ["Model", "Scenario", "Region", "Variable", "Unit"]
    assert list(table.columns) == [*index, "2009", "2010"]
    assert not table.duplicated(index).any()
    # Cases of a grid and variants are scenarios; quantiles of outcomes are variables.
    assert table["Scenario"].nunique() == 2 * 2 * 2
    assert len(table) == 2 * 2 * 2 * 2 * 5
    assert "effectiveness[EU]=2.0 | eu.council_rule=qmv | calm | values-first" in set(
        table["Scenario"]
    )
    assert "EU influence|Median" in set(table["Variable"])
    row = table[
        (table["Variable"] == "EU influence|Median")
        & (table["Scenario"].str.startswith("effectiveness[EU]=0.0 | eu.council_rule=qmv"))
        & (table["Scenario"].str.endswith("values-first"))
    ]
    summary = whole.summary()
    same = summary[
        (summary["outcome"] == "eu_influence")
        & (summary["effectiveness[EU]"] == 0)
        & (summary["eu.council_rule"] == "qmv")
        & (summary["variant"] == "values-first")
    ]
    assert np.allclose(row[["2009", "2010"]].to_numpy()[0], same["median"])


def test_the_csv_has_every_row_with_its_world(whole: SweepResults, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    done = cagame("export", whole.folder, path, "--format", "csv")
    assert done.stdout == f"320 rows written to {path}\n"
    table = pd.read_csv(path)
    keys = list(whole.keys)
    written = table.sort_values(keys, ignore_index=True)
    frame = pd.read_csv(io.StringIO(whole.frame(worlds=True).to_csv(index=False)))
    pd.testing.assert_frame_equal(written, frame[written.columns])
    # Block after block, as they are numbered.
    assert table["effectiveness[EU]"].is_monotonic_increasing
    once = path.read_bytes()
    cagame("export", whole.folder, path, "--format", "csv")
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    ("folder", "form", "words"),
    [("results", "xlsx", "is not a format"), ("nothing", "iamc", "neither a study nor a sweep")],
)
def test_an_export_of_nothing_or_to_nothing_is_refused(
    results: Path, tmp_path: Path, folder: str, form: str, words: str
) -> None:
    del results
    done = cagame("export", tmp_path / folder, tmp_path / "file.csv", "--format", form)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "file.csv").exists()


def test_damaged_blocks_are_not_exported(results: Path, tmp_path: Path) -> None:
    flip(min((results / WORLDS).iterdir()))
    for form in ("iamc", "csv"):
        done = cagame("export", results, tmp_path / "file.csv", "--format", form)
        assert done.exit_code == 2
        assert "damaged" in done.stderr
        assert not (tmp_path / "file.csv").exists()


def test_errors_survive_the_way_from_a_worker() -> None:
    error = RunError("a block could not be written", remedy="Free space.")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert isinstance(copy, CagameError)
    assert str(copy) == str(error)
    assert not isinstance(copy, InputError)


def test_the_manifest_says_what_was_swept(whole: SweepResults) -> None:
    manifest = json.loads((whole.folder / "sweep.json").read_text(encoding="utf-8"))
    assert manifest["design"]["grid"] == {
        "effectiveness[EU]": [0.0, 2.0],
        "eu.council_rule": ["compromise", "qmv"],
    }
    assert set(manifest["versions"]) == {"python", "mesa", "numpy", "pyarrow", "scipy"}
