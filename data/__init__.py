"""Remembers: the records, their rules and where they are kept. Knows no screens."""
