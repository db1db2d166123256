"""Fixtures of the store suite."""

import geopandas as gpd
import pytest
import shapely
from argon2 import PasswordHasher

from data import passwords
from data.communities import Community, add_community
from data.store import Store

SQUARE = shapely.box(112.924, 28.217, 112.9243, 28.2171)


@pytest.fixture
def light_hashes(monkeypatch):
    """Real argon2 hashes that cost little, where it is not their strength that is tested."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def community(store: Store) -> str:
    """The id of a community that is there."""
    with store.write("测试") as tx:
        add_community(tx, Community("c", "社区", lon=112.924, lat=28.2175))
    return "c"


def buildings(count: int, start: int = 1) -> gpd.GeoDataFrame:
    """A row of `count` buildings, 0.0005° apart, with ids b1, b2 …"""
    numbers = range(start, start + count)
    return gpd.GeoDataFrame(
        {
            "name": [f"甲 {i}栋" for i in numbers],
            "no": [f"{i}栋" for i in numbers],
            "storeys": 7,
            "renovated": [i % 2 == 1 for i in numbers],
        },
        geometry=[shapely.box(112.9 + i * 5e-4, 28.2, 112.9003 + i * 5e-4, 28.2001) for i in numbers],
        crs="EPSG:4490",
        index=[f"b{i}" for i in numbers],
    )


@pytest.fixture
def row_of_buildings():
    """The function `buildings`."""
    return buildings
