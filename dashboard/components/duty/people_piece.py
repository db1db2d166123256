"""What is drawn of people in the browser: lists, answers, a plan, a line of time."""

from dashboard.components import session
from dashboard.components.piece import Told, piece_of

__all__ = ["Told", "assign_here", "open_person", "piece"]

piece = piece_of("people", "pp")


def open_person(person: str) -> None:
    """Open the card of a person. For callbacks."""
    session.go("people", who=person, act="", duty="")


def assign_here(layer: str, id: str, role: str = "") -> None:
    """Open the form that assigns somebody to a place ("building", "A07"), in a role if one is named. For callbacks."""
    session.go("people", act="assign", who="", duty="", give=f"{layer}:{id}", give_role=role)
