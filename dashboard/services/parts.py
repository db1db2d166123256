"""What this installation runs on: versions and licences of everything that travels with it or is installed."""

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata

from dashboard.drawing.vendored import VENDORED

INSTALLED = (
    "streamlit",
    "streamlit-folium",
    "folium",
    "geopandas",
    "shapely",
    "pyproj",
    "pyogrio",
    "SQLAlchemy",
    "alembic",
    "pydantic-settings",
    "segno",
    "babel",
)
"""The installed libraries that a reader may ask about."""


@dataclass(frozen=True)
class Part:
    """A library or font: name, version, licence."""

    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """Python, the installed libraries, then what is carried in `dashboard/assets`."""
    python = Part("Python", platform.python_version(), "PSF-2.0")
    return [python, *(_installed(name) for name in INSTALLED), *(Part(v.name, v.version, v.licence) for v in VENDORED)]


def _installed(name: str) -> Part:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return Part(name, "—", "—")
    said = [*(told.get_all("License-Expression") or []), *(told.get_all("License") or [])]
    licence = said[0].strip().split("\n")[0] if said else ""
    classified = [c.rsplit(" :: ", 1)[-1] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    return Part(name, told["Version"], licence if 0 < len(licence) < 40 else ", ".join(classified) or "—")
