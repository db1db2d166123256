"""Projects, works, entries, kinds and promises, as their screens show them."""
