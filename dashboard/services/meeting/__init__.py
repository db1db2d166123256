"""Meetings and their deck."""
