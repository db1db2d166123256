"""Shows: pages, drawings, HTTP routes and words."""
