"""How much a file from outside may cost, and how a process binds itself to that."""

import contextlib
import sys

MAX_FILE_BYTES = 1 << 30
MAX_GEOJSON_BYTES = 256 << 20
MAX_ROWS = 500_000
MAX_COLUMNS = 500
MAX_TABLE_BYTES = 1 << 30
MAX_MEMORY_BYTES = 4 << 30
MAX_CPU_S = 120
MAX_WALL_S = 150

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 1 << 30
MAX_RATIO, RATIO_FREE_BYTES = 200, 64 << 20
"""A member may unpack to more than `MAX_RATIO` times its size only below `RATIO_FREE_BYTES`: the
blank-padded text of a shapefile packs well, a bomb packs better."""


def bind_this_process() -> None:
    """Cap the memory, CPU seconds and file sizes of this process (where the system can).

    A soft CPU limit kills by SIGXCPU, an allocation past the memory limit fails as `MemoryError`.
    """
    if sys.platform == "win32":
        return  # no rlimits there; the time and row limits still hold
    import resource

    for kind, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_CPU_S),
        (resource.RLIMIT_FSIZE, 2 * MAX_UNPACKED_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower hard limit is already in force
            resource.setrlimit(kind, (limit, limit))
