"""A place, pipes, closures, works that meet, light, and a plan, as their screens show them."""
