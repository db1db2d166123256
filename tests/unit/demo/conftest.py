"""The sample is built once for all its tests; places are compared in metres (EPSG:4547)."""

import geopandas as gpd
import pytest

from data.demo import DemoCommunity, build

METRIC = "EPSG:4547"


@pytest.fixture(scope="session")
def sample() -> DemoCommunity:
    return build()


@pytest.fixture(scope="session")
def metric(sample: DemoCommunity) -> dict[str, gpd.GeoDataFrame]:
    """Every layer in metres."""
    return {key: frame.to_crs(METRIC) for key, frame in sample.layers.items()}
