"""The pages, in the order of the navigation. A page is an agenda: which pieces, in which order."""

from dashboard.pages.page_type import DUTY, MORE, PLANNING, PageType, page
from geo.words import N_

__all__ = ["DUTY", "MORE", "PAGES", "PLANNING", "PageType"]

PAGES: tuple[PageType, ...] = (
    PageType("", N_("一张图"), page("map")),
    PageType("projects", N_("项目"), page("projects")),
    PageType("ledger", N_("承诺对账"), page("ledger")),
    PageType("project", N_("项目详情"), page("project"), hidden=True),
    PageType("who", N_("谁负责"), page("who")),
    PageType("meetings", N_("会议"), page("meetings")),
    PageType("place", N_("看一处"), page("place"), right="see_planning", group=PLANNING),
    PageType("choice", N_("造价与选择"), page("choice"), right="see_planning", group=PLANNING),
    PageType("mine", N_("我的位置"), page("mine"), right="report_progress"),
    PageType("conflicts", N_("一次开挖"), page("conflicts"), right="see_planning", group=PLANNING),
    PageType("pipes", N_("管网追溯"), page("pipes"), right="see_planning", group=PLANNING),
    PageType("closure", N_("关停影响"), page("closure"), right="see_planning", group=PLANNING),
    PageType("light", N_("照明"), page("light"), right="see_planning", group=PLANNING),
    PageType("people", N_("人员名册"), page("people"), right="see_people", group=DUTY),
    PageType("coverage", N_("责任覆盖"), page("coverage"), right="see_coverage", group=DUTY),
    PageType("roles", N_("岗位与标准"), page("roles"), right="see_coverage", group=DUTY),
    PageType("reveals", N_("号码查看记录"), page("reveals"), right="see_reveals", group=DUTY),
    PageType("print", N_("打印"), page("prints"), right="report_progress", group=MORE),
    PageType("import", N_("导入数据"), page("imports"), right="edit_map", group=MORE),
    PageType("kinds", N_("工作类型"), page("kinds"), right="edit_work_kinds", group=MORE),
    PageType("accounts", N_("账户"), page("accounts"), right="manage_accounts", group=MORE),
    PageType("about", N_("关于数据"), page("about"), group=MORE),
)
