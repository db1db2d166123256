"""Generated buildings: as many as wanted, the same every time, laid out around one place."""

import geopandas as gpd
import numpy as np
import shapely

LON, LAT = 112.924, 28.2175
SPACING_M = (24.0, 20.0)
SIZE_M = (14.0, 10.0)
METRES_PER_DEGREE_LAT = 110_800.0


def buildings(count: int) -> gpd.GeoDataFrame:
    """`count` rectangular buildings in rows around (LON, LAT), the first one exactly there.

    A frame as the store keeps it: index = id ("b0" …), EPSG:4490, with the fields of the layer "building".
    """
    columns = int(np.ceil(np.sqrt(count)))
    row, column = np.divmod(np.arange(columns * columns), columns)
    offsets = np.stack([column - columns // 2, row - columns // 2], axis=1)
    # Nearest first, so that any count is a compact block with its first building in the middle.
    offsets = offsets[np.lexsort((offsets[:, 0], offsets[:, 1], (offsets**2).sum(axis=1)))][:count]
    metres_per_degree_lon = METRES_PER_DEGREE_LAT * np.cos(np.radians(LAT))
    lon = LON + offsets[:, 0] * SPACING_M[0] / metres_per_degree_lon
    lat = LAT + offsets[:, 1] * SPACING_M[1] / METRES_PER_DEGREE_LAT
    half_lon, half_lat = SIZE_M[0] / 2 / metres_per_degree_lon, SIZE_M[1] / 2 / METRES_PER_DEGREE_LAT
    number = np.arange(count)
    frame = gpd.GeoDataFrame(
        {
            "name": [f"测试楼 {n + 1}栋" for n in number],
            "code": "",
            "parent": "",
            "is_sample": True,
            "version": 0,
            "compound": None,
            "no": [f"{n + 1}栋" for n in number],
            "storeys": 6 + number % 13,
            "units": 1 + number % 4,
            "households": 14 * (1 + number % 4),
            "year_built": 1996 + number % 25,
            "renovated": number % 4 == 0,
            "roof_treated_m2": np.where(number % 4 == 0, 158.5, np.nan),
        },
        geometry=shapely.box(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat),
        crs="EPSG:4490",
        index=[f"b{n}" for n in number],
    )
    frame.index.name = "id"
    return frame
