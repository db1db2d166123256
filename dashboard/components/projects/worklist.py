"""One drawn list of works or projects."""

from dashboard.components.piece import Told, piece_of

__all__ = ["Told", "worklist"]

worklist = piece_of("worklist", "wl")
