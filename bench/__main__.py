"""`python -m bench [--parts map import memory opening analysis] [--sizes 500 5000] [--no-peers] [--dry]`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import analysis_speed, importing, map_speed, memory, opening
from bench.report import README, RESULTS, Part, readme_with, results_text

PARTS = ("map", "import", "opening", "memory", "analysis")
SIZES = (500, 5_000, 20_000, 50_000)


def main(arguments: list[str]) -> int:
    """Measure the parts asked for; write the table unless only a part was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure what the README claims.")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of buildings on the map")
    parser.add_argument("--no-peers", action="store_true", help="only ours")
    parser.add_argument("--dry", action="store_true", help="print the table, do not write it")
    options = parser.parse_args(arguments)
    load = busy_line()
    with tempfile.TemporaryDirectory(prefix="map-bench-") as folder:
        found = measured(options, Path(folder), say)
    text = results_text(found, load)
    print(text)
    whole = set(options.parts) == set(PARTS) and tuple(options.sizes) == SIZES and not options.no_peers
    if whole and not options.dry:
        RESULTS.write_text(text, encoding="utf-8")
        README.write_text(readme_with(README.read_text(encoding="utf-8"), found), encoding="utf-8")
        print(f"written: {RESULTS.name}, {README.name}")
    return 0


def measured(options: argparse.Namespace, folder: Path, tell: Callable[[str], None]) -> list[Part]:
    """The parts in their order."""
    work: dict[str, Callable[[], Part]] = {
        "map": lambda: map_speed.measure(tuple(options.sizes), folder, tell, not options.no_peers),
        "import": lambda: importing.measure(folder, tell),
        "opening": lambda: opening.measure(folder, tell),
        "memory": lambda: memory.measure(folder, tell),
        "analysis": lambda: analysis_speed.measure(tell),
    }
    return [work[part]() for part in PARTS if part in options.parts]


def busy_line() -> str:
    """A remark where the machine was busy with something else when the measurement began."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"The machine was busy when this began (load {load:.1f} on {cores} cores). " if load > cores / 2 else ""


def say(line: str) -> None:
    """Show progress as it comes."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
