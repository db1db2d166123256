"""What the map and its cards show."""
