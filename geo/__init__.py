"""Thinks: pure functions on GeoDataFrames. Knows neither storage nor screens."""
