"""`python -m bench [--parts map people] [--sizes 500 5000] [--no-peers] [--dry]`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.parts import PARTS, SIZES, Run, measured
from bench.report import README, RESULTS, Part, readme_with, renewed, results_text


def main(arguments: list[str]) -> int:
    """Measure the parts asked for and write them; those not asked for keep what stands. 1 where a part failed.

    Nothing is written of other sizes, without the peers, or with --dry.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure what the README claims.")
    keys = tuple(part.key for part in PARTS)
    parser.add_argument("--parts", nargs="+", choices=keys, default=keys)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of buildings on the map")
    parser.add_argument("--no-peers", action="store_true", help="only ours")
    parser.add_argument("--dry", action="store_true", help="print the table, do not write it")
    options = parser.parse_args(arguments)
    load = busy_line()
    found: dict[str, Part] = {}
    with tempfile.TemporaryDirectory(prefix="map-bench-") as folder:
        for part in (part for part in PARTS if part.key in options.parts):
            own = Path(folder) / part.key  # none finds the files of another
            own.mkdir()
            found[part.key] = measured(part, Run(own, tuple(options.sizes), not options.no_peers))
    text = results_text([*found.values()], load)
    print(text)
    if tuple(options.sizes) == SIZES and not options.no_peers and not options.dry:
        if set(found) != set(keys) and RESULTS.exists():
            text = renewed(RESULTS.read_text(encoding="utf-8"), found)
        RESULTS.write_text(text, encoding="utf-8")
        README.write_text(readme_with(README.read_text(encoding="utf-8"), text), encoding="utf-8")
        print(f"written: {RESULTS.name}, {README.name}")
    return 0 if all(part.figures for part in found.values()) else 1


def busy_line() -> str:
    """A remark where the machine was busy with something else when the measurement began."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"The machine was busy when this began (load {load:.1f} on {cores} cores). " if load > cores / 2 else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
