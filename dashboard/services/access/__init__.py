"""Who asks, and how one signs in."""
