"""Roles: pipes are not for visitors, nor for anyone whose role is unknown."""

import pytest

from data.access import ROLES, may_see, visible_layers
from geo.layers import LAYERS, layer_type


@pytest.mark.parametrize("layer", ["pipe", "manhole", "gully", "outfall"])
def test_drainage_is_seen_by_those_who_work_with_it_only(layer):
    seeing = {role.key for role in ROLES if may_see(role.key, layer_type(layer))}
    assert seeing == {"administrator", "staff", "grid_member", "building_head"}


@pytest.mark.parametrize("role", ["visitor", "", "root", "Administrator"])
def test_everyone_else_sees_the_public_layers(role):
    assert [layer.key for layer in visible_layers(role)] == [layer.key for layer in LAYERS if not layer.internal]
