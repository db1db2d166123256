"""The map, its cards and its layers."""
