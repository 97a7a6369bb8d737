"""Where pieces of work are done: here, in processes of this computer, or on a Dask cluster.

Each executor does the same pieces and gives back the same answers, in the order in which they
are ready. What a piece leaves behind is for the piece to write; only its small answer travels.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import CancelledError, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import resource_tracker
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cagame.errors import InputError, RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

Item = TypeVar("Item")
Answer = TypeVar("Answer")

#: Seconds between two looks at the workers' progress.
PATIENCE = 0.1
#: Seconds that a pool may take to close.
FAREWELL = 5.0
#: Pieces that wait for each worker: enough to keep it busy, few enough to keep memory flat.
WAITING = 3
#: Where Dask writes tracebacks when a connection ends; each has a level of its own.
LOUD = ("distributed.client", "distributed.core", "distributed.utils")
#: How long a Dask scheduler may take to answer.
ANSWER = "10s"
#: The model uses no linear algebra; idle threads of it would only take memory.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Executor(Protocol):
    """Does pieces of work somewhere."""

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        watch: Callable[[], None] | None = None,
    ) -> Generator[Answer, None, None]:
        """Do all pieces and yield their answers as they come.

        Parameters
        ----------
        work : what to do with an item; a function of a module, so that it can travel
        watch : called every now and then while waiting

        Raises
        ------
        RunError
            Where a worker was lost.
        """
        ...


@dataclass(frozen=True)
class Here:
    """Does everything in this process, one piece after the other."""

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        watch: Callable[[], None] | None = None,
    ) -> Generator[Answer, None, None]:
        """Do all pieces and yield their answers."""
        for item in items:
            yield work(item)
            if watch is not None:
                watch()


@dataclass(frozen=True)
class Processes:
    """Does pieces side by side in new processes of this computer, and a single one in this.

    Attributes
    ----------
    workers : how many
    """

    workers: int

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        watch: Callable[[], None] | None = None,
    ) -> Generator[Answer, None, None]:
        """Do all pieces and yield their answers as they come; a single one is done here."""
        if len(items) == 1:
            yield from Here().run(work, items, watch)
            return
        left = iter(items)
        context = multiprocessing.get_context("forkserver")
        pool = ProcessPoolExecutor(self.workers, context, serve_the_parent)
        try:
            with _undisturbed(), _no_script():
                first = islice(left, WAITING * self.workers)
                waiting = {pool.submit(work, item) for item in first}
            while waiting:
                done, waiting = wait(waiting, timeout=PATIENCE, return_when="FIRST_COMPLETED")
                waiting |= {pool.submit(work, item) for item in islice(left, len(done))}
                if watch is not None:
                    watch()
                for future in done:
                    yield future.result()
        except BrokenProcessPool as error:
            message = "a worker was ended from outside, most likely for want of memory"
            raise RunError(message, remedy="Run fewer workers, such as `--workers 1`.") from error
        finally:
            end(pool)


@dataclass(frozen=True)
class Dask:
    """Does pieces on a Dask cluster whose workers see the same folders as this process.

    Attributes
    ----------
    address : of a scheduler that is running, such as ``tcp://10.0.0.1:8786``; a cluster of this
        computer's own unless given
    workers : of that own cluster
    """

    address: str | None = None
    workers: int = 1

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        watch: Callable[[], None] | None = None,
    ) -> Generator[Answer, None, None]:
        """Do all pieces and yield their answers as they come; a lost worker's are done again."""
        distributed = _distributed()
        with _readable(distributed), self._client(distributed) as client:
            left = iter(items)
            most = WAITING * max(len(client.scheduler_info()["workers"]), self.workers)
            first = [client.submit(work, item, pure=False) for item in islice(left, most)]
            ready = distributed.as_completed(first)
            for future in ready:
                for item in islice(left, 1):
                    ready.add(client.submit(work, item, pure=False))
                yield future.result()
                if watch is not None:
                    watch()

    @contextmanager
    def _client(self, distributed: ModuleType) -> Iterator[Any]:
        if self.address is None:
            with (
                distributed.LocalCluster(
                    n_workers=self.workers, threads_per_worker=1, dashboard_address=None
                ) as cluster,
                distributed.Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = distributed.Client(self.address, timeout=ANSWER)
        except (OSError, ValueError) as error:
            message = f"no Dask scheduler answers at {self.address}"
            raise RunError(
                message, remedy="Start one (`dask scheduler`), or leave it out."
            ) from error
        with client:
            if not client.scheduler_info()["workers"]:
                message = f"the Dask scheduler at {self.address} has no workers"
                raise RunError(message, remedy=f"Start some: `dask worker {self.address}`.")
            yield client


def _distributed() -> ModuleType:
    try:
        import distributed  # noqa: PLC0415 (an extra that only clusters need)
    except ImportError as error:
        message = "Dask is not installed"
        raise InputError(message, remedy="Install it: pip install 'cagame[sweep]'.") from error
    return distributed


@contextmanager
def _readable(distributed: ModuleType) -> Iterator[None]:
    """Turn what Dask raises into one sentence, and keep its tracebacks off the screen."""
    levels = {logger: logger.level for logger in map(logging.getLogger, LOUD)}
    for logger in levels:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    except distributed.KilledWorker as error:
        message = "one piece of work ended several Dask workers, most likely for want of memory"
        raise RunError(message, remedy="Make the blocks smaller.") from error
    except CancelledError as error:
        message = "the Dask scheduler was lost"
        raise RunError(message, remedy="Start it again, then run the same again.") from error
    except (ImportError, RuntimeError) as error:
        # Dask wraps what the scheduler could not import.
        missing = error if isinstance(error, ImportError) else error.__cause__
        if not isinstance(missing, ImportError):
            raise
        message = f"the Dask scheduler or a worker of it cannot work ({missing})"
        remedy = "Install the same on all computers."
        raise RunError(message, remedy=remedy) from error
    finally:
        for logger, level in levels.items():
            logger.setLevel(level)


def local(workers: int) -> Here | Processes:
    """Return what does pieces with so many workers on this computer."""
    return Here() if workers == 1 else Processes(workers)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off Ctrl-C, so that no worker is left half started."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only
        return
    noted: list[int] = []
    heard = signal.signal(signal.SIGINT, lambda which, _frame: noted.append(which))
    # Ctrl-C goes to all processes of a terminal, and would end a server that still loads. What
    # starts while it is blocked here has it blocked; the tracker, started first, sees to itself.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, heard)
    if noted:
        raise KeyboardInterrupt


@contextmanager
def _no_script() -> Iterator[None]:
    """Hide the user's script from workers that start meanwhile: they would run it once more."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def serve_the_parent() -> None:
    """Leave Ctrl-C to the parent, which ends its workers, and end with it if it is killed.

    A worker waits for work on a pipe that it holds open itself, so it would wait for ever.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def end(pool: ProcessPoolExecutor) -> None:
    """End all workers now: nobody writes any more once this returns."""
    workers = list((pool._processes or {}).values())  # noqa: SLF001 (no public way before 3.14)
    manager: Any = pool._executor_manager_thread  # noqa: SLF001 (as above)
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
    if manager is not None:
        # The pool's own thread would else meet the end of the interpreter, and complain of it.
        manager.join(FAREWELL)
