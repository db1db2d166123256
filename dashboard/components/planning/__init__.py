"""A place, pipes, closures, works that meet, light, and a plan."""
