"""What the planning pages draw in the browser beside and under the map."""

from dashboard.components.piece import Told, piece_of

__all__ = ["Told", "analysis_piece"]

analysis_piece = piece_of("analysis", "an")
