"""The parts of the benchmark: one record each, measured in a process of its own that may not take for ever."""

import importlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench.report import Part

SIZES = (500, 5_000, 20_000, 50_000)


@dataclass(frozen=True)
class Run:
    """What a part is given: a folder for its files, numbers of buildings, whether to measure the peers as well."""

    folder: Path
    sizes: tuple[int, ...] = SIZES
    with_peers: bool = True

    def say(self, line: str) -> None:
        """Show progress as it comes."""
        print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class PartType:
    """One part: its name on the command line, the module whose `measure(run: Run) -> Part` does it, its time at most.

    A new part is a module and a record in `PARTS`.
    """

    key: str
    module: str
    limit_s: float = 300.0


PARTS = (
    PartType("map", "bench.map_speed", 1_500.0),
    PartType("import", "bench.importing"),
    PartType("opening", "bench.opening"),
    PartType("memory", "bench.memory"),
    PartType("analysis", "bench.analysis_speed", 600.0),
    PartType("people", "bench.people"),
    PartType("public", "bench.public_page"),
    PartType("projects", "bench.projects"),
    PartType("planning", "bench.planning", 600.0),
    PartType("print", "bench.printing"),
    PartType("deck", "bench.deck"),
)


def measured(part: PartType, run: Run) -> Part:
    """What `part` finds. Where it fails or is not done in time, a Part without figures that says so; never an error.

    The part runs in a process group of its own, so that no server and no browser of it stays behind.
    """
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    start = time.perf_counter()
    child = spawn.Process(target=_work, args=(part.module, run, there))
    child.start()
    there.close()
    try:
        answer = here.recv() if here.poll(part.limit_s) else f"not done within {part.limit_s:g} s"
    except EOFError:
        answer = "ended without an answer"
    finally:
        _end(child)
    run.say(f"{part.key}: {time.perf_counter() - start:.0f} s")
    return answer if isinstance(answer, Part) else Part(f"{part.key}: not measured", (), notes=(answer,))


def _work(module: str, run: Run, answer: Connection) -> None:
    """In the child: measure and send the Part, or the error's last line."""
    os.setsid()
    try:
        answer.send(importlib.import_module(module).measure(run))
    except Exception as error:  # noqa: BLE001 - whatever stops one part must not lose the others' figures
        traceback.print_exc()
        answer.send(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")


def _end(child: multiprocessing.process.BaseProcess) -> None:
    """Let the child go; where it does not, end it with all that it started."""
    child.join(5)
    if child.pid is not None:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    child.join()
