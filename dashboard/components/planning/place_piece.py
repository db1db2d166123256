"""What is drawn of places and plans in the browser."""

from dashboard.components.piece import Told, piece_of

__all__ = ["Told", "place_piece"]

place_piece = piece_of("place", "pl")
