"""Who may do what: one table of roles × actions. What is not in it is denied."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from data.access import ROLES, VISITOR
from data.refusals import RIGHT, note
from geo.errors import MapError
from geo.words import N_

_log = logging.getLogger(__name__)

ALL, OWN = "all", "own"
"""How far a right reaches: everywhere, or at one's own places and duties only."""


class NotAllowed(MapError):  # noqa: N818 - named as the leaves in data.errors
    """This role may not do this, or not here."""


@dataclass(frozen=True)
class Viewer:
    """Who asks or writes: the role of the account, its name for the history, and the role-holder it belongs to.

    `community`: where the role holds; elsewhere it is a visitor's ("": in every community of the store).
    `person` ("" none): whose duties in the roll say what is one's own (`data.own_places`).
    """

    role: str
    name: str
    person: str = ""
    community: str = ""

    def __str__(self) -> str:
        return self.name

    def within(self, community: str) -> "Viewer":
        """The same reader in a community: a visitor where the role does not hold."""
        if not community or self.community in ("", community):
            return self
        return replace(self, role=VISITOR, person="")


Actor = Viewer
"""The same record where it writes: `Store.write` takes one in the place of a name."""

PUBLIC = Viewer(VISITOR, "visitor")
"""Somebody without an account."""


@dataclass(frozen=True)
class Action:
    """Something that a role may or may not do, and how far each role that may can reach."""

    key: str
    title: str
    reach: tuple[tuple[str, str], ...]


def _staff(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ("administrator", ALL), ("staff", ALL), *more


ACTIONS: tuple[Action, ...] = (
    Action("see_responsible", N_("查看谁负责(公示信息)"), tuple((role.key, ALL) for role in ROLES)),
    Action("see_people", N_("查看人员名册(手机打码)"), _staff(("grid_member", OWN), ("building_head", OWN))),
    Action("see_coverage", N_("查看责任覆盖检查"), _staff(("grid_member", ALL))),
    Action("reveal_mobile", N_("查看完整手机号(记录原因)"), _staff(("grid_member", OWN))),
    Action("see_reveals", N_("查看号码查看记录"), (("administrator", ALL),)),
    Action("edit_people", N_("新增和修改人员"), _staff()),
    Action("import_people", N_("导入人员名册"), _staff()),
    Action("export_people", N_("导出人员名册(手机打码)"), _staff()),
    Action("export_mobiles", N_("导出完整手机号(记录原因)"), (("administrator", ALL),)),
    Action("merge_people", N_("合并重复人员"), _staff()),
    Action("export_person", N_("导出某人的全部信息"), (("administrator", ALL),)),
    Action("erase_person", N_("删除某人的个人信息"), (("administrator", ALL),)),
    Action("edit_roles", N_("修改岗位表"), (("administrator", ALL),)),
    Action("edit_assignments", N_("指派和调整责任"), _staff()),
    Action("hand_over", N_("办理交接"), _staff(("grid_member", OWN), ("building_head", OWN))),
    Action("edit_projects", N_("新增和修改项目"), _staff()),
    Action("report_progress", N_("填报进展"), _staff(("grid_member", OWN), ("building_head", OWN))),
    Action("publish_photos", N_("公开照片"), _staff()),
    Action("close_steps", N_("关闭步骤和登记佐证"), _staff()),
    Action("edit_promises", N_("登记公开承诺"), _staff()),
    Action("edit_meetings", N_("筹备和记录会议"), _staff()),
    Action("publish_notices", N_("公示停水停路通知"), _staff()),
    Action("edit_work_kinds", N_("修改工程类别表"), (("administrator", ALL),)),
    Action("see_planning", N_("查看规划分析"), _staff(("grid_member", ALL))),
    Action("plan_renovations", N_("编制改造规划"), _staff()),
    Action("edit_grids", N_("划分网格"), _staff()),
    Action("edit_map", N_("修改图上的对象"), _staff()),
    Action("edit_communities", N_("新增和修改社区"), (("administrator", ALL),)),
    Action("manage_accounts", N_("管理账户"), (("administrator", ALL),)),
)
ACTION_BY_KEY = {action.key: action for action in ACTIONS}
RIGHTS: dict[tuple[str, str], str] = {(role, action.key): reach for action in ACTIONS for role, reach in action.reach}
"""(role, action) → `ALL` or `OWN`. A pair that is not here is denied."""


def reach(role: str, action: str) -> str:
    """How far the role may do this: "all", "own" or "" (not at all; also for roles and actions nobody knows)."""
    return RIGHTS.get((role, action), "")


def require(viewer: Viewer, action: str, *, own: bool | Callable[[], bool] = False) -> None:
    """Raise `NotAllowed` unless the viewer may do this here.

    `own`: whether it concerns their own places or duties; a function is asked only where that matters.
    """
    allowed = reach(viewer.role, action)
    if allowed == ALL:
        return
    if allowed == OWN and viewer.person and (own() if callable(own) else own):
        return
    _log.warning("refused: %r as %s may not %s", viewer.name, viewer.role, action)
    note(RIGHT, viewer.name, ACTION_BY_KEY[action].title if action in ACTION_BY_KEY else action)
    title = ACTION_BY_KEY[action].title if action in ACTION_BY_KEY else action
    if allowed == OWN:
        raise NotAllowed(N_("您只能在自己负责的范围内“{action}”。如有需要请联系社区工作人员。"), action=title)
    raise NotAllowed(N_("您的身份不能“{action}”。如有需要请联系社区工作人员。"), action=title)
