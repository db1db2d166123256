"""Projects, works, entries, kinds and promises."""
