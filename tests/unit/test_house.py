"""Which community opens first: the one that was named, else one's own, else the sample."""

from typing import cast

import pytest

from dashboard.services.house import House
from data.communities import Community
from data.settings import Settings
from data.store import Store

SAMPLE, OWN, OTHER = Community("a-sample", "示例", is_sample=True), Community("b-own", "甲"), Community("c-own", "乙")


@pytest.mark.parametrize(
    ("named", "kept", "first"),
    [
        ("c-own", (SAMPLE, OWN, OTHER), "c-own"),
        ("", (SAMPLE, OWN, OTHER), "b-own"),
        ("gone", (SAMPLE, OWN), "b-own"),
        ("", (SAMPLE,), "a-sample"),
    ],
)
def test_the_community_of_the_settings_opens_first_else_ones_own_else_the_sample(named, kept, first) -> None:
    house = House(Settings(community=named), cast(Store, None), {item.id: item for item in kept})
    assert house.first_community == first
