"""The pages, in the order of the navigation. A page is an agenda: which pieces, in which order."""

from dashboard.pages import (
    about,
    accounts,
    choice,
    closure,
    conflicts,
    coverage,
    kinds,
    ledger,
    light,
    map,
    meetings,
    mine,
    people,
    pipes,
    place,
    prints,
    project,
    projects,
    reveals,
    roles,
    who,
)
from dashboard.pages.page_type import DUTY, MORE, PLANNING, PageType
from geo.words import N_

__all__ = ["DUTY", "MORE", "PAGES", "PLANNING", "PageType"]

PAGES: tuple[PageType, ...] = (
    PageType("", N_("一张图"), map.show),
    PageType("projects", N_("项目"), projects.show),
    PageType("ledger", N_("承诺对账"), ledger.show),
    PageType("project", N_("项目详情"), project.show, hidden=True),
    PageType("who", N_("谁负责"), who.show),
    PageType("meetings", N_("会议"), meetings.show),
    PageType("place", N_("看一处"), place.show, right="see_planning", group=PLANNING),
    PageType("choice", N_("造价与选择"), choice.show, right="see_planning", group=PLANNING),
    PageType("mine", N_("我的位置"), mine.show, right="report_progress"),
    PageType("conflicts", N_("一次开挖"), conflicts.show, right="see_planning", group=PLANNING),
    PageType("pipes", N_("管网追溯"), pipes.show, right="see_planning", group=PLANNING),
    PageType("closure", N_("关停影响"), closure.show, right="see_planning", group=PLANNING),
    PageType("light", N_("照明"), light.show, right="see_planning", group=PLANNING),
    PageType("people", N_("人员名册"), people.show, right="see_people", group=DUTY),
    PageType("coverage", N_("责任覆盖"), coverage.show, right="see_coverage", group=DUTY),
    PageType("roles", N_("岗位与标准"), roles.show, right="see_coverage", group=DUTY),
    PageType("reveals", N_("号码查看记录"), reveals.show, right="see_reveals", group=DUTY),
    PageType("print", N_("打印"), prints.show, right="report_progress", group=MORE),
    PageType("kinds", N_("工作类型"), kinds.show, right="edit_work_kinds", group=MORE),
    PageType("accounts", N_("账户"), accounts.show, right="manage_accounts", group=MORE),
    PageType("about", N_("关于数据"), about.show, group=MORE),
)
