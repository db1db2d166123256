"""People, assignments, coverage, grids and one's own place."""
