"""The pages, in the order of the navigation. A page is an agenda: which pieces, in which order."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.components.session import Run
from dashboard.pages import about, ledger, map, project, projects
from geo.words import N_


@dataclass(frozen=True)
class PageType:
    """One page: its address ("" for the first), its title, what shows it; hidden ones are reached from others."""

    path: str
    title: str
    show: Callable[[Run], None]
    hidden: bool = False


PAGES: tuple[PageType, ...] = (
    PageType("", N_("一张图"), map.show),
    PageType("projects", N_("项目"), projects.show),
    PageType("ledger", N_("承诺对账"), ledger.show),
    PageType("project", N_("项目详情"), project.show, hidden=True),
    PageType("about", N_("关于数据"), about.show),
)
