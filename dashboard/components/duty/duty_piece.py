"""What is drawn of coverage and of one's own place in the browser."""

from dashboard.components.piece import Told, piece_of

__all__ = ["Told", "duty_piece"]

duty_piece = piece_of("duty", "du")
