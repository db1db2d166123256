"""Who is responsible where, as its screens show it."""
