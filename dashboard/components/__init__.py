"""Pieces of a page. Each owns its keys in the session; data never becomes markup."""
