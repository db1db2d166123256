"""Who may see what: the roles, and which layers each of them sees."""

from dataclasses import dataclass

from geo.layers import LAYERS, LayerType
from geo.words import N_


@dataclass(frozen=True)
class Role:
    """A role of a user of the map. `sees_internal`: also layers that are not for the public (pipes)."""

    key: str
    title: str
    sees_internal: bool


ROLES: tuple[Role, ...] = (
    Role("administrator", N_("管理员"), True),
    Role("staff", N_("社区工作人员"), True),
    Role("grid_member", N_("网格员"), True),
    Role("building_head", N_("楼栋长"), True),
    Role("visitor", N_("访客"), False),
)
ROLE_BY_KEY = {role.key: role for role in ROLES}
ADMINISTRATOR, VISITOR = "administrator", "visitor"


def may_see(role: str, layer: LayerType) -> bool:
    """Whether the role sees the layer. A role that is not in the table sees what a visitor sees."""
    known = ROLE_BY_KEY.get(role, ROLE_BY_KEY[VISITOR])
    return known.sees_internal or not layer.internal


def visible_layers(role: str) -> tuple[LayerType, ...]:
    """The layers that the role sees, in their order."""
    return tuple(layer for layer in LAYERS if may_see(role, layer))
