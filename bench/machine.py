"""The machine a figure was measured on; a figure without it says nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("streamlit", "streamlit-folium", "folium", "geopandas", "pyogrio", "sqlalchemy")


def machine_line() -> str:
    """Date, processor, cores, memory, system and Python as one line."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    today = datetime.now(UTC).date().isoformat()
    return (
        f"{today} · {processor()} · {os.cpu_count()} cores · {memory_gb:.0f} GB · "
        f"{platform.system()} {platform.release().split('-')[0]} · Python {platform.python_version()}"
    )


def library_line() -> str:
    """The versions of the libraries that take part."""
    return " · ".join(f"{name} {version(name)}" for name in LIBRARIES)


def processor() -> str:
    """The processor's model as the system calls it."""
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
