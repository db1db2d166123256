"""What a page is, and the menus that pages lie in."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from dashboard.components.session import Run
from geo.words import N_


@dataclass(frozen=True)
class PageType:
    """One page: its address ("" for the first), its title, what shows it; hidden ones are reached from others.

    `right`: the action of `data.rights` without which the page is not offered (the page itself asks for it too).
    `group`: the menu it lies in; "" stands in the bar itself, before the menus.
    """

    path: str
    title: str
    show: Callable[[Run], None]
    hidden: bool = False
    right: str = ""
    group: str = ""


def page(name: str) -> Callable[[Run], None]:
    """The `show` of the module `dashboard.pages.<name>`, loaded when the page is first opened.

    What only one page needs (solvers, print, spreadsheets) thus costs nobody else time or memory.
    """

    def show(run: Run) -> None:
        import_module(f"dashboard.pages.{name}").show(run)

    return show


PLANNING = N_("规划")
DUTY = N_("责任")
MORE = N_("更多")
