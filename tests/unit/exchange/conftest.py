"""Small files of the tests' own."""

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box


@pytest.fixture
def three_buildings() -> gpd.GeoDataFrame:
    """Three buildings near Changsha in WGS-84, with Chinese text."""
    return gpd.GeoDataFrame(
        {"NAME": ["甲栋", "乙栋", "丙栋"], "Floor": [7, 11, 18]},
        geometry=[box(112.92 + i / 1000, 28.21, 112.9205 + i / 1000, 28.2101) for i in range(3)],
        crs="EPSG:4326",
    )


@pytest.fixture
def zipped(tmp_path: Path):
    """A function that writes a frame as a zipped shapefile and returns its path.

    `leave_out` drops parts by suffix, `encoding` is that of the text.
    """

    def write(frame, name="楼栋", *, encoding="UTF-8", leave_out=()):
        folder = tmp_path / f"parts-{name}-{encoding}"
        folder.mkdir()
        frame.to_file(folder / f"{name}.shp", encoding=encoding)
        path = tmp_path / f"{name}-{encoding}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(folder.iterdir()):
                if part.suffix not in leave_out:
                    archive.write(part, f"{name}/{part.name}")
        return path

    return write
