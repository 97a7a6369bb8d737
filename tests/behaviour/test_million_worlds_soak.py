"""A million worlds on two workers: memory that does not grow with their number."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cagame.sweep import SweepResults

REPOSITORY = Path(__file__).parents[2]
#: What a laptop can spare for each process.
LIMIT = 1 << 30

RUN = """
import sys
from cagame.executors import local
from cagame.sweep import SweepDesign, sweep

if __name__ == "__main__":
    sweep(SweepDesign.load(sys.argv[1]), out=sys.argv[2], executor=local(2))
"""


@pytest.mark.soak
def test_a_million_worlds_need_less_than_a_gibibyte_of_any_process(tmp_path):
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    design = REPOSITORY / "experiments" / "million.yaml"
    command = [sys.executable, script, design, tmp_path / "million"]
    peaks: dict[int, int] = {}
    with subprocess.Popen(command) as run:
        while run.poll() is None:
            for each in family(run.pid):
                peaks[each.pid] = max(peaks.get(each.pid, 0), memory(each))
            time.sleep(0.2)
    assert run.returncode == 0
    # The parent, its server of workers, and two workers at least.
    assert len(peaks) >= 4
    assert max(peaks.values()) < LIMIT, peaks
    counted = SweepResults(tmp_path / "million").query("SELECT count(*) AS rows FROM outcomes")
    assert counted["rows"].item() == 2_000_000


def family(process: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(process)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0
