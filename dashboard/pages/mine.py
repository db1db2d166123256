"""The page of one's own place: what a grid member or a building head opens in the morning."""

from dashboard.components.duty.my_place import chosen_place, my_stage, nothing_mine, titles_of
from dashboard.components.errors import kindly
from dashboard.components.session import Run


def show(run: Run) -> None:
    """My grid or my building."""
    with kindly():
        titles = titles_of(run)
        mine = chosen_place(run, titles)
        if mine is None:
            nothing_mine(run)
        else:
            my_stage(run, mine, titles)
